"""A tiny law of a made-up country, and how its parameters and batches are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from tirek.engine.batch import Batch
from tirek.engine.graph import Law
from tirek.engine.parameter_files import parameter_from
from tirek.engine.parameters import Parameter, day_number, month_number
from tirek.engine.plan import Run
from tirek.engine.rules import RuleBook
from tirek.engine.units import Unit
from tirek.engine.values import Level

PERSON = Level("person")
MONTH = Level("month", PERSON, most=24)
ROW = Level("row", MONTH, most=10)
MOST = 10**12
FIRST, LAST = day_number(date(1900, 1, 1)), day_number(date(2099, 12, 31))
TITLE = {"kk": "атау", "ru": "название", "en": "name"}
CITED: dict[str, Any] = {"act": "Act", "article": "1", "confidence": "V-LAW"}


def book(*functions: Callable[..., Any], **options: Any) -> RuleBook:
    """The facts of the country and some rules, each with the same options."""
    result = RuleBook()
    for name in ("on", "born", "other_day"):
        result.fact(name, Unit.DAY, PERSON, FIRST, LAST)
    for name in ("income", "other_income"):
        result.fact(name, Unit.MONEY, PERSON, hi=MOST)
    result.fact("debt", Unit.MONEY, PERSON, -MOST, MOST)
    result.fact("months", Unit.MONTHS, PERSON, hi=1000)
    result.fact("days", Unit.DAYS, PERSON, hi=1000)
    result.fact("count", Unit.COUNT, PERSON, hi=1000)
    result.fact("flag", Unit.FLAG, PERSON)
    result.fact("kind", Unit.CODE, PERSON, codes=("one", "two", "three"))
    result.fact("period", Unit.MONTH, MONTH, 1900 * 12, 2099 * 12)
    result.fact("paid", Unit.MONEY, ROW, hi=MOST)
    for function in functions:
        result.rule(article=f"art. {function.__name__}", **options)(function)
    return result


def edition(value: Any, since: str = "2000-01-01", **more: Any) -> dict[str, Any]:
    """One dated value as YAML has it; a list is a table of bands."""
    entry: dict[str, Any] = {"since": date.fromisoformat(since), **CITED}
    entry["bands" if isinstance(value, list) else "value"] = value
    for name in ("until", "published"):
        if name in more:
            more[name] = date.fromisoformat(more[name])
    return {**entry, **more}


def entry(unit: str, *editions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"title": TITLE, "unit": unit, "values": list(editions), **more}


def parameters(**entries: dict[str, Any]) -> dict[str, Parameter]:
    return {name: parameter_from(name, one) for name, one in entries.items()}


#: What most rules here use: a rate, and a wage that is renewed each year from 2020 to 2022.
USUAL = {
    "rate": entry("ratio", edition("0.10"), edition("0.25", "2021-01-01"), decimals=2),
    "wage": entry(
        "money",
        edition("100", "2020-01-01"), edition("200", "2021-01-01"), edition("300", "2022-01-01"),
        renewed="yearly",
    ),
    "steps": entry("ratio", edition([[0, "0.1"], [6, "0.7"], [12, "1.5"]]), decimals=1),
    "lasting": entry("months", edition("3")),
}  # fmt: skip


def law(*functions: Callable[..., Any], known_on: date | None = None, **entries: Any) -> Law:
    return Law(book(*functions), parameters(**{**USUAL, **entries}), known_on)


def days(*texts: str) -> np.ndarray[Any, Any]:
    return np.array([day_number(date.fromisoformat(text)) for text in texts], dtype=np.int64)


def months(*texts: str) -> np.ndarray[Any, Any]:
    return np.array(
        [month_number(date.fromisoformat(f"{text}-01")) for text in texts], dtype=np.int64
    )


def batch(size: int, counts: Mapping[Level, Sequence[int]] | None = None, **facts: Any) -> Batch:
    """A batch of so many persons; plain numbers are facts alike for all."""
    arrays: dict[str, Any] = {
        name: value if isinstance(value, np.ndarray) else np.array(
            value if isinstance(value, list) else [value] * size,
            dtype=np.bool_ if _flag(value) else np.int64)
        for name, value in facts.items()
    }  # fmt: skip
    arrays.setdefault("on", days(*["2020-06-01"] * size))
    members = {level: np.array(found, dtype=np.int64) for level, found in (counts or {}).items()}
    return Batch(PERSON, size, arrays, members)


def _flag(value: Any) -> bool:
    return isinstance(value[0] if isinstance(value, list) and value else value, bool)


def run(the_law: Law, names: str | tuple[str, ...], found: Batch) -> Run:
    return the_law.plan((names,) if isinstance(names, str) else names).run(found)


def worked_out(the_law: Law, name: str, found: Batch) -> list[Any]:
    """The values of a rule for the persons (or members) of a batch."""
    values: list[Any] = run(the_law, name, found)[name].tolist()
    return values
