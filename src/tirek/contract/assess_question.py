"""Reading a question of ``tirek assess`` into facts; see the contract for the fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from tirek.contract import reading
from tirek.contract.problems import Problem, not_in_force
from tirek.contract.reading import Object
from tirek.engine.ops import LAST_DAY
from tirek.law.acts import kinds, special_months
from tirek.law.book import (
    DEPENDANT,
    GROUNDS,
    PAYER_KINDS,
    PAYER_MONTH,
    RELATIONS,
    ROW,
    SEXES,
    SPECIAL_KINDS,
    book,
)

#: Most rows in one question, and most payers of one month (the law's levels hold as many).
MOST_ROWS = 10_000
MOST_PAYERS, MOST_DEPENDANTS = PAYER_MONTH.most, DEPENDANT.most

_KEYS = frozenset(
    {
        "on", "applied_on", "known_on", "person", "contributions", "special_months",
        "participation_months", "pension_exempt", "event",
    }
)  # fmt: skip
_PERSON = frozenset({"birth_date", "sex"})
_ROW = frozenset({"period", "payer", "income", "contribution", "kind"})
_SPECIAL = frozenset({"period", "kind", "income"})
_DEPENDANT = frozenset(
    {
        "birth_date", "relation", "full_time_student", "study_until", "disabled_from_childhood",
        "without_able_parents_or_alimony",
    }
)  # fmt: skip

_KIND_NUMBER = {kind: number for number, kind in enumerate(PAYER_KINDS + SPECIAL_KINDS)}
_EMPLOYEE = _KIND_NUMBER["employee"]

#: (period, payer, kind, income, contribution)
Row = tuple[int, int, int, int, int]


class Dependant(NamedTuple):
    birth: int
    relation: int
    student: bool
    study_until: int
    disabled: bool
    alone: bool


class Assessment(NamedTuple):
    """A question that has been read; dates as numbers, money in tiyn."""

    benefit: str
    on: int
    applied_on: int
    known_on: int | None
    facts: Mapping[str, int]
    rows: list[Row]
    dependants: list[Dependant]


def read(question: Object) -> Assessment:
    """A question checked whole; raises Problem for the first thing that is wrong."""
    reading.only(question, _KEYS, "")
    on = reading.day(reading.needed(question, "on", ""), "/on")
    event = reading.entry_of(reading.needed(question, "event", ""), "/event")
    benefit = reading.code(reading.needed(event, "kind", "/event"), tuple(_EVENTS), "/event/kind")
    applied_on = _optional_day(question, "applied_on", "", on)
    if applied_on < on:
        raise Problem("event_date_conflict.applied_before_right", "/applied_on")
    known_on = _optional_day(question, "known_on", "", None)
    facts: dict[str, int] = dict(DEFAULTS)
    _read_person(question, on, facts)
    participation = question.get("participation_months")
    if participation is not None:
        facts["participation_given"] = 1
        facts["participation_months_given"] = reading.whole(
            participation, 0, _most("participation_months_given"), "/participation_months"
        )
    facts["pension_exempt"] = _optional_flag(question, "pension_exempt", "", False)
    dependants: list[Dependant] = []
    _EVENTS[benefit](event, on, facts, dependants)
    rows = _read_rows(reading.needed(question, "contributions", ""))
    if question.get("special_months") is not None:
        _read_special(question["special_months"], rows)
    return Assessment(benefit, on, applied_on, known_on, facts, rows, dependants)


#: What a fact that may be left out means.
DEFAULTS = {
    "participation_given": 0, "participation_months_given": 0, "pension_exempt": 0,
    "months_already_paid": 0, "dismissal_ground": 0, "leave_days": 0, "child_birth_date": 0,
    "child_order": 1, "child_on_state_support": 0, "other_carer_receives": 0,
    "degree_percent": 0, "term_until": LAST_DAY,
}  # fmt: skip

FACT_NAMES = ("birth_date", "sex", *DEFAULTS)


def _read_person(question: Object, on: int, facts: dict[str, int]) -> None:
    person = reading.entry_of(reading.needed(question, "person", ""), "/person")
    reading.only(person, _PERSON, "/person")
    birth = reading.day(reading.needed(person, "birth_date", "/person"), "/person/birth_date")
    sex = reading.code(reading.needed(person, "sex", "/person"), SEXES, "/person/sex")
    if birth > on:
        raise Problem("event_date_conflict.before_birth", "/person/birth_date")
    facts["birth_date"] = birth
    facts["sex"] = SEXES.index(sex)


# ---------------------------------------------------------------------- rows


def _read_rows(value: object) -> list[Row]:
    entries = reading.entries_of(value, "/contributions")
    if len(entries) > MOST_ROWS:
        raise Problem("out_of_bounds.rows", "/contributions", value=len(entries), hi=MOST_ROWS)
    payers: dict[object, int] = {}
    spans = _spans()
    rows = [_read_row(entry, number, payers, spans) for number, entry in enumerate(entries)]
    if len(rows) > MOST_PAYERS:
        _check_payers(rows)
    return rows


def _read_row(
    entry: object, number: int, payers: dict[object, int], spans: tuple[tuple[int, int], ...]
) -> Row:
    """A row; the usual case goes straight through, anything else is checked with care."""
    if type(entry) is not dict:
        reading.entry_of(entry, f"/contributions/{number}")
    assert type(entry) is dict
    get = entry.get
    period_text, payer, kind = get("period"), get("payer"), get("kind")
    period = reading.MONTHS.get(period_text) if type(period_text) is str else None
    payer_number = payers.get(payer) if type(payer) is str else None
    if period is None or payer_number is None or not entry.keys() <= _ROW:
        period, payer_number = _checked(entry, number, payers)
    kind_number = _EMPLOYEE if kind is None else _kind_number(kind)
    first, end = spans[kind_number]
    if not first <= period < end:
        _refuse_kind(kind, period, number)
    income, contribution = get("income"), get("contribution")
    if contribution is None:
        amount = reading.tiyn(income)
        if amount < 0:
            amount = _refused_amount(income, contribution, number)
        return period, payer_number, kind_number, amount, 0
    amount = reading.tiyn(contribution)
    if amount < 0 or income is not None:
        amount = _refused_amount(income, contribution, number)
    return period, payer_number, kind_number, 0, amount


def _refused_amount(income: object, contribution: object, number: int) -> int:
    """Says what is wrong with a row's amounts (or gives one that was only unusual)."""
    at = f"/contributions/{number}"
    if income is None and contribution is None:
        raise Problem("neither_income_nor_contribution", at)
    if income is not None and contribution is not None:
        raise Problem("income_and_contribution", at)
    if income is not None:
        return reading.money(income, f"{at}/income")
    return reading.money(contribution, f"{at}/contribution")


