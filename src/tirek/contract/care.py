"""``tirek care``: which package covers a care, and whether it is available to this person."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from tirek.contract import reading
from tirek.contract.problems import Problem
from tirek.contract.reading import Object
from tirek.engine.parameters import day_of
from tirek.law import care_packages, document
from tirek.law.acts import category_codes

Answer = dict[str, object]

_KEYS = frozenset(
    {
        "on", "icd10", "service", "insured", "categories", "suspected", "onset", "residence",
        "known_on",
    }
)  # fmt: skip


class Care(NamedTuple):
    """A question that has been read."""

    on: int
    law_on: int
    icd10: str | None
    service: str
    insured: bool
    categories: tuple[str, ...]
    suspected: bool
    onset: int | None
    residence: str


def read(question: Object) -> Care:
    """A question checked whole; raises Problem for the first thing that is wrong."""
    reading.only(question, _KEYS, "")
    on = reading.day(reading.needed(question, "on", ""), "/on")
    service = reading.code(
        reading.needed(question, "service", ""), care_packages.services(), "/service"
    )
    insured = reading.flag(reading.needed(question, "insured", ""), "/insured")
    if "icd10" not in question:  # null: the care is for no disease
        raise Problem("missing_fact", "/icd10", key="icd10")
    code = question["icd10"]
    if code is not None and (type(code) is not str or care_packages.parse_icd10(code) is None):
        raise Problem("bad_enum.icd10", "/icd10", value=code)
    onset = question.get("onset")
    started = None if onset is None else reading.day(onset, "/onset")
    if started is not None and started > on:
        raise Problem("event_date_conflict.onset_later", "/onset")
    suspected = question.get("suspected")
    residence = question.get("residence")
    known_on = question.get("known_on")
    # Publication days of the lists are not recorded: each counts as published when it begins.
    law_on = on if known_on is None else min(on, reading.day(known_on, "/known_on"))
    return Care(
        on,
        law_on,
        None if code is None else str(code),
        service,
        insured,
        _categories(question.get("categories")),
        False if suspected is None else reading.flag(suspected, "/suspected"),
        started,
        care_packages.RESIDENT
        if residence is None
        else reading.code(residence, care_packages.residences(), "/residence"),
    )


def _categories(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    entries = reading.entries_of(value, "/categories")
    return tuple(
        reading.code(entry, category_codes(), f"/categories/{number}")
        for number, entry in enumerate(entries)
    )


def answer(question: Object, lang: str = "kk", brief: bool = False) -> Answer:
    """The answer to one question; raises Problem where it cannot be answered as it stands."""
    return answers([read(question)], lang, brief)[0]


def answers(questions: Sequence[Care], lang: str, brief: bool) -> list[Answer]:
    """Answers in the order of the questions."""
    return [_answer(question, lang, brief) for question in questions]


@lru_cache(maxsize=1)
def _sources() -> dict[str, str]:
    return {name: str(one["title"]) for name, one in document("sources.yaml")["sources"].items()}


def named(citations: Sequence[str]) -> list[str]:
    """Citations with the short names of sources written out."""
    return [_sources().get(citation, citation) for citation in citations]


def _answer(question: Care, lang: str, brief: bool) -> Answer:
    decision = care_packages.decide(
        on=day_of(question.on),
        law_on=day_of(question.law_on),
        icd10=question.icd10,
        service=question.service,
        insured=question.insured,
        categories=question.categories,
        suspected=question.suspected,
        onset=None if question.onset is None else day_of(question.onset),
        residence=question.residence,
    )
    one: Answer = {
        "package": decision.package,
        "available": decision.available,
        "disease_group": decision.disease_group,
        "confirmed": decision.confirmed,
        "why": {"text": decision.why[lang], "citations": named(decision.citations)},
        "undetermined": [],
    }
    if not brief:
        one["explanation"] = [
            {
                "name": step.name,
                "title": step.title[lang],
                "text": step.text[lang],
                "citations": named(step.citations),
            }
            for step in decision.steps
        ]
    return one
