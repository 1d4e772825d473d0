"""A scenario as people read it: what it changes, what that costs, for whom, and what is taken
for granted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tirek.contract.messages import say
from tirek.pages import writing
from tirek.pages.tables import Cell, Column, Table
from tirek.pages.texts import language
from tirek.portal.answers import Answer, Link, Part
from tirek.portal.texts import text
from tirek.portal.what_if.asked import title
from tirek.portal.what_if.comparing import Band, Compared, Side, Sums
from tirek.portal.what_if.levers import LEVERS
from tirek.portal.what_if.people import BENEFITS, LEAVE_DAYS, YEAR, nation
from tirek.portal.what_if.reforms import Changes

_BILLION, _THOUSAND = 10**9, 1000
#: Names of the contributions in the contract.
_LINES = {
    "social_contribution": "social_contribution",
    "employer_medical_contribution": "employer_contribution",
    "personal_medical_contribution": "personal_contribution",
}


def told(found: Compared, changes: Changes, links: Sequence[Link]) -> Answer:
    """The answer to a scenario; to one that changes nothing the year as it is."""
    heading = text("jobs.what_if")
    return Answer(heading, _lead(found, changes), under=_under(changes), parts=[
        *([Part(text("what_if.changed"), points=described(changes))] if changes else []),
        Part(text("what_if.sums"), table=sums_table(found, bool(changes))),
        *(_of_bands(found) if changes else []),
        *_of_childcare(changes),
        Part(text("what_if.examples"), text("what_if.examples_intro"),
             table=examples_table(found)),
        Part(text("what_if.taken"), points=assumptions(), links=links),
    ])  # fmt: skip


def described(changes: Changes) -> list[str]:
    """The reform in words."""
    return [
        text("what_if.change", what=title(name), now=LEVERS[name].shown(LEVERS[name].present),
             then=LEVERS[name].shown(value))
        for name, value in changes
    ]  # fmt: skip


def _of_childcare(changes: Changes) -> list[Part]:
    """Where contributions are taken on more, this benefit stays at a limit of its own."""
    then = dict(changes)
    cap, limit = (
        then.get(name, LEVERS[name].present)
        for name in ("social_cap_multiple", "childcare_maximum_multiple")
    )
    if cap <= LEVERS["social_cap_multiple"].present or cap <= limit:
        return []
    return [Part(_name("childcare"), text(
        "what_if.childcare_limited", lever=title("childcare_maximum_multiple"),
        limit=LEVERS["childcare_maximum_multiple"].shown(limit)))]  # fmt: skip


def _lead(found: Compared, changes: Changes) -> str:
    if not changes:
        return text("what_if.lead_now", year=YEAR)
    return text(
        "what_if.lead_changed", paid=_signed(_change(found.contributions)),
        received=_signed(_change(found.benefits)),
    )  # fmt: skip


def _under(changes: Changes) -> str:
    return text("what_if.under_changed" if changes else "what_if.under_now", year=YEAR)


def _change(many: Sequence[Sums]) -> float:
    return sum(one.then - one.now for one in many)


# ---------------------------------------------------------------------- numbers


def billions(tenge: float) -> str:
    """Tenge in billions, one decimal: 1 234,5."""
    tenths = round(abs(tenge) / (_BILLION / 10))
    sign = "−" if tenge < 0 and tenths else ""
    return f"{sign}{writing.number(tenths // 10)}{writing.decimal('.')}{tenths % 10}"


def _signed(tenge: float) -> str:
    written = billions(tenge)
    sign = "+" if tenge > 0 and any(digit in "123456789" for digit in written) else ""
    return _unbroken(text("what_if.billions", sum=f"{sign}{written}"))


def _plain(tenge: float) -> str:
    return _unbroken(text("what_if.billions", sum=billions(tenge)))


def _unbroken(words: str) -> str:
    """A number and its unit, not to be parted at the end of a line."""
    return words.replace(" ", "\u00a0")


def _share(now: float, then: float) -> str:
    """A change in per cent."""
    if not now:
        return writing.NOTHING
    tenths = round(abs(then - now) / now * 1000)
    sign = "" if not tenths else "−" if then < now else "+"
    number = f"{writing.number(tenths // 10)}{writing.decimal('.')}{tenths % 10}"
    return text("what_if.unit_percent", value=f"{sign}{number}")


def thousands(people: float) -> str:
    """People in thousands, one decimal."""
    tenths = round(people / (_THOUSAND / 10))
    return f"{writing.number(tenths // 10)}{writing.decimal('.')}{tenths % 10}"


# ---------------------------------------------------------------------- tables


def sums_table(found: Compared, changed: bool) -> Table:
    """Every contribution and benefit in the year."""
    then = [Column(text("what_if.then"), True), Column(text("what_if.difference"), True),
            Column(text("what_if.percent"), True)] if changed else []  # fmt: skip
    table = Table(
        text("what_if.sums"),
        [Column(text("what_if.what")), Column(text("what_if.now"), True), *then],
        wide=changed,
    )
    for many, whole, name_of in (
        (found.contributions, "contributions_all", _line), (found.benefits, "benefits_all", _name),
    ):  # fmt: skip
        for one in many:
            table.add(_sums_row(name_of(one.name), one.now, one.then, changed))
        now, after = sum(one.now for one in many), sum(one.then for one in many)
        table.add(_sums_row(text(f"what_if.{whole}"), now, after, changed), total=True)
    return table


def _sums_row(name: str, now: float, then: float, changed: bool) -> list[Cell | str]:
    more = [_plain(then), _signed(then - now), _share(now, then)] if changed else []
    return [name, _plain(now), *more]


def _line(name: str) -> str:
    return say("lines", _LINES[name], language())


def _name(name: str) -> str:
    return text(f"benefits.{name}")


def band_name(band: Band) -> str:
    """A band of incomes: “100 000 – 200 000 ₸”."""
    first, last = writing.number(band.first), writing.number(band.last or 0)
    if band.last is None:
        name = text("what_if.band_last", first=first)
    elif not band.first:
        name = text("what_if.band_first", last=last)
    else:
        name = text("what_if.band", first=first, last=last)
    return name.replace(" ₸", "\u00a0₸")


def _of_bands(found: Compared) -> list[Part]:
    return [
        Part(text("what_if.bands"), text("what_if.bands_intro"), chart=bands_chart(found)),
        Part(text("what_if.bands_paid"),
             table=_bands_table("paid", "people", found, [band.paid for band in found.bands],
                                found.paid)),
        Part(text("what_if.bands_received"),
             table=_bands_table("received", "recipients", found,
                                [band.received for band in found.bands], found.received)),
    ]  # fmt: skip


def _bands_table(
    kind: str, people: str, found: Compared, sides: Sequence[Side], whole: Side
) -> Table:
    table = Table(text(f"what_if.bands_{kind}"), [
        Column(text("what_if.income_band")), Column(text(f"what_if.{people}"), True),
        Column(text(f"what_if.{kind}_more"), True), Column(text(f"what_if.{kind}_less"), True),
        Column(text("what_if.difference"), True), Column(text("what_if.each"), True),
    ], wide=True)  # fmt: skip
    names = [band_name(band) for band in found.bands]
    for name, side in zip([*names, text("what_if.all")], [*sides, whole], strict=True):
        each = round(side.change / side.people) if side.people else 0
        table.add(
            [name, thousands(side.people), thousands(side.more), thousands(side.less),
             _signed(side.change), ("+" if each > 0 else "") + _tenge(each)],
            total=side is whole,
        )  # fmt: skip
    return table


def _tenge(value: int) -> str:
    return text("what_if.unit_money", value=writing.number(value)).replace(" ", "\u00a0")


def _band_short(band: Band) -> str:
    """A band in thousands, where there is little room."""
    last = "" if band.last is None else band.last // _THOUSAND
    return f"{band.first // _THOUSAND}+" if last == "" else f"{band.first // _THOUSAND}–{last}"


def bands_chart(found: Compared) -> dict[str, Any]:
    """Both changes by bands, billions."""
    return {
        "title": text("what_if.bands"), "kind": "bar", "x": text("what_if.axis_bands"),
        "y": text("what_if.axis"), "categories": [_band_short(band) for band in found.bands],
        "series": [
            {"name": text("what_if.contributions_all"),
             "data": [round(band.paid.change / _BILLION, 3) for band in found.bands]},
            {"name": text("what_if.benefits_all"),
             "data": [round(band.received.change / _BILLION, 3) for band in found.bands]},
        ],
    }  # fmt: skip


def examples_table(found: Compared) -> Table:
    """People of some incomes, a column each: a month's contributions, each benefit."""
    incomes = [text("what_if.example_income", sum=writing.money(one.income * 100))
               for one in found.examples]  # fmt: skip
    table = Table(text("what_if.examples"), [
        Column(text("what_if.what")), *(Column(income, True) for income in incomes),
    ], wide=True)  # fmt: skip
    table.add([text("what_if.example_paid"), *(_pair(*one.paid) for one in found.examples)])
    for name in BENEFITS:
        table.add([_name(name), *(_pair(*one.received[name]) for one in found.examples)])
    return table


def _pair(now: float, then: float) -> Cell | str:
    """An amount, and what it was where it is another."""
    before, after = round(now * 100), round(then * 100)
    if before == after:
        return writing.money(after)
    return Cell(writing.money(after), note=text("what_if.was", sum=writing.money(before)))


def assumptions() -> list[str]:
    """What is taken for granted."""
    people = nation().people
    each = round(nation().weight.sum() / people)
    return [
        text("what_if.taken_people", people=writing.number(people), each=writing.number(each)),
        text("what_if.taken_law", year=YEAR),
        text("what_if.taken_behaviour"),
        text("what_if.taken_year", year=YEAR, days=LEAVE_DAYS),
        text("what_if.taken_left_out"),
    ]
