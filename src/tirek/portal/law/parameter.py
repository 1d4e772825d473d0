"""What the page of a parameter shows: its value on the day, its values over time as a chart and
as a table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from tirek.contract import law_data
from tirek.engine.units import Unit
from tirek.law import law
from tirek.law.acts import signed_on
from tirek.pages import writing
from tirek.pages.tables import Cell, Column, Table
from tirek.pages.texts import language
from tirek.portal.answers import Fact, Link
from tirek.portal.law import sources, written
from tirek.portal.law.moment import Moment
from tirek.portal.texts import text
from tirek.portal.told import long_day

#: Numbers that count an amount of the law, by their names.
_MULTIPLE = re.compile(r"_multiple$|_cap$")
_DRAWN = ("money", "ratio", "months", "days", "years", "count")


def told(one: dict[str, Any], moment: Moment) -> Mapping[str, Any]:
    name, unit = one["name"], one["unit"]
    held = next((edition for edition in one["editions"] if edition["in_force"]), None)
    scale = held is not None and isinstance(held["value"], list)
    day = writing.long_day(moment.on)
    return {
        "value": "" if held is None else written.value(name, unit, held["value"]),
        "value_label": text("law.computed", day=day),
        "no_value": _missing(name, moment) if held is None else "",
        "sources": [] if held is None else sources.told(held["source"]),
        "facts": _facts(one, held),
        "in_money": None if held is None else in_money(one["name"], moment),
        "scales": [written.scale_table(held["value"], name, unit, day)]
        if held is not None and scale
        else [],
        "chart": _chart(one, moment),
        "table": _table(one) if one["editions"] else None,
    }


class InMoney(NamedTuple):
    """What a multiple comes to on a day, and the rules that say so."""

    sum: str
    text: str
    rules: Sequence[Link]


def in_money(name: str, moment: Moment) -> InMoney | None:
    """A multiple in tenge: times the one amount of the law with which every rule that uses it takes
    it together; None for what is no multiple, or where rules take different amounts."""
    held = law(moment.known)
    if not _MULTIPLE.search(name) or held.parameters[name].unit != Unit.COUNT:
        return None
    rules, amounts = [], set[str]()
    for user in held.users(name):
        used = held.rules[user].variants[held.rules[user].variant_on(moment.on)].arguments
        if name in used:
            rules.append(Link(written.title(user), moment.href("law_entry", user)))
            amounts |= {
                other for other in used
                if other in held.parameters and held.parameters[other].unit == Unit.MONEY
            }  # fmt: skip
    if len(amounts) != 1:
        return None
    (amount,) = amounts
    multiple = held.parameters[name].at(moment.on)
    unit = held.parameters[amount].at(moment.on)
    if not isinstance(multiple, Fraction) or not isinstance(unit, Fraction):
        return None
    sum_ = writing.money(int(multiple * unit * 100))
    said = text("law.in_money", sum=sum_,
                multiple=written.number(f"{float(multiple):g}"),
                amount=law_data.title(amount, language()),
                unit=writing.money(int(unit * 100)))  # fmt: skip
    return InMoney(sum_, said, rules)


def _missing(name: str, moment: Moment) -> str:
    unknown = written.unknown(law(moment.known).parameters[name], moment.on)
    return text("law.not_known_on" if unknown else "law.not_in_law_on",
                day=writing.long_day(moment.on))  # fmt: skip


def _facts(one: dict[str, Any], held: dict[str, Any] | None) -> list[Fact]:
    found = []
    if held is not None:
        found = [
            Fact(text("law.act"), written.act(held["act"], held["article"])),
            Fact(text("law.confidence"), written.confidence(held["confidence"])),
        ]
        if held["published"]:
            day = long_day(held["published"])
            found.append(Fact(text("law.published"), day, _first_set(one, held)))
    if one["renewed"]:
        how = text(f"law.renewed_{one['renewed']}")
        found.append(Fact(text("law.renewed"), how, text("law.renewed_after")))
    return found


def _first_set(one: dict[str, Any], edition: dict[str, Any]) -> str:
    """Of a value that was published before its act: that an earlier act set it, by name where the
    act of that day is held, and its own took it over; ``""``: it came with its act."""
    published, signed = edition["published"], signed_on(edition["act"])
    if not published or signed is None or date.fromisoformat(published) >= signed:
        return ""
    then = [other["act"] for other in one["editions"] if other["since"] <= published]
    if not then or then[-1] == edition["act"]:
        return text("law.first_set")
    return text("law.first_set_by", act=written.act(then[-1], ""))


def _table(one: dict[str, Any]) -> Table:
    """Every value with where it stands and how sure it is, the newest first."""
    columns = [
        Column(text("law.since")), Column(text("law.until")), Column(text("law.value"), True),
        Column(text("law.act")), Column(text("law.source")),
    ]  # fmt: skip
    table = Table(text("law.over_time"), columns, wide=True)
    for edition in reversed(one["editions"]):
        until = edition["until"]
        shown = _value(one, edition["value"])
        table.add(
            [
                long_day(edition["since"]), long_day(until), shown,
                Cell(written.act(edition["act"], edition["article"]),
                     note=_publication(one, edition)),
                _source(edition),
            ],
            "mark" if edition["in_force"] else "",
        )  # fmt: skip
    return table


def _publication(one: dict[str, Any], edition: dict[str, Any]) -> str:
    """When a value was published, where that is recorded, and by which act it was set."""
    if not edition["published"]:
        return ""
    said = f"{text('law.published')}: {long_day(edition['published'])}"
    return ". ".join(filter(None, [said, _first_set(one, edition)]))


def _value(one: dict[str, Any], value: Any) -> Cell:
    if isinstance(value, list):
        steps = written.scale(value, one["name"], one["unit"])
        return Cell("\n".join(f"{bound} → {step}" for bound, step in steps))
    return Cell(written.value(one["name"], one["unit"], value))


def _source(edition: dict[str, Any]) -> Cell:
    """Where a value was read; a link where it is one text that has an address."""
    found = sources.told(edition["source"])
    href = found[0].href if len(found) == 1 else ""
    said = "; ".join(one.text for one in found) or writing.NOTHING
    return Cell(said, href, written.confidence(edition["confidence"]))


def _chart(one: dict[str, Any], moment: Moment) -> dict[str, Any] | None:
    """The values as steps over time; a time without a value is a gap."""
    editions = one["editions"]
    plain = all(not isinstance(edition["value"], list | str) or _is_number(edition["value"])
                for edition in editions)  # fmt: skip
    if one["unit"] not in _DRAWN or not plain or len(editions) < 2:
        return None
    share = written.per_cent(one["name"], one["unit"])
    points: list[list[Any]] = []
    for edition, following in zip(editions, [*editions[1:], None], strict=True):
        drawn = float(edition["value"]) * (100 if share else 1)
        points.append([edition["since"], round(drawn, 6)])
        end = edition["until"] and date.fromisoformat(edition["until"]) + timedelta(1)
        if end and (following is None or following["since"] > end.isoformat()):
            points += [[edition["until"], points[-1][1]], [end.isoformat(), None]]
    if points[-1][1] is not None and points[-1][0] < moment.day:
        points.append([moment.day, points[-1][1]])
    unit = written.unit(one["name"], one["unit"])
    title = text("law.chart", title=written.title(one["name"]))
    return {
        "title": title, "x": "", "y": unit, "kind": "step", "time": True,
        "series": [{"name": unit, "data": points}],
    }  # fmt: skip


def _is_number(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True
