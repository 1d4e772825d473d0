"""Who gains and who loses: by bands of income in tables and a picture, and by examples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tirek.pages import writing
from tirek.pages.tables import Cell, Column, Table
from tirek.portal.answers import Part
from tirek.portal.texts import text
from tirek.portal.what_if.amounts import (
    BILLION,
    THOUSAND,
    difference,
    is_tiny,
    places_for,
    plus,
    thousands,
    unbroken,
)
from tirek.portal.what_if.comparing import Band, Compared, Side
from tirek.portal.what_if.funds import benefit_name, places_of
from tirek.portal.what_if.levers import LEVERS
from tirek.portal.what_if.people import BENEFITS, MONTHS
from tirek.portal.what_if.reforms import Changes

#: Made-up people fewer than that say little of how many real ones there would be.
_FEW = 30

# ---------------------------------------------------------------------- bands of income


def of_bands(found: Compared, changes: Changes) -> list[Part]:
    """For whom what changes, by income; a side on which nothing does is left out."""
    sides = [
        ("paid", "people", [band.paid for band in found.bands], found.paid),
        ("received", "recipients", [band.received for band in found.bands], found.received),
    ]
    tables = [
        Part(text(f"what_if.bands_{kind}"), text("what_if.rounded"),
             table=_bands_table(kind, people, found, each, whole))
        for kind, people, each, whole in sides if whole.touches
    ]  # fmt: skip
    if not tables:
        return [Part(text("what_if.bands"), text("what_if.bands_none"))]
    first, last = (writing.month(one) for one in MONTHS)
    intro = text("what_if.bands_intro", first=first, last=last)
    if any(LEVERS[name].style == "multiple" for name, _ in changes):
        intro += " " + text("what_if.bands_limit")
    return [Part(text("what_if.bands"), intro, chart=_bands_chart(found)), *tables]


def _bands_table(
    kind: str, people: str, found: Compared, sides: Sequence[Side], whole: Side
) -> Table:
    """A row for each band and one for all, with no fewer decimals than the table of sums has."""
    table = Table(text(f"what_if.bands_{kind}"), [
        Column(text("what_if.income_band")), Column(text(f"what_if.{people}"), True),
        Column(text(f"what_if.{kind}_more"), True), Column(text(f"what_if.{kind}_less"), True),
        Column(text("what_if.difference"), True),
    ], wide=True)  # fmt: skip
    places = max(places_of(found), places_for((0, side.change) for side in sides))
    names = [*map(band_name, found.bands), text("what_if.all")]
    for name, side in zip(names, [*sides, whole], strict=True):
        table.add(
            [name, thousands(side.people), _touched(side.more, side.gained, side.made_up_more),
             _touched(side.less, side.lost, side.made_up_less), difference(side.change, places)],
            total=side is whole,
        )  # fmt: skip
    return table


def _touched(people: float, change: float, made_up: int) -> Cell | str:
    """For how many something changes, and by how much for each of them: spread over all, a loss
    of a few looks like none. What few made-up people stand for is said to rest on them."""
    if not people or is_tiny(people):
        return thousands(people)
    each = round(change / people)
    money = unbroken(text("what_if.unit_money", value=plus(each) + writing.number(each)))
    notes = [text("what_if.on_average", sum=money) if each else text("what_if.under_one")]
    if made_up < _FEW:
        notes.append(text("what_if.few_made_up", count=writing.number(made_up)))
    return Cell(thousands(people), note="; ".join(notes))


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


def _band_short(band: Band) -> str:
    """A band in thousands, where there is little room."""
    first = band.first // THOUSAND
    return f"{first}+" if band.last is None else f"{first}–{band.last // THOUSAND}"


def _bands_chart(found: Compared) -> dict[str, Any]:
    """Both changes by bands, billions; one that there is not is left out."""
    return {
        "title": text("what_if.bands"), "kind": "bar", "x": text("what_if.axis_bands"),
        "y": text("what_if.axis"), "categories": [_band_short(band) for band in found.bands],
        "series": [
            {"name": text(f"what_if.{name}"),
             "data": [round(side.change / BILLION, 6) for side in sides]}
            for name, whole, sides in (
                ("contributions_all", found.paid, [band.paid for band in found.bands]),
                ("benefits_all", found.received, [band.received for band in found.bands]),
            ) if whole.touches
        ],
    }  # fmt: skip


# ---------------------------------------------------------------------- examples


def of_examples(found: Compared, changed: bool) -> Part:
    """What people of some incomes pay and receive."""
    intro = text("what_if.examples_intro")
    if changed:
        intro = f"{intro} {text('what_if.examples_changed')}"
    return Part(text("what_if.examples"), intro, table=_examples_table(found, changed))


def _examples_table(found: Compared, changed: bool) -> Table:
    """People of some incomes, a column each: a month's contributions, each benefit; of a change
    the rows that it touches."""
    incomes = [text("what_if.example_income", sum=writing.money(one.income * 100))
               for one in found.examples]  # fmt: skip
    table = Table(text("what_if.examples"), [
        Column(text("what_if.what")), *(Column(income, True) for income in incomes),
    ], wide=True)  # fmt: skip
    rows = [(text("what_if.example_paid"), [one.paid for one in found.examples])]
    rows += [
        (benefit_name(name), [one.received[name] for one in found.examples]) for name in BENEFITS
    ]
    for name, pairs in rows:
        in_tiyn = [(round(now * 100), round(then * 100)) for now, then in pairs]
        if not changed or any(now != then for now, then in in_tiyn):
            table.add([name, *(_amount(now, then) for now, then in in_tiyn)])
    return table


def _amount(now: int, then: int) -> Cell | str:
    """An amount in tiyn, and what it was where it is another."""
    if now == then:
        return writing.money(then)
    return Cell(writing.money(then), note=text("what_if.was", sum=writing.money(now)))
