"""The graph of rules as a picture: what a result rests on, left to right; and the same neighbours
as plain lists, for those who do not look at pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import wrap
from xml.sax.saxutils import escape, quoteattr

from tirek.contract.law_data import title
from tirek.contract.law_data import uses as uses_of
from tirek.contract.problems import Problem
from tirek.engine.graph import Law
from tirek.law import law

#: Four columns, which a rule's picture mostly has, fit the text of a page.
_WIDTH, _HEIGHT, _GAP_X, _GAP_Y, _LINE, _MARGIN = 220, 66, 28, 10, 14, 12
_IN_A_LINE, _LINES = 32, 3
_COLOURS = {"rule": "#e8f0fa", "parameter": "#fdf3dc", "fact": "#eaf5ea"}
#: Where a box leads to; nowhere where it is the empty text.
Address = Callable[[str], str]


@dataclass(frozen=True)
class Picture:
    """``uses``: rules in working order, and which of the names shown each is worked out from.
    ``alone``: a name that stands even where no rule shown uses it. ``centre``: what it is about."""

    law: Law
    uses: Mapping[str, Sequence[str]]
    alone: Sequence[str] = ()
    centre: str = ""

    def names(self) -> list[str]:
        """Everything that is shown."""
        used = (name for names in self.uses.values() for name in names)
        return list(dict.fromkeys([*self.alone, *self.uses, *used]))

    def kind(self, name: str) -> str:
        """``rule``, ``parameter`` or ``fact``."""
        if name in self.law.parameters:
            return "parameter"
        return "rule" if name in self.law.rules else "fact"


def drawn(name: str, lang: str) -> str:
    """An SVG of the rules, parameters and facts behind a rule, or behind all rules."""
    the_law = law()
    if name and name not in the_law.rules:
        raise Problem("bad_enum.name", "/name", value=name, allowed=sorted(the_law.rules))
    rules = the_law.needed((name,)) if name else list(the_law.rules)
    uses = {rule: uses_of(the_law.rules[rule]) for rule in rules}
    return svg(Picture(the_law, uses, (), name), lang)


def around(name: str, steps: int, known_on: date | None = None) -> Picture:
    """What a rule, parameter or fact is worked out from and what is worked out from it, as many
    steps each way; raises Problem for a name that is none."""
    the_law = law(known_on)
    if not (name in the_law.rules or name in the_law.parameters or name in the_law.book.facts):
        raise Problem("bad_enum.name", "/name", value=name, allowed=sorted(the_law.rules)[:12])
    used = {rule: uses_of(the_law.rules[rule]) for rule in the_law.rules}
    users: dict[str, list[str]] = {}
    for rule, names in used.items():
        for one in names:
            users.setdefault(one, []).append(rule)
    chosen = _reached(name, used, steps) | _reached(name, users, steps)
    uses = {
        rule: [one for one in names if one in chosen]
        for rule, names in used.items()
        if rule in chosen
    }
    return Picture(the_law, uses, (name,), name)


def _reached(name: str, ways: Mapping[str, Sequence[str]], steps: int) -> set[str]:
    found, edge = {name}, {name}
    for _ in range(steps):
        edge = {other for one in edge for other in ways.get(one, ())} - found
        found |= edge
    return found


def svg(picture: Picture, lang: str, address: Address = lambda name: "", label: str = "") -> str:
    """The picture. Its parts have classes, with which a page may give it its own colours."""
    columns = _columns(picture)
    place = {
        name: (_MARGIN + x * (_WIDTH + _GAP_X), _MARGIN + y * (_HEIGHT + _GAP_Y))
        for x, names in enumerate(columns)
        for y, name in enumerate(names)
    }
    width = 2 * _MARGIN + len(columns) * _WIDTH + (len(columns) - 1) * _GAP_X
    height = 2 * _MARGIN + max(len(names) for names in columns) * (_HEIGHT + _GAP_Y) - _GAP_Y
    spoken = f' role="group" aria-label={quoteattr(label)}' if label else ""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="11"{spoken}>',
        '<rect class="paper" width="100%" height="100%" fill="white"/>',
    ]
    for rule, used in picture.uses.items():
        parts += [_arrow(place[one], place[rule]) for one in used]
    parts += [_box(picture, name, *at, lang, address(name)) for name, at in place.items()]
    return "\n".join([*parts, "</svg>", ""])


def _columns(picture: Picture) -> list[list[str]]:
    """A rule stands right of everything it uses (rules come in working order), a parameter or
    fact just left of what asks for it; within a column each stands near what it leads to."""
    column: dict[str, int] = {}
    users: dict[str, list[str]] = {}
    for rule, used in picture.uses.items():
        column[rule] = 1 + max((column.get(one, 0) for one in used), default=0)
        for one in used:
            users.setdefault(one, []).append(rule)
    for name, asking in users.items():
        column.setdefault(name, min(column[rule] for rule in asking) - 1)
    for name in picture.alone:
        column.setdefault(name, 0)
    result: list[list[str]] = [[] for _ in range(max(column.values()) + 1)]
    for name, number in column.items():
        result[number].append(name)
    height: dict[str, float] = {}
    for names in reversed(result):  # from the results back to the facts
        wanted = {n: _mean([height[u] for u in users.get(n, ()) if u in height]) for n in names}
        names.sort(key=lambda name: wanted[name])
        height.update({name: place for place, name in enumerate(names)})
    return [names for names in result if names]


def _mean(places: list[float]) -> float:
    return sum(places) / len(places) if places else 0.0


def _arrow(start: tuple[int, int], end: tuple[int, int]) -> str:
    x1, y1 = start[0] + _WIDTH, start[1] + _HEIGHT // 2
    x2, y2 = end[0], end[1] + _HEIGHT // 2
    middle = (x1 + x2) // 2
    return (
        f'<path d="M{x1} {y1} C{middle} {y1} {middle} {y2} {x2} {y2}" '
        f'fill="none" stroke="#9aa5b1" stroke-width="1"/>'
    )


def _box(picture: Picture, name: str, x: int, y: int, lang: str, href: str) -> str:
    kind, label = picture.kind(name), title(name, lang)
    centre = " centre" if name == picture.centre else ""
    lines = wrap(label, _IN_A_LINE, max_lines=_LINES, placeholder="…")
    texts = [
        f'<text x="{x + 8}" y="{y + 16 + number * _LINE}">{escape(line)}</text>'
        for number, line in enumerate(lines)
    ]
    box = (
        f'<g class="node {kind}{centre}"><title>{escape(name)}: {escape(label)}</title>'
        f'<rect x="{x}" y="{y}" width="{_WIDTH}" height="{_HEIGHT}" rx="5" '
        f'fill="{_COLOURS[kind]}" stroke="#52606d" stroke-width="{2.5 if centre else 0.7}"/>'
        f"{''.join(texts)}"
        f'<text class="name" x="{x + 8}" y="{y + _HEIGHT - 8}" font-size="9" '
        f'font-family="monospace">{escape(name)}</text></g>'
    )
    return f"<a href={quoteattr(href)}>{box}</a>" if href else box
