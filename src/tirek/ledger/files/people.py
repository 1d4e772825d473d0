"""Sequence B of an MT-102 message: its people, fast where they are alike, carefully where not.

The two readers agree: `tests/ledger/files` reads everything with both.
"""

from __future__ import annotations

import re
from collections import deque
from typing import NamedTuple

from tirek.ledger.files import fields
from tirek.ledger.files.fields import BIRTH_FORM, PERIOD_FORM, Piece, is_day
from tirek.ledger.files.header import read_amount
from tirek.ledger.files.lines import Growing, Lines
from tirek.ledger.files.problems import Problems
from tirek.ledger.files.shapes import SUBS, Parts, Shape, parts_of, shape

#: A person whose lines are kept as they stand, for no shape would give them again.
VERBATIM = 255
_MOST_SHAPES = 16
#: Shapes met lately in any message, the last one first: a person of a known shape needs no careful
#: reading, also where he is the first of his message.
_MET: deque[Shape] = deque(maxlen=4)
_RUN = 4096  # people read before their values are turned into columns
_BLOCK_END = re.compile(r"\n(?=:21:|:32A:|-\})")
_NUMBER = re.compile(r"[0-9]{1,7}", re.ASCII).fullmatch
_SUM = re.compile(r"([A-Z]{3})(.*)").fullmatch

Row = tuple[str, ...]


class People(NamedTuple):
    """Lines with what is needed to write them again: ``marks`` names each person's shape."""

    lines: Lines
    shapes: tuple[Shape, ...]
    marks: bytes
    verbatim: dict[int, str]


def read_people(
    text: str,
    begin: int,
    end: int,
    line: int,
    period: int | None,
    found: Problems,
    *,
    careful: bool,
) -> People:
    """The people in ``text[begin:end]``, which starts with ``:21:`` on ``line``.

    ``period``: the header's, for those who have none. ``careful``: without the fast reader.
    """
    month_told = found.told("/PERIOD/", "{4:}")
    reading = _Reading(text, line, period, found)
    while begin < end and not found.full:
        fast = begin if careful else reading.alike(begin)
        begin = fast if fast > begin else reading.one(begin)
    people = reading.people()
    _check(people, found)
    if period is None and not month_told:
        _check_periods(people, found)
    return people


class _Reading:
    def __init__(self, text: str, line: int, period: int | None, found: Problems) -> None:
        self._text = text
        self._line = line
        self._period = period or 0
        self._found = found
        self._columns = Growing()
        self._shapes: list[Shape] = []
        self._known: dict[Parts, int] = {}
        self._last = 0  # the shape of the last person
        self._marks = bytearray()
        self._verbatim: dict[int, str] = {}
        self._numbered = True

    def people(self) -> People:
        return People(self._columns.done(), tuple(self._shapes), bytes(self._marks), self._verbatim)

    def alike(self, begin: int) -> int:
        """Reads people of one known shape from ``begin`` on; where the next one begins."""
        marks = range(len(self._shapes))
        for mark in (self._last, *marks) if self._shapes else marks:
            rows, place = self._matched(self._shapes[mark], begin)
            if rows:
                self._last = mark
                self._take(mark, self._shapes[mark], rows)
                return place
        for like in tuple(_MET):
            if like.parts not in self._known and len(self._shapes) < _MOST_SHAPES:
                rows, place = self._matched(like, begin)
                if rows:
                    self._last = self._add(like)
                    self._take(self._last, like, rows)
                    return place
        return begin

    def _matched(self, like: Shape, begin: int) -> tuple[list[Row], int]:
        """People of a shape, one after another from ``begin`` on, and where they end."""
        rows: list[Row] = []
        match, order, text, place = like.pattern.match, like.order, self._text, begin
        while len(rows) < _RUN and (read := match(text, place)):
            rows.append(read.group(*order))
            place = read.end()
        return rows, place

    def _add(self, new: Shape) -> int:
        mark = self._known[new.parts] = len(self._shapes)
        self._shapes.append(new)
        if new not in _MET:
            _MET.appendleft(new)
        return mark

    def _take(self, mark: int, like: Shape, rows: list[Row]) -> None:
        columns = self._columns
        count, first = len(rows), len(columns)
        numbers, amounts, surnames, names, patronymics, births, iins, periods = zip(
            *rows, strict=True
        )
        columns.number += map(int, numbers)
        columns.amount += [int(amount[:-3]) * 100 + int(amount[-2:]) for amount in amounts]
        columns.surname += surnames
        columns.name += names
        columns.patronymic += patronymics
        columns.birth_date += births
        columns.iin += iins
        if "period" in like.places:
            columns.period += map(fields.period, periods)
        else:
            columns.period += [self._period] * count
        end = self._line + count * like.lines
        columns.line += range(self._line, end, like.lines)
        self._line = end
        self._marks += bytes([mark]) * count
        if self._numbered and columns.number[first:] != list(range(first + 1, first + count + 1)):
            for place in range(first, first + count):
                self._check_number(place, str(columns.number[place]))
        for place in [at for at in range(first, first + count) if not columns.amount[at]]:
            line = columns.line[place] + like.places["amount"]
            self._found.envelope("amount_not_positive", line, ":32B:", amounts[place - first])

    def one(self, begin: int) -> int:
        """Reads one person carefully, or what stands in a person's place; where the next begins."""
        stop = _BLOCK_END.search(self._text, begin)
        end = stop.end() if stop else len(self._text)
        block = self._text[begin:end]
        read = fields.pieces(block.split("\n")[:-1], self._line)
        if read[0].tag == "21":
            self._person(block, read, begin)
        else:
            self._found.envelope("misplaced_field", self._line, read[0].title, read[0].value)
        self._line += block.count("\n")
        return end

    def _person(self, block: str, read: list[Piece], begin: int) -> None:
        slots = self._slots(read)
        values = {slot: read[place] for place, slot in slots.items()}
        columns = self._columns
        place, line = len(columns), self._line
        number = values["number"].value if "number" in values else ""
        columns.number.append(int(number) if _NUMBER(number) else 0)
        self._check_number(place, number)
        columns.amount.append(self._amount(values.get("amount"), line) or 0)
        columns.period.append(self._month(values.get("period")))
        for slot in ("surname", "name", "patronymic", "birth_date", "iin"):
            getattr(columns, slot).append(values[slot].value if slot in values else "")
        columns.line.append(line)
        self._marks.append(self._mark(block, read, slots, begin))
        if self._marks[-1] == VERBATIM:
            self._verbatim[place] = block

    def _slots(self, read: list[Piece]) -> dict[int, str]:
        """Which piece holds which column: the first of each name; tells what is wrong."""
        slots: dict[int, str] = {0: "number"}
        taken = {"number"}
        for place, piece in enumerate(read[1:], 1):
            slot = "amount" if (piece.tag, piece.name) == ("32B", "") else ""
            if piece.tag == "70":
                slot = SUBS.get(piece.name, "")
            if not piece.tag:
                self._found.envelope("broken_field", piece.line, ":21:", piece.value)
            if slot in taken:
                tell = self._found.envelope if slot == "amount" else self._found.line
                tell("repeated_field", piece.line, piece.title)
            elif slot:
                taken.add(slot)
                slots[place] = slot
        return slots

    def _amount(self, piece: Piece | None, line: int) -> int | None:
        if piece is None or not piece.value:
            self._found.envelope("missing_field", piece.line if piece else line, ":32B:")
            return None
        match = _SUM(piece.value)
        currency, text = match.groups() if match else ("KZT", piece.value)
        return read_amount(currency, text, piece.line, ":32B:", self._found)

    def _month(self, piece: Piece | None) -> int:
        if piece is None:
            return self._period
        month = fields.period(piece.value)
        if not month and piece.value:
            self._found.line("bad_period", piece.line, "/PERIOD/", piece.value, PERIOD_FORM)
        return month

    def _check_number(self, place: int, text: str) -> None:
        """People are numbered from 1; the first who is not is told."""
        if self._numbered and (not _NUMBER(text) or int(text) != place + 1):
            self._numbered = False
            line = self._columns.line[place] if place < len(self._columns.line) else self._line
            self._found.envelope("bad_numbering", line, ":21:", text, str(place + 1))

    def _mark(self, block: str, read: list[Piece], slots: dict[int, str], begin: int) -> int:
        """The shape that gives these very lines, a new one if need be, or VERBATIM."""
        if (parts := parts_of(read, slots)) is None:
            return VERBATIM
        mark = self._known.get(parts, VERBATIM)
        if mark == VERBATIM:
            if len(self._shapes) == _MOST_SHAPES:
                return VERBATIM
            mark = self._add(shape(parts))
        match = self._shapes[mark].pattern.match(self._text, begin)
        return mark if match and match.end() == begin + len(block) else VERBATIM


