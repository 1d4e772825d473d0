"""Which sums of an application may be returned: SC 247(2), Law 286-VI 18, Law 405 19.

Not what the law asks for the person and month, and not contributions of a month that a benefit was
worked out from, unless their excess was left out of it. Where Tirek does not hold what would tell,
a person decides with the payer's documents.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tirek.ledger import used
from tirek.ledger.chart import CONTRIBUTIONS, PURPOSES
from tirek.ledger.due import Due, due, paid
from tirek.ledger.models_refunds import RefundLine, RefundVerdict

Verdict = RefundVerdict.Verdict
_Key = tuple[int, int, int, int]


class Found(NamedTuple):
    """What a check says of a line; ``may_tiyn``: the most that may be returned of it."""

    verdict: Verdict
    code: str
    may_tiyn: int
    due_tiyn: int | None
    paid_tiyn: int


def verdicts(lines: Iterable[RefundLine]) -> list[Found]:
    """What may be returned of each line; lines of one person, month and payer share the excess in
    their order."""
    excess: dict[_Key, int] = {}
    return [_verdict(line, excess) for line in lines]


def _verdict(line: RefundLine, excess: dict[_Key, int]) -> Found:
    key = (line.person_id, line.payer_id, line.period, line.purpose)
    if line.suspense_id is not None:
        return _of_suspense(line, key)
    known, sum_paid = due(*key), paid(*key)
    if line.purpose in CONTRIBUTIONS:
        fund = PURPOSES[line.purpose]
        uses = list(used.of_month(line.person_id, line.period, line.payer_id, fund))
        if any(not one.left_out for one in uses):
            return Found(Verdict.NOT, "used_for_benefit", 0, known.tiyn, sum_paid)
    if known.tiyn is None:
        return Found(Verdict.ASK, known.code, line.amount_tiyn, None, sum_paid)
    left = excess.setdefault(key, max(sum_paid - known.tiyn, 0))
    may = min(left, line.amount_tiyn)
    excess[key] = left - may
    if may == line.amount_tiyn:
        code = "overpaid" if known.code == "due_by_law" else known.code
        return Found(Verdict.MAY, code, may, known.tiyn, sum_paid)
    if may:
        return Found(Verdict.PART, "due_by_law", may, known.tiyn, sum_paid)
    return Found(Verdict.NOT, "due_by_law", 0, known.tiyn, sum_paid)


def _of_suspense(line: RefundLine, key: _Key) -> Found:
    """A sum that no person was credited with is returned whole, unless it may be what is due for
    a person that the registry knows."""
    owed = Due(0, "not_credited")
    if line.person_id and line.payer_id and line.purpose in CONTRIBUTIONS and line.period:
        owed = due(*key)
    sum_paid = paid(*key) if owed.tiyn else 0
    if owed.tiyn is not None and sum_paid < owed.tiyn:
        return Found(
            Verdict.ASK, "may_be_due", line.amount_tiyn, owed.tiyn, sum_paid
        )  # fmt: skip
    return Found(Verdict.MAY, "not_credited", line.amount_tiyn, owed.tiyn, sum_paid)
