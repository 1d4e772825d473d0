"""A staff list read: a question of the contract a row, or what is wrong with it and where."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from tirek.contract import contributions
from tirek.contract.problems import Problem
from tirek.ledger.files import cells, month_names
from tirek.ledger.files.guarding import unguarded
from tirek.ledger.files.headings import bare, is_total
from tirek.portal.downloads import letters
from tirek.portal.due import staff_words
from tirek.portal.due.asked import INCOME_FREE, question_of, words_of
from tirek.portal.money_typed import UNCLEAR
from tirek.portal.money_typed import wrong as wrong_money
from tirek.portal.tables import NotATable, Numbered, formulas, numbered_rows_of
from tirek.portal.texts import text
from tirek.registry.iin import told_by

#: Errors that a page shows; there may be more.
MOST_SHOWN = 100
LONGEST_WORD = 80
#: Columns that are named where more than one may be meant.
MOST_NAMED = 5
#: An amount with parts of a tiyn, as a formula leaves it.
_FINE = re.compile(r"[-−]?[0-9][0-9 \u00a0\u202f]*[.,][0-9]{3,}").fullmatch


class Fault(NamedTuple):
    """What is wrong in a row; ``column`` is what the list calls it."""

    line: int
    column: str
    words: str


class Refused(NamedTuple):
    """A row with an error: its cells as they stand, and what is wrong."""

    line: int
    cells: list[str]
    words: str


class Person(NamedTuple):
    """A row: its cells as they stand, and what they ask."""

    line: int
    cells: list[str]
    month: int
    kind: str
    income: int
    question: contributions.Month
    categories: tuple[str, ...] = ()
    birth: date | None = None
    #: Whether the row has the sex and no day of birth: the age stays unknown.
    ageless: bool = False
    #: Whether the day of birth or the sex is the ИИН's own.
    by_iin: bool = False
    #: Whether a column of citizenship names another country.
    foreign: bool = False
    #: Of the categories those that a word names which is wider than the law's category.
    wider: tuple[str, ...] = ()


@dataclass
class Staff:
    """A list; ``places``: where the columns are that were understood; ``left_out``: rows of
    totals; ``repeated``: rows that are those before them once more."""

    heading: list[str]
    places: Mapping[str, int]
    people: list[Person] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    repeated: list[tuple[int, int]] = field(default_factory=list)
    left_out: int = 0
    #: Errors beyond those that are kept.
    untold: int = 0

    @property
    def wrong(self) -> int:
        """How many rows have an error."""
        return len(self.refused)

    @property
    def naming(self) -> list[int]:
        """Where the columns are that say which row it is."""
        known = staff_words.naming()
        return [at for at, name in enumerate(self.heading) if name and bare(name) in known]

    @property
    def unused(self) -> list[str]:
        """What columns are called that were not understood and are only copied."""
        used = {*self.places.values(), *self.naming}
        return [name for at, name in enumerate(self.heading) if name and at not in used]


def read(content: bytes, month: int | None, kind: str) -> Staff:
    """The list of a file; ``month`` and ``kind`` for rows that do not say their own.

    :raises NotATable: no list can be read at all
    """
    rows = numbered_rows_of(content)
    heading = staff_words.find_heading([row.cells for row in rows[: staff_words.SEARCHED]])
    if heading is None:
        raise NotATable(text("staff.no_heading"))
    for column, places in heading.unclear.items():
        raise NotATable(_which(column, places, rows[heading.row].cells))
    if "month" not in heading.places and month is None:
        raise NotATable(text("staff.no_month"))
    found = Staff(rows[heading.row].cells, heading.places)
    reading = _Rows(found, month, kind, formulas(content))
    for row in rows[heading.row + 1 :]:
        if is_total([cell for cell in row.cells if len(cell) <= LONGEST_WORD]):
            found.left_out += 1
        else:
            reading.take(row)
    if not found.people and not found.faults:
        raise NotATable(text("staff.no_people"))
    found.repeated = _repeated(found)
    return found


def _which(column: str, places: Sequence[int], heading: Sequence[str]) -> str:
    """That more than one column may be meant, and how to say which: nobody guesses at money."""
    names = ", ".join(
        text("staff.named_place", named=heading[at][:LONGEST_WORD], place=letters(at))
        for at in places[:MOST_NAMED]
    )
    return text("staff.which_column", names=names, name=staff_words.title(column))


def _repeated(found: Staff) -> list[tuple[int, int]]:
    """Rows that repeat an earlier one, and which; a row's own number does not tell them apart.
    Rows in which nothing says who it is may well be alike."""
    known = {at for column, at in found.places.items() if column != "iin"}
    numbers = {at for at, name in enumerate(found.heading) if bare(name) in staff_words.ROW_NUMBERS}
    first: dict[tuple[str, ...], int] = {}
    repeated = []
    for one in found.people:
        own = [cell for at, cell in enumerate(one.cells) if at not in numbers]
        if any(cell for at, cell in enumerate(one.cells) if at not in numbers | known):
            before = first.setdefault(tuple(own), one.line)
            if before != one.line:
                repeated.append((one.line, before))
    return repeated


class _Wrong(ValueError):
    def __init__(self, column: str, words: str) -> None:
        super().__init__(words)
        self.column, self.words = column, words


class _Rows:
    """Rows under their heading, one by one."""

    def __init__(
        self, found: Staff, month: int | None, kind: str, formulas_: Set[tuple[int, int]]
    ) -> None:
        self._found, self._places, self._formulas = found, found.places, formulas_
        self._month, self._kind = month, kind

    def take(self, row: Numbered) -> None:
        wrong: list[_Wrong] = []
        person = self._person(row, wrong)
        if person is not None:
            self._found.people.append(person)
            return
        told = []
        for one in wrong:
            name = self._name(one.column)
            told.append(f"{name}: {one.words}" if name else one.words)
            if len(self._found.faults) < MOST_SHOWN:
                self._found.faults.append(Fault(row.line, name, one.words))
            else:
                self._found.untold += 1
        self._found.refused.append(Refused(row.line, row.cells, ". ".join(told)))

    def _name(self, column: str) -> str:
        place = self._places.get(column)
        return self._found.heading[place] if place is not None else ""

    def _person(self, row: Numbered, wrong: list[_Wrong]) -> Person | None:
        """A row as a question; None with all that is ``wrong`` in it."""
        given = {
            name: unguarded(row.cells[place])
            for name, place in self._places.items() if place < len(row.cells)
        }  # fmt: skip
        for name, place in self._places.items():
            unworked = (row.line, place) in self._formulas and not given.get(name)
            if unworked and name not in ("iin", "citizenship"):
                wrong.append(_Wrong(name, text("staff.unworked")))
        if wrong:
            return None
        answers, month = self._answers(given, wrong)
        by_iin = not wrong and _fill_by_iin(answers, given)
        ageless = bool(answers["sex"]) and not answers["birth"] and not given.get("birth")
        if ageless:  # of nearly every list: without the day the sex changes nothing
            answers["sex"] = ""
        if wrong:
            return None
        try:
            question = contributions.read(question_of(answers, month))
        except Problem as problem:
            wrong.append(_Wrong(*words_of(problem)))
            return None
        return Person(row.line, row.cells, month, answers["kind"], answers["income"], question,
                      tuple(answers["categories"]), answers["birth"], ageless,
                      by_iin, staff_words.is_foreign(given.get("citizenship", "")),
                      tuple(staff_words.wider(given.get("categories", ""))))  # fmt: skip

    def _answers(
        self, given: Mapping[str, str], wrong: list[_Wrong]
    ) -> tuple[dict[str, Any], int]:  # fmt: skip
        """What each column says, and the month; a column that cannot be read goes to ``wrong``."""

        def of(read: Callable[[], Any]) -> Any:
            try:
                return read()
            except _Wrong as one:
                wrong.append(one)
                return None

        income, kind = of(lambda: _money(given, "income")), of(lambda: self._kind_of(given))
        if income is None and not given.get("income") and kind and kind not in INCOME_FREE:
            wrong.append(_Wrong("income", text("staff.income_missing")))
        answers = {
            "kind": kind, "income": income or 0, "birth": of(lambda: _birth(given)),
            "sex": of(lambda: _sex(given)), "pension": of(lambda: _money(given, "pension")),
            "elsewhere": of(lambda: _money(given, "elsewhere")),
            "categories": of(lambda: _categories(given)),
        }  # fmt: skip
        return answers, of(lambda: self._month_of(given)) or 0

    def _month_of(self, given: Mapping[str, str]) -> int:
        typed = given.get("month", "")
        if not typed:
            if self._month is None:
                raise _Wrong("month", text("staff.month_missing"))
            return self._month
        found = cells.period(typed) or month_names.month(typed)
        if not found:
            raise _Wrong("month", text("staff.month_wrong"))
        return found

    def _kind_of(self, given: Mapping[str, str]) -> str:
        typed = given.get("kind", "")
        if not typed:
            return self._kind
        found = staff_words.kinds().get(bare(typed[:LONGEST_WORD]))
        if found is None:
            raise _Wrong("kind", text("staff.kind_wrong"))
        return found


def _fill_by_iin(answers: dict[str, Any], given: Mapping[str, str]) -> bool:
    """Takes a day of birth and a sex that a row lacks from its ИИН, where that is a right one; what
    the row itself says stays. Whether anything was taken."""
    told = told_by(cells.iin(given.get("iin", ""))) if given.get("iin") else None
    if told is None or (answers["birth"] and answers["sex"]):
        return False
    answers["birth"] = answers["birth"] or told.birth_date
    answers["sex"] = answers["sex"] or told.sex
    return True


def _money(given: Mapping[str, str], column: str) -> int | None:
    typed = given.get(column, "")
    if not typed:
        return None
    found = cells.amount(typed)
    if found is None or found < 0:
        raise _Wrong(column, text("fields.money_negative" if found is not None else _said(typed)))
    return found


def _said(typed: str) -> str:
    if wrong_money(typed) == UNCLEAR:
        return UNCLEAR
    return "staff.money_fine" if _FINE(typed) else "staff.money_wrong"


def _categories(given: Mapping[str, str]) -> list[str]:
    found = staff_words.categories(given.get("categories", ""))
    if found is None:
        raise _Wrong("categories", text("staff.categories_wrong"))
    return found


def _birth(given: Mapping[str, str]) -> date | None:
    typed = given.get("birth", "")
    if not typed:
        return None
    found = cells.birth_date(typed)
    if found is None:
        raise _Wrong("birth", text("staff.birth_wrong"))
    return date(int(found[:4]), int(found[4:6]), int(found[6:]))


def _sex(given: Mapping[str, str]) -> str:
    typed = given.get("sex", "")
    if not typed:
        return ""
    found = staff_words.sexes().get(bare(typed[:LONGEST_WORD]))
    if found is None:
        raise _Wrong("sex", text("staff.sex_wrong"))
    return found
