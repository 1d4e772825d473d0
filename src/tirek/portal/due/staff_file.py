"""A staff list back: as it came, with what is due for each person behind it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from tirek.contract.reading import tiyn
from tirek.ledger.files import cells as reading
from tirek.ledger.files.guarding import unguarded
from tirek.pages import writing
from tirek.portal.downloads import FIRST_DAY, Content, Money
from tirek.portal.due import asked
from tirek.portal.due.staff_list import Person, Staff
from tirek.portal.due.staff_notes import reasons, warnings
from tirek.portal.due.told import LINES
from tirek.portal.texts import text

#: What each line of a person adds to the list.
_OF_LINE = ("rate", "base", "amount")
_ISO = re.compile(r"[12]\d{3}-\d{2}-\d{2}")
#: A whole number that a spreadsheet shows whole; an ИИН or a telephone number stays a text.
_NUMBER = re.compile(r"0|[1-9]\d{0,9}", re.ASCII)
_MONEY = ("income", "pension", "elsewhere")


def rows(staff: Staff, answers: Sequence[Any]) -> Iterable[list[Content]]:
    """The list as it came, what is due for each person right behind its last column, or what is
    wrong with the row; the sums under it."""
    width = max(map(len, [staff.heading, *(one.cells for one in staff.people),
                          *(one.cells for one in staff.refused)]))  # fmt: skip
    shown = shown_kinds(answers)
    heading: list[Content] = [*staff.heading, *[""] * (width - len(staff.heading))]
    heading += [text("staff.month_of_row"), text("due.kind_short")]
    for kind in shown:
        name = text(f"due.{kind}_short")
        heading += [f"{name}: {text(f'staff.{part}')}" for part in _OF_LINE]
    yield [*heading, text("due.sum"), text("staff.due"), text("staff.note")]
    kinds = {kind: text(f"kinds.{kind}") for kind in asked.KINDS}
    added = 2 + len(_OF_LINE) * len(shown)
    right: list[tuple[int, list[Content]]] = []
    notes: dict[int, list[str]] = defaultdict(list)
    for person, words in warnings(staff.people, answers):
        notes[person.line].append(words)
    for person, one in zip(staff.people, answers, strict=True):
        note = " ".join([*reasons(person, one), *notes[person.line]])
        copied = _copied(staff, person.cells, width)
        right.append((person.line, [*copied, *_added(person, one, shown, kinds), note]))
    made = right + [
        (one.line, [*_copied(staff, one.cells, width), *[""] * (added + 2), one.words])
        for one in staff.refused
    ]
    made.sort(key=lambda one: one[0])
    yield from (row for _, row in made)
    yield _total(staff, [row for _, row in right], width)


def shown_kinds(answers: Sequence[Any]) -> list[str]:
    """The kinds of lines that somebody of a list has."""
    there = {line["kind"] for one in answers for line in one["lines"] or ()}
    return [kind for kind in LINES if kind in there]


def _copied(staff: Staff, cells: Sequence[str], width: int) -> list[Content]:
    """Cells as they stood: numbers stay numbers, in rows with an error too."""
    found: list[Content] = [_kept(unguarded(one)) for one in cells]
    found += [""] * (width - len(found))
    for column in _MONEY:
        place = staff.places.get(column)
        amount = reading.amount(cells[place]) if place is not None and place < len(cells) else None
        if place is not None and amount is not None and amount >= 0:
            found[place] = Money(amount)
    return found


def _kept(cell: str) -> Content:
    return int(cell) if _NUMBER.fullmatch(cell) else _as_written(cell)


def _as_written(cell: str) -> str | date:
    """A cell; a day of a workbook stays a day."""
    try:
        found = date.fromisoformat(cell) if _ISO.fullmatch(cell) else None
    except ValueError:
        return cell
    return found if found and found >= FIRST_DAY else cell


def _total(staff: Staff, right: Sequence[Sequence[Content]], width: int) -> list[Content]:
    """The sums of all amounts of rows without errors; a base is none of what is paid."""
    heading_width = max((len(row) for row in right), default=width)
    found: list[Content] = [""] * heading_width
    amounts = [staff.places["income"], *range(width + 4, heading_width - 3, 3), heading_width - 3]
    for at in amounts:
        found[at] = Money(sum(row[at].tiyn for row in right if isinstance(row[at], Money)))
    if staff.wrong:
        found[-1] = text("staff.total_without", number=writing.number(staff.wrong))
    place = next((at for at, one in enumerate(found) if one == ""), -1)
    found[place] = text("due.all")
    return found


def _added(person: Person, one: Any, shown: Sequence[str], kinds: dict[str, str]) -> list[Content]:
    found: list[Content] = [f"{person.month % 100:02d}.{person.month // 100}", kinds[person.kind]]
    lines = {line["kind"]: line for line in one["lines"] or ()}
    total = 0
    due: Content = ""
    for kind in shown:
        line = lines.get(kind)
        if line is None:
            found += ["", "", ""]
            continue
        amount = tiyn(line["amount"])
        found += [writing.percent(line["rate"]), Money(tiyn(line["base"])), Money(amount)]
        total, due = total + amount, _as_written(line["due"] or "")
    return [*found, "" if one["undetermined"] else Money(total), due]
