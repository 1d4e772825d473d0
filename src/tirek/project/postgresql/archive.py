"""Where the embedded server keeps what it writes a second time: its WAL, in a folder of copies.

``archive.json`` in the server's base folder names the folder of copies; the supervisor reads it
whenever it starts the server. ``copies.json`` in that folder says whose copies these are.
"""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from pathlib import Path

import orjson

from tirek.project.postgresql.embedded import Embedded

#: A segment is kept at most so many seconds after the first change in it; packed, an empty rest
#: of its 16 MiB takes no room.
SECONDS = 60


@dataclass(frozen=True)
class Archive:
    """A folder of copies; ``mark`` is the same for all copies of one data folder."""

    folder: Path
    mark: str

    @property
    def wal(self) -> Path:
        return self.folder / "wal"

    @property
    def settings(self) -> dict[str, str]:
        """What the server has to be told."""
        return {
            "archive_mode": "on",
            "archive_command": keeps(self.wal),
            "archive_timeout": str(SECONDS),
        }


def of(server: Embedded) -> Archive | None:
    """Where a server keeps its WAL; None where it does not."""
    try:
        told = orjson.loads((server.base / "archive.json").read_bytes())
    except FileNotFoundError:
        return None
    return Archive(Path(told["folder"]), told["mark"])


def write(server: Embedded, archive: Archive) -> None:
    """From its next start on, the server keeps its WAL there."""
    write_json(server.base / "archive.json", {"folder": str(archive.folder), "mark": archive.mark})


def keeps(wal: Path) -> str:
    """The shell command that keeps a segment: whole or not at all, durably; what is there stays
    as it is, and is well where it is the same."""
    return (
        f'w={_quoted(wal)}; f="$w/%f.gz"; if [ -e "$f" ]; then gzip -dc "$f" | cmp -s - "%p";'
        ' else gzip -1c "%p" >"$f.unready" && sync "$f.unready" && mv -n "$f.unready" "$f"'
        ' && sync "$w"; fi'
    )


def gives_back(wal: Path) -> str:
    """The shell command that gives a segment back, or fails."""
    return f'f={_quoted(wal)}/%f.gz; [ -e "$f" ] && gzip -dc "$f" >"%p"'


def _quoted(folder: Path) -> str:
    return shlex.quote(str(folder)).replace("%", "%%")


def write_json(file: Path, told: dict[str, str]) -> None:
    """Writes a file whole or not at all, durably."""
    unready = file.with_name(file.name + ".unready")
    with unready.open("wb") as sink:
        sink.write(orjson.dumps(told) + b"\n")
        sink.flush()
        os.fsync(sink.fileno())
    unready.replace(file)
    sync(file.parent)


def sync(folder: Path) -> None:
    """Makes what was renamed in a folder durable."""
    found = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(found)
    finally:
        os.close(found)
