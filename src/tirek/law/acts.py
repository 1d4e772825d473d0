"""Which act is the law on a day, its newest edition, and the kinds of payers in force."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from tirek.engine.parameters import day_number, month_number
from tirek.law import document

#: The acts on social insurance, one after another.
SOCIAL_INSURANCE = ("Law 405", "Law 286-VI", "Social Code")


class ActEdition(NamedTuple):
    """An act as it stands from a day."""

    since: date
    act: str
    short: str
    known: date


class Span(NamedTuple):
    """Months (numbers) from ``first`` to before ``end`` in which a kind pays, and who pays."""

    first: int
    end: int
    paid_by: str

    def holds(self, month: int) -> bool:
        """Whether the kind pays in the month (its number)."""
        return self.first <= month < self.end


@lru_cache(maxsize=1)
def editions() -> tuple[ActEdition, ...]:
    """Editions of the acts on social insurance, in order of time."""
    acts = {act["code"]: act for act in document("parameters", "acts.yaml")["acts"]}
    result = [
        ActEdition(
            edition["since"],
            code,
            acts[code]["short"],
            _known_since(acts[code], edition),
        )
        for code in SOCIAL_INSURANCE
        for edition in acts[code]["editions"]
    ]
    return tuple(sorted(result))


@lru_cache(maxsize=64)
def signed_on(code: str) -> date | None:
    """The day on which an act was signed; None where it is not held."""
    acts = {act["code"]: act["signed"] for act in document("parameters", "acts.yaml")["acts"]}
    signed: date | None = acts.get(code)
    return signed


def _known_since(act: dict[str, Any], edition: dict[str, Any]) -> date:
    """The day from which an edition could be known; if none is recorded, its first day."""
    first = edition["since"] == act["since"]
    known: date = edition.get("published") or (act["signed"] if first else edition["since"])
    return known


@lru_cache(maxsize=64)
def _known(known_on: date | None) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """First days (as numbers) and places of the editions known by a day."""
    places = [
        place
        for place, edition in enumerate(editions())
        if known_on is None or edition.known <= known_on
    ]
    return tuple(day_number(editions()[place].since) for place in places), tuple(places)


def edition_number(on: int, known_on: date | None = None) -> int:
    """Which of :func:`editions` holds on a day (a day number), as known by a day; the first one
    before all."""
    starts, places = _known(known_on)
    at = bisect_right(starts, on) - 1
    return places[at] if at >= 0 else 0


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
