"""A scenario as people read it: what it changes, what that costs, for whom, and what is taken
for granted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from tirek.contract.messages import say
from tirek.law import parameters
from tirek.pages import writing
from tirek.pages.tables import Cell, Column, Table
from tirek.pages.texts import language
from tirek.portal.answers import Answer, Link, Part
from tirek.portal.texts import text
from tirek.portal.told import cited
from tirek.portal.what_if.asked import title
from tirek.portal.what_if.comparing import Band, Compared, Side, Sums
from tirek.portal.what_if.levers import DAY, LEVERS
from tirek.portal.what_if.people import BENEFITS, LEAVE_DAYS, YEAR, nation
from tirek.portal.what_if.reforms import Changes

_BILLION, _THOUSAND = 10**9, 1000
#: A change of a year's sum that is none (tenge), and most decimals of a billion.
_NONE, _MOST_PLACES = 0.5, 3
#: Units of the last decimal that a change has at least, unless it is smaller than all decimals.
_TOLD = 10
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
        *_of_the_rate(changes),
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


def _of_the_rate(changes: Changes) -> list[Part]:
    """Why another rate of contributions changes benefits at all: of the special regime of the
    self-employed income counts by way of it."""
    lever = LEVERS["social_rate"]
    if lever.name not in dict(changes):
        return []
    own = parameters()["self_employed_social_rate"].at(DAY)
    assert own is not None
    now, then = (
        _percent(round(Decimal(1000 * 100 * own.numerator) / own.denominator / rate), 1)
        for rate in (lever.present, dict(changes)[lever.name])
    )
    return [Part(text("what_if.rate_and_benefits"), text(
        "what_if.rate_and_benefits_why", now=now, then=then, article=cited(["SC 118(3)"])[0],
        own=writing.percent(f"{float(own):g}"),
    ))]  # fmt: skip


def _lead(found: Compared, changes: Changes) -> str:
    if not changes:
        return text("what_if.lead_now", year=YEAR)
    return text(
        "what_if.lead_changed", paid=_changed(found.contributions),
        received=_changed(found.benefits),
    )  # fmt: skip


def _under(changes: Changes) -> str:
    return text("what_if.under_changed" if changes else "what_if.under_now", year=YEAR)


# ---------------------------------------------------------------------- numbers


def written(units: int, places: int) -> str:
    """A sum in billions, told in units of its last decimal: 1 234,5."""
    whole, rest = divmod(abs(units), 10**places)
    sign = "−" if units < 0 else ""
    return f"{sign}{writing.number(whole)}{writing.decimal('.')}{rest:0{places}d}"


def _units(tenge: float, places: int) -> int:
    return round(tenge * 10.0**places / _BILLION)


def _places(pairs: Iterable[tuple[float, float]]) -> int:
    """As few decimals of a billion as tell each change by two digits, within reason: what the
    reader takes off one another is then the difference that stands beside it."""
    real = [(now, then) for now, then in pairs if abs(then - now) >= _NONE]

    def telling(places: int) -> bool:
        return all(
            abs(_units(then, places) - _units(now, places)) >= _TOLD for now, then in real
        )  # fmt: skip

    return next((n for n in range(1, _MOST_PLACES) if telling(n)), _MOST_PLACES)


def _signed(units: int, places: int, tenge: float) -> str:
    """A change; one that is too small for its decimals is said to be so, not to be none."""
    if not units and abs(tenge) >= _NONE:
        least = _plain(1, places)
        return text("what_if.tiny_more" if tenge > 0 else "what_if.tiny_less", least=least)
    sign = "+" if units > 0 else ""
    return _unbroken(text("what_if.billions", sum=f"{sign}{written(units, places)}"))


def _plain(units: int, places: int) -> str:
    return _unbroken(text("what_if.billions", sum=written(units, places)))


def _unbroken(words: str) -> str:
    """A number and its unit, not to be parted at the end of a line."""
    return words.replace(" ", "\u00a0")


def _share(now: float, then: float) -> str:
    """A change in per cent; with more decimals where it is small."""
    if not now:
        return writing.NOTHING
    share = (then - now) / now * 100 if abs(then - now) >= _NONE else 0
    places = 1
    while share and not round(share, places) and places < _MOST_PLACES:
        places += 1
    units = round(share * 10**places)
    if share and not units:
        return text("what_if.tiny", least=_percent(1, places))
    return ("+" if units > 0 else "") + _percent(units, places)


def _percent(units: int, places: int) -> str:
    return text("what_if.unit_percent", value=written(units, places))


def thousands(people: float) -> str:
    """People in thousands, one decimal; a few are not told to be none."""
    tenths = round(people / (_THOUSAND / 10))
    if people and not tenths:
        return text("what_if.tiny", least=written(1, 1))
    return written(tenths, 1)


# ---------------------------------------------------------------------- tables


def sums_table(found: Compared, changed: bool) -> Table:
    """Every contribution and benefit in the year. Differences and totals are those of the rounded
    numbers in the table, so that what stands there adds up."""
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
        rounded = _rounded(many)
        for one in (*rounded.each, rounded.whole):
            name = name_of(one.sums.name) if one is not rounded.whole else text(f"what_if.{whole}")
            table.add(
                _sums_row(name, one, rounded.places, changed), total=one is rounded.whole
            )  # fmt: skip
    return table


class _Shown(NamedTuple):
    """Sums, and as they are shown: in units of the last decimal."""

    sums: Sums
    now: int
    then: int


class _Rounded(NamedTuple):
    each: list[_Shown]
    whole: _Shown
    places: int


def _rounded(many: Sequence[Sums]) -> _Rounded:
    """Some sums of a year and their total, as they are shown."""
    places = _places((one.now, one.then) for one in many)
    each = [_Shown(one, _units(one.now, places), _units(one.then, places)) for one in many]
    total = Sums("", sum(one.now for one in many), sum(one.then for one in many))
    whole = _Shown(total, sum(one.now for one in each), sum(one.then for one in each))
    return _Rounded(each, whole, places)


def _changed(many: Sequence[Sums]) -> str:
    """What changes in all, as the table has it."""
    rounded = _rounded(many)
    return _difference(rounded.whole, rounded.places)


def _difference(one: _Shown, places: int) -> str:
    return _signed(one.then - one.now, places, one.sums.then - one.sums.now)


def _sums_row(name: str, one: _Shown, places: int, changed: bool) -> list[Cell | str]:
    more = [
        _plain(one.then, places), _difference(one, places), _share(one.sums.now, one.sums.then),
    ]  # fmt: skip
    return [name, _plain(one.now, places), *(more if changed else [])]


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
        Part(text("what_if.bands_paid"), text("what_if.rounded"),
             table=_bands_table("paid", "people", found, [band.paid for band in found.bands],
                                found.paid)),
        Part(text("what_if.bands_received"), text("what_if.rounded"),
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
    places = _places((0, side.change) for side in sides)
    for name, side in zip([*names, text("what_if.all")], [*sides, whole], strict=True):
        each = round(side.change / side.people) if side.people else 0
        table.add(
            [name, thousands(side.people), thousands(side.more), thousands(side.less),
             _signed(_units(side.change, places), places, side.change),
             ("+" if each > 0 else "") + _tenge(each)],
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
