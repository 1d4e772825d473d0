"""Rows of a list that stand there twice in every column that was read, and the list without them.

It may be a further payment: who sends the list decides. Penalties may be paid twice alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tirek.ledger.chart import PENALTIES
from tirek.ledger.columns import purpose_of
from tirek.ledger.files import PeopleList, cells
from tirek.portal.check_file.corrections import Double
from tirek.portal.check_file.reading import Read
from tirek.portal.check_file.remarks import Remark


def of_list(people: PeopleList, purpose: str) -> list[Double]:
    """People whose row says what a row before says; ``purpose``: the code, if it is known."""
    if purpose_of(purpose) in PENALTIES:
        return []
    lines, found = people.lines, list[Double]()
    first: dict[tuple[object, ...], int] = {}
    rows = zip(
        lines.iin, lines.surname, lines.name, lines.patronymic, lines.birth_date,
        lines.period.tolist(), lines.amount_tiyn.tolist(), strict=True,
    )  # fmt: skip
    for place, row in enumerate(rows):
        iin, *_, period, amount = row
        if not (cells.is_iin(iin) and period and amount):
            continue  # what could not be read may be anything
        before = first.setdefault(row, place)
        if before != place:
            here, there = int(lines.line[place]), int(lines.line[before])
            found.append(Double(here, 0, "", amount, there, 0, ""))
    return found


def undecided_apart(found: Iterable[Remark], doubled: Sequence[Double]) -> list[Remark]:
    """Remarks without those that say of such a row that the law would count it once: whether it is
    an error is not known before it is decided, and what then happens is told with the rows."""
    rows = {one.line for one in doubled}
    return [one for one in found if one.code != "same_twice" or one.line not in rows]


def without(read: Read, doubles: Sequence[Double]) -> Read:
    """A list without those rows, and without what is wrong in them: the first ones say it too."""
    if read.people is None or not doubles:
        return read
    out = {one.line for one in doubles}
    lines = read.people.lines
    kept = [place for place, line in enumerate(lines.line.tolist()) if line not in out]
    problems = tuple(one for one in read.problems if one.line not in out)
    people = replace(read.people, lines=lines.at(kept), problems=problems)
    return replace(read, people=people, problems=problems)
