"""The figures of a day as a page with charts: ``docs/speed.md`` and pictures beside the JSON."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from benchmarks.figure import sign

DOCS = Path(__file__).parents[1] / "docs"
_ROW, _LEFT, _WIDTH = 26, 210, 760
_TITLES = {
    "simple": "Job loss for 1,000,000 people, one date, one payer",
    "mixed": "Job loss for 1,000,000 people, a date for each, 1-3 payers, all reasons",
}


def write_page(figures: Path) -> None:
    """Writes the page of a JSON file of figures."""
    taken = json.loads(figures.read_text(encoding="utf-8"))
    lines = [
        "# How fast", "",
        f"Measured {taken['measured_at']} on {taken['cpus']} CPUs ({taken['machine']}), Python "
        f"{taken['python']}; all figures: [figures/{figures.name}](figures/{figures.name}). The "
        "machine is shared and noisy: read the ratios. Made by `./run bench --peers --nation "
        "--json`.", "",
    ]  # fmt: skip
    if taken.get("note"):
        lines += [taken["note"], ""]
    for work, title in _TITLES.items():
        rows = [one for one in taken["nation"] if one["work"] == work]
        if rows:
            picture = figures.with_name(f"{figures.stem}-{work}.svg")
            picture.write_text(_bars(title, rows), encoding="utf-8")
            lines += [f"![{title}](figures/{picture.name})", "", *_table(rows), ""]
    lines += ["| figure | value | reach |", "|---|---:|---:|"]
    for one in taken["figures"]:
        reach = (
            "" if one["reach"] is None else f"{sign(one['unit'])} {one['reach']:g} {one['unit']}"
        )
        lines.append(f"| {one['name']} | {one['value']:.3g} {one['unit']} | {reach} |")
    (DOCS / "speed.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _table(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    ours = next((one["median"] for one in rows if one["peer"] == "Tirek"), None)
    lines = [
        "| | median, ms | of it data in | ÷ Tirek | wrong amounts | most memory, MB |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for one in sorted(rows, key=lambda one: one["median"]):
        ratio = f"{one['median'] / ours:.2f}" if ours else ""
        taken_in = f"{one['take_in'] * 1000:.0f}" if one["take_in"] >= 0.001 else ""
        lines.append(
            f"| {one['peer']} | {one['median'] * 1000:.0f} | {taken_in} | {ratio} | "
            f"{one['wrong']:,} | {one['peak'] / 1e6:,.0f} |"
        )
    return lines


def _bars(title: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """A bar for each peer, the quickest first; how many amounts were wrong stands beside it."""
    ordered = sorted(rows, key=lambda one: one["median"])
    longest = ordered[-1]["median"]
    height = _ROW * (len(ordered) + 2)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        f'font-family="sans-serif" font-size="13" role="img" aria-label="{escape(title)}">',
        f'<rect width="{_WIDTH}" height="{height}" fill="white"/>',
        f'<text x="8" y="18" font-weight="bold">{escape(title)}</text>',
    ]
    for place, one in enumerate(ordered):
        top = _ROW * (place + 1) + 6
        length = max(2.0, (_WIDTH - _LEFT - 190) * one["median"] / longest)
        colour = "#00695c" if one["peer"] == "Tirek" else "#9e9e9e"
        told = f"{one['median'] * 1000:,.0f} ms" + (
            f", {one['wrong']:,} wrong" if one["wrong"] else ""
        )
        parts += [
            f'<text x="{_LEFT - 8}" y="{top + 15}" text-anchor="end">{escape(one["peer"])}</text>',
            f'<rect x="{_LEFT}" y="{top}" width="{length:.1f}" height="{_ROW - 8}" '
            f'fill="{colour}"/>',
            f'<text x="{_LEFT + length + 6:.1f}" y="{top + 14}">{told}</text>',
        ]
    return "\n".join([*parts, "</svg>"]) + "\n"
