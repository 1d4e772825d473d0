"""Two years side by side, for any incomes: who pays how much of an income, and what changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from tirek.contract.problems import Problem
from tirek.contract.reading import tiyn
from tirek.pages import writing
from tirek.pages.tables import Column, Table
from tirek.portal import unheld
from tirek.portal.answers import Answer, Part
from tirek.portal.due import months
from tirek.portal.due.amounts import AmountsField
from tirek.portal.due.asked import (
    Answers,
    Fields,
    Wrong,
    YearField,
    kind_field,
    question_of,
)
from tirek.portal.due.told import FUNDS, SOURCES, over_regime, source
from tirek.portal.fields import ask
from tirek.portal.periods import period_of
from tirek.portal.texts import text
from tirek.portal.told import last_known_day, money

#: Incomes that are compared where none are named: around the caps of the law, in tenge.
USUAL = (85_000, 200_000, 500_000, 850_000, 1_000_000, 1_700_000, 3_400_000)


def fields() -> Fields:
    return {
        "kind": kind_field(), "first": ask("due.first_year", YearField),
        "second": ask("due.second_year", YearField), "incomes": ask("due.incomes", AmountsField),
    }  # fmt: skip


def judge(answers: Answers) -> Wrong | None:
    return None


def told(answers: Answers) -> Answer:
    """The answer on two years."""
    years = answers["first"], answers["second"]
    found = {year: _of_year(answers, year) for year in dict.fromkeys(years)}
    parts = []
    for fund in FUNDS:
        table = _table(answers, years, found, fund)
        if table is not None:
            parts.append(Part(text(f"due.{fund}_fund"), table=table))
    if len(parts) == len(FUNDS):
        parts.append(Part(text("due.both_funds"), table=_both(answers, years, found)))
    parts += unheld.of(
        line for some in found.values() for year in some.values()
        for line in months.lines_of(_last(year))
    )  # fmt: skip
    if not parts:
        parts.append(Part(text("due.notes"), points=[text("due.not_of_kind")]))
    notes = [note for year in found for note in _notes(year, found[year])]
    notes += [note for year in found for note in _not_known(year, found[year])]
    notes += [note for year in found for note in _over_regime(answers, year)]
    if notes:
        parts.append(Part(text("due.notes"), points=notes))
    kind = text(f"kinds.{answers['kind']}")
    lead = text("due.compared", first=years[0], second=years[1])
    under = f"{text('due.compared_under', kind=kind)} {text('due.without_pension')}"
    return Answer(text("due.compare_title"), lead, "plain", under, parts)


#: For each income the months of a year.
_Year = Mapping[int, Sequence[months.Month]]


def _of_year(answers: Answers, year: int) -> _Year:
    periods = months.months_of(year)
    asked = [
        question_of({"kind": answers["kind"], "income": income}, period)
        for income in answers["incomes"] for period in periods
    ]  # fmt: skip
    flat = months.answers(asked)
    return {
        income: flat[at * 12 : at * 12 + 12] for at, income in enumerate(answers["incomes"])
    }  # fmt: skip


def _last(some: Sequence[months.Month]) -> months.Month:
    """The month that stands for its year: December, as the law then is."""
    return some[-1]


def _table(
    answers: Answers, years: tuple[int, int], found: Mapping[int, _Year], fund: str
) -> Table | None:
    columns = [
        Column(text("due.income_short"), True),
        *(Column(text("due.in_year", year=year)) for year in years),
        Column(text("due.difference"), True),
    ]  # fmt: skip
    table = Table(text(f"due.{fund}_fund"), columns, wide=True)
    something = False
    for income in answers["incomes"]:
        both = [_last(found[year][income]) for year in years]
        lines = [[line for line in months.lines_of(one) if line["fund"] == fund] for one in both]
        something = something or any(lines)
        kind = answers["kind"]
        words = [
            _cell(kind, one, some, income, beside)
            for one, some, beside in zip(both, lines, reversed(lines), strict=True)
        ]  # fmt: skip
        if years[0] != years[1] and words[0] == words[1] and lines[0]:
            words[1] = text("due.same")
        table.add([writing.money(income), *words, _difference(kind, both, lines)])
    return table if something or any(map(months.unknown, both)) else None


def _both(answers: Answers, years: tuple[int, int], found: Mapping[int, _Year]) -> Table:
    """The two funds together: how much of each income, and how much more or less."""
    columns = [
        Column(text("due.income_short"), True),
        *(Column(text("due.in_year", year=year), True) for year in years),
        Column(text("due.difference"), True),
    ]  # fmt: skip
    table = Table(text("due.both_funds"), columns, wide=True)
    for income in answers["incomes"]:
        both = [_last(found[year][income]) for year in years]
        sums = [sum(months.by_kind(one).values()) for one in both]
        words = [
            writing.NOTHING if isinstance(one, Problem) or months.unknown(one)
            else text("due.of_income", sum=writing.money(paid), rate=_percent(paid, income))
            for one, paid in zip(both, sums, strict=True)
        ]  # fmt: skip
        change = sums[1] - sums[0]
        signed = ("+" if change > 0 else "") + writing.money(change)
        if any(map(months.unknown, both)):
            signed = writing.NOTHING
        table.add([writing.money(income), *words, signed if change else text("due.unchanged")])
    return table


def _cell(
    kind: str, month: months.Month, lines: Sequence[Mapping[str, Any]], income: int,
    beside: Sequence[Mapping[str, Any]],
) -> str:  # fmt: skip
    """Who pays what part of the income, a line each; where that share is not the rate, in this year
    or in the other (``beside``), the rate and the base too: the share would pass for the rate."""
    if isinstance(month, Problem):
        return text("due.not_of_kind")
    if months.unknown(month):
        return text("due.unknown")
    apart = {line["kind"] for line in [*lines, *beside] if _apart(line, income)}
    found = []
    for line in lines:
        share = _percent(tiyn(line["amount"]), income)
        part = text("due.part", who=text(f"due.whose_{source(kind, line)}"),
                    sum=money(line["amount"]), rate=share)  # fmt: skip
        if line["kind"] in apart:
            part = text("due.by_rate", part=part, rate=writing.percent(line["rate"]),
                        base=money(line["base"]))  # fmt: skip
        found.append(part)
    return "\n".join(found) or writing.NOTHING


def _apart(line: Mapping[str, Any], income: int) -> bool:
    """Whether what a line takes of the income is another share than its rate."""
    return _percent(tiyn(line["amount"]), income) != writing.percent(line["rate"])


def _percent(part: int, whole: int) -> str:
    """A part as a percentage of a whole, to two decimals, half up."""
    hundredths = (2 * part * 10_000 + whole) // (2 * whole)
    return writing.percent(f"{hundredths // 10_000}.{hundredths % 10_000:04d}")


def _difference(
    kind: str, both: Sequence[months.Month], lines: Sequence[Sequence[Mapping[str, Any]]]
) -> str:
    """Of each whose money it is how much more or less, a line each."""
    if any(map(months.unknown, both)):
        return writing.NOTHING
    change: Counter[str] = Counter()
    for sign, some in zip((-1, 1), lines, strict=True):
        for line in some:
            change[source(kind, line)] += sign * tiyn(line["amount"])
    changed = [one for one in SOURCES if change[one]]
    if not changed:
        return text("due.unchanged")
    return "\n".join(
        text("due.change", whose=text(f"due.whose_{one}"),
             sum=("+" if change[one] > 0 else "") + writing.money(change[one]))
        for one in changed
    )  # fmt: skip


def _over_regime(answers: Answers, year: int) -> list[str]:
    """The incomes with which a regime of that year cannot be used, whatever stands in the table."""
    last = months.months_of(year)[-1]
    over = [one for one in answers["incomes"] if over_regime(answers["kind"], one, last)]
    if not over:
        return []
    sums = "; ".join(map(writing.money, over))
    return [text("due.over_regime_incomes", year=year, sums=sums)]


def _not_known(year: int, found: _Year) -> list[str]:
    """That the law's values for a year are still to come, and until when they are known."""
    for some in found.values():
        day = last_known_day(months.unknown(_last(some)))
        if day is not None:
            return [text("due.compare_unknown", year=year, month=writing.month(period_of(day)))]
    return []


def _notes(year: int, found: _Year) -> list[str]:
    """That amounts of a year change within it: the table shows December."""
    changes: set[int] = set()
    for some in found.values():
        kinds = [None if isinstance(one, Problem) else months.by_kind(one) for one in some]
        changes |= {at for at in range(1, 12) if kinds[at] != kinds[at - 1]}
    if not changes:
        return []
    names = ", ".join(writing.month_name(at + 1) for at in sorted(changes))
    return [text("due.changes_in_year", year=year, months=names)]
