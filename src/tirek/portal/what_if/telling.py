"""A scenario as people read it: what it changes, what that costs, for whom, and what is taken
for granted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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
from tirek.portal.what_if.people import BENEFITS, LEAVE_DAYS, MONTHS, YEAR, nation
from tirek.portal.what_if.reforms import LINES, Changes

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
        Part(text("what_if.sums"), text("what_if.sums_funds"),
             table=sums_table(found, bool(changes))),
        *(_of_bands(found) if changes else []),
        *_of_childcare(changes),
        *_of_the_rate(found, changes),
        _of_examples(found, bool(changes)),
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
    """Where contributions are taken on more, or more of an income is replaced, this benefit stays
    at a limit of its own."""
    then = {name: dict(changes).get(name, lever.present) for name, lever in LEVERS.items()}
    multiple, share = "childcare_maximum_multiple", "childcare_maximum_share"
    limit, cap, rate = then[multiple], "social_cap_multiple", "childcare_replacement_rate"
    found = []
    if then[cap] > max(LEVERS[cap].present, limit):
        found.append(text("what_if.childcare_limited", lever=title(multiple),
                          limit=LEVERS[multiple].shown(limit)))  # fmt: skip
    if then[rate] > max(LEVERS[rate].present, then[share]):
        found.append(text(
            "what_if.childcare_own_share", lever=title(share), then=LEVERS[rate].shown(then[rate]),
            share=LEVERS[share].shown(then[share]), limit=LEVERS[multiple].shown(limit),
        ))  # fmt: skip
    return [Part(_name("childcare"), points=found)] if found else []


def _of_the_rate(found: Compared, changes: Changes) -> list[Part]:
    """Why contributions change by less than their rate, and why another rate changes benefits at
    all: some have a rate of their own, by way of which the income of some of them counts."""
    lever = LEVERS["social_rate"]
    if lever.name not in dict(changes):
        return []
    own = parameters()["self_employed_social_rate"].at(DAY)
    assert own is not None
    then = dict(changes)[lever.name]
    counted = (
        _percent(round(Decimal(1000 * 100 * own.numerator) / own.denominator / rate), 1)
        for rate in (lever.present, then)
    )
    social = next(one for one in found.contributions if LINES[one.name] == "social")
    sums = text(
        "what_if.rate_and_sums_why", rate=_share(float(lever.present), float(then)),
        sums=_share(social.now, social.then),
    )  # fmt: skip
    benefits = text(
        "what_if.rate_and_benefits_why", article=cited(["SC 118(3)"])[0],
        own=writing.percent(f"{float(own):g}"), **dict(zip(("now", "then"), counted, strict=True)),
    )  # fmt: skip
    return [
        *([Part(text("what_if.rate_and_sums"), sums)] if len(changes) == 1 else []),
        Part(text("what_if.rate_and_benefits"), benefits),
    ]


def _lead(found: Compared, changes: Changes) -> str:
    if not changes:
        return text("what_if.lead_now", year=YEAR)
    places = _places_of(found)
    return text(
        "what_if.lead_changed", paid=_changed(found.contributions, places),
        received=_changed(found.benefits, places),
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
    """What each fund takes in, and what the social one pays, in the year. Differences and totals
    are those of the rounded numbers in the table, so that what stands there adds up. What a
    change leaves as it is stands in one row."""
    then = [Column(text("what_if.then"), True), Column(text("what_if.difference"), True),
            Column(text("what_if.percent"), True)] if changed else []  # fmt: skip
    table = Table(
        text("what_if.sums"),
        [Column(text("what_if.what")), Column(text("what_if.now"), True), *then],
        wide=changed,
    )
    places = _places_of(found)
    paid, received = (_rounded(one, places) for one in (found.contributions, found.benefits))
    social = [one for one in paid.each if LINES[one.sums.name] == "social"]
    medical = [one for one in paid.each if one not in social]

    def add(name: str, one: _Shown, total: bool = False) -> None:
        table.add(_sums_row(name, one, places, changed), total=total)

    for one in social:
        add(_line(one.sums.name), one)
    for name, one in _each(received.each, _name, changed):
        add(name, one)
    add(text("what_if.benefits_all"), received.whole, True)
    left = _sums_row(
        text("what_if.balance"), _less(_added(social), received.whole), places, changed
    )  # fmt: skip
    # A balance crosses zero: its change in per cent says nothing.
    table.add([*left[:-1], writing.NOTHING] if changed else left, total=True)
    for name, one in _each(medical, _line, changed):
        add(name, one)
    add(text("what_if.medical_all"), _added(medical), True)
    add(text("what_if.contributions_all"), paid.whole, True)
    return table


def _each(
    many: Sequence[_Shown], name_of: Callable[[str], str], changed: bool
) -> list[tuple[str, _Shown]]:
    """Rows of a table; where something is changed, those that stay are one row, or none where all
    of them stay: then the total says so."""
    moved = [one for one in many if not changed or abs(one.sums.then - one.sums.now) >= _NONE]
    found = [(name_of(one.sums.name), one) for one in moved]
    rest = [one for one in many if one not in moved]
    if found and rest:
        alone = name_of(rest[0].sums.name) if len(rest) == 1 else text("what_if.others_same")
        found.append((alone, _added(rest)))
    return found


class _Shown(NamedTuple):
    """Sums, and as they are shown: in units of the last decimal."""

    sums: Sums
    now: int
    then: int


class _Rounded(NamedTuple):
    each: list[_Shown]
    whole: _Shown


def _stays(many: Sequence[Sums]) -> bool:
    return all(abs(one.then - one.now) < _NONE for one in many)


def _places_of(found: Compared) -> int:
    """The decimals of the year's sums: what is taken off one another has equally many."""
    return _places((one.now, one.then) for one in (*found.contributions, *found.benefits))


