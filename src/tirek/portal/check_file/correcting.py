"""An MT-102 file with all put right that needs no guess, and every change told.

Only what has one right form is touched: the encoding's marks, line ends, spaces, the forms of
amounts, days, months and numbers, the numbering. Nobody's name, number, month or amount becomes
another. A person who stands there twice is left out on request only: it may be a further payment.
A total that does not fit stays as it is, for a person's amount may be wrong as well. Only where it
was the sum of all people does it go down by what was left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tirek.ledger.chart import PENALTIES
from tirek.ledger.columns import purpose_of
from tirek.ledger.files import cells, fields
from tirek.ledger.files.encodings import BOM, Encoding, decode
from tirek.ledger.files.garbled import garbled
from tirek.portal.check_file.corrections import Change, Corrected, Double, Total

#: Spaces that are none in a file, and marks that nobody sees.
_ODD_SPACES = re.compile("[\t\u00a0\u2000-\u200a\u202f\u3000]")
_UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x19\x1b-\x1f\x7f]")
_GAP = re.compile(" {2,}")
_GAP_OF_VALUE = re.compile("^((?::[0-9]{2}[A-Z]?:)?(?:/{1,2}[A-Z][A-Z0-9]{0,7}/)?) ")
#: Whether a row needs to be looked at at all.
_ODD = re.compile(f"{_ODD_SPACES.pattern}|{_UNSEEN.pattern}|  |^[:/][^ ]*[:/] ").search
_AMOUNT = re.compile(r"(:32B:|:32A:[0-9]{6})\s*([A-Za-z]{3})?\s*(.*)")
_GOOD_AMOUNT = re.compile(
    r"(?::32B:(?:KZT)?|:32A:[0-9]{6}KZT)[0-9]{1,16}(?:,[0-9]{0,2})?"
).fullmatch
_SUB = re.compile(r"((?::70:)?/{1,2}(DT|IDN|PERIOD)/)(.*)")
_TOTAL = re.compile(r"(:32A:[0-9]{6}KZT)(.*)")
_KNP = re.compile(r"(?::70:)?/{1,2}KNP/(.*)")


def correct(content: bytes, recoded: bool = False, without_doubles: bool = False) -> Corrected:
    """Corrects a file; ``recoded``: it was UTF-16; ``without_doubles``: of people who stand there
    twice with the very same lines one is left out."""
    work = _Work([Change("recoded", 0)] if recoded else [], without_doubles)
    marked = content.startswith(BOM)
    if marked and decode(content, "utf-8").bad_at >= 0:
        return Corrected(content, [])
    raw, newline = _one_end(content.removeprefix(BOM), work.changes)
    lines, made = raw.split(b"\n"), list[bytes]()
    at = 0
    while at < len(lines):
        end = _end(lines, at) if lines[at].lstrip().startswith(b"{1:") else 0
        if end:
            encoding: Encoding | None = "utf-8" if marked else None
            made += work.message(b"\n".join(lines[at:end]), at + 1, encoding)
        else:  # what is missing cannot be known
            made.append(lines[at])
        at = max(end, at + 1)
    if marked:
        work.changes.append(Change("mark", 0))
    return Corrected(newline.join(made), work.changes, work.totals, work.doubles)


def _one_end(raw: bytes, changes: list[Change]) -> tuple[bytes, bytes]:
    """Lines that end in \\n, and how they are to end in the file."""
    both, new, back = raw.count(b"\r\n"), raw.count(b"\n"), raw.count(b"\r")
    if back and not new:  # as machines wrote them long ago
        changes.append(Change("line_ends", 0))
        return raw.replace(b"\r", b"\n"), b"\r\n"
    if both and both != new:
        changes.append(Change("line_ends", 0))
    return raw.replace(b"\r\n", b"\n"), b"\r\n" if both else b"\n"


@dataclass
class _Person:
    """A person's lines and where the first one stood."""

    line: int
    rows: list[str]


@dataclass
class _Message:
    head: list[str] = field(default_factory=list)
    people: list[_Person] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)
    total_line: int = 0


