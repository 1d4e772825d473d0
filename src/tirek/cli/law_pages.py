"""``tirek law``: rules, parameters, facts, assumptions and open questions, as of a date."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tirek.cli import tables
from tirek.contract import law_data, law_run
from tirek.contract.law_picture import drawn
from tirek.contract.messages import say
from tirek.contract.problems import Problem
from tirek.contract.reading import parse

Entry = dict[str, Any]


def show(
    name: str, on: str, known_on: str, questions: bool, graph: Path | None, json: bool, lang: str
) -> None:
    """Prints what was asked of the law; raises Problem for a name or date that is none."""
    if graph is not None:
        picture = drawn(name, lang)
        try:
            graph.write_text(picture, encoding="utf-8")
        except OSError as error:
            raise Problem("cannot_write", "", value=str(graph), key=error.strerror) from None
        if not json:
            Console(stderr=True).print(str(graph))
        return
    render: Callable[[Any, str, Console], None]
    found: Any
    if questions:
        found, render = law_data.questions(lang), _questions
    elif name:
        from tirek.project import clock

        found = law_data.entry(name, on or None, known_on or None, lang, clock.today())
        render = _entry
    else:
        found, render = law_data.listing(on or None, known_on or None, lang), _listing
    if json:
        sys.stdout.buffer.write(orjson.dumps(found, option=orjson.OPT_INDENT_2) + b"\n")
    else:
        render(found, lang, Console(highlight=False))


def ask(name: str, text: bytes, known_on: str, json: bool, lang: str) -> None:
    """Works a rule out for the facts given and prints it with its explanation."""
    one = law_run.answer(name, parse(text), known_on or None, lang)
    if json:
        sys.stdout.buffer.write(orjson.dumps(one, option=orjson.OPT_INDENT_2) + b"\n")
        return
    console = Console(highlight=False)
    console.print(Text.assemble((law_data.title(name, lang), "bold"), f": {_said(one, lang)}"))
    tables.reasons(one, lang, console)


def _said(one: Entry, lang: str) -> str:
    """The value as people read it; money in full."""
    value = one["value"]
    if value is None:
        return _word("undetermined", lang)
    return tables.money(value, lang) if one["unit"] == "money" else str(value)


def _word(key: str, lang: str) -> str:
    return say("words", key, lang)


def _questions(found: list[Entry], lang: str, console: Console) -> None:
    for kind, heading in (("assumption", "assumptions"), ("question", "open_questions")):
        console.print(Text(_word(heading, lang), style="bold"))
        for one in found:
            if one["kind"] == kind:
                console.print(Text.assemble((one["id"], "dim"), "  ", one["text"]))
                console.print(Text(f"      {', '.join(one['touches'])} — {one['source']}", "dim"))


def _listing(found: dict[str, list[Entry]], lang: str, console: Console) -> None:
    for kind, heading in (("rules", "rule"), ("parameters", "parameter")):
        table = Table(box=None, padding=(0, 2), header_style="bold", title_justify="left")
        for column in (heading, "", "value" if kind == "parameters" else "article"):
            table.add_column(_word(column, lang) if column else "")
        for one in found[kind]:
            last = one.get("value") if kind == "parameters" else one["article"]
            table.add_row(one["name"], one["title"], str(last if last is not None else "—"))
        console.print(table)


def _entry(one: Entry, lang: str, console: Console) -> None:
    console.print(Text.assemble((one["name"], "bold"), "  ", one["title"]))
    table = Table(box=None, padding=(0, 2), header_style="dim")
    parameter = one["kind"] == "parameter"
    keys = ("since", "value", "article", "confidence") if parameter else ("since", "article")
    for key in keys:
        table.add_column(_word(key, lang))
    for edition in one["editions"]:
        style = "bold" if edition.get("in_force") else ""
        mark = "▶ " if edition.get("in_force") else "  "
        cells = {**edition, "article": f"{edition.get('act', '')} {edition['article']}".strip()}
        first, *rest = (_cell(cells[k]) for k in keys)
        table.add_row(mark + first, *rest, style=style)
    console.print(table)
    if one["asked_on"] and one["editions"] and not any(e["in_force"] for e in one["editions"]):
        console.print(Text(f"{_word('not_known_that_day', lang)}: {one['asked_on']}", "yellow"))
    for key in ("uses", "used_by"):
        if one[key]:
            console.print(Text.assemble((_word(key, lang) + ": ", "dim"), ", ".join(one[key])))
    for question in one["questions"]:
        console.print(Text.assemble((question["id"] + "  ", "yellow"), question["text"]))


def _cell(value: object) -> str:
    if isinstance(value, list):
        return "  ".join(f"{bound}→{step}" for bound, step in value)
    return "" if value is None else str(value)
