"""A file as the ledger's parsers read it, within bounds that a public page can afford.

Whatever stands in a file, reading it ends soon: bytes, lines, people, messages, problems and, for a
workbook, seconds are bounded. What can be no payment file at all is refused in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

import numpy as np

from tirek.ledger.files import Message, PeopleList, mt102, read_csv, read_xlsx
from tirek.ledger.files.encodings import BOM, as_utf_8, decode
from tirek.ledger.files.garbled import garbled
from tirek.ledger.files.headings import SEARCHED
from tirek.ledger.files.limits import Limits
from tirek.ledger.files.problems import FileProblem
from tirek.ledger.parsing import wrong_account
from tirek.portal.patience import Patience, TookTooLong, Watched
from tirek.portal.tables import LARGEST, NotATable, formulas, is_bare_zip, other_kind
from tirek.portal.texts import text

Form = Literal["mt102", "csv", "xlsx"]

LIMITS = Limits(
    most_lines=220_000, largest_message=LARGEST, largest_file=LARGEST, most_problems=300,
    most_rows=20_000, largest_list=LARGEST * 3, most_tags=500_000, most_tags_read_whole=50_000,
)  # fmt: skip
MOST_PEOPLE, MOST_MESSAGES, _LONGEST_ROW = 20_000, 1_000, 20_000
#: How far one looks for what an MT-102 has and a table has not.
_NEAR = 1 << 16
_OF_MESSAGES = re.compile(rb"\{[14]:|^:(?:20|21|32B):", re.MULTILINE)
_PERSON = b"\n:21:"
#: Control characters: a text has hardly any; from which share on a file is no text.
_CONTROLS = bytes({*range(32), 127} - {*b"\t\n\r"})
_OF_NO_TEXT = 1 / 20
#: Problems after which the rest of a file has not been looked at.
_STOPS = frozenset({"too_long_line", "too_many_lines", "too_large", "too_many_problems"})


class NotReadable(ValueError):
    """A file that is no payment file; the message is for people, in the page's language."""


@dataclass(frozen=True)
class Read:
    """A file that has been read. ``content``: its bytes, from UTF-16 made UTF-8 (``recoded``);
    ``stopped``: there was more, which was not looked at."""

    form: Form
    content: bytes
    problems: tuple[FileProblem, ...]
    messages: tuple[Message, ...] = ()
    people: PeopleList | None = None
    recoded: bool = False
    stopped: bool = False
    #: Cells of a workbook that hold a formula.
    formulas: Set[tuple[int, int]] = frozenset()

    @property
    def whole(self) -> bool:
        """Whether nothing stands in the way of the file as a whole."""
        return all(problem.severity == "line" for problem in self.problems)


def read(content: bytes, period: int | None = None) -> Read:
    """Reads a file; ``period``: the month (YYYYMM) of a list that has no such column.

    :raises NotReadable: it is empty, too large, or something else altogether
    """
    if len(content) > LARGEST:
        raise NotReadable(text("tables.too_large", most=LARGEST >> 20))
    if not content.strip():
        raise NotReadable(text("check.empty"))
    if other := other_kind(content):
        raise NotReadable(text(f"check.is_{other}"))
    if content.startswith(b"PK"):
        return _xlsx(content, period)
    content, recoded = as_utf_8(content)
    near = content[:_NEAR]
    if len(near) - len(near.translate(None, _CONTROLS)) > len(near) * _OF_NO_TEXT:
        raise NotReadable(text("check.is_neither"))
    if _OF_MESSAGES.search(near):
        return _messages(content, recoded)
    return _csv(content, period, recoded)


def _messages(content: bytes, recoded: bool) -> Read:
    for piece, field, most in ((_PERSON, ":21:", MOST_PEOPLE), (b"\n", "{4:}", LIMITS.most_lines)):
        if content.count(piece) > most:
            many = FileProblem("too_many_lines", "envelope", 1, field, expected=str(most))
            return Read("mt102", content, (many,), recoded=recoded, stopped=True)
    found: list[Message] = []
    problems: list[FileProblem] = []
    for message in mt102.messages(BytesIO(content), limits=LIMITS):
        found.append(message)
        problems += message.problems
        if message.taken:
            problems += wrong_account(message)
        if len(problems) > LIMITS.most_problems or len(found) > MOST_MESSAGES:
            break
    stopped = len(found) > MOST_MESSAGES or _stopped(problems)
    return Read("mt102", content, tuple(problems), tuple(found), None, recoded, stopped)


def _csv(content: bytes, period: int | None, recoded: bool) -> Read:
    if line := _long_row(content):
        wrong = FileProblem("too_long_line", "envelope", line, "CSV", expected=str(_LONGEST_ROW))
        return Read("csv", content, (wrong,), recoded=recoded, stopped=True)
    people = read_csv(BytesIO(content), period=period, limits=LIMITS)
    if any(problem.code == "no_header" for problem in people.problems):
        raise NotReadable(text("check.is_garbled" if _garbled(content) else "check.is_neither"))
    stopped = _stopped(people.problems)
    return Read("csv", content, people.problems, (), people, recoded, stopped)


def _garbled(content: bytes) -> bool:
    """Whether the first rows, where a table is to name its columns, cannot be read by anybody."""
    near = b"\n".join(content.removeprefix(BOM).split(b"\n", SEARCHED)[:SEARCHED])
    return garbled(decode(near).text)


def _long_row(content: bytes) -> int:
    """The first line that is longer than any row of a table; 0 where there is none."""
    ends = np.flatnonzero(np.frombuffer(content, np.uint8) == ord("\n"))
    lengths = np.diff(ends, prepend=-1, append=len(content)) - 1
    long = np.flatnonzero(lengths > _LONGEST_ROW)
    return int(long[0]) + 1 if len(long) else 0


def _xlsx(content: bytes, period: int | None) -> Read:
    if is_bare_zip(content):
        raise NotReadable(text("tables.zip"))
    patience = Patience()
    try:
        source = Watched(content, patience)
        people = read_xlsx(source, period=period, limits=LIMITS, each=patience.check)
    except TookTooLong:
        raise NotReadable(text("reading.took_too_long")) from None
    empty = any(not problem.value for problem in people.problems)
    try:
        held = formulas(content) if empty else frozenset[tuple[int, int]]()
    except NotATable as problem:
        raise NotReadable(str(problem)) from None
    return Read("xlsx", content, people.problems, (), people, False, _stopped(people.problems),
                held)  # fmt: skip


def _stopped(problems: Sequence[FileProblem]) -> bool:
    if len(problems) > LIMITS.most_problems:
        return True
    return any(problem.code in _STOPS for problem in problems)
