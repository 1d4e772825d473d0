"""What is paid in and out in the year, fund by fund: the table of sums, and what changes in all.

Differences and totals are those of the rounded sums in the table, so that what stands there adds
up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

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


class _Rounded(NamedTuple):
    """Sums, and as they are shown: in units of the last decimal."""

    sums: Sums
    now: int
    then: int


def sums_table(found: Compared, changed: bool) -> Table:
    """What each fund takes in, and what the social one pays, in the year. What a change leaves as
    it is stands in one row."""
    more = ("then", "difference", "percent") if changed else ()
    table = Table(text("what_if.sums"), [
        Column(text("what_if.what")),
        *(Column(text(f"what_if.{name}"), True) for name in ("now", *more)),
    ], wide=changed)  # fmt: skip
    places = places_of(found)
    paid, benefits = (_rounded(many, places) for many in (found.contributions, found.benefits))
    social = [one for one in paid if LINES[one.sums.name] == "social"]
    medical = [one for one in paid if one not in social]

    def add(name: str, one: _Rounded, total: bool = False) -> None:
        table.add(_row(name, one, places, changed), total=total)

    for one in social:
        add(_contribution_name(one.sums.name), one)
    for name, one in _named(benefits, benefit_name, changed):
        add(name, one)
    add(text("what_if.benefits_all"), _added(benefits), True)
    balance = _less(_added(social), _added(benefits))
    left = _row(text("what_if.balance"), balance, places, changed)
    # A balance crosses zero: its change in per cent says nothing.
    table.add([*left[:-1], writing.NOTHING] if changed else left, total=True)
    for name, one in _named(medical, _contribution_name, changed):
        add(name, one)
    add(text("what_if.medical_all"), _added(medical), True)
    add(text("what_if.contributions_all"), _added(paid), True)
    return table


def change_of(many: Sequence[Sums], places: int) -> str:
    """What changes in all, as the table has it."""
    if not any(differs(one.now, one.then) for one in many):
        return text("what_if.no_change")
    return _difference(_added(_rounded(many, places)), places)


def places_of(found: Compared) -> int:
    """The decimals of the year's sums: what is taken off one another has equally many."""
    return places_for((one.now, one.then) for one in (*found.contributions, *found.benefits))


def benefit_name(name: str) -> str:
    """A benefit as people call it."""
    return text(f"benefits.{name}")


def _contribution_name(name: str) -> str:
    return say("lines", _OF_CONTRACT[name], language())


def _named(
    many: Sequence[_Rounded], name_of: Callable[[str], str], changed: bool
) -> list[tuple[str, _Rounded]]:
    """Rows of a table; where something is changed, those that stay are one row, or none where all
    of them stay: then the total says so."""
    moved = [one for one in many if not changed or differs(one.sums.now, one.sums.then)]
    found = [(name_of(one.sums.name), one) for one in moved]
    rest = [one for one in many if one not in moved]
    if found and rest:
        alone = name_of(rest[0].sums.name) if len(rest) == 1 else text("what_if.others_same")
        found.append((alone, _added(rest)))
    return found


def _row(name: str, one: _Rounded, places: int, changed: bool) -> list[Cell | str]:
    more = [
        billions(one.then, places), _difference(one, places), share(one.sums.now, one.sums.then),
    ]  # fmt: skip
    return [name, billions(one.now, places), *(more if changed else [])]


def _difference(one: _Rounded, places: int) -> str:
    return difference(one.then - one.now, places, one.sums.then - one.sums.now)


def _rounded(many: Sequence[Sums], places: int) -> list[_Rounded]:
    return [_Rounded(one, units_of(one.now, places), units_of(one.then, places)) for one in many]


def _added(many: Sequence[_Rounded]) -> _Rounded:
    total = Sums("", sum(one.sums.now for one in many), sum(one.sums.then for one in many))
    return _Rounded(total, sum(one.now for one in many), sum(one.then for one in many))


def _less(one: _Rounded, other: _Rounded) -> _Rounded:
    """What is left of sums after others."""
    sums = Sums("", one.sums.now - other.sums.now, one.sums.then - other.sums.then)
    return _Rounded(sums, one.now - other.now, one.then - other.then)
