"""What is paid in and out in the year, fund by fund: the table of sums, and what changes in all.

Differences and totals are rounded from the exact sums, as in the bands of income and in the file:
a part that is rounded twice would be another there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tirek.contract.messages import say
from tirek.pages import writing
from tirek.pages.tables import Cell, Column, Table
from tirek.pages.texts import language
from tirek.portal.texts import text
from tirek.portal.what_if.amounts import billions, difference, differs, places_for, share, units_of
from tirek.portal.what_if.comparing import Compared, Sums
from tirek.portal.what_if.reforms import LINES

#: Names of the contributions in the contract.
_OF_CONTRACT = {
    "social_contribution": "social_contribution",
    "employer_medical_contribution": "employer_contribution",
    "personal_medical_contribution": "personal_contribution",
}


def sums_table(found: Compared, changed: bool) -> Table:
    """What each fund takes in, and what the social one pays, in the year. What a change leaves as
    it is stands in one row."""
    more = ("then", "difference", "percent") if changed else ()
    table = Table(text("what_if.sums"), [
        Column(text("what_if.what")),
        *(Column(text(f"what_if.{name}"), True) for name in ("now", *more)),
    ], wide=changed)  # fmt: skip
    places = places_of(found)
    paid, benefits = found.contributions, found.benefits
    social = [one for one in paid if LINES[one.name] == "social"]
    medical = [one for one in paid if one not in social]

    def add(name: str, one: Sums, total: bool = False) -> None:
        table.add(_row(name, one, places, changed), total=total)

    for one in social:
        add(contribution_name(one.name), one)
    for name, one in _named(benefits, benefit_name, changed):
        add(name, one)
    add(text("what_if.benefits_all"), _added(benefits), True)
    left = _row(text("what_if.balance"), balance_of(found), places, changed)
    # A balance crosses zero: its change in per cent says nothing.
    table.add([*left[:-1], writing.NOTHING] if changed else left, total=True)
    for name, one in _named(medical, contribution_name, changed):
        add(name, one)
    add(text("what_if.medical_all"), _added(medical), True)
    add(text("what_if.contributions_all"), _added(paid), True)
    return table


def change_of(many: Sequence[Sums], places: int) -> str:
    """What changes in all, as the table has it."""
    if not any(differs(one.now, one.then) for one in many):
        return text("what_if.no_change")
    return _difference(_added(many), places)


def balance_of(found: Compared) -> Sums:
    """What the social fund is left with: contributions less benefits."""
    social = [one for one in found.contributions if LINES[one.name] == "social"]
    return _less(_added(social), _added(found.benefits))


def places_of(found: Compared) -> int:
    """The decimals of the year's sums: what is taken off one another has equally many."""
    return places_for((one.now, one.then) for one in (*found.contributions, *found.benefits))


def benefit_name(name: str) -> str:
    """A benefit as people call it."""
    return text(f"benefits.{name}")


def contribution_name(name: str) -> str:
    """A contribution as the contract's words have it."""
    return say("lines", _OF_CONTRACT[name], language())


def _named(
    many: Sequence[Sums], name_of: Callable[[str], str], changed: bool
) -> list[tuple[str, Sums]]:
    """Rows of a table; where something is changed, those that stay are one row, or none where all
    of them stay: then the total says so."""
    moved = [one for one in many if not changed or differs(one.now, one.then)]
    found = [(name_of(one.name), one) for one in moved]
    rest = [one for one in many if one not in moved]
    if found and rest:
        alone = name_of(rest[0].name) if len(rest) == 1 else text("what_if.others_same")
        found.append((alone, _added(rest)))
    return found


def _row(name: str, one: Sums, places: int, changed: bool) -> list[Cell | str]:
    now, then = (billions(units_of(sum_, places), places) for sum_ in (one.now, one.then))
    more = [then, _difference(one, places), share(one.now, one.then)]
    return [name, now, *(more if changed else [])]


def _difference(one: Sums, places: int) -> str:
    return difference(one.then - one.now, places)


def _added(many: Sequence[Sums]) -> Sums:
    return Sums("", sum(one.now for one in many), sum(one.then for one in many))


def _less(one: Sums, other: Sums) -> Sums:
    """What is left of sums after others."""
    return Sums("", one.now - other.now, one.then - other.then)
