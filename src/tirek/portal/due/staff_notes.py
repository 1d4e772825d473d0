"""What is said of a row of a staff list beside its sums: why something is not paid, what is told
only by half."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tirek.law.acts import categories, kinds
from tirek.pages.texts import language
from tirek.portal.due.staff_list import Person
from tirek.portal.due.told import exempt_unasked, half_told, over_regime
from tirek.portal.texts import text


def reasons(person: Person, one: Any) -> list[str]:
    """Why a payment of the row's kind is missing, or that the law does not hold its values."""
    foreign = [text("staff.foreign")] if person.foreign else []
    if one["undetermined"]:
        return [text("due.unknown"), *foreign]
    there, facts = {line["kind"] for line in one["lines"]}, person.question.facts
    found: dict[str, None] = dict.fromkeys(foreign)
    if _pays(person, "social") and "social_contribution" not in there:
        if not person.income:
            found[text("due.no_income_social")] = None
        elif person.birth:
            found[text("staff.why_age")] = None
            if person.by_iin:
                found[text("staff.by_iin")] = None
    if person.ageless and "social_contribution" in there:
        found[text("staff.ageless")] = None
    if _pays(person, "medical") and "personal_contribution" not in there:
        if facts["state_insured"]:
            found[text("staff.why_state")] = None
        elif not person.income:
            found[text("staff.why_no_income")] = None
        elif facts["medical_base_elsewhere"]:
            found[text("staff.why_elsewhere")] = None
    return [*found]


def _pays(person: Person, fund: str) -> bool:
    span = kinds()[person.kind].get(fund)
    return span is not None and span.holds(person.question.month)


def warnings(people: Sequence[Person], answers: Sequence[Any]) -> Iterator[tuple[Person, str]]:
    """Rows that tell one of two things, of a pensioner or of a person with a disability, and those
    whose category stands there in a word that means more people than the law's."""
    exempt = exempt_unasked(
        [(one.question, one.categories, answer)
         for one, answer in zip(people, answers, strict=True)]
    )  # fmt: skip
    for person, answer, unasked in zip(people, answers, exempt, strict=True):
        if half := half_told(
            person.kind, person.income, person.categories, person.birth, answer
        ):  # fmt: skip
            yield person, text(f"due.{half}")
        if unasked:
            yield person, text("due.exempt_unasked", enter=text("staff.exempt_enter"))
        if over_regime(person.kind, person.income, person.month):
            yield person, text("due.over_regime")
        yield from ((person, words) for words in _wider(person))


def _wider(person: Person) -> Iterator[str]:
    """What the law's category is where a wider word was not taken for it, though it would free the
    row from medical insurance."""
    if _pays(person, "medical") and not person.question.facts["state_insured"]:
        for code in person.wider:
            yield text("staff.wider", category=categories()[code].title[language()])
