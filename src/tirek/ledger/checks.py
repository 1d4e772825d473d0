"""Which lines of a payment file may be posted, and why not the others: columns in, reasons out.

No database here: what the registry and the journal know of the lines comes in as columns too.
Each reason is a bit, in the order in which they are told; a line without any is posted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tirek.law.acts import kinds
from tirek.law.book import PAYER_KINDS
from tirek.ledger.chart import CONTRIBUTIONS, PENALTIES, PURPOSES
from tirek.ledger.law_of_lines import is_month, limits_of, month_number, pension_months

Array = NDArray[Any]
Int = NDArray[np.int64]
Flag = NDArray[np.bool_]

#: In the order in which they are told: money that is not ours, who, when, how much, again. The
#: last one no check says: a line that was posted and that a correction took back.
REASONS = (
    "not_a_contribution", "wrong_purpose", "payer_unknown", "self_employed_not_registered",
    "iin_invalid", "iin_unknown", "name_mismatch", "birth_date_mismatch", "period_wrong",
    "period_future", "after_death", "pension_age", "nothing_due", "under_minimum",
    "over_maximum", "same_twice", "corrected",
)  # fmt: skip
BIT = {reason: 1 << number for number, reason in enumerate(REASONS)}
#: Kinds that may be paid for months ahead (Law 405-V: independent payers).
_AHEAD = [PAYER_KINDS.index("independent_medical")]
#: No day, no month: later than every one that is.
NEVER = np.iinfo(np.int32).max


@dataclass
class Lines:
    """Lines as they stand in files, of any number of messages; texts as lists, the rest arrays.
    ``fund``: whose account the money came to; days as days since 1970-01-01."""

    fund: Int
    purpose: Int
    value_day: Int
    iin: list[str]
    name_key: list[str]
    birth_day: Int  # NEVER: not told; below 0 may be a day
    birth_readable: Flag
    iin_valid: Flag
    period: Int  # YYYYMM; 0 where unreadable
    amount: Int

    def __len__(self) -> int:
        return len(self.iin)


@dataclass
class Known:
    """What the registry knows of the same lines. ``person`` and ``payer`` are 0 where unknown;
    ``kind``: as which kind of payer's row the line counts; ``registered``: whether the payer is
    registered in the month of the line."""

    person: Int
    name_agrees: Flag
    birth_day: Int
    sex: Int
    died_day: Int  # NEVER: alive
    payer: Int
    registered: Flag
    self_paid: Flag
    kind: Int


def reasons(lines: Lines, known: Known) -> Int:
    """Bits of :data:`REASONS` for each line; ``same_twice`` comes later (:func:`twice`)."""
    size = len(lines)
    found = np.zeros(size, np.int64)

    def say(reason: str, where: Array) -> None:
        found[where] |= BIT[reason]

    fund_of_purpose = np.array([PURPOSES.get(int(p), 0) for p in range(1000)])
    owner = fund_of_purpose[np.clip(lines.purpose, 0, 999)]
    say("not_a_contribution", owner == 0)
    say("wrong_purpose", (owner != 0) & (owner != lines.fund))
    ours = owner == lines.fund
    penalty = np.isin(lines.purpose, list(PENALTIES))
    month = month_number(lines.period)
    right = is_month(lines.period) & (month >= _first_months(lines.purpose, ours))
    unknown = known.person == 0
    say("payer_unknown", (known.payer == 0) & ~known.self_paid)
    unregistered = (known.payer == 0) | (right & ~known.registered)
    say("self_employed_not_registered", known.self_paid & unregistered)
    say("iin_invalid", ~lines.iin_valid)
    say("iin_unknown", lines.iin_valid & unknown)
    say("name_mismatch", ~unknown & ~known.name_agrees)
    told = lines.birth_day != NEVER
    other = ~lines.birth_readable | (told & (lines.birth_day != known.birth_day))
    say("birth_date_mismatch", ~unknown & other)
    counts = ours & ~penalty
    say("period_wrong", counts & ~right)
    _of_months(lines, known, month, counts & right, say)
    return found


def _of_months(lines: Lines, known: Known, month: Int, good: Flag, say: Any) -> None:
    """What the month forbids, and the amount: of contributions of the fund they came to."""
    of_value = (lines.value_day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
                + 1970 * 12)  # fmt: skip
    future = good & (month > of_value) & ~np.isin(known.kind, _AHEAD)
    say("period_future", future)
    good &= ~future & (known.person != 0)
    of_death = np.where(
        known.died_day == NEVER,
        NEVER,
        known.died_day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + 1970 * 12,
    )
    say("after_death", good & (month > of_death))
    places = np.flatnonzero(good)
    if len(places):
        pension = pension_months(known.birth_day[places], known.sex[places])
        old = month[places] >= pension
        say("pension_age", places[old])
        places = places[~old]
        least, most = limits_of(lines.purpose[places], known.kind[places], month[places])
        amount = lines.amount[places]
        say("nothing_due", places[most == 0])
        say("under_minimum", places[(amount < least) & (most > 0)])
        say("over_maximum", places[(amount > most) & (most > 0)])


def _first_months(purpose: Int, counts: Flag) -> Int:
    """The first month for which each purpose was ever paid."""
    found = np.zeros(len(purpose), np.int64)
    for code, fund in CONTRIBUTIONS.items():
        name = "social" if fund == 1 else "medical"
        spans = [span[name] for span in kinds().values() if name in span]
        found[counts & (purpose == code)] = min(span.first for span in spans)
    return found


def key_of(lines: Lines, known: Known) -> Array:
    """What two payments of the same have alike: payer, person, month, purpose, amount."""
    key = np.zeros(len(lines), [(name, np.int64) for name in KEY])
    columns = (known.person, lines.period, known.payer, lines.purpose, lines.amount)
    for name, column in zip(KEY, columns, strict=True):
        key[name] = column
    return key


KEY = ("person", "period", "payer", "purpose", "amount")


def twice(keys: Array, good: Flag) -> Flag:
    """Good lines that repeat a good line before them."""
    found = np.zeros(len(keys), np.bool_)
    places = np.flatnonzero(good)
    order = places[np.argsort(keys[places], kind="stable", order=KEY)]
    ordered = keys[order]
    found[order[1:][ordered[1:] == ordered[:-1]]] = True
    return found


def told(bits: int) -> list[str]:
    """The reasons of a line, the one to be told first."""
    return [reason for reason, bit in BIT.items() if bits & bit]