def _checked(entry: Object, number: int, payers: dict[object, int]) -> tuple[int, int]:
    """Keys, period and payer of a row, checked with care."""
    at = f"/contributions/{number}"
    reading.only(entry, _ROW, at)
    period = reading.month(reading.needed(entry, "period", at), f"{at}/period")
    payer = reading.identifier(reading.needed(entry, "payer", at), f"{at}/payer")
    return period, payers.setdefault(payer, len(payers))


def _kind_number(kind: object) -> int:
    """The number of a payer kind; that of the last span, which is empty, for what is none."""
    number = _KIND_NUMBER.get(kind, -1) if type(kind) is str else -1
    return number if number < len(PAYER_KINDS) else -1


@lru_cache(maxsize=1)
def _spans() -> tuple[tuple[int, int], ...]:
    """The months in which each kind pays social contributions; last, none."""
    found = (kinds()[kind].get("social") for kind in PAYER_KINDS)
    return (*((span.first, span.end) if span else (0, 0) for span in found), (0, 0))


def _refuse_kind(kind: object, period: int, number: int) -> None:
    at = f"/contributions/{number}/kind"
    name = reading.code("employee" if kind is None else kind, PAYER_KINDS, at)
    if "social" not in kinds()[name]:
        raise Problem("kind_not_in_force.no_social", at, kind=name)
    raise not_in_force(at, name, period, kinds()[name]["social"])


def _check_payers(rows: list[Row]) -> None:
    """No month has more payers, and no payer of a month more rows, than the law's levels hold."""
    of_payer = Counter((period, payer) for period, payer, *_ in rows)
    of_month = Counter(period for period, _ in of_payer)
    for counts, most in ((of_month, MOST_PAYERS), (of_payer, ROW.most)):
        largest = max(counts.values())
        if largest > most:
            raise Problem("out_of_bounds.rows", "/contributions", value=largest, hi=most)


def _read_special(value: object, rows: list[Row]) -> None:
    entries = reading.entries_of(value, "/special_months")
    if len(entries) > MOST_PAYERS:
        raise Problem("out_of_bounds.rows", "/special_months", value=len(entries), hi=MOST_PAYERS)
    for number, entry in enumerate(entries):
        at = f"/special_months/{number}"
        month = reading.entry_of(entry, at)
        reading.only(month, _SPECIAL, at)
        period = reading.month(reading.needed(month, "period", at), f"{at}/period")
        kind = reading.code(reading.needed(month, "kind", at), SPECIAL_KINDS, f"{at}/kind")
        span = special_months()[kind]
        if not span.holds(period):
            raise not_in_force(f"{at}/kind", kind, period, span)
        income = month.get("income")
        if kind == "zero_coefficient":
            income = reading.needed(month, "income", at)
        amount = 0 if income is None else reading.money(income, f"{at}/income")
        # Each kind of special month is a payer of its own.
        rows.append((period, -1 - SPECIAL_KINDS.index(kind), _KIND_NUMBER[kind], amount, 0))


