"""``tirek contributions``: what is due for one person for one month, to both funds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from tirek.contract import reading, writing
from tirek.contract.problems import Problem, not_in_force
from tirek.contract.reading import Object
from tirek.contract.tellings import Values, citations, prepare, tell, values_of, writer
from tirek.contract.unknowns import undetermined
from tirek.engine.batch import Batch
from tirek.engine.graph import Law
from tirek.engine.ops import FIRST_DAY
from tirek.engine.parameters import day_number, day_of, month_text
from tirek.engine.plan import Run
from tirek.law import law as law_known_on
from tirek.law.acts import categories, category_codes, edition_number, kinds
from tirek.law.book import PAYER_KINDS, PERSON, SEXES

Answer = dict[str, object]
_Fixed = tuple[tuple[str, int], ...]

_KEYS = frozenset(
    {
        "month", "payer_kind", "income", "pension_contribution", "medical_base_elsewhere",
        "categories", "birth_date", "sex", "known_on",
    }
)  # fmt: skip


class _Line(NamedTuple):
    """Which rules and parameters make a line of the answer."""

    fund: str
    kind: str
    base: str
    rate: str
    amount: str
    code: str


_LINES = (
    _Line("social", "social_contribution", "social_base", "social_rate_of_kind",
          "social_contribution", "social_purpose_code"),
    _Line("medical", "employer_contribution", "employer_medical_base", "employer_medical_rate",
          "employer_medical_contribution", "employer_medical_purpose_code"),
    _Line("medical", "personal_contribution", "personal_medical_base", "personal_medical_rate",
          "personal_medical_contribution", "personal_medical_purpose_code"),
)  # fmt: skip

#: Kinds that pay everything in one payment, for which no purpose code of a part is held.
_ONE_PAYMENT = ("aggregate_payment_city", "aggregate_payment_village", "single_payment")


class Month(NamedTuple):
    """A question that has been read."""

    month: int
    kind: str
    known_on: int | None
    facts: dict[str, int]


def read(question: Object) -> Month:
    """A question checked whole; raises Problem for the first thing that is wrong."""
    reading.only(question, _KEYS, "")
    month = reading.month(reading.needed(question, "month", ""), "/month")
    kind = reading.code(reading.needed(question, "payer_kind", ""), PAYER_KINDS, "/payer_kind")
    income = reading.money(reading.needed(question, "income", ""), "/income")
    spans = kinds()[kind].values()
    if not any(span.holds(month) for span in spans):
        raise not_in_force("/payer_kind", kind, month, min(spans))
    facts = {
        "income": income, "pension_contribution_given": 0, "pension_contribution_stated": 0,
        "medical_base_elsewhere": 0, "state_insured": 0, "age_given": 0, "birth_date": FIRST_DAY,
        "sex": 0, "payer_kind": PAYER_KINDS.index(kind),
    }  # fmt: skip
    stated = question.get("pension_contribution")
    if stated is not None:
        amount = reading.money(stated, "/pension_contribution")
        if amount > income:
            raise Problem(
                "out_of_bounds.money", "/pension_contribution", value=stated, lo="0",
                hi=writing.money(income),
            )  # fmt: skip
        facts["pension_contribution_given"] = 1
        facts["pension_contribution_stated"] = amount
    elsewhere = question.get("medical_base_elsewhere")
    if elsewhere is not None:
        facts["medical_base_elsewhere"] = reading.money(elsewhere, "/medical_base_elsewhere")
    facts["state_insured"] = _read_categories(question.get("categories"), month)
    _read_person(question, month, facts)
    known_on = question.get("known_on")
    known = None if known_on is None else reading.day(known_on, "/known_on")
    return Month(month, kind, known, facts)


def _read_categories(value: object, month: int) -> int:
    """Whether one of the categories named is one by the law of the month."""
    if value is None:
        return 0
    codes = [
        reading.code(entry, category_codes(), f"/categories/{number}")
        for number, entry in enumerate(reading.entries_of(value, "/categories"))
    ]
    return int(any(day_number(categories()[code].since) < _first_day(month + 1) for code in codes))


def _read_person(question: Object, month: int, facts: dict[str, int]) -> None:
    birth, sex = question.get("birth_date"), question.get("sex")
    if birth is None and sex is None:
        return
    if birth is None or sex is None:
        missing = "birth_date" if birth is None else "sex"
        raise Problem("missing_fact.both", f"/{missing}", key=missing)
    facts["birth_date"] = reading.day(birth, "/birth_date")
    facts["sex"] = SEXES.index(reading.code(sex, SEXES, "/sex"))
    facts["age_given"] = 1
    if facts["birth_date"] >= _first_day(month + 1):
        raise Problem("event_date_conflict.before_birth", "/birth_date")


def _first_day(month: int) -> int:
    return day_number(date(month // 12, month % 12 + 1, 1))


def answer(question: Object, lang: str = "kk", brief: bool = False) -> Answer:
    """The answer to one question; raises Problem where it cannot be answered as it stands."""
    return answers([read(question)], lang, brief)[0]


def answers(questions: Sequence[Month], lang: str, brief: bool) -> list[Answer]:
    """Answers in the order of the questions."""
    found: list[Answer] = [{}] * len(questions)
    groups: dict[tuple[_Fixed, int | None], list[int]] = {}
    for number, question in enumerate(questions):
        groups.setdefault((_fixed(question), question.known_on), []).append(number)
    for (fixed, known_on), numbers in groups.items():
        law = law_known_on(None if known_on is None else day_of(known_on))
        group = [questions[number] for number in numbers]
        plan = law.plan(_OUTPUTS, (), None, None, not brief, fixed)
        run = plan.run(_batch(group), checked=True)
        values = values_of(run)
        for at, number in enumerate(numbers):
            found[number] = _answer(law, group[at], run, values, at, lang, brief)
    return found


_OUTPUTS = tuple(
    dict.fromkeys(
        [
            *(name for line in _LINES for name in (line.base, line.rate, line.amount)),
            "of_pension_age",
            "insured_by_state",
        ]
    )
)


#: Why a line may be missing; told where it holds.
_GROUNDS = ("of_pension_age", "insured_by_state")


def _fixed(question: Month) -> _Fixed:
    """What is alike in a group: rules for other kinds of payers are neither run nor told."""
    return tuple((name, question.facts[name]) for name in ("payer_kind", "age_given"))


_FLAGS = ("pension_contribution_given", "state_insured", "age_given")


def _batch(questions: Sequence[Month]) -> Batch:
    facts = {
        name: np.array([q.facts[name] for q in questions], dtype=np.int64)
        for name in questions[0].facts
    }
    for name in _FLAGS:
        facts[name] = facts[name].astype(np.bool_)
    facts["on"] = np.array([_first_day(q.month) for q in questions], dtype=np.int64)
    return Batch(PERSON, len(questions), facts)  # type: ignore[arg-type]


def _answer(
    law: Law, question: Month, run: Run, values: Values, at: int, lang: str, brief: bool
) -> Answer:
    lines = [
        line for line in _LINES if _pays(line, question) and values[line.amount][at] != 0
    ]  # fmt: skip
    unknown = _unknown(run, question, at)
    edition = edition_number(_first_day(question.month), law.known_on)
    one: Answer = {
        "month": month_text(question.month),
        "lines": None
        if unknown
        else [_line(law, line, question, values, at, edition) for line in lines],
        "undetermined": unknown,
    }
    if not brief:
        outputs = (*(line.amount for line in lines), *_grounds(question))
        tellings = () if unknown else prepare(law, outputs, edition, lang, _fixed(question))
        one["explanation"] = tell(tellings, values, at)
    return one


def _grounds(question: Month) -> tuple[str, ...]:
    """Of the grounds those that can hold: of an age that is not told nothing is said."""
    return _GROUNDS if question.facts["age_given"] else _GROUNDS[1:]


def _pays(line: _Line, question: Month) -> bool:
    span = kinds()[question.kind].get(line.fund)
    return span is not None and span.holds(question.month)


def _line(law: Law, line: _Line, question: Month, values: Values, at: int, edition: int) -> Answer:
    day = day_of(_first_day(question.month))
    code = None if question.kind in _ONE_PAYMENT else law.parameters[line.code].text(day)
    employers = line.kind == "employer_contribution"
    rule = law.rules[line.amount]
    article = rule.variants[rule.variant_on(day)].article
    return {
        "fund": line.fund,
        "kind": line.kind,
        "paid_by": "employer" if employers else kinds()[question.kind][line.fund].paid_by,
        "rate": _rate_writer(law, line.rate)(values[line.rate][at]),
        "base": writing.money(values[line.base][at]),
        "amount": writing.money(values[line.amount][at]),
        "purpose_code": code,
        "due": _due(law, question.month),
        "citations": citations(article, edition),
    }


def _rate_writer(law: Law, name: str) -> Callable[[int], object]:
    if name in law.parameters:
        scale = law.parameters[name].scale
        return lambda raw: writing.ratio(raw, scale)
    return writer(law.named(name))


def _due(law: Law, month: int) -> str | None:
    """The due day of the next month, as the law prints it (whether a day off moves it is open)."""
    following = _first_day(month + 1)
    number = law.parameters["due_day"].at(day_of(_first_day(month)))
    return writing.day(following + int(number) - 1) if number is not None else None


def _unknown(run: Run, question: Month, at: int) -> list[Answer]:
    """The unknown parameters that the lines rest on."""
    lines = [line for line in _LINES if _pays(line, question)]
    return undetermined(run, at, [name for line in lines for name in (line.amount, line.base)])
