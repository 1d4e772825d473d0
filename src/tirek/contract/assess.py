"""``tirek assess``: entitled or not, to how much, for how long, and why."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any

import numpy as np

from tirek.contract import writing
from tirek.contract.assess_question import FACT_NAMES, Assessment, read
from tirek.contract.changes import Changes, what_would_change
from tirek.contract.messages import catalogue
from tirek.contract.reading import Object
from tirek.contract.tellings import citations, prepare, tell, values_of, writer
from tirek.contract.unknowns import undetermined
from tirek.engine.batch import Batch
from tirek.engine.graph import Law
from tirek.engine.ops import FIRST_DAY, LAST_DAY
from tirek.engine.parameters import day_number, day_of
from tirek.law import law as law_known_on
from tirek.law.acts import ActEdition, edition_number, editions
from tirek.law.benefits import BENEFITS, OF_DEPENDANTS, RULES_HELD_SINCE, Benefit
from tirek.law.book import MONTH, PERSON
from tirek.law.facts import Rows, batch_of

Answer = dict[str, object]


def answer(question: Object, lang: str = "kk", brief: bool = False) -> Answer:
    """The answer to one question; raises Problem where it cannot be answered as it stands."""
    return answers([read(question)], lang, brief)[0]


def answers(questions: Sequence[Assessment], lang: str, brief: bool) -> list[Answer]:
    """Answers in the order of the questions; those about one benefit are run together."""
    groups: dict[tuple[str, int | None], list[int]] = {}
    for number, question in enumerate(questions):
        groups.setdefault((question.benefit, question.known_on), []).append(number)
    found: list[Answer] = [{}] * len(questions)
    for (benefit, known_on), numbers in groups.items():
        law = law_known_on(None if known_on is None else day_of(known_on))
        group = [questions[number] for number in numbers]
        told = _Group(law, BENEFITS[benefit], group, lang, brief).answers()
        for number, one in zip(numbers, told, strict=True):
            found[number] = one
    return found


def alike(question: Assessment) -> tuple[str, int | None, int]:
    """What questions have in common that are answered by one plan: the benefit, and between which
    edges of the law's editions the right arose."""
    law = law_known_on(None if question.known_on is None else day_of(question.known_on))
    return question.benefit, question.known_on, bisect_right(_starts(law), question.on)


#: Facts that rule out whole rules: what is given is not counted, who is exempt pays nothing.
_ALIKE = ("participation_given", "pension_exempt")


