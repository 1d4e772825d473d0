"""numpy int64 written by hand: one date, one payer, one thread, blocks that stay in the cache."""

import numpy as np
from numpy.typing import NDArray

from benchmarks.law_tables import EDITIONS, FIRST_WAGE_MONTH, SHARE_OF, law_tables
from benchmarks.nation_data import ON, WINDOW, Simple, month_of_on
from benchmarks.peers import Work

Int = NDArray[np.int64]
LEAST_PARTICIPATION = 6
BLOCK = 32_768


def simple(data: Simple) -> Work:
    first = month_of_on() - WINDOW - FIRST_WAGE_MONTH
    law = law_tables()
    caps = law.cap[first : first + WINDOW]
    shares = law.share[max(i for i, day in enumerate(EDITIONS) if day <= ON)].copy()
    shares[:LEAST_PARTICIPATION] = 0  # not entitled: nothing is paid
    return Work(lambda _: {"amount": _amounts(data, caps, shares)})


def _amounts(data: Simple, caps: Int, shares: Int) -> Int:
    people = data.incomes.shape[1]
    amounts = np.empty(people, dtype=np.int64)
    counted = np.empty(BLOCK, dtype=np.int64)
    for start in range(0, people, BLOCK):
        amount = amounts[start : start + BLOCK]
        amount[:] = 0
        for incomes, cap in zip(data.incomes[:, start : start + BLOCK], caps, strict=True):
            amount += np.minimum(incomes, cap, out=counted[: len(amount)])
        amount += WINDOW // 2
        amount //= WINDOW
        amount *= shares[data.participation_months[start : start + BLOCK]]
        amount += SHARE_OF // 2
        amount //= SHARE_OF
    return amounts
