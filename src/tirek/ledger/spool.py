"""Files that wait to be taken in: a folder, durable before the sender hears that we have them.

A file leaves the folder only when the database holds it; taken in a second time it changes
nothing, so whatever is killed in between, nothing is lost and nothing is done twice.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import orjson
from django.conf import settings


@dataclass(frozen=True)
class Waiting:
    """A file in the spool."""

    place: Path

    def read(self) -> tuple[str, str, bytes]:
        """Its name, who brought it, its bytes."""
        head, _, content = self.place.read_bytes().partition(b"\n")
        said = orjson.loads(head)
        return said["name"], said["by"], content

    def done(self) -> None:
        """The database holds it."""
        self.place.unlink(missing_ok=True)


def folder() -> Path:
    """Where files wait."""
    return Path(settings.DATA) / "inbox"


def put(name: str, by: str, content: bytes) -> None:
    """Keeps a file, durably, before it comes back; the same bytes are kept once."""
    folder().mkdir(parents=True, exist_ok=True)
    place = folder() / f"{sha256(content).hexdigest()}.file"
    unready = place.with_suffix(f".{os.getpid()}")
    with unready.open("wb") as file:
        file.write(orjson.dumps({"name": name, "by": by}) + b"\n" + content)
        file.flush()
        os.fsync(file.fileno())
    unready.replace(place)
    directory = os.open(folder(), os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def waiting() -> Iterator[Waiting]:
    """Files that wait, the one that came first before the others."""
    found = [(place.stat().st_mtime_ns, place) for place in folder().glob("*.file")]
    for _, place in sorted(found):
        yield Waiting(place)
