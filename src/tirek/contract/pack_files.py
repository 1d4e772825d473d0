"""The packs that an installation names: files read, and handed to the law."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from tirek.law import use_packs


def use_files(more: Sequence[Path] = ()) -> None:
    """Takes the packs that TIREK_PACKS names and some more, once, before the law is asked.

    :raises OSError: a file cannot be read
    :raises tirek.law.packs.PackError: a pack does not fit
    """
    files = [*_named(), *more]
    if files:
        use_packs([path.read_bytes() for path in files])


def _named() -> list[Path]:
    """What TIREK_PACKS names: files, or folders of .yaml files, parted as in PATH."""
    named = [Path(n) for n in os.environ.get("TIREK_PACKS", "").split(os.pathsep) if n]
    return [f for path in named for f in (sorted(path.glob("*.yaml")) if path.is_dir() else [path])]
