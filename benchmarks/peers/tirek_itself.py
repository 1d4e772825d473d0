"""Tirek on the same arrays, by its public function for a population in memory."""

from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.law_tables import day_number
from benchmarks.nation_data import ON, WINDOW, Mixed, Simple, month_of_on
from benchmarks.peers import MIXED_OUTPUTS, REASONS, Result, Work
from tirek.nation.benefits import REASONS as BITS
from tirek.nation.population import Answers, MonthlyRows, assess


def simple(data: Simple) -> Work:
    """The matrix has a row a month; Tirek wants a person's months side by side."""
    people = data.incomes.shape[1]
    months = np.arange(month_of_on() - WINDOW, month_of_on(), dtype=np.int16)
    period = np.tile(months, people)
    payer = np.zeros(len(period), np.int8)
    starts = np.arange(people + 1) * WINDOW
    facts: dict[str, NDArray[Any]] = {
        "on": np.full(people, day_number(ON), np.int32),
        "birth_date": np.full(people, day_number(date(1990, 1, 1)), np.int32),
        "sex": np.zeros(people, np.int8),
        "participation_months_given": np.asarray(data.participation_months),
    }

    def take_in() -> NDArray[np.int64]:
        return np.ascontiguousarray(data.incomes.T).ravel()

    def answer(incomes: NDArray[np.int64]) -> Result:
        return {
            "amount": assess("job_loss", facts, MonthlyRows(starts, period, payer, incomes)).amount
        }

    return Work(answer, take_in)


def mixed(data: Mixed) -> Work:
    names = ("on", "applied_on", "birth_date", "sex", "dismissal_ground", "months_already_paid")
    facts = {name: np.asarray(getattr(data, name)) for name in names} | {
        "participation_given": np.asarray(data.participation_given).view(np.bool_),
        "participation_months_given": np.asarray(data.participation_months),
        "pension_exempt": np.asarray(data.pension_exempt).view(np.bool_),
    }
    rows = MonthlyRows(
        np.asarray(data.offsets), np.asarray(data.row_month), np.asarray(data.row_payer),
        np.asarray(data.row_income), np.asarray(data.row_kind),
    )  # fmt: skip

    def answer(_: None) -> Result:
        return _as_asked(assess("job_loss", facts, rows))

    return Work(answer)


def _as_asked(found: Answers) -> Result:
    """The outputs that every peer gives; the bits of the reasons in the benchmark's order."""
    reasons = np.zeros(len(found.reasons), np.uint8)
    for bit, reason in enumerate(REASONS):
        reasons |= ((found.reasons >> BITS.index(reason)) & 1).astype(np.uint8) << bit
    arrays = {name: getattr(found, name) for name in MIXED_OUTPUTS if name != "reasons"}
    return {n: array.astype(MIXED_OUTPUTS[n], copy=False) for n, array in arrays.items()} | {
        "reasons": reasons
    }
