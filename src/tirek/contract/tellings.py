"""Explanations: a run of the law read back, rule by rule, for one person.

Everything that does not depend on the person (titles, sentences, citations, the bands of an
edition) is prepared once for an edition and language; telling a person fills in the numbers.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from string import Formatter
from typing import Any

import numpy as np

from tirek.contract import writing
from tirek.engine.graph import Law, Rule, told_key
from tirek.engine.ops import FIRST_DAY, FIRST_MONTH, LAST_DAY
from tirek.engine.parameters import Parameter, day_number
from tirek.engine.plan import Plan, Run
from tirek.engine.units import Unit
from tirek.engine.values import Quotient, Value
from tirek.law import document
from tirek.law.acts import editions

Values = Mapping[str, Sequence[Any]]

#: Dates that stand for "none" or "not known" and are never told.
_STAND_INS = frozenset({FIRST_DAY, LAST_DAY, FIRST_MONTH})
Write = Callable[[Any], object]


@dataclass(frozen=True)
class Telling:
    """How one rule is told: ``shown`` are (argument, key of its values, writer)."""

    name: str
    title: str
    write: Write
    shown: tuple[tuple[str, str, Write], ...]
    template: str
    spoken: tuple[tuple[str, Write], ...]
    citations: tuple[str, ...]
    since: str | None
    bands: tuple[tuple[str, str, tuple[int, ...]], ...]
    condition: bool
    dated: tuple[str, ...]
    arguments: tuple[str, ...]

    def holds(self, values: Values, i: int) -> bool:
        """Whether there is something to tell: a ground that holds, dates that are dates."""
        if self.condition and not values[self.name][i]:
            return False
        for key in self.dated:  # noqa: SIM110  (a generator costs as much as all the rest)
            if values[key][i] in _STAND_INS:
                return False
        return True

    def tell(self, values: Values, i: int) -> dict[str, object]:
        entry: dict[str, object] = {
            "name": self.name,
            "title": self.title,
            "value": self.write(values[self.name][i]),
            "from": list(self.arguments),
            "inputs": {name: write(values[key][i]) for name, key, write in self.shown},
            "text": self.template % tuple([speak(values[key][i]) for key, speak in self.spoken]),
            "citations": self.citations,
            "edition": self.since,
        }
        if self.bands:
            entry["bands"] = [_band(*band, values, i) for band in self.bands]
        return entry


def tell(tellings: Sequence[Telling], values: Values, i: int) -> list[dict[str, object]]:
    """The explanation for one person: every rule told, grounds only where they hold."""
    return [telling.tell(values, i) for telling in tellings if telling.holds(values, i)]


def values_of(run: Run) -> dict[str, Sequence[Any]]:
    """The run's arrays, and the facts, as lists that :func:`tell` reads."""
    values: dict[str, Sequence[Any]] = {
        name: array.tolist() for name, array in run.batch.facts.items()
    }
    for name, array in run.values.items():
        values[name] = array.tolist()
    for name, bottom in run.denominators.items():
        size = len(values[name])
        whole = np.broadcast_to(np.asarray(bottom), (size,)).tolist()
        values[name] = list(zip(values[name], whole, strict=True))
    return values


@lru_cache(maxsize=4096)
def prepare(
    law: Law,
    outputs: tuple[str, ...],
    edition: int,
    lang: str,
    fixed: tuple[tuple[str, int], ...] = (),
) -> tuple[Telling, ...]:
    """The tellings of the rules behind some outputs, in working order, for one edition of the
    law (a number of :func:`tirek.law.acts.editions`) and some fixed facts."""
    day = editions()[edition].since
    texts = document_texts()
    result = []
    plan = law.bare(outputs, fixed, day_number(day))
    for name in law.needed(outputs):
        rule = law.rules[name]
        if plan.reached(rule.value) and _top(rule.value) and "text" in texts.get(name, {}):
            result.append(_telling(law, rule, rule.variant_on(day), edition, lang, plan))
    return tuple(result)


@lru_cache(maxsize=1)
def document_texts() -> Mapping[str, Any]:
    """Titles and sentences of rules and facts: name -> title, text -> language."""
    loaded: Mapping[str, Any] = document("texts.yaml")
    return loaded


def _telling(law: Law, rule: Rule, number: int, edition: int, lang: str, plan: Plan) -> Telling:
    variant = rule.variants[number]
    text = document_texts()[rule.name]
    keys: dict[str, tuple[str, Value | Quotient]] = {}
    for argument, wanted in zip(variant.arguments, variant.wants, strict=True):
        found = _source(law, argument, variant.by) if isinstance(wanted, Unit) else None
        if found is not None and _top(found[1]) and plan.reached(found[1]):
            keys[argument] = found
    template, names = _template(text["text"][lang])
    keys_spoken = {**keys, "value": (rule.name, rule.value)}
    if not keys_spoken.keys() >= set(names):  # a part of the sentence has no place in this case
        template, names = _template(f"{text['title'][lang]}: {{value}}")
    return Telling(
        name=rule.name,
        title=text["title"][lang],
        write=writer(rule.value),
        shown=tuple((a, key, writer(value)) for a, (key, value) in keys.items()),
        template=template,
        spoken=tuple((keys_spoken[one][0], speaker(*keys_spoken[one], lang)) for one in names),
        citations=citations(variant.article, edition),
        since=variant.since.isoformat() if variant.since else None,
        bands=_bands(law, rule, number, edition),
        condition=_unit(rule.value) is Unit.FLAG or bool(text.get("only_if_not_zero")),
        dated=tuple(
            key
            for key, value in ((rule.name, rule.value), *keys.values())
            if _unit(value) in (Unit.DAY, Unit.MONTH)
        ),
        arguments=tuple(keys),
    )