class _Group:
    """Questions about one benefit under one known law, run as one batch."""

    def __init__(
        self, law: Law, benefit: Benefit, questions: Sequence[Assessment], lang: str, brief: bool
    ) -> None:
        self.law, self.benefit, self.lang, self.brief = law, benefit, lang, brief
        self.questions = questions
        self.batch = batch(questions, benefit.code == "survivor")
        outputs = (*benefit.outputs, *(rule for _, rule in benefit.factors))
        if benefit.code == "survivor":
            outputs += OF_DEPENDANTS
        self.outputs = outputs
        span = _span(law, self.batch)
        self.run = law.plan(outputs, (), *span, not brief).run(self.batch, checked=True)
        self.values = values_of(self.run)
        self.factor_writers = [(n, r, self._writer(r)) for n, r in benefit.factors]
        self.reason_texts = catalogue()["reasons"]
        if benefit.code == "survivor":
            self.bounds = np.cumsum(
                [0, *(len(question.dependants) for question in questions)]
            ).tolist()

    def _writer(self, name: str) -> Callable[[Any], object]:
        if name in self.law.parameters:
            scale = self.law.parameters[name].scale
            return lambda raw: writing.ratio(raw, scale)
        return writer(self.law.named(name))

    def answers(self) -> list[Answer]:
        found = [self._answer(i) for i in range(len(self.questions))]
        if self.brief:
            return found
        amounts = self.values[self.benefit.amount]
        changes: Changes = what_would_change(
            self.law, self.benefit, self.run, self.values,
            [self._open_to_change(one) for one in found],
        )  # fmt: skip
        for i, one in enumerate(found):
            base = amounts[i] if one["entitled"] else None
            one["what_would_change_it"] = changes.of(i, base)
        return found

    @staticmethod
    def _open_to_change(one: Answer) -> str | None:
        """ "entitled", or the only reason that stands in the way, or None."""
        if one["entitled"]:
            return "entitled"
        reasons = one["reasons"]
        assert isinstance(reasons, list)
        return str(reasons[0]["code"]) if len(reasons) == 1 else None

    # ------------------------------------------------------------------ one answer

    def _answer(self, i: int) -> Answer:
        question, benefit, values = self.questions[i], self.benefit, self.values
        edition_at = edition_number(question.on, self.law.known_on)
        edition = editions()[edition_at]
        codes, ahead = self._reasons(i, question)
        unknown = self._unknown(i, codes, ahead)
        if unknown:
            return self._undetermined(question, edition, unknown)
        entitled = not codes
        participation = values["participation_months"][i] if benefit.participation else None
        one: Answer = {
            "benefit": benefit.code,
            "entitled": entitled,
            "reasons": [self._reason(code, edition_at) for code in codes],
            "undetermined": [],
            "average_income": writing.money(values[benefit.average][i]),
            "participation_months": participation,
            "factors": {name: write(values[rule][i]) for name, rule, write in self.factor_writers}
            if not ahead else {},
            "amount": None, "pension_contribution": None, "net": None,
            "pays": "once" if benefit.once else "monthly",
            "months": None, "from": None, "until": None,
        }  # fmt: skip
        if entitled:
            self._pays(one, i, question)
        if benefit.code == "survivor":
            one["dependants"] = [] if ahead else self._dependants(i, entitled)
        one["law"] = {"act": edition.act, "edition": edition.since.isoformat()}
        if not self.brief:
            one["what_would_change_it"] = []
            one["explanation"] = [] if ahead else self._explanation(i, edition_at, codes)
        return one

    def _pays(self, one: Answer, i: int, question: Assessment) -> None:
        benefit, values = self.benefit, self.values
        withheld = values[benefit.pension_contribution][i] if benefit.pension_contribution else 0
        one["amount"] = writing.money(values[benefit.amount][i])
        one["pension_contribution"] = writing.money(withheld)
        one["net"] = writing.money(values[benefit.net][i])
        one["months"] = values[benefit.months][i] if benefit.months else None
        one["from"] = writing.day(question.on)
        if benefit.until:
            until = values[benefit.until][i]
            one["until"] = None if until == LAST_DAY else writing.day(until)

    def _reasons(self, i: int, question: Assessment) -> tuple[list[str], bool]:
        """Codes of the grounds that hold; whether the law of that date is not held at all."""
        on = day_of(question.on)
        if on < self.benefit.since:
            return ["not_in_force"], True
        if on < RULES_HELD_SINCE:
            return ["law_not_held"], True
        codes = [code for code, rule in self.benefit.reasons if self.values[rule][i]]
        not_positive = self.benefit.not_positive
        if not codes and not_positive and self.values[not_positive][i]:
            codes = ["amount_not_positive"]
        return codes, False

    def _reason(self, code: str, edition: int) -> Answer:
        name = self._rule_of_reason.get(code)
        cited: tuple[str, ...] = ()
        if name:
            rule = self.law.rules[name]
            cited = citations(
                rule.variants[rule.variant_on(editions()[edition].since)].article, edition
            )
        return {"code": code, "text": self.reason_texts[code][self.lang], "citations": cited}

    @cached_property
    def _rule_of_reason(self) -> dict[str, str]:
        rules = dict(self.benefit.reasons)
        rules["amount_not_positive"] = self.benefit.not_positive
        return rules

    def _explanation(self, i: int, edition: int, codes: list[str]) -> list[Answer]:
        """Of a refusal the grounds are told, of a benefit the way to its amount and end."""
        rules = self._rule_of_reason
        paid = self.benefit.paid if not codes else ()
        if codes == ["amount_not_positive"]:
            paid = (self.benefit.amount,)
        outputs = (*self.benefit.measured, *paid, *(rules[code] for code in codes))
        fixed = tuple((name, self.questions[i].facts[name]) for name in _ALIKE)
        told = tell(prepare(self.law, outputs, edition, self.lang, fixed), self.values, i)
        for step in told:
            if step["name"] == self.benefit.average:
                step["months"] = self._months(i)
        return told

    def _months(self, i: int) -> dict[str, str]:
        """The months of the window with what each counts for, the latest first."""
        values, window = self.values, self.benefit.window
        start, end = self.month_bounds[i : i + 2]
        return {
            writing.month(values["period"][at]): writing.money(values["month_income"][at])
            for at in range(start, end)
            if values[window][at]
        }

    @cached_property
    def month_bounds(self) -> list[int]:
        bounds: list[int] = self.batch.bounds(MONTH, PERSON).tolist()
        return bounds

    # ------------------------------------------------------------------ survivors

    def _dependants(self, i: int, entitled: bool) -> list[Answer]:
        texts = self.values
        result: list[Answer] = []
        for index, at in enumerate(range(self.bounds[i], self.bounds[i + 1])):
            eligible = texts["eligible"][at]
            until = texts["dependant_until"][at]
            known = until not in (LAST_DAY, FIRST_DAY)
            result.append(
                {
                    "index": index,
                    "eligible": eligible,
                    "reason": None if eligible else self._why_not(i, at),
                    "until": writing.day(until) if eligible and known else None,
                    "share": writing.money(texts["share"][at]) if eligible and entitled else None,
                }
            )
        return result

    def _why_not(self, i: int, at: int) -> str:
        values = self.values
        if values["kin"][at]:
            return "has_able_parents_or_alimony" if values["of_age_for_benefit"][at] else "too_old"
        if not values["child_under_carers_age"][i]:
            return "no_child_under_3"
        return "second_carer"

    # ------------------------------------------------------------------ what is not known

    def _unknown(self, i: int, codes: list[str], ahead: bool) -> list[Answer]:
        """The unknown parameters that the answer rests on."""
        benefit = self.benefit
        names = [*benefit.measured]
        if not ahead:
            names += [rule for _, rule in benefit.reasons]
        if not codes or codes == ["amount_not_positive"]:
            names += benefit.paid
        return undetermined(self.run, i, names)

    def _undetermined(
        self, question: Assessment, edition: ActEdition, unknown: list[Answer]
    ) -> Answer:
        one: Answer = {
            "benefit": self.benefit.code, "entitled": None, "reasons": [],
            "undetermined": unknown, "average_income": None, "participation_months": None,
            "factors": {}, "amount": None, "pension_contribution": None, "net": None,
            "pays": "once" if self.benefit.once else "monthly", "months": None,
            "from": None, "until": None,
        }  # fmt: skip
        if self.benefit.code == "survivor":
            one["dependants"] = []
        one["law"] = {"act": edition.act, "edition": edition.since.isoformat()}
        if not self.brief:
            one["what_would_change_it"] = []
            one["explanation"] = []
        return one