class _Work:
    def __init__(self, changes: list[Change], without_doubles: bool) -> None:
        self.changes = changes
        self.totals: list[Total] = []
        self.doubles: list[Double] = []
        self._leaves_out = without_doubles
        self._messages = 0
        #: The lines of a person, and where they stood first.
        self._seen: dict[tuple[str, ...], tuple[int, int, str]] = {}

    def message(self, raw: bytes, first: int, encoding: Encoding | None) -> list[bytes]:
        """The lines of a message, in its own encoding; as they stand where it has none."""
        self._messages += 1
        read = decode(raw, encoding)
        if read.bad_at >= 0:
            return raw.split(b"\n")
        rows = self._message(self._taken(read.text.split("\n"), first))
        text = "\n".join(rows)
        made = text.encode(read.encoding)
        # That of DOS is none of a payment file; without its odd bytes a text is taken for another.
        if read.encoding == "cp866" or decode(made).text != text:
            made = text.encode()
            self.changes.append(Change("to_utf_8", first))
        return made.split(b"\n") if rows else []

    def _taken(self, lines: Sequence[str], first: int) -> _Message:
        """The rows of a message, each put right, in their places."""
        message = _Message()
        for number, raw in enumerate(lines, first):
            row = self._plain(raw, number)
            if row.strip():
                self._place(message, row, number)
            else:
                self.changes.append(Change("blank", number))
        return message

    def _place(self, message: _Message, row: str, number: int) -> None:
        """Puts a row where it belongs: before, among or after the people."""
        if row.startswith(":32A:"):
            message.total_line = number
            row = self._amount(row, number)
        after = message.tail or (message.people and row.startswith((":32A:", "-}")))
        if after:
            message.tail.append(row)
        elif row.startswith(":21:"):
            message.people.append(_Person(number, [row]))
        elif message.people:
            message.people[-1].rows.append(self._value(row, number))
        else:
            message.head.append(self._month(row, number))

    # ------------------------------------------------------------------ one row

    def _plain(self, row: str, number: int) -> str:
        """A row without spaces that do not belong, and without what cannot be seen. How a row
        begins says whether it is a field or goes on with the one before: that stays. What seems
        to be a space or unseen is a letter where a row was read in another encoding."""
        if (not row.endswith(" ") and not _ODD(row)) or _UNSEEN.match(row) or garbled(row):
            return row
        seen = _UNSEEN.sub("", row)
        if seen != row:
            self.changes.append(Change("unseen", number))
        plain = _GAP.sub(" ", _ODD_SPACES.sub(" ", seen)).rstrip(" ")
        plain = _GAP_OF_VALUE.sub(r"\1", plain)
        if plain != seen:
            self.changes.append(Change("spaces", number))
        return plain

    def _value(self, row: str, number: int) -> str:
        """A row of a person with its value in the one right form."""
        if row.startswith(":32B:"):
            return self._amount(row, number)
        sub = _SUB.fullmatch(row)
        if sub is None:
            return row
        begin, name, value = sub.groups()
        form = _FORMS[name](value)
        if form is None or form == value:
            return row
        shown = ("", "") if name == "IDN" else (value, form)
        self.changes.append(Change(f"form_{name.lower()}", number, f"/{name}/", *shown))
        return begin + form

    def _month(self, row: str, number: int) -> str:
        return self._value(row, number) if "/PERIOD/" in row[:9] else row

    def _amount(self, row: str, number: int) -> str:
        if _GOOD_AMOUNT(row):
            return row
        match = _AMOUNT.fullmatch(row)
        begin, currency, value = match.groups() if match else ("", "", "")
        tiyn = cells.amount(value)
        if (currency or "KZT").upper() != "KZT" or tiyn is None or tiyn <= 0:
            return row
        form = fields.amount_text(tiyn)
        self.changes.append(Change("form_amount", number, begin[:5], value, form))
        return f"{begin}KZT{form}"

    # ------------------------------------------------------------------ one message

    def _message(self, message: _Message) -> list[str]:
        kept = self._without_doubles(message)
        # Else what is left out could not be taken from the total.
        if not self._leaves_out or not self._summable(message):
            kept = message.people
        if message.people and not kept:  # all of them stand in a message before
            return []
        self._number(kept)
        if message.people and self._summable(message):
            self._total(message, kept)
        return [*message.head, *(row for one in kept for row in one.rows), *message.tail]

    def _summable(self, message: _Message) -> bool:
        """Whether the total can be worked out and has one place."""
        rows = [row for row in (*message.head, *message.tail) if row.startswith(":32A:")]
        if len(rows) != 1 or not _TOTAL.fullmatch(rows[0]):
            return False
        return bool(message.people) and all(self._sum_of(one) for one in message.people)

    def _without_doubles(self, message: _Message) -> list[_Person]:
        """People without those whose very same lines stand under the very same header before (in
        one message, or in the same one sent twice). Penalties may be paid twice alike."""
        knp = next((m[1] for row in message.head if (m := _KNP.fullmatch(row))), "")
        if purpose_of(knp) in PENALTIES:
            return message.people
        head = "\n".join(message.head)
        kept, summable = [], self._summable(message)
        for one in message.people:
            key, number = (head, *one.rows[1:]), one.rows[0].removeprefix(":21:")[:12]
            if key in self._seen and len(one.rows) > 1:
                sum_ = self._sum_of(one)
                here = one.line, self._messages, number
                self.doubles.append(Double(*here, sum_, *self._seen[key]))
                if self._leaves_out and summable:
                    self.changes.append(Change("doubled", one.line, ":21:"))
            else:
                self._seen[key] = one.line, self._messages, number
                kept.append(one)
        return kept

    def _number(self, people: Sequence[_Person]) -> None:
        for place, one in enumerate(people, 1):
            before = one.rows[0].removeprefix(":21:")
            if before != str(place):
                one.rows[0] = f":21:{place}"
                self.changes.append(Change("number", one.line, ":21:", before[:12], str(place)))

    def _total(self, message: _Message, kept: Sequence[_Person]) -> None:
        """Takes from a total that was the sum of all people what has been left out; notes one that
        does not fit: it may be wrong, or an amount of anybody."""
        rows = message.tail if any(map(_TOTAL.fullmatch, message.tail)) else message.head
        at, match = next((at, m) for at, row in enumerate(rows) if (m := _TOTAL.fullmatch(row)))
        total, right = fields.tiyn(match[2]), self._sum(kept)
        if len(kept) < len(message.people) and total == self._sum(message.people):
            form = fields.amount_text(right)
            rows[at] = f"{match[1]}{form}"
            self.changes.append(Change("total", message.total_line, ":32A:", match[2], form))
        elif total is not None and total != right:
            self.totals.append(Total(message.total_line, total, right))

    def _sum(self, people: Sequence[_Person]) -> int:
        return sum(self._sum_of(one) or 0 for one in people)

    @staticmethod
    def _sum_of(person: _Person) -> int | None:
        sums = [row for row in person.rows if row.startswith(":32B:")]
        if len(sums) != 1:
            return None
        return fields.tiyn(sums[0].removeprefix(":32B:").removeprefix("KZT"))


def _end(lines: Sequence[bytes], begin: int) -> int:
    """Where a message that begins on a line is over; 0 where it has no end."""
    for at in range(begin + 1, len(lines)):
        row = lines[at].lstrip()
        if row.startswith(b"-}"):
            return at + 1
        if row.startswith(b"{1:"):
            return 0
    return 0


def _day(value: str) -> str | None:
    return value if fields.is_day(value) else cells.birth_date(value)


def _iin(value: str) -> str | None:
    bare = cells.iin(value)
    return bare if cells.is_iin(bare) else None


def _period(value: str) -> str | None:
    month = 0 if fields.period(value) else cells.period(value)
    return fields.period_text(month) if month else None


_FORMS: dict[str, Callable[[str], str | None]] = {"DT": _day, "IDN": _iin, "PERIOD": _period}
