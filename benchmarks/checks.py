"""How many answers of a peer are wrong: against exact integers and against the tests' oracle."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import nation_data
from benchmarks.law_tables import EPOCH, GROUNDS, SEXES, SHARE_OF, share
from benchmarks.nation_data import ON, WINDOW, Mixed, Simple
from benchmarks.peers import MIXED_OUTPUTS, REASONS, Result
from tests import oracle
from tests.oracle import numbers
from tests.oracle.dates import month_text
from tests.oracle.money import money, tiyn

AT_ONCE = 20_000
LEAST_PARTICIPATION = 6

#: entitled, amount, net, months, until, reasons: a row of :data:`MIXED_OUTPUTS` as numbers.
Row = tuple[int, ...]


def exact_amounts(data: Simple) -> NDArray[np.int64]:
    """The amounts of the simple work in plain Python integers, person by person."""
    first = nation_data.month_of_on() - WINDOW
    caps = [numbers.cap(first + back) for back in range(WINDOW)]
    shares = {m: share(ON, m) for m in range(201)}
    amounts: list[int] = []
    for start in range(0, data.incomes.shape[1], AT_ONCE):
        people = data.incomes[:, start : start + AT_ONCE].T.tolist()
        lengths = data.participation_months[start : start + AT_ONCE].tolist()
        for incomes, length in zip(people, lengths, strict=True):
            average = _half_up(sum(map(min, incomes, caps)), WINDOW)
            due = _half_up(average * shares[length], SHARE_OF)
            amounts.append(due if length >= LEAST_PARTICIPATION else 0)
    return np.array(amounts, dtype=np.int64)


def _half_up(amount: int, divisor: int) -> int:
    return (2 * amount + divisor) // (2 * divisor)


def wrong(found: Result, exact: Result) -> NDArray[np.bool_]:
    """Of whom any output differs."""
    differs = [np.asarray(found[name]) != array for name, array in exact.items()]
    anything: NDArray[np.bool_] = np.logical_or.reduce(differs)
    return anything


def wrong_by_oracle(folder: Path, found: Result, sample: int) -> list[str]:
    """What the oracle answers otherwise for so many people drawn by chance: a line each."""
    people = len(found["amount"])
    drawn = np.random.default_rng(nation_data.SEED).permutation(people)[:sample].tolist()
    with ProcessPoolExecutor() as pool:
        chunks = [drawn[start : start + 1_000] for start in range(0, len(drawn), 1_000)]
        asked = zip(chunks, pool.map(partial(_by_oracle, folder), chunks), strict=True)
        return [
            f"person {i}: {mine}, by the oracle {theirs}"
            for chunk, answers in asked
            for i, theirs in zip(chunk, answers, strict=True)
            if (mine := tuple(int(found[name][i]) for name in MIXED_OUTPUTS)) != theirs
        ]


def _by_oracle(folder: Path, people: list[int]) -> list[Row]:
    return [_row(oracle.assess(case)) for case in cases(Mixed.read(folder), people)]


def cases(data: Mixed, people: list[int]) -> Iterator[dict[str, Any]]:
    """Some people of the mixed work as questions of the contract."""
    for i in people:
        start, end = int(data.offsets[i]), int(data.offsets[i + 1])
        rows = zip(
            data.row_month[start:end].tolist(),
            data.row_payer[start:end].tolist(),
            data.row_income[start:end].tolist(),
            strict=True,
        )
        case: dict[str, Any] = {
            "on": _day(data.on[i]).isoformat(),
            "applied_on": _day(data.applied_on[i]).isoformat(),
            "person": {
                "birth_date": _day(data.birth_date[i]).isoformat(),
                "sex": SEXES[data.sex[i]],
            },
            "contributions": [
                {"period": month_text(month), "payer": f"{payer:012d}", "income": money(income)}
                for month, payer, income in rows
            ],
            "pension_exempt": bool(data.pension_exempt[i]),
            "event": {
                "kind": "job_loss",
                "months_already_paid": int(data.months_already_paid[i]),
                "dismissal_ground": GROUNDS[data.dismissal_ground[i]],
            },
        }
        if data.participation_given[i]:
            case["participation_months"] = int(data.participation_months[i])
        yield case


def _row(answer: dict[str, Any]) -> Row:
    reasons = sum(1 << REASONS.index(code) for code in answer["reason_codes"])
    if not answer["entitled"]:
        return (0, 0, 0, 0, 0, reasons)
    until = (date.fromisoformat(answer["until"]) - EPOCH).days
    return (1, tiyn(answer["amount"]), tiyn(answer["net"]), answer["months"], until, reasons)


def _day(number: np.int32) -> date:
    return EPOCH + timedelta(days=int(number))
