"""A chart as a picture (SVG) made here: for paper, and for a browser without JavaScript. With it,
``charts.js`` draws the same chart so that it can be pointed at.

It is drawn twice, wide and for a narrow screen, as shrunk letters could not be read there; the
stylesheet shows one of them. Colours stand as attributes, which the stylesheet of the pages
overrides by their classes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from math import ceil, floor, log10
from textwrap import wrap
from typing import Any

from tirek.pages import writing

WIDTH, NARROW, HEIGHT = 640, 340, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 34, 30, 42
_LETTER = 6.2
_COLOURS = ("#0f5c4d", "#a2480c", "#5a4fb0", "#b0316a")
_DASHES = ("", "9 5", "2 4", "12 4 2 4")
#: About how many ticks an axis has, and how wide a label of one is.
_TICKS, _LABEL = 5, 72
#: How far down names under the axis reach that stand aslant, at most, and their angle.
_ASLANT, _ANGLE = 64, 50

Chart = Mapping[str, Any]
Point = tuple[float, float | None]


def picture(chart: Chart, width: int = WIDTH) -> str:
    """The chart of an answer (see ``charts.js`` for what it holds) as SVG."""
    return _Picture(chart, width).drawn()


class _Picture:
    def __init__(self, chart: Chart, width: int) -> None:
        self.chart, self.width = chart, width
        self.bars = chart["kind"] == "bar"
        self.series = [[*map(self._point, enumerate(one["data"]))] for one in chart["series"]]
        self.several = len(self.series) > 1
        self.top = _TOP + (18 * self._legend_lines if self.several else 0)
        if chart.get("marks"):
            self.top += 24
        self.bottom = _BOTTOM + (_ASLANT - 16 if self._aslant else 0)
        self.height = HEIGHT + self.top - _TOP + self.bottom - _BOTTOM
        values = [y for one in self.series for _, y in one if y is not None] or [0.0]
        self.rows = _ticks(min(0.0, *values), max(0.0, *values))
        xs = [x for one in self.series for x, _ in one] or [0.0]
        self.low, self.high = (-0.5, len(chart["categories"]) - 0.5) if self.bars else (
            min(xs), max(max(xs), min(xs) + 1))  # fmt: skip

    @property
    def _legend_lines(self) -> int:
        return sum(len(self._lines(one["name"], 42)) for one in self.chart["series"])

    def _lines(self, words: str, beside: int = 0) -> list[str]:
        """Words in as many lines as they need in the width that is left beside."""
        return wrap(str(words), int((self.width - beside) / _LETTER)) or [""]

    @property
    def _room(self) -> float:
        """How wide the place of a category is, in letters."""
        return (self.width - _LEFT - _RIGHT) / max(1, len(self.chart["categories"])) / _LETTER

    @property
    def _aslant(self) -> bool:
        """Whether names of categories are wider than their places, on a narrow picture."""
        return self.bars and self.width < WIDTH and any(
            len(name) > self._room for name in self.chart["categories"]
        )  # fmt: skip

    def _point(self, numbered: tuple[int, Any]) -> Point:
        at, one = numbered
        if self.bars:
            return float(at), float(one)
        x, y = one
        if self.chart.get("time"):
            x = date.fromisoformat(x).toordinal()
        return float(x), None if y is None else float(y)

    # ------------------------------------------------------------------ places

    def _x(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return _LEFT + share * (self.width - _LEFT - _RIGHT)

    def _y(self, value: float) -> float:
        share = (value - self.rows[0]) / (self.rows[-1] - self.rows[0])
        return self.height - self.bottom - share * (self.height - self.bottom - self.top)

    @property
    def _across(self) -> int:
        """How many labels have room beside each other."""
        return min(_TICKS, int((self.width - _LEFT - _RIGHT) / _LABEL))

    # ------------------------------------------------------------------ parts

    def drawn(self) -> str:
        title = escape(str(self.chart["title"]))
        parts = [*self._grid(), *self._columns(), *self._marks()]
        for at, points in enumerate(self.series):
            parts += self._bars(at, points) if self.bars else [self._line(at, points)]
        parts += self._legend() if self.several else []
        inside = "".join(parts)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
            f'role="img" aria-label="{title}" font-size="12" '
            f'font-family="Golos Text, Libertinus Serif, sans-serif">{inside}</svg>'
        )

    def _grid(self) -> list[str]:
        found = [_text(_LEFT, self.top - (30 if self.chart.get("marks") else 10), self.chart["y"])]
        for value in self.rows:
            y = self._y(value)
            strong = value == 0
            found.append(_rule(_LEFT, y, self.width - _RIGHT, y, "axis" if strong else "faint"))
            found.append(_text(_LEFT - 6, y + 4, _number(value), "end"))
        reach = len(str(self.chart["x"])) * _LETTER / 2
        middle = min((self.width + _LEFT) / 2, max(self.width / 2, self.width - reach))
        found.append(_text(middle, self.height - 6, self.chart["x"], "middle"))
        return found

    def _columns(self) -> list[str]:
        """What stands under the horizontal axis."""
        y = self.height - self.bottom + 16
        if self.bars:
            names = self.chart["categories"]
            if self._aslant:
                return [_aslant(self._x(at) + 4, y - 4, name) for at, name in enumerate(names)]
            room = int(self._room)
            return [
                _text(self._x(at), y, name if len(name) <= room else f"{name[: room - 1]}…",
                      "middle") for at, name in enumerate(names)
            ]  # fmt: skip
        if self.chart.get("time"):
            first, last = date.fromordinal(int(self.low)), date.fromordinal(int(self.high))
            step = max(1, ceil((last.year - first.year) / (8 * self.width // WIDTH)))
            years = range(first.year + (first > date(first.year, 1, 1)), last.year + 1, step)
            return [
                _text(self._x(date(year, 1, 1).toordinal()), y, str(year), "middle")
                for year in years
            ]
        return [
            _text(self._x(value), y, _number(value), "middle")
            for value in _ticks(self.low, self.high, self._across) if self.low <= value <= self.high
        ]  # fmt: skip

    def _marks(self) -> list[str]:
        found = []
        for at, mark in enumerate(self.chart.get("marks") or ()):
            x = self._x(mark["x"])
            found.append(_rule(x, self.top, x, self.height - self.bottom, "mark"))
            found.append(_text(x, self.top - 4 - 12 * (at % 2), mark["name"], "middle", True))
        return found

    def _line(self, at: int, points: Sequence[Point]) -> str:
        """A line; a gap where a value is missing, steps where the chart has steps."""
        path, before = [], None
        for x, y in points:
            if y is not None:
                if before is None:
                    path.append(f"M{self._x(x):.1f} {self._y(y):.1f}")
                elif self.chart["kind"] == "step":
                    path.append(f"H{self._x(x):.1f}V{self._y(y):.1f}")
                else:
                    path.append(f"L{self._x(x):.1f} {self._y(y):.1f}")
            elif before is not None and self.chart["kind"] == "step":
                path.append(f"H{self._x(x):.1f}")
            before = y
        return (
            f'<path class="{_class(at)}" d="{"".join(path)}" fill="none" stroke-width="2.2" '
            f'stroke="{_COLOURS[at % 4]}"{_dash(at)}/>'
        )

    def _bars(self, at: int, points: Sequence[Point]) -> list[str]:
        wide = 0.7 * (self._x(1) - self._x(0)) / len(self.series)
        found = []
        for x, y in points:
            left = self._x(x) + (at - len(self.series) / 2) * wide
            ends = sorted((self._y(y or 0), self._y(0)))
            found.append(
                f'<rect class="{_class(at)}" x="{left:.1f}" y="{ends[0]:.1f}" width="{wide:.1f}" '
                f'height="{ends[1] - ends[0]:.1f}" fill="{_COLOURS[at % 4]}"/>'
            )
        return found

    def _legend(self) -> list[str]:
        found = []
        y = 12
        for at, one in enumerate(self.chart["series"]):
            found.append(
                f'<path class="{_class(at)}" d="M0 {y - 4}H34" fill="none" stroke-width="3" '
                f'stroke="{_COLOURS[at % 4]}"{"" if self.bars else _dash(at)}/>'
            )
            for line in self._lines(one["name"], 42):
                found.append(_text(42, y, line))
                y += 18
        return found


def _class(at: int) -> str:
    return "abcd"[at % 4]


def _dash(at: int) -> str:
    dash = _DASHES[at % 4]
    return f' stroke-dasharray="{dash}"' if dash else ""


def _text(x: float, y: float, words: str, anchor: str = "start", bold: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="currentColor"{weight}>'
        f"{escape(str(words))}</text>"
    )


def _aslant(x: float, y: float, words: str) -> str:
    """Words that end at a place, from the left below."""
    return (
        f'<text transform="translate({x:.1f} {y:.1f}) rotate(-{_ANGLE})" text-anchor="end" '
        f'fill="currentColor">{escape(str(words))}</text>'
    )


def _rule(left: float, top: float, right: float, bottom: float, kind: str) -> str:
    colour, dash = {
        "axis": ("#444444", ""), "faint": ("#d5ddda", ""),
        "mark": ("#444444", ' stroke-dasharray="2 3"'),
    }[kind]  # fmt: skip
    return (
        f'<path class="{kind}" d="M{left:.1f} {top:.1f}L{right:.1f} {bottom:.1f}" fill="none" '
        f'stroke="{colour}" stroke-width="1"{dash}/>'
    )


def _ticks(low: float, high: float, many: int = _TICKS) -> list[float]:
    """Round numbers from not above the lowest to not below the highest value."""
    span = (high - low) or 1.0
    rough = span / many
    size = 10 ** floor(log10(rough))
    step = next(size * times for times in (1, 2, 2.5, 5, 10) if size * times >= rough)
    first = floor(low / step)
    return [number * step for number in range(first, max(ceil(high / step), first + 1) + 1)]


def _number(value: float) -> str:
    """A tick as people write it; decimals only where there are some."""
    rounded = round(value, 6)
    if rounded == int(rounded):
        return writing.number(int(rounded))
    return writing.decimal(f"{rounded:g}")
