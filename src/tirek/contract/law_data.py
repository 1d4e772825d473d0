"""The law as data: parameters over time, rules with their editions, who uses what, open
questions; in force on a day and as published by a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from tirek.contract import reading, writing
from tirek.contract.problems import Problem
from tirek.contract.tellings import document_texts
from tirek.engine.graph import Law, Rule
from tirek.engine.parameters import Edition, Parameter, day_of
from tirek.engine.rules import Fact
from tirek.engine.units import Unit
from tirek.law import document, parameters
from tirek.law import law as law_known_on

Entry = dict[str, Any]


def _day(text: str | None, at: str) -> date | None:
    return None if text is None else day_of(reading.day(text, at))


def _law(known_on: str | None) -> Law:
    return law_known_on(_day(known_on, "/known_on"))


def title(name: str, lang: str) -> str:
    """The title of a rule, parameter or fact in a language."""
    held = parameters()
    return held[name].title[lang] if name in held else str(document_texts()[name]["title"][lang])


def listing(on: str | None, known_on: str | None, lang: str) -> dict[str, list[Entry]]:
    """All rules and parameters; values as of ``on`` where it is given, else the newest."""
    law = _law(known_on)
    day = _day(on, "/on")
    return {
        "rules": [
            {
                "name": rule.name,
                "title": title(rule.name, lang),
                "article": _variant(rule, day).article,
                "module": _variant(rule, day).module,
            }
            for rule in law.rules.values()
        ],
        "parameters": [
            {
                "name": parameter.name,
                "title": parameter.title[lang],
                "unit": parameter.unit.value,
                "value": _value(parameter, _edition(parameter, day)),
            }
            for parameter in law.parameters.values()
        ],
    }


def check_days(on: str | None, known_on: str | None) -> None:
    """Raises Problem for a day that is none."""
    _day(on, "/on"), _day(known_on, "/known_on")


def editions_of_parameters(
    on: str | None, known_on: str | None, lang: str, today: date | None = None
) -> list[Entry]:
    """Every value of every parameter over time, a row each; ``in_force`` as of ``on``, else of
    ``today``."""
    law, day = _law(known_on), _day(on, "/on") or today
    rows = []
    for parameter in law.parameters.values():
        found = _parameter(law, parameter, day, lang)
        rows += [{**found, **edition} for edition in found["editions"]]
    return rows


def graph(known_on: str | None, lang: str) -> Entry:
    """Every rule, parameter and fact, and which rule uses which of them."""
    law = _law(known_on)
    kinds: dict[str, Iterable[str]] = {
        "rule": law.rules,
        "parameter": law.parameters,
        "fact": law.book.facts,
    }
    return {
        "nodes": [
            {"name": name, "kind": kind, "title": title(name, lang)}
            for kind, names in kinds.items()
            for name in names
        ],
        "edges": [
            {"rule": name, "uses": used} for name, rule in law.rules.items() for used in uses(rule)
        ],
    }


def uses(rule: Rule) -> list[str]:
    """What a rule is worked out from, in any of its editions."""
    return sorted({a for variant in rule.variants for a in variant.arguments})


def _variant(rule: Rule, day: date | None) -> Any:
    return rule.variants[rule.variant_on(day) if day else -1]


def _edition(parameter: Parameter, day: date | None) -> Edition | None:
    if day is None:
        return None if parameter.unheld else parameter.editions[-1]
    return parameter.edition(day)


def entry(
    name: str, on: str | None, known_on: str | None, lang: str, today: date | None = None
) -> Entry:
    """One rule, parameter or fact with all its editions, what it uses and who uses it; which of
    them is in force is said of ``on``, else of ``today`` (the contract has no clock)."""
    law = _law(known_on)
    day = _day(on, "/on") or today
    if name in law.parameters:
        found = _parameter(law, law.parameters[name], day, lang)
    elif name in law.rules:
        found = _rule(law.rules[name], day, lang)
    elif name in law.book.facts:
        found = _fact(law.book.facts[name], lang)
    else:
        near = _near(law, name)
        key = "bad_enum.name" if near else "bad_enum.name_alone"
        raise Problem(key, "/name", value=name, allowed=near)
    found["asked_on"] = on
    found["used_by"] = law.users(name)
    found["questions"] = [q for q in questions(lang) if name in q["touches"]]
    return found


def _near(law: Law, asked: str) -> list[str]:
    """Names whose name, title or article holds what was asked for; else those spelt alike."""
    wanted = asked.casefold()
    found = [name for name, words in _searched(law) if wanted in words]
    return (found or get_close_matches(asked, [n for n, _ in _searched(law)]))[:12]


def _searched(law: Law) -> list[tuple[str, str]]:
    """Each rule and parameter with the words by which it may be looked for."""
    result = []
    for rule in law.rules.values():
        titles = document_texts()[rule.name]["title"].values()
        articles = [variant.article for variant in rule.variants]
        result.append((rule.name, " ".join([rule.name, *titles, *articles]).casefold()))
    for parameter in law.parameters.values():
        articles = [edition.article for edition in parameter.editions]
        words = [parameter.name, *parameter.title.values(), *articles]
        result.append((parameter.name, " ".join(words).casefold()))
    return result


def _parameter(law: Law, parameter: Parameter, day: date | None, lang: str) -> Entry:
    in_force = parameter.edition(day) if day else None
    return {
        "name": parameter.name,
        "kind": "parameter",
        "title": parameter.title[lang],
        "unit": parameter.unit.value,
        "renewed": None if parameter.unheld else parameter.renewed or None,
        "editions": [
            {
                "since": edition.since.isoformat(),
                "until": last.isoformat() if last else None,
                "value": _value(parameter, edition),
                "act": edition.act,
                "article": edition.article,
                "source": edition.source,
                "confidence": edition.confidence,
                "published": edition.published.isoformat()
                if edition.published != edition.since
                else None,
                "note": edition.note,
                "in_force": edition is in_force,
            }
            for edition, last in (() if parameter.unheld else parameter.last_days)
        ],
        "uses": [],
    }


def _value(parameter: Parameter, edition: Edition | None) -> Any:
    if edition is None:
        return None
    if edition.bands:
        return [
            [bound, writing.plain(raw, parameter.scale, parameter.unit)]
            for bound, raw in edition.bands
        ]
    if parameter.unit is Unit.CODE:
        return edition.value
    return writing.plain(int(edition.value), parameter.scale, parameter.unit)


def _rule(rule: Rule, day: date | None, lang: str) -> Entry:
    in_force = rule.variant_on(day) if day else None
    text = document_texts()[rule.name].get("text")
    return {
        "name": rule.name,
        "kind": "rule",
        "title": title(rule.name, lang),
        "unit": rule.variants[0].gives.value,
        "text": text[lang] if text else None,
        "dated_by": rule.by,
        "editions": [
            {
                "since": variant.since.isoformat() if variant.since else None,
                "article": variant.article,
                "note": (variant.function.__doc__ or "").strip(),
                "uses": list(variant.arguments),
                "in_force": number == in_force,
            }
            for number, variant in enumerate(rule.variants)
        ],
        "uses": uses(rule),
    }


def _fact(fact: Fact, lang: str) -> Entry:
    return {
        "name": fact.name,
        "kind": "fact",
        "title": title(fact.name, lang),
        "unit": fact.unit.value,
        "codes": list(fact.codes),
        "editions": [],
        "uses": [],
    }


def questions(lang: str) -> list[Entry]:
    """Assumptions and open questions with what they touch."""
    return [
        {
            "id": one["id"],
            "kind": one["kind"],
            "text": one["text"][lang],
            "touches": list(one["touches"]),
            "source": one["source"],
        }
        for one in _questions()
    ]


@lru_cache(maxsize=1)
def _questions() -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = document("questions.yaml")["questions"]
    return found