def _check(people: People, found: Problems) -> None:
    """What is missing or has not the form of its field, for every person."""
    lines = people.lines
    for slot, title, values in (
        ("surname", "/FM/", lines.surname),
        ("name", "/NM/", lines.name),
        ("birth_date", "/DT/", lines.birth_date),
        ("iin", "/IDN/", lines.iin),
    ):
        if not all(values):
            for place in [at for at, value in enumerate(values) if not value]:
                found.line("missing_field", line_of(people, place, slot), title)
    for place, iin in enumerate(lines.iin):
        if iin and not (len(iin) == 12 and iin.isascii() and iin.isdigit()):
            found.line("bad_iin", line_of(people, place, "iin"), "/IDN/", iin)
    wrong = {text for text in set(lines.birth_date) if text and not is_day(text)}
    if wrong:
        for place in [at for at, text in enumerate(lines.birth_date) if text in wrong]:
            line = line_of(people, place, "birth_date")
            found.line("bad_date", line, "/DT/", lines.birth_date[place], BIRTH_FORM)


def _check_periods(people: People, found: Problems) -> None:
    for place in (people.lines.period == 0).nonzero()[0].tolist():
        if not _has_period(people, place):
            found.line("missing_field", line_of(people, place, "period"), "/PERIOD/")


def _pieces_of(people: People, place: int) -> list[Piece]:
    block = people.verbatim[place]
    return fields.pieces(block.split("\n")[:-1], int(people.lines.line[place]))


def line_of(people: People, place: int, slot: str) -> int:
    """The line of a person's value, or the person's first line where there is none."""
    first = int(people.lines.line[place])
    mark = people.marks[place]
    if mark != VERBATIM:
        return first + people.shapes[mark].places.get(slot, 0)
    for piece in _pieces_of(people, place):
        held = "amount" if piece.tag == "32B" else SUBS.get(piece.name)
        if piece.tag in ("32B", "70") and held == slot:
            return piece.line
    return first


def _has_period(people: People, place: int) -> bool:
    """Whether something stands in a person's /PERIOD/ (which was told to be unreadable)."""
    if people.marks[place] != VERBATIM:
        return False
    read = _pieces_of(people, place)
    return any((piece.tag, piece.name) == ("70", "PERIOD") and piece.value for piece in read)