def batch(questions: Sequence[Assessment], survivor: bool) -> Batch:
    """Questions as the engine's arrays."""
    size = len(questions)
    persons = {
        name: np.array([q.facts[name] for q in questions], dtype=np.int64) for name in FACT_NAMES
    }
    for name in (
        "participation_given", "pension_exempt", "child_on_state_support", "other_carer_receives",
    ):  # fmt: skip
        persons[name] = persons[name].astype(np.bool_)
    persons["on"] = np.array([q.on for q in questions], dtype=np.int64)
    persons["applied_on"] = np.array([q.applied_on for q in questions], dtype=np.int64)
    lengths = [len(q.rows) for q in questions]
    flat = list(chain.from_iterable(q.rows for q in questions))
    columns = np.array(flat, dtype=np.int64).reshape(len(flat), 5).T
    rows = Rows(np.repeat(np.arange(size), lengths), *columns)
    if not survivor:
        return batch_of(size, persons, rows)
    dependants = np.array(
        [d for q in questions for d in q.dependants], dtype=np.int64
    ).reshape(-1, 6).T  # fmt: skip
    names = (
        "dependant_birth", "relation", "full_time_student", "study_until",
        "disabled_from_childhood", "without_able_parents_or_alimony",
    )  # fmt: skip
    flags = {2, 4, 5}
    facts = {
        name: column.astype(np.bool_) if n in flags else column
        for n, (name, column) in enumerate(zip(names, dependants, strict=True))
    }
    return batch_of(size, persons, rows, facts, [len(q.dependants) for q in questions])


def _span(law: Law, batch: Batch) -> tuple[int | None, int | None]:
    """The edges of the law's editions between which a batch's dates lie: few plans serve all."""
    on = batch.facts["on"]
    starts = _starts(law)
    first = int(np.searchsorted(starts, int(on.min()), side="right"))
    last = int(np.searchsorted(starts, int(on.max()), side="right"))
    return (
        starts[first - 1] if first else None,
        starts[last] - 1 if last < len(starts) else None,
    )


@lru_cache(maxsize=64)
def _starts(law: Law) -> list[int]:
    return [day_number(day) for day in law.boundaries()]
