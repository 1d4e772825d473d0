"""What the law says of a person's months: counted incomes, the average, the participation."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

import numpy as np

from tirek.contract.unknowns import undetermined
from tirek.engine.parameters import day_number
from tirek.law import law
from tirek.law.facts import Rows, batch_of
from tirek.ledger.chart import CONTRIBUTIONS
from tirek.ledger.law_of_lines import month_number
from tirek.ledger.statement_rows import Row

SOCIAL = next(iter(CONTRIBUTIONS))


@dataclass(frozen=True, slots=True)
class Counted:
    """Of payers and months: income, counted income; of months: what they count for."""

    of_payer: dict[tuple[int, int], tuple[int, int | None]]
    of_month: dict[int, int | None]
    average: int | None
    participation: int
    undetermined: list[dict[str, object]]


_OUTPUTS = (
    "income_of_row", "counted_income", "month_income", "average_income", "participation_months",
)  # fmt: skip


def counted_of(rows: list[Row], on: date, known_on: date | None) -> Counted:
    """The law over the social contributions in force; ``rows`` are latest first."""
    own = [row for row in rows if row.purpose == SOCIAL and row.amount_tiyn]
    table = np.array(
        [(r.period, r.payer, r.kind, r.amount_tiyn) for r in own], np.int64
    ).reshape(-1, 4)  # fmt: skip
    plan = law(known_on).plan(_OUTPUTS, ())
    zero = np.zeros(1, np.int64)
    facts = dict.fromkeys(plan.needed_facts, zero) | {"on": zero + day_number(on)}
    count = np.zeros(len(own), np.int64)
    batch = batch_of(
        1, {n: facts[n] for n in plan.needed_facts if n not in _OF_ROWS},
        Rows(count, month_number(table[:, 0]), table[:, 1], table[:, 2], count, table[:, 3]),
    )  # fmt: skip
    run = plan.run(batch, checked=True)

    def known(name: str) -> list[int | None]:
        values: list[int] = np.asarray(run[name]).tolist()
        if run.unknown is None:
            return list(values)
        rests = run.unknown.rests_on(name).tolist()
        return [None if bad else value for value, bad in zip(values, rests, strict=True)]

    incomes: dict[tuple[int, int], int] = defaultdict(int)
    for row, income in zip(own, np.asarray(run["income_of_row"]).tolist(), strict=True):
        incomes[row.period, row.payer] += income
    periods = list(dict.fromkeys(row.period for row in own))
    return Counted(
        {
            key: (income, counted)
            for (key, income), counted in zip(incomes.items(), known("counted_income"), strict=True)
        },
        dict(zip(periods, known("month_income"), strict=True)), known("average_income")[0],
        int(run["participation_months"][0]), undetermined(run, 0, ["average_income"]),
    )  # fmt: skip


_OF_ROWS = ("period", "row_kind", "row_income", "row_contribution")