def _rounded(many: Sequence[Sums], places: int) -> _Rounded:
    """Some sums of a year and their total, as they are shown."""
    each = [_Shown(one, _units(one.now, places), _units(one.then, places)) for one in many]
    return _Rounded(each, _added(each))


def _added(many: Sequence[_Shown]) -> _Shown:
    total = Sums("", sum(one.sums.now for one in many), sum(one.sums.then for one in many))
    return _Shown(total, sum(one.now for one in many), sum(one.then for one in many))


def _less(one: _Shown, other: _Shown) -> _Shown:
    """What is left of sums after others."""
    sums = Sums("", one.sums.now - other.sums.now, one.sums.then - other.sums.then)
    return _Shown(sums, one.now - other.now, one.then - other.then)


def _changed(many: Sequence[Sums], places: int) -> str:
    """What changes in all, as the table has it."""
    if _stays(many):
        return text("what_if.no_change")
    return _difference(_rounded(many, places).whole, places)


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
    """For whom what changes, by income; a side on which nothing does is left out."""
    first, last = (writing.month(one) for one in MONTHS)
    sides = [
        ("paid", "people", [band.paid for band in found.bands], found.paid, found.contributions),
        ("received", "recipients", [band.received for band in found.bands], found.received,
         found.benefits),
    ]  # fmt: skip
    places = _places_of(found)
    tables = [
        Part(text(f"what_if.bands_{kind}"), text("what_if.rounded"),
             table=_bands_table(kind, people, found, each, whole, _changed(sums, places)))
        for kind, people, each, whole, sums in sides if whole.touches
    ]  # fmt: skip
    if not tables:
        return [Part(text("what_if.bands"), text("what_if.bands_none"))]
    intro = text("what_if.bands_intro", first=first, last=last)
    return [Part(text("what_if.bands"), intro, chart=bands_chart(found)), *tables]


def _bands_table(
    kind: str, people: str, found: Compared, sides: Sequence[Side], whole: Side, changed: str
) -> Table:
    """``changed``: the difference of all as the table of sums has it."""
    table = Table(text(f"what_if.bands_{kind}"), [
        Column(text("what_if.income_band")), Column(text(f"what_if.{people}"), True),
        Column(text(f"what_if.{kind}_more"), True), Column(text(f"what_if.{kind}_less"), True),
        Column(text("what_if.difference"), True),
    ], wide=True)  # fmt: skip
    places = _places((0, side.change) for side in sides)
    changes = [_signed(_units(side.change, places), places, side.change) for side in sides]
    for name, side, change in zip(
        [*map(band_name, found.bands), text("what_if.all")], [*sides, whole], [*changes, changed],
        strict=True,
    ):  # fmt: skip
        table.add(
            [name, thousands(side.people), _touched(side.more, side.gained),
             _touched(side.less, side.lost), change],
            total=side is whole,
        )  # fmt: skip
    return table


def _touched(people: float, change: float) -> Cell | str:
    """For how many something changes, and by how much for each of them: spread over all, a loss
    of a few looks like none."""
    if not people:
        return thousands(people)
    each = round(change / people)
    sum_ = ("+" if each > 0 else "") + _tenge(each)
    return Cell(thousands(people), note=text("what_if.on_average", sum=sum_))


def _tenge(value: int) -> str:
    sign = "−" if value < 0 else ""
    number = f"{sign}{writing.number(abs(value))}"
    return text("what_if.unit_money", value=number).replace(" ", "\u00a0")


def _band_short(band: Band) -> str:
    """A band in thousands, where there is little room."""
    last = "" if band.last is None else band.last // _THOUSAND
    return f"{band.first // _THOUSAND}+" if last == "" else f"{band.first // _THOUSAND}–{last}"


def bands_chart(found: Compared) -> dict[str, Any]:
    """Both changes by bands, billions; one that there is not is left out."""
    return {
        "title": text("what_if.bands"), "kind": "bar", "x": text("what_if.axis_bands"),
        "y": text("what_if.axis"), "categories": [_band_short(band) for band in found.bands],
        "series": [
            {"name": text(f"what_if.{name}"),
             "data": [round(side.change / _BILLION, 6) for side in sides]}
            for name, whole, sides in (
                ("contributions_all", found.paid, [band.paid for band in found.bands]),
                ("benefits_all", found.received, [band.received for band in found.bands]),
            ) if whole.touches
        ],
    }  # fmt: skip


def _of_examples(found: Compared, changed: bool) -> Part:
    intro = text("what_if.examples_intro")
    if changed:
        intro = f"{intro} {text('what_if.examples_changed')}"
    return Part(text("what_if.examples"), intro, table=examples_table(found, changed))


def examples_table(found: Compared, changed: bool) -> Table:
    """People of some incomes, a column each: a month's contributions, each benefit; of a change
    the rows that it touches."""
    incomes = [text("what_if.example_income", sum=writing.money(one.income * 100))
               for one in found.examples]  # fmt: skip
    table = Table(text("what_if.examples"), [
        Column(text("what_if.what")), *(Column(income, True) for income in incomes),
    ], wide=True)  # fmt: skip
    rows = [(text("what_if.example_paid"), [one.paid for one in found.examples])]
    rows += [(_name(name), [one.received[name] for one in found.examples]) for name in BENEFITS]
    for name, pairs in rows:
        if not changed or any(round(now * 100) != round(then * 100) for now, then in pairs):
            table.add([name, *(_pair(*pair) for pair in pairs)])
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
