"""The graph of rules as a picture: what a result rests on, left to right."""

from __future__ import annotations

from xml.sax.saxutils import escape

from tirek.contract.law_data import title
from tirek.contract.law_data import uses as uses_of
from tirek.contract.problems import Problem
from tirek.engine.graph import Law
from tirek.law import law

_WIDTH, _HEIGHT, _GAP_X, _GAP_Y = 250, 34, 70, 12
_COLOURS = {"rule": "#e8f0fa", "parameter": "#fdf3dc", "fact": "#eaf5ea"}


def drawn(name: str, lang: str) -> str:
    """An SVG of the rules, parameters and facts behind a rule, or behind all rules."""
    the_law = law()
    if name and name not in the_law.rules:
        raise Problem("bad_enum.name", "/name", value=name, allowed=sorted(the_law.rules))
    rules = the_law.needed((name,)) if name else list(the_law.rules)
    uses = {rule: uses_of(the_law.rules[rule]) for rule in rules}
    columns = _columns(rules, uses)
    return _svg(the_law, columns, uses, lang)


def _columns(rules: list[str], uses: dict[str, list[str]]) -> list[list[str]]:
    """A rule stands right of everything it uses (rules come in working order), a parameter or
    fact just left of what asks for it; within a column each stands near what it leads to."""
    column: dict[str, int] = {}
    for rule in rules:
        column[rule] = 1 + max((column.get(used, 0) for used in uses[rule]), default=0)
    users: dict[str, list[str]] = {}
    for rule in rules:
        for used in uses[rule]:
            users.setdefault(used, []).append(rule)
    for name, asking in users.items():
        column.setdefault(name, min(column[rule] for rule in asking) - 1)
    result: list[list[str]] = [[] for _ in range(max(column.values()) + 1)]
    for name, number in column.items():
        result[number].append(name)
    height: dict[str, float] = {}
    for names in reversed(result):  # from the results back to the facts
        wanted = {n: _mean([height[u] for u in users.get(n, ()) if u in height]) for n in names}
        names.sort(key=lambda name: wanted[name])
        height.update({name: place for place, name in enumerate(names)})
    return result


def _mean(places: list[float]) -> float:
    return sum(places) / len(places) if places else 0.0


def _svg(the_law: Law, columns: list[list[str]], uses: dict[str, list[str]], lang: str) -> str:
    place = {
        name: (20 + x * (_WIDTH + _GAP_X), 20 + y * (_HEIGHT + _GAP_Y))
        for x, names in enumerate(columns)
        for y, name in enumerate(names)
    }
    width = 40 + len(columns) * (_WIDTH + _GAP_X)
    height = 40 + max(len(names) for names in columns) * (_HEIGHT + _GAP_Y)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="11">',
        '<rect width="100%" height="100%" fill="white"/>',
    ]
    for rule, used in uses.items():
        parts += [_arrow(place[one], place[rule]) for one in used if one in place]
    parts += [_box(the_law, name, *at, lang) for name, at in place.items()]
    return "\n".join([*parts, "</svg>", ""])


def _arrow(start: tuple[int, int], end: tuple[int, int]) -> str:
    x1, y1 = start[0] + _WIDTH, start[1] + _HEIGHT // 2
    x2, y2 = end[0], end[1] + _HEIGHT // 2
    middle = (x1 + x2) // 2
    return (
        f'<path d="M{x1} {y1} C{middle} {y1} {middle} {y2} {x2} {y2}" '
        f'fill="none" stroke="#9aa5b1" stroke-width="0.8"/>'
    )


def _box(the_law: Law, name: str, x: int, y: int, lang: str) -> str:
    if name in the_law.parameters:
        kind, label = "parameter", the_law.parameters[name].title[lang]
    else:
        kind, label = ("rule" if name in the_law.rules else "fact"), title(name, lang)
    short = label if len(label) <= 40 else label[:39] + "…"
    return (
        f"<g><title>{escape(name)}: {escape(label)}</title>"
        f'<rect x="{x}" y="{y}" width="{_WIDTH}" height="{_HEIGHT}" rx="5" '
        f'fill="{_COLOURS[kind]}" stroke="#52606d" stroke-width="0.7"/>'
        f'<text x="{x + 8}" y="{y + 14}" font-weight="bold">{escape(name)}</text>'
        f'<text x="{x + 8}" y="{y + 27}">{escape(short)}</text></g>'
    )
