"""How long a page works at one file: a thread's own seconds, so that a busy machine refuses
nothing that a quiet one takes."""

from __future__ import annotations

import time
from io import BytesIO

SECONDS = 0.8


class TookTooLong(Exception):
    """A file that costs more than a page may spend. No ValueError: whoever forgives damaged files
    does not forgive this."""


class Patience:
    """Begins to run out when it is made."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._ends = time.thread_time() + seconds

    @property
    def left(self) -> bool:
        return time.thread_time() < self._ends

    def check(self) -> None:
        """
        :raises TookTooLong: it has run out
        """
        if not self.left:
            raise TookTooLong


class Watched(BytesIO):
    """A file in memory that can be read for as long as there is patience."""

    def __init__(self, content: bytes, patience: Patience) -> None:
        super().__init__(content)
        self._patience = patience

    def read(self, size: int | None = -1, /) -> bytes:
        self._patience.check()
        return super().read(size)
