"""What lay beside a database that was brought back to a moment: its outside seals, cut where the
database ends, and the files that waited, to be taken in again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from tirek.ledger import journal, spool
from tirek.ledger.models import Batch


def bring_back(beside: Sequence[Path]) -> int:
    """Brings back what lies in folders (the oldest first); gives how many sealed batches came
    after the moment. Their seals are kept in ``seals.before-restore.txt``."""
    last = Batch.objects.order_by("-id").values_list("id", flat=True).first() or 0
    lines = list(dict.fromkeys(line for folder in beside for line in _seals(folder)))
    within = [line for line in lines if int(line.split()[0]) <= last]
    after = [line for line in lines if int(line.split()[0]) > last]
    _write(journal.outside(), within)
    _write(journal.outside().with_name("seals.before-restore.txt"), after)
    for folder in beside:
        _files(folder / spool.folder().name)
    return len({line.split()[0] for line in after})


def _seals(folder: Path) -> Iterable[str]:
    """The whole lines of an outside record."""
    try:
        text = (folder / journal.outside().name).read_text()
    except FileNotFoundError:
        return []
    return [line for line in text.splitlines() if len(line.split()) == 3 and line[0].isdigit()]


def _write(file: Path, lines: Sequence[str]) -> None:
    with file.open("w") as sink:
        sink.writelines(f"{line}\n" for line in lines)
        sink.flush()
        os.fsync(sink.fileno())
    file.chmod(0o600)


def _files(folder: Path) -> None:
    spool.folder().mkdir(parents=True, exist_ok=True)
    for file in folder.glob("*.file"):
        with suppress(FileNotFoundError):  # it has just been taken in
            shutil.copy2(file, spool.folder() / file.name)
