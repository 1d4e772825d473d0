"""What the law and a file itself say of its lines: the checks that the ledger makes when a file
comes in, without those that only its registers can make.

A person is who the ИИН says: born when it tells, of the sex that it tells. Names, deaths,
employment and what was paid before stay unknown here. As which kind a line counts is asked; else as
in the ledger where the registry knows no employment: others as employees, who pays for oneself as
an entrepreneur.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from tirek.law.book import PAYER_KINDS, SEXES
from tirek.ledger import checks
from tirek.ledger.chart import ACCOUNTS_AT_BANK, PENALTIES, PURPOSES
from tirek.ledger.checks import NEVER, Array, Int, Known
from tirek.ledger.columns import days_of, purpose_of
from tirek.ledger.files import Header, Lines
from tirek.ledger.law_of_lines import limits, month_number
from tirek.registry.iin import births, valid_iins

_DAY_ZERO = date(1970, 1, 1)
#: What can be said of a line whose purpose is not known.
_OF_PERSON = checks.BIT["iin_invalid"] | checks.BIT["birth_date_mismatch"]


@dataclass(frozen=True)
class Portion:
    """Lines under one header: a message, or a list with what its form says."""

    header: Header
    lines: Lines
    #: Places of people whose income brings no amount, and why: the name of a text.
    without: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Judged:
    """For each line of each portion its reasons (bits of :data:`checks.REASONS`) and, where an
    amount is wrong, the least and the most that the law has (tiyn)."""

    why: list[Int]
    bounds: list[dict[int, tuple[int, int]]]


def judge(portions: Sequence[Portion], kind: str = "") -> Judged:
    """Judges lines; ``kind``: as which kind of payer all of them are paid, if it is known."""
    sizes = [len(one.lines) for one in portions]
    if not sum(sizes):
        return Judged([np.zeros(0, np.int64) for _ in sizes], [{} for _ in sizes])
    lines = _lines(portions, sizes)
    payers = [one.header.sender.number for one in portions for _ in range(len(one.lines))]
    known = _known(lines, payers, kind)
    why = checks.reasons(lines, known)
    unsaid = np.repeat([not one.header.purpose for one in portions], sizes)
    why[unsaid] &= _OF_PERSON
    counts = ~np.isin(lines.purpose, list(PENALTIES))
    again = checks.twice(checks.key_of(lines, known), (why == 0) & counts & ~unsaid)
    why[again] |= checks.BIT["same_twice"]
    ends = np.cumsum(sizes)
    bounds: list[dict[int, tuple[int, int]]] = [{} for _ in sizes]
    for place, held in _bounds(lines, known, why).items():
        at = int(np.searchsorted(ends, place, side="right"))
        bounds[at][place - int(ends[at] - sizes[at])] = held
    return Judged(np.split(why, ends[:-1]), bounds)


def _lines(portions: Sequence[Portion], sizes: Sequence[int]) -> checks.Lines:
    read = [one.lines for one in portions]
    iins = [iin for lines in read for iin in lines.iin]
    birth_day, readable = days_of([day for lines in read for day in lines.birth_date])
    heads = [_head(one.header) for one in portions]
    fund, purpose, value_day = (
        np.repeat(np.array([head[at] for head in heads], np.int64), sizes) for at in range(3)
    )
    return checks.Lines(
        fund, purpose, value_day, iins, [""] * len(iins), birth_day, readable, valid_iins(iins),
        np.concatenate([lines.period for lines in read]),
        np.concatenate([lines.amount_tiyn for lines in read]),
    )  # fmt: skip


def _head(header: Header) -> tuple[int, int, int]:
    """Fund, purpose code and value day; of a wrong account, which is told anyway, the code's;
    where neither says a fund, none."""
    purpose = purpose_of(header.purpose)
    fund = ACCOUNTS_AT_BANK.get(header.beneficiary.account) or PURPOSES.get(purpose) or -1
    day = (header.value_date - _DAY_ZERO).days if header.value_date is not None else NEVER
    return int(fund), purpose, day


def _known(lines: checks.Lines, payers: Sequence[str], kind: str) -> Known:
    size = len(lines)
    born, male = births(lines.iin)
    days = np.where(np.isnat(born), 0, born.astype("datetime64[D]").astype(np.int64))
    self_paid = np.fromiter(
        (a == b for a, b in zip(lines.iin, payers, strict=True)), np.bool_, size
    )
    own = kind or "entrepreneur"
    others = kind or "employee"
    _, people = np.unique(np.array(lines.iin), return_inverse=True)
    _, payer = np.unique(np.array(payers), return_inverse=True)
    return Known(
        person=np.where(lines.iin_valid, people.astype(np.int64) + 1, 0),
        name_agrees=np.ones(size, np.bool_),
        birth_day=days,
        sex=np.where(male, SEXES.index("male"), SEXES.index("female")).astype(np.int64),
        died_day=np.full(size, NEVER),
        payer=payer.astype(np.int64) + 1,
        registered=np.ones(size, np.bool_),
        self_paid=self_paid,
        kind=np.where(self_paid, PAYER_KINDS.index(own), PAYER_KINDS.index(others)).astype(
            np.int64
        ),
    )


def _bounds(lines: checks.Lines, known: Known, why: Array) -> dict[int, tuple[int, int]]:
    """The bounds of the law for each line whose amount is outside them."""
    outside = checks.BIT["under_minimum"] | checks.BIT["over_maximum"]
    found: dict[int, tuple[int, int]] = {}
    month = month_number(lines.period)
    for place in np.flatnonzero(why & outside).tolist():
        held = limits(int(lines.purpose[place]), int(known.kind[place]), int(month[place]))
        found[place] = held.least, held.most
    return found
