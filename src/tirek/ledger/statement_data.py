"""What a statement holds; money in tiyn, months YYYYMM."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Amount:
    """What is in force of one purpose; 0 where all of it was taken back."""

    amount_tiyn: int
    taken_back_tiyn: int
    paid_on: date  # the last value date
    known_at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """What a payer paid as one kind."""

    kind: str
    social: Amount | None
    employer_medical: Amount | None
    personal_medical: Amount | None


@dataclass(frozen=True, slots=True)
class PayerMonth:
    """A payer's month. ``counted_tiyn``: the income that counts by the law, None where the law
    of the month is not known; ``capped``: the payer's income of the month was more."""

    payer: str
    income_tiyn: int
    counted_tiyn: int | None
    capped: bool
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the statement. ``state``: ``paid`` (a social contribution is in force), ``gap``
    (its due day has passed without any), ``open`` (it has not), ``not_due`` (before the first,
    of pension age, after death)."""

    period: int
    state: str
    income_tiyn: int | None  # what the month counts for
    payers: list[PayerMonth]


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A line of suspense: why it does not count (the first reason is the one told), whose turn it
    is, and what became of it."""

    payer: str
    period: int
    purpose: int
    amount_tiyn: int
    paid_on: date
    known_at: datetime
    reasons: list[str]
    turn: str
    state: str
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Totals:
    """``participation_months`` and ``average_tiyn`` are of the whole record, by the law of
    ``on``; the rest are of the months shown."""

    on: date
    participation_months: int
    average_tiyn: int | None
    undetermined: list[dict[str, object]]
    gaps: int
    social_tiyn: int
    employer_medical_tiyn: int
    personal_medical_tiyn: int
    taken_back_tiyn: int
    waiting_tiyn: int


@dataclass(frozen=True, slots=True)
class Person:
    iin: str
    other_iins: list[str]
    surname: str
    name: str
    patronymic: str
    birth_date: date


@dataclass(frozen=True, slots=True)
class Statement:
    """``payers`` are names by number; ``months`` in order of time."""

    person: Person
    made_at: datetime
    known_at: date | None
    first: int
    last: int
    payers: dict[str, str]
    months: list[Month]
    waiting: list[WaitingLine]
    totals: Totals
