"""A stream of bytes cut into messages, one at a time in memory.

A message begins with ``{1:`` and ends with ``-}`` at the beginning of a line. What stands after
it up to the next one (line ends, block 5, the mark of the end of a file) goes with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

import numpy as np

from tirek.ledger.files.encodings import BOM
from tirek.ledger.files.limits import Limits
from tirek.ledger.files.problems import FileProblem

_READ = 1 << 18
_BEGIN = b"{1:"
_END = re.compile(rb"\n-\}|\n(?=\{1:)")
#: What banks' systems put before and after messages: an envelope line, 1A at the end.
_OUTSIDE = re.compile(
    rb"[\s\x1a]*+(?:\{[5S]:(?:[^{}\n]|\{[^{}\n]*+\})*+\}[\s\x1a]*+)*+(?:MSGID=[^\n{]*+)?"
)


class Chunk(NamedTuple):
    """A message as bytes, what stands before (of a file's first one) and after it.

    ``line``: where ``body`` begins. With a ``fault`` the rest may be empty.
    """

    line: int
    before: bytes
    body: bytes
    after: bytes
    fault: FileProblem | None = None


def chunks(source: BinaryIO, limits: Limits) -> Iterator[Chunk]:
    """The messages of a stream; at the first breach of a limit the last one, which says so."""
    return _Cutting(source, limits).chunks()


class _Cutting:
    def __init__(self, source: BinaryIO, limits: Limits) -> None:
        self._source = source
        self._limits = limits
        self._held = bytearray()
        self._read = 0  # bytes of the file so far
        self._ended = False
        self._line = 1  # of the first byte held
        self._lines = 0  # line ends held

    def chunks(self) -> Iterator[Chunk]:
        start, fault = self._find_begin()
        if fault:
            yield Chunk(fault.line, b"", b"", b"", fault)
            return
        before = self._take(start)
        bare = before.removeprefix(BOM)
        if not self._held.startswith(_BEGIN):
            yield self._faulty("no_message")
            return
        if not _OUTSIDE.fullmatch(bare):
            yield self._faulty("text_between", 1, _shown(bare))
            before = b""
        while self._held:
            end, closed, fault = self._find_end()
            if fault:
                yield Chunk(fault.line, before, b"", b"", fault)
                return
            line, body = self._line, self._take(end)
            if not closed:
                fault = _problem("not_closed", line + body.count(b"\n"), "{4:}")
            start, lost = self._find_begin()
            after = self._take(start)
            clean = _OUTSIDE.fullmatch(after)
            yield Chunk(
                line, before, body, after if clean else b"", fault or self._long(body, line)
            )
            before = b""
            if not clean:
                blank = len(after) - len(after.lstrip())
                at = self._line - after.count(b"\n", blank)
                yield self._faulty("text_between", at, _shown(after))
            if lost:
                yield Chunk(lost.line, b"", b"", b"", lost)
                return

    def _find_begin(self) -> tuple[int, FileProblem | None]:
        """Where the next message begins, or the length of what is left; a line at most to it."""
        scanned = 0
        while True:
            found = self._held.find(_BEGIN, scanned)
            if found >= 0:
                return found, None
            scanned = max(0, len(self._held) - len(_BEGIN) + 1)
            if len(self._held) > self._limits.longest_line:
                field = "{1:}"
                return len(self._held), _problem("no_message", self._line, field)
            if not self._more():
                return len(self._held), None

    def _find_end(self) -> tuple[int, bool, FileProblem | None]:
        """The length of the message that is held from its beginning; whether ``-}`` ends it."""
        scanned = 0
        limits = self._limits
        while True:
            found = _END.search(self._held, scanned)
            if found:
                closed = found.end() - found.start() > 1
                return found.end(), closed, None
            if (fault := self._breach()) is not None:
                return 0, False, fault
            scanned = max(0, len(self._held) - 3)
            if not self._more():
                return len(self._held), False, None
            if self._read > limits.largest_file:
                return 0, False, self._limit("too_large", limits.largest_file)

    def _breach(self) -> FileProblem | None:
        limits = self._limits
        if len(self._held) - self._held.rfind(b"\n") - 1 > limits.longest_line:
            return self._limit("too_long_line", limits.longest_line)
        if len(self._held) > limits.largest_message:
            return self._limit("too_large", limits.largest_message)
        if self._lines > limits.most_lines:
            return self._limit("too_many_lines", limits.most_lines)
        return None

    def _limit(self, code: str, expected: int) -> FileProblem:
        return _problem(code, self._line + self._lines, "{4:}", expected=str(expected))

    def _long(self, body: bytes, line: int) -> FileProblem | None:
        """A line within a message that is too long."""
        if len(body) <= min(self._limits.longest_line, self._limits.most_lines):
            return None
        ends = np.flatnonzero(np.frombuffer(body, dtype=np.uint8) == ord("\n"))
        if len(ends) > self._limits.most_lines:
            return _problem("too_many_lines", line, "{4:}", expected=str(self._limits.most_lines))
        lengths = np.diff(ends, prepend=-1, append=len(body)) - 1
        longest = int(lengths.argmax())
        if lengths[longest] <= self._limits.longest_line:
            return None
        expected = str(self._limits.longest_line)
        return _problem("too_long_line", line + longest, "{4:}", expected=expected)

    def _more(self) -> bool:
        data = b"" if self._ended else self._source.read(_READ)
        self._ended = not data
        self._held += data
        self._read += len(data)
        self._lines += data.count(b"\n")
        return bool(data)

    def _take(self, length: int) -> bytes:
        taken = bytes(self._held[:length])
        del self._held[:length]
        lines = taken.count(b"\n")
        self._line += lines
        self._lines -= lines
        return taken

    def _faulty(self, code: str, line: int = 1, value: str = "") -> Chunk:
        return Chunk(line, b"", b"", b"", _problem(code, line, "{1:}", value))


def _problem(code: str, line: int, field: str, value: str = "", expected: str = "") -> FileProblem:
    return FileProblem(code, "envelope", line, field, value, expected)


def _shown(data: bytes) -> str:
    return data.strip()[:200].decode("utf-8", "replace")
