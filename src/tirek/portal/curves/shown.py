"""A curve as a chart and as a table that says the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tirek.contract.messages import say
from tirek.contract.reading import tiyn
from tirek.pages import writing
from tirek.pages.tables import Cell, Column, Table
from tirek.pages.texts import language
from tirek.portal.curves.accrued import accrued
from tirek.portal.curves.drawn import Drawn, Point
from tirek.portal.curves.marks import PARTS
from tirek.portal.curves.numbered import Told
from tirek.portal.texts import text
from tirek.portal.told import money, word

#: Into how many parts the table cuts an axis of incomes; how far apart its other rows are.
_ROWS = 20
_APART = {"participation": 12, "days": 10, "degree": 10, "dependants": 1}
_NONE = writing.NOTHING


def place(drawn: Drawn, number: int) -> str:
    """A number of the axis as people write it."""
    if drawn.kind.axis == "income":
        return writing.money(number)
    return text(f"curves.place_{drawn.kind.axis}", number=writing.number(number))


def accrued_too(drawn: Drawn, numbers: Sequence[int]) -> list[str]:
    """The wages behind incomes of a curve of counted ones; a dash where there is none."""
    return [_NONE if one is None else writing.money(one) for one in accrued(drawn, numbers)]


def axis_name(drawn: Drawn) -> str:
    """What the axis counts; the income of a benefit is what contributions are paid on."""
    return text("curves.axis_counted" if drawn.kind.counted else f"curves.axis_{drawn.kind.axis}")


def line_name(drawn: Drawn, line: int) -> str:
    name = drawn.lines[line].name
    return word("amount") if drawn.benefit else say("lines", name, language())


def told_sum(point: Point, line: int) -> str:
    """The value of a line, and what is paid out of it where that is less."""
    value = point.values[line]
    said = writing.money(value)
    if point.net is None or tiyn(point.net) == value:
        return said
    return text("curves.sum_paid_out", sum=said, net=money(point.net))


def lines_of(drawn: Drawn) -> list[int]:
    """The lines that there is something of: a contribution that nobody owes here is left out."""
    points = drawn.points(drawn.grid(PARTS))
    every = range(len(drawn.lines))
    return [n for n in every if any(point.values[n] for point in points)] or list(every)


def _places(drawn: Drawn, marks: Sequence[Told], grid: Sequence[int]) -> list[int]:
    """The numbers of a grid and of the marks."""
    ends = {one.at for mark in marks for one in (mark.mark, mark.last)}
    return sorted({*grid, *ends})


def chart(drawn: Drawn, marks: Sequence[Told], title: str) -> dict[str, Any]:
    """For ``charts.js``: tenge; a jump is drawn as one."""
    axis = drawn.kind.axis
    jumps = {one for mark in marks for one in (mark.mark.at - 1, mark.mark.at)
             if mark.mark.what in ("jump", "begins", "ends")}  # fmt: skip
    places = sorted({*_places(drawn, marks, drawn.grid(PARTS)), *jumps})
    scale = 100 if axis == "income" else 1
    points = drawn.points(places)
    return {
        "title": title,
        "x": axis_name(drawn),
        "y": text("curves.axis_before_pension" if drawn.withheld else "curves.axis_money"),
        "kind": "step" if axis in ("participation", "dependants") else "line",
        "series": [
            {"name": line_name(drawn, line),
             "data": [[at / scale, point.values[line] / 100]
                      for at, point in zip(places, points, strict=True)]}
            for line in lines_of(drawn)
        ],
        "marks": [
            {"x": mark.mark.at / scale, "name": str(mark.number)} for mark in marks
        ],
    }  # fmt: skip


def rows(drawn: Drawn, marks: Sequence[Told]) -> list[int]:
    """The numbers of the table: evenly, and those of the marks."""
    first, last = drawn.span
    if drawn.kind.axis == "income":
        grid = [last * part // _ROWS for part in range(_ROWS + 1)]
    else:
        grid = sorted({first, *range(0, last + 1, _APART[drawn.kind.axis]), last} - {first - 1})
    return _places(drawn, marks, grid)


def table(drawn: Drawn, marks: Sequence[Told]) -> Table:
    """The same as the chart, in numbers."""
    axis = drawn.kind.axis
    columns = [
        Column(axis_name(drawn), True),
        *([Column(text("curves.accrued"), True)] if drawn.kind.counted else []),
        *(Column(line_name(drawn, line), True) for line in lines_of(drawn)),
        *(Column(title, True) for title, _ in _more(drawn)),
        Column(text("curves.mark"), True),
    ]
    numbers: dict[int, str] = {}
    for one in marks:
        before = numbers.get(one.mark.at)
        numbers[one.mark.at] = f"{before}, {one.number}" if before else str(one.number)
    found = Table(text(f"curves.{drawn.kind.name}"), columns, wide=True)
    places = rows(drawn, marks)
    wages = [[one] for one in accrued_too(drawn, places)] if drawn.kind.counted else None
    for row, (at, point) in enumerate(zip(places, drawn.points(places), strict=True)):
        cells: list[Cell | str] = [place(drawn, at) if axis == "income" else writing.number(at)]
        cells += wages[row] if wages else []
        cells += [_paid(point.state, point.values[line]) for line in lines_of(drawn)]
        cells += [write(point) for _, write in _more(drawn)]
        found.add([*cells, numbers.get(at, "")], state="mark" if at in numbers else "")
    return found


def _paid(state: str, value: int) -> str:
    return text("curves.none") if state else writing.money(value)


def _more(drawn: Drawn) -> list[tuple[str, Callable[[Point], str]]]:
    """Further columns of a benefit: what is paid out, the factor, for how long."""
    if not drawn.benefit:
        return []
    found: list[tuple[str, Callable[[Point], str]]] = [
        (word("net"), lambda one: money(one.net) if one.net else _NONE)
    ]
    if drawn.kind.axis == "participation":
        found.append((text("factors.tenure_factor"), lambda one: writing.decimal(one.factor)))
        if drawn.benefit == "job_loss":
            found.append((word("months"), lambda one: str(one.months or _NONE)))
    return found