# ---------------------------------------------------------------------- events


def _job_loss(event: Object, on: int, facts: dict[str, int], _: list[Dependant]) -> None:
    reading.only(event, frozenset({"kind", "months_already_paid", "dismissal_ground"}), "/event")
    if event.get("months_already_paid") is not None:
        facts["months_already_paid"] = reading.whole(
            event["months_already_paid"],
            0,
            _most("months_already_paid"),
            "/event/months_already_paid",
        )
    if event.get("dismissal_ground") is not None:
        ground = reading.code(event["dismissal_ground"], GROUNDS, "/event/dismissal_ground")
        facts["dismissal_ground"] = GROUNDS.index(ground)


def _leave(event: Object, on: int, facts: dict[str, int], _: list[Dependant]) -> None:
    reading.only(event, frozenset({"kind", "leave_days"}), "/event")
    days = reading.needed(event, "leave_days", "/event")
    facts["leave_days"] = reading.whole(days, 1, _most("leave_days"), "/event/leave_days")


def _childcare(event: Object, on: int, facts: dict[str, int], _: list[Dependant]) -> None:
    keys = {"kind", "child_birth_date", "child_order", "child_on_state_support"}
    reading.only(event, frozenset(keys | {"other_carer_receives"}), "/event")
    at = "/event/child_birth_date"
    born = reading.day(reading.needed(event, "child_birth_date", "/event"), at)
    if born > on:
        raise Problem("event_date_conflict.child_born_later", at)
    facts["child_birth_date"] = born
    order = reading.needed(event, "child_order", "/event")
    facts["child_order"] = reading.whole(order, 1, _most("child_order"), "/event/child_order")
    for key in ("child_on_state_support", "other_carer_receives"):
        facts[key] = _optional_flag(event, key, "/event", False)


def _disability(event: Object, on: int, facts: dict[str, int], _: list[Dependant]) -> None:
    reading.only(event, frozenset({"kind", "degree_percent", "until"}), "/event")
    degree = reading.needed(event, "degree_percent", "/event")
    facts["degree_percent"] = reading.whole(
        degree, 0, _most("degree_percent"), "/event/degree_percent"
    )
    if "until" not in event:
        raise Problem("missing_fact.until", "/event/until", key="until")
    if event["until"] is not None:
        until = reading.day(event["until"], "/event/until")
        if until < on:
            raise Problem("event_date_conflict.term_before_right", "/event/until")
        facts["term_until"] = until


def _survivor(event: Object, on: int, facts: dict[str, int], found: list[Dependant]) -> None:
    reading.only(event, frozenset({"kind", "dependants"}), "/event")
    at = "/event/dependants"
    entries = reading.entries_of(reading.needed(event, "dependants", "/event"), at)
    if len(entries) > MOST_DEPENDANTS:
        raise Problem("out_of_bounds.rows", at, value=len(entries), hi=MOST_DEPENDANTS)
    for number, entry in enumerate(entries):
        found.append(_dependant(reading.entry_of(entry, f"{at}/{number}"), f"{at}/{number}"))


def _dependant(entry: Object, at: str) -> Dependant:
    reading.only(entry, _DEPENDANT, at)
    birth = reading.day(reading.needed(entry, "birth_date", at), f"{at}/birth_date")
    relation = reading.code(reading.needed(entry, "relation", at), RELATIONS, f"{at}/relation")
    return Dependant(
        birth,
        RELATIONS.index(relation),
        _optional_flag(entry, "full_time_student", at, False),
        _optional_day(entry, "study_until", at, LAST_DAY),
        _optional_flag(entry, "disabled_from_childhood", at, False),
        _optional_flag(entry, "without_able_parents_or_alimony", at, True),
    )


_Event = Callable[[Object, int, "dict[str, int]", "list[Dependant]"], None]
_EVENTS: dict[str, _Event] = {
    "job_loss": _job_loss, "maternity": _leave, "adoption": _leave, "childcare": _childcare,
    "disability": _disability, "survivor": _survivor,
}  # fmt: skip


def _most(fact: str) -> int:
    """The largest value that the law's book declares for a fact."""
    return book.facts[fact].hi


def _optional_day(entry: Object, key: str, at: str, default: int | None) -> int:
    value = entry.get(key)
    return default if value is None else reading.day(value, f"{at}/{key}")  # type: ignore[return-value]


def _optional_flag(entry: Object, key: str, at: str, default: bool) -> bool:
    value = entry.get(key)
    return default if value is None else reading.flag(value, f"{at}/{key}")
