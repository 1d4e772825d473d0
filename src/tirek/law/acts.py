"""Which act is the law on a day, its newest edition, and the kinds of payers in force."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from tirek.engine.parameters import day_number, month_number
from tirek.law import document

#: The acts on social insurance, one after another.
SOCIAL_INSURANCE = ("Law 405", "Law 286-VI", "Social Code")


class ActEdition(NamedTuple):
    """An act as it stands from a day."""

    since: date
    act: str
    short: str


class Span(NamedTuple):
    """Months (numbers) from ``first`` to before ``end`` in which a kind pays, and who pays."""

    first: int
    end: int
    paid_by: str


@lru_cache(maxsize=1)
def editions() -> tuple[ActEdition, ...]:
    """Editions of the acts on social insurance, in order of time."""
    acts = {act["code"]: act for act in document("parameters", "acts.yaml")["acts"]}
    result = [
        ActEdition(edition["since"], code, acts[code]["short"])
        for code in SOCIAL_INSURANCE
        for edition in acts[code]["editions"]
    ]
    return tuple(sorted(result))


@lru_cache(maxsize=1)
def _starts() -> tuple[int, ...]:
    return tuple(day_number(edition.since) for edition in editions())


def edition_number(on: int) -> int:
    """Which of :func:`editions` holds on a day (a day number); the first one before all."""
    return max(bisect_right(_starts(), on) - 1, 0)


def act_titles() -> dict[str, dict[str, str]]:
    """Names of all cited acts in three languages."""
    return {act["code"]: dict(act["title"]) for act in document("parameters", "acts.yaml")["acts"]}


@lru_cache(maxsize=1)
def kinds() -> dict[str, dict[str, Span]]:
    """For each payer kind its span for the funds ``social`` and ``medical``."""
    entries = document("parameters", "payer_kinds.yaml")["payer_kinds"]
    return {
        entry["code"]: {
            fund: Span(
                month_number(entry[fund]["since"]),
                _end(entry[fund].get("until")),
                entry[fund]["paid_by"],
            )
            for fund in ("social", "medical")
            if fund in entry
        }
        for entry in entries
    }


@lru_cache(maxsize=1)
def special_months() -> dict[str, Span]:
    """The months in which each kind of special month can lie."""
    entries = document("parameters", "payer_kinds.yaml")["special_months"]
    return {e["code"]: Span(month_number(e["since"]), _end(e["until"]), "") for e in entries}


@dataclass(frozen=True)
class Category:
    """A state-insured category with the days on which the law has it."""

    code: str
    since: date
    until: date | None
    title: dict[str, str]
    citation: str


@lru_cache(maxsize=1)
def categories() -> dict[str, Category]:
    """State-insured categories in the order of the contract."""
    result: dict[str, Category] = {}
    for entry in document("parameters", "categories.yaml")["categories"]:
        before = result.get(entry["code"])
        since = before.since if before else entry["since"]
        result[entry["code"]] = Category(
            entry["code"],
            since,
            entry.get("until"),
            dict(entry["title"]),
            f"{entry['act']} {entry['article']}",
        )
    return result


@lru_cache(maxsize=1)
def category_codes() -> tuple[str, ...]:
    return tuple(categories())


def _end(until: date | None) -> int:
    return month_number(until) if until else month_number(date.max)
