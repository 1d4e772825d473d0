"""``tirek insured-status``: insured or not, until when, and every legal way back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from tirek.contract import reading, writing
from tirek.contract.problems import Problem, not_in_force
from tirek.contract.reading import Object
from tirek.contract.tellings import Values, citations, prepare, tell, values_of
from tirek.contract.unknowns import undetermined
from tirek.engine.calendar import DAYS, MONTHS
from tirek.engine.graph import Law
from tirek.engine.ops import FIRST_DAY, LAST_DAY
from tirek.engine.parameters import day_number, day_of, month_number, month_text
from tirek.engine.plan import Run
from tirek.law import law as law_known_on
from tirek.law.acts import Category, categories, category_codes, edition_number, kinds
from tirek.law.book import PAYER_KINDS
from tirek.law.facts import cover, covered_batch
from tirek.law.insured_status import BASES, INSURANCE_SINCE

Answer = dict[str, object]


def everybody_until(law: Law, on: NDArray[np.integer]) -> NDArray[np.int64]:
    """For each day on which everybody is insured the last day of that time (LAST_DAY: open)."""
    parameter = law.parameters["everybody_insured"]
    never_ends = len(parameter.table)
    ends = np.append(np.flatnonzero(parameter.table == 0), never_ends)
    place = (MONTHS.take(on - FIRST_DAY) if parameter.monthly else on) - parameter.first
    end = ends[np.searchsorted(ends, place)]
    day_after = DAYS.take(end) if parameter.monthly else end + FIRST_DAY
    return np.where(end == never_ends, LAST_DAY, day_after - 1)


_KEYS = frozenset({"on", "person", "payments", "categories", "known_on"})
_PAYMENT = frozenset({"period", "kind", "paid_on"})
_CATEGORY = frozenset({"code", "from", "until"})
MOST_ROWS = 10_000

_OUTPUTS = (
    "insured", "insured_basis", "insured_by_payments", "in_grace", "payments_until",
    "prepaid_until", "everybody_is_insured", "first_month_looked_at", "missing_months_count",
    "price_of_missing_months", "price_of_year",
)  # fmt: skip


#: What the answer rests on, prices apart.
_STATUS = ("insured", "in_grace", "payments_until", "prepaid_until", "missing_months_count")


class Interval(NamedTuple):
    """A category with its first and last day (numbers)."""

    code: str
    first: int
    last: int


class Status(NamedTuple):
    """A question that has been read. ``paid`` is month -> earliest day that a payment carries."""

    on: int
    birth: int
    known_on: int | None
    paid: dict[int, int]
    intervals: list[Interval]
    given: int


def read(question: Object) -> Status:
    """A question checked whole; raises Problem for the first thing that is wrong."""
    reading.only(question, _KEYS, "")
    on = reading.day(reading.needed(question, "on", ""), "/on")
    person = reading.entry_of(reading.needed(question, "person", ""), "/person")
    reading.only(person, frozenset({"birth_date"}), "/person")
    at = "/person/birth_date"
    birth = reading.day(reading.needed(person, "birth_date", "/person"), at)
    if birth > on:
        raise Problem("event_date_conflict.before_birth", at)
    known_on = question.get("known_on")
    known = None if known_on is None else reading.day(known_on, "/known_on")
    paid = _read_payments(reading.needed(question, "payments", ""), on)
    intervals = _read_categories(reading.needed(question, "categories", ""))
    given = len(intervals)
    adult = day_number(_adult_on(birth))
    return Status(on, birth, known, paid, [*intervals, Interval("child", birth, adult - 1)], given)


def _read_payments(value: object, on: int) -> dict[int, int]:
    entries = reading.entries_of(value, "/payments")
    if len(entries) > MOST_ROWS:
        raise Problem("out_of_bounds.rows", "/payments", value=len(entries), hi=MOST_ROWS)
    paid: dict[int, int] = {}
    for number, entry in enumerate(entries):
        at = f"/payments/{number}"
        payment = reading.entry_of(entry, at, _PAYMENT)
        reading.only(payment, _PAYMENT, at)
        period = reading.month(reading.needed(payment, "period", at), f"{at}/period")
        kind = reading.code(reading.needed(payment, "kind", at), PAYER_KINDS, f"{at}/kind")
        span = kinds()[kind]["medical"]
        if not span.holds(period):
            raise not_in_force(f"{at}/kind", kind, period, span)
        day = payment.get("paid_on")
        paid_on = LAST_DAY if day is None else reading.day(day, f"{at}/paid_on")
        if day is None or paid_on <= on:
            paid[period] = min(paid.get(period, LAST_DAY), paid_on)
    return paid


def _read_categories(value: object) -> list[Interval]:
    entries = reading.entries_of(value, "/categories")
    if len(entries) > MOST_ROWS:
        raise Problem("out_of_bounds.rows", "/categories", value=len(entries), hi=MOST_ROWS)
    intervals = []
    for number, entry in enumerate(entries):
        at = f"/categories/{number}"
        category = reading.entry_of(entry, at, _CATEGORY)
        reading.only(category, _CATEGORY, at)
        code = reading.code(reading.needed(category, "code", at), category_codes(), f"{at}/code")
        first = reading.day(reading.needed(category, "from", at), f"{at}/from")
        if "until" not in category:
            raise Problem("missing_fact.until", f"{at}/until", key="until")
        until = category["until"]
        last = LAST_DAY if until is None else reading.day(until, f"{at}/until")
        if last < first:
            raise Problem("event_date_conflict.interval", f"{at}/until")
        # A category insures from the day on which the law has it.
        first = max(first, day_number(categories()[code].since))
        if first <= last:
            intervals.append(Interval(code, first, last))
    return intervals


@lru_cache(maxsize=65536)
def _adult_on(birth: int) -> date:
    """The 18th birthday (29 February: 28 February of a common year)."""
    born = day_of(birth)
    year = born.year + int(law_known_on().parameters["dependant_age_limit"].newest)
    try:
        return born.replace(year=year)
    except ValueError:
        return born.replace(year=year, day=28)


def answer(question: Object, lang: str = "kk", brief: bool = False) -> Answer:
    """The answer to one question; raises Problem where it cannot be answered as it stands."""
    return answers([read(question)], lang, brief)[0]


def answers(questions: Sequence[Status], lang: str, brief: bool) -> list[Answer]:
    """Answers in the order of the questions."""
    found: list[Answer] = [{}] * len(questions)
    groups: dict[int | None, list[int]] = {}
    for number, question in enumerate(questions):
        groups.setdefault(question.known_on, []).append(number)
    for known_on, numbers in groups.items():
        law = law_known_on(None if known_on is None else day_of(known_on))
        group = [questions[number] for number in numbers]
        covered = [_covered(law, question) for question in group]
        run = _run(law, group, covered, brief)
        values = values_of(run)
        for at, number in enumerate(numbers):
            one = _Answering(law, group[at], covered[at], run, values, at, lang, brief)
            found[number] = one.answer()
    return found


def _covered(law: Law, question: Status) -> dict[int, tuple[bool, int]]:
    """Covered months: whether a payment covers one, and the earliest day that it carries."""
    periods, carried = np.array(sorted(question.paid.items()), dtype=np.int64).reshape(-1, 2).T
    spans = [(_month(i.first), _month(i.last)) for i in question.intervals]
    firsts, lasts = np.array(spans, dtype=np.int64).reshape(-1, 2).T
    back = looked_back(law)
    room = len(periods) + back + 1
    months, days = np.empty(room, np.int64), np.empty(room, np.int64)
    by_payment = np.empty(room, np.bool_)
    count = cover(
        question.on, _month(question.on), periods, carried, firsts, lasts, back, months,
        by_payment, days, np.empty(back + 1, np.bool_),
    )  # fmt: skip
    return {
        month: (flag, day)
        for month, flag, day in zip(
            months[:count].tolist(), by_payment[:count].tolist(), days[:count].tolist(),
            strict=True,
        )
    }  # fmt: skip


@lru_cache(maxsize=128)
def looked_back(law: Law) -> int:
    """How far back a category can matter: the months looked at and the longest grace, on any
    day of this law."""
    window, grace, longer = (
        max(cast(int, edition.value) for edition in law.parameters[name].editions)
        for name in ("missing_months_window", "grace_months", "long_grace_months")
    )
    return window + max(grace, longer)


@lru_cache(maxsize=65536)
def _month(day: int) -> int:
    return month_number(day_of(day))


def _run(
    law: Law, questions: Sequence[Status], covered: Sequence[dict[int, tuple[bool, int]]],
    brief: bool,
) -> Run:  # fmt: skip
    days = np.array([[q.on, q.birth] for q in questions], dtype=np.int64).T
    holds = [any(i.first <= q.on <= i.last for i in q.intervals) for q in questions]
    rows = [(month, *what) for months in covered for month, what in months.items()]
    columns = np.array(rows, dtype=np.int64).reshape(len(rows), 3).T
    batch = covered_batch(
        len(questions),
        {"on": days[0], "birth_date": days[1], "category_holds": np.array(holds, dtype=np.bool_)},
        {
            "covered_month": columns[0],
            "covered_by_payment": columns[1].astype(np.bool_),
            "paid_on": columns[2],
        },
        [len(months) for months in covered],
    )
    return law.plan(_OUTPUTS, (), None, None, not brief).run(batch, checked=True)


def _category_way(way: str, category: Category) -> Answer:
    return {
        "way": way, "months": [], "amount": None, "insured_from": None,
        "citations": (category.citation,),
    }  # fmt: skip


class _Answering:
    """One answer, put together from a run."""

    def __init__(
        self, law: Law, question: Status, covered: dict[int, tuple[bool, int]], run: Run,
        values: Values, at: int, lang: str, brief: bool,
    ) -> None:  # fmt: skip
        self.law, self.question, self.covered = law, question, covered
        self.run, self.values, self.at = run, values, at
        self.lang, self.brief = lang, brief
        self.edition = edition_number(question.on, law.known_on)

    def answer(self) -> Answer:
        before: list[Answer] = [{"parameter": "insured", "on": writing.day(self.question.on)}]
        if day_of(self.question.on) < INSURANCE_SINCE:
            return self._undetermined(before)
        if unknown := undetermined(self.run, self.at, _STATUS):
            return self._undetermined(unknown)
        basis, until = self._basis()
        prices = self._prices()
        insured = basis is not None
        one: Answer = {
            "insured": insured,
            "basis": basis,
            "until": until,
            "grace_until": until if basis == "grace" else None,
            "missing_months": [month_text(month) for month in self._missing()],
            "ways_to_become_insured": [] if insured else self._ways(prices),
            "upcoming": self._upcoming(basis, until),
            "undetermined": [] if insured else self._unknown,
        }
        if not self.brief:
            one["explanation"] = self._explanation(basis)
        return one

    def _explanation(self, basis: str | None) -> list[Answer]:
        """The way to the basis found; without one, to what is missing and what it costs."""
        outputs: tuple[str, ...]
        fixed: tuple[tuple[str, int], ...] = (("category_holds", 0),)
        if basis is None:
            outputs = ("insured_by_payments", "price_of_missing_months", "price_of_year")
        elif basis.startswith("category:"):
            outputs, fixed = ("insured",), (("category_holds", 1),)
        elif basis in ("payments", "grace"):
            outputs = ("insured_by_payments", "payments_until")
        else:
            outputs = ("prepaid_until",) if basis == "prepaid" else ("everybody_is_insured",)
        tellings = prepare(self.law, outputs, self.edition, self.lang, fixed)
        return tell(tellings, self.values, self.at)

    def _value(self, name: str) -> Any:
        return self.values[name][self.at]

    def _holding(self) -> list[Interval]:
        on = self.question.on
        return [i for i in self.question.intervals if i.first <= on <= i.last]

    def _basis(self) -> tuple[str | None, str | None]:
        """What the insurance rests on, and its last day (None: open, or not insured)."""
        basis = BASES[self._value("insured_basis")]
        if basis == "category":
            codes = category_codes()
            best = min(self._holding(), key=lambda i: (-i.last, codes.index(i.code)))
            until = None if best.last == LAST_DAY else writing.day(best.last)
            return f"category:{best.code}", until
        if basis == "prepaid":
            return basis, writing.day(self._value("prepaid_until"))
        if basis in ("payments", "grace"):
            return basis, writing.day(self._value("payments_until"))
        if basis == "everybody":
            last = int(everybody_until(self.law, np.array([self.question.on]))[0])
            return basis, None if last == LAST_DAY else writing.day(last)
        return None, None

    def _missing(self) -> list[int]:
        months = range(self._value("first_month_looked_at"), _month(self.question.on))
        return [month for month in months if month not in self.covered]

    # ------------------------------------------------------------------ ways

    def _prices(self) -> dict[str, str | None]:
        unknown = self._unknown
        return {
            name: None if unknown else writing.money(self._value(name))
            for name in ("price_of_missing_months", "price_of_year")
        }

    def _ways(self, prices: dict[str, str | None]) -> list[Answer]:
        """Every legal way: those with a price first, cheapest first."""
        question = self.question
        tomorrow = writing.day(question.on + 1)
        this = _month(question.on)
        months = int(self.law.parameters["prepaid_months"].at(day_of(question.on)) or 0)
        ways = []
        if missing := self._missing():
            ways.append(
                self._way("pay_missing_months", "price_of_missing_months", missing,
                          prices["price_of_missing_months"], tomorrow)
            )  # fmt: skip
        ways.append(
            self._way("prepay_year", "price_of_year", list(range(this, this + months)),
                      prices["price_of_year"], tomorrow)
        )  # fmt: skip
        ways.append(self._way("employment", "personal_medical_contribution", [], None, None))
        ways.append(_category_way("register_unemployed", categories()["unemployed"]))
        on = day_of(question.on)
        return ways + [
            _category_way(code, category)
            for code, category in categories().items()
            if code not in ("child", "unemployed") and category.since <= on
        ]

    def _way(
        self, way: str, rule: str, months: list[int], amount: str | None, insured_from: str | None
    ) -> Answer:
        article = self.law.rules[rule].variants[-1].article
        return {
            "way": way,
            "months": [month_text(month) for month in months],
            "amount": amount,
            "insured_from": insured_from,
            "citations": citations(article, self.edition),
        }

    def _upcoming(self, basis: str | None, until: str | None) -> list[Answer]:
        question = self.question
        given = question.intervals[: question.given]
        events = [
            (i.last, "category_ends") for i in given if i.first <= question.on <= i.last < LAST_DAY
        ]
        adult = day_number(_adult_on(question.birth))
        if question.on < adult:
            events.append((adult, "turns_18"))
        if basis == "grace":
            events.append((self._value("payments_until"), "grace_ends"))
        return [{"on": writing.day(day), "what": what} for day, what in sorted(set(events))]

    # ------------------------------------------------------------------ what is not known

    @cached_property
    def _unknown(self) -> list[Answer]:
        """Prices of a year that the law has not fixed; the status does not rest on them."""
        return undetermined(self.run, self.at, ["price_of_year"])

    def _undetermined(self, unknown: Sequence[Answer]) -> Answer:
        one: Answer = {
            "insured": None, "basis": None, "until": None, "grace_until": None,
            "missing_months": [], "ways_to_become_insured": [], "upcoming": [],
            "undetermined": list(unknown),
        }  # fmt: skip
        if not self.brief:
            one["explanation"] = []
        return one
