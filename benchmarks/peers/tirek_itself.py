"""Tirek on the same arrays: here its public batch function is called.

Until that function stands, the law's plans are run through numpy, some people at a time.
"""

from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.law_tables import day_number
from benchmarks.nation_data import ON, WINDOW, Mixed, Simple, month_of_on
from benchmarks.peers import MIXED_OUTPUTS, REASONS, Result, Work
from tirek.engine.batch import Array
from tirek.law import law
from tirek.law.benefits import BENEFITS
from tirek.law.facts import Rows, batch_of

AT_ONCE = 50_000
BENEFIT = BENEFITS["job_loss"]


def simple(data: Simple) -> Work:
    people = data.incomes.shape[1]

    def answer(_: None) -> Result:
        parts = [_simple(data, slice(s, s + AT_ONCE)) for s in range(0, people, AT_ONCE)]
        return {"amount": np.concatenate(parts)}

    return Work(answer)


def _simple(data: Simple, part: slice) -> NDArray[np.int64]:
    incomes = data.incomes[:, part]
    size, on = incomes.shape[1], day_number(ON)
    months = month_of_on() - WINDOW + np.arange(WINDOW)
    person = np.tile(np.arange(size), WINDOW)
    nothing = np.zeros(len(person), dtype=np.int64)
    rows = Rows(person, np.repeat(months, size), nothing, nothing, incomes.ravel(), nothing)
    facts = _facts(size) | {
        "on": np.full(size, on),
        "applied_on": np.full(size, on),
        "birth_date": np.full(size, day_number(date(1990, 1, 1))),
        "participation_given": np.ones(size, dtype=np.bool_),
        "participation_months_given": data.participation_months[part].astype(np.int64),
    }
    return _answers(size, facts, rows)["amount"]


def mixed(data: Mixed) -> Work:
    def answer(_: None) -> Result:
        parts = [_mixed(data, s) for s in range(0, len(data.on), AT_ONCE)]
        return {name: np.concatenate([part[name] for part in parts]) for name in MIXED_OUTPUTS}

    return Work(answer)


def _mixed(data: Mixed, start: int) -> Result:
    part = slice(start, start + AT_ONCE)
    size = len(data.on[part])
    bounds = data.offsets[start : start + size + 1]
    rows = slice(int(bounds[0]), int(bounds[-1]))
    nothing = np.zeros(rows.stop - rows.start, dtype=np.int64)
    facts = _facts(size) | {
        "on": data.on[part].astype(np.int64),
        "applied_on": data.applied_on[part].astype(np.int64),
        "birth_date": data.birth_date[part].astype(np.int64),
        "sex": data.sex[part].astype(np.int64),
        "dismissal_ground": data.dismissal_ground[part].astype(np.int64),
        "months_already_paid": data.months_already_paid[part].astype(np.int64),
        "participation_given": data.participation_given[part].astype(np.bool_),
        "participation_months_given": data.participation_months[part].astype(np.int64),
        "pension_exempt": data.pension_exempt[part].astype(np.bool_),
    }
    return _answers(
        size,
        facts,
        Rows(
            np.repeat(np.arange(size), np.diff(bounds)),
            data.row_month[rows],
            data.row_payer[rows],
            data.row_kind[rows],
            data.row_income[rows],
            nothing,
        ),
    )


def _facts(size: int) -> dict[str, Array]:
    nothing = np.zeros(size, dtype=np.int64)
    names = ("sex", "dismissal_ground", "months_already_paid")
    return {**dict.fromkeys(names, nothing), "pension_exempt": np.zeros(size, dtype=np.bool_)}


def _answers(size: int, facts: dict[str, Array], rows: Rows) -> dict[str, NDArray[np.int64]]:
    batch = batch_of(size, facts, rows)
    run = law().plan(BENEFIT.outputs, ()).run(batch)
    grounds = [*BENEFIT.reasons, ("amount_not_positive", BENEFIT.not_positive)]
    reasons = np.zeros(size, dtype=np.uint8)
    for code, rule in grounds:
        holds = run[rule].astype(np.bool_)
        if code == "amount_not_positive":
            holds = holds & (reasons == 0)
        reasons |= holds.astype(np.uint8) << REASONS.index(code)
    entitled = reasons == 0
    found = {
        "entitled": entitled,
        "amount": run["job_loss_amount"],
        "net": run["job_loss_net"],
        "months": run["job_loss_months"],
        "until": run["job_loss_until"],
    }
    answers: dict[str, NDArray[Any]] = {
        name: np.where(entitled, array, 0).astype(MIXED_OUTPUTS[name])
        for name, array in found.items()
    }
    return answers | {"reasons": reasons}