def _source(law: Law, argument: str, by: str) -> tuple[str, Value | Quotient] | None:
    """The key under which a run keeps an argument, and its traced value."""
    if argument in law.parameters:
        return told_key(argument, by), law.parameter_value(argument, by)
    return argument, law.named(argument)


def _bands(
    law: Law, rule: Rule, number: int, edition: int
) -> tuple[tuple[str, str, tuple[int, ...]], ...]:
    """(table, what it is asked with, its bounds) for each table of bands the rule uses."""
    result = []
    day = editions()[edition].since
    for value in _walk(rule.values[number]):
        if value.op == "band":
            parameter: Parameter = law.parameters[str(value.data)]
            asked = next(
                (n for n in _names(law, rule, number) if law.named(n) is value.args[0]), ""
            )
            held = parameter.edition(day) or parameter.editions[0]
            if asked:
                result.append((parameter.name, asked, tuple(bound for bound, _ in held.bands)))
    return tuple(dict.fromkeys(result))


def _names(law: Law, rule: Rule, number: int) -> list[str]:
    return [a for a in rule.variants[number].arguments if a not in law.parameters]


def _walk(value: Value | Quotient) -> list[Value]:
    parts = [value] if isinstance(value, Value) else [value.numerator, value.denominator]
    return [*parts, *(arg for part in parts for arg in part.args)]


def _band(
    table: str, asked: str, bounds: tuple[int, ...], values: Values, i: int
) -> dict[str, object]:
    count = values[asked][i]
    step = bisect_right(bounds, count) - 1
    return {
        "table": table,
        "by": asked,
        "from": bounds[step] if step >= 0 else None,
        "below": bounds[step + 1] if step + 1 < len(bounds) else None,
    }


def citations(article: str, edition: int) -> tuple[str, ...]:
    """Of a rule's citations those of the act that holds, and those of no such act."""
    act = editions()[edition].short
    parts = [part.strip() for part in article.split(";")]
    others = {e.short for e in editions()} - {act}
    own = [p for p in parts if not any(_cites(p, other) for other in others)]
    return tuple(own or parts)


def _cites(part: str, short: str) -> bool:
    return part.startswith(short + " ")


def _template(text: str) -> tuple[str, list[str]]:
    """A sentence with {names} as a %-template and the names in order."""
    template, names = "", []
    for literal, name, _spec, _conversion in Formatter().parse(text):
        template += literal.replace("%", "%%")
        if name is not None:
            template += "%s"
            names.append(name)
    return template, names


def _top(value: Value | Quotient) -> bool:
    level = value.level if isinstance(value, Value) else value.numerator.level
    return level.parent is None


def _unit(value: Value | Quotient) -> Unit:
    return value.unit if isinstance(value, Value) else Unit.RATIO


def writer(value: Value | Quotient) -> Write:
    """Writes a raw value for programs."""
    if isinstance(value, Quotient):
        up, down = value.denominator.scale, value.numerator.scale
        return lambda pair: writing.ratio(pair[0] * up, pair[1] * down)
    unit, scale, codes = value.unit, value.scale, value.codes
    if unit is Unit.MONEY:
        return writing.money
    if unit is Unit.CODE:
        return lambda raw: codes[raw]
    if unit is Unit.RATIO:
        return lambda raw: writing.ratio(raw, scale)
    if unit is Unit.DAY:
        return writing.day
    return lambda raw: writing.plain(raw, scale, unit)


def speaker(name: str, value: Value | Quotient, lang: str) -> Write:
    """Writes a raw value of a name of the law for people."""
    if isinstance(value, Quotient):
        up, down = value.denominator.scale, value.numerator.scale
        return lambda pair: writing.spoken_ratio(pair[0] * up, pair[1] * down, lang)
    unit, scale, codes = value.unit, value.scale, value.codes
    if unit is Unit.MONEY:
        return lambda raw: writing.spoken_money(raw, lang)
    if unit is Unit.CODE:
        return lambda raw: codes[raw]
    if unit is Unit.RATIO:
        speak = writing.spoken_percent if writing.per_cent(name) else writing.spoken_ratio
        return lambda raw: speak(raw, scale, lang)
    if unit is Unit.DAY:
        return lambda raw: writing.spoken_day(raw, lang)
    return lambda raw: writing.spoken(raw, scale, unit, lang)


__all__ = ["Telling", "citations", "prepare", "tell", "values_of"]
