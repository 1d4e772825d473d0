"""The made-up people of the page: who they are, as the engine's arrays.

``people.npz`` is written by ``tools/what_if_people.py``. A few examples stand after the people;
they weigh nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from importlib import resources
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tirek.engine.batch import Batch
from tirek.engine.graph import Law
from tirek.engine.parameters import day_number
from tirek.engine.units import Unit
from tirek.law.acts import kinds
from tirek.law.book import PAYER_KINDS, PERSON, SEXES, book
from tirek.law.facts import Rows, batch_of
from tirek.portal.periods import period_of, shifted
from tirek.portal.what_if.levers import DAY

Int = NDArray[np.int64]
Float = NDArray[np.float64]
Bool = NDArray[np.bool_]

#: The year whose contributions are counted.
YEAR = DAY.year
_FIRST = YEAR * 12
_RIGHT = DAY.year * 12 + DAY.month - 1
#: Months of work before the right that the people have.
_BACK = 24
#: The first and the last month whose incomes are known, as YYYYMM.
MONTHS = shifted(period_of(DAY), -_BACK), YEAR * 100 + 12
#: Of nobody who is of pension age.
_YOUNG = day_number(date(1990, 1, 1))
BENEFITS = ("job_loss", "maternity", "childcare", "disability", "survivor")
#: Monthly incomes of the examples in tenge; they have worked without a gap.
EXAMPLES = (85_000, 170_000, 300_000, 700_000, 2_000_000)
#: Stands for a month that never comes.
_NEVER = 2**30
_EXAMPLE = {
    "birth": day_number(DAY.replace(year=YEAR - 35)), "male": False, "participation": 60,
    "children": 1, "degree": 60, "insured": _NEVER, "insured_to": _NEVER,
}  # fmt: skip
#: Days of maternity leave that everybody is taken to have.
LEAVE_DAYS = 126


@dataclass(frozen=True)
class Nation:
    """The people with what is asked of the law about them.

    ``dues``: a job and month each, by person and month, in the order of ``person`` and ``month``;
    ``worked``: the months before a right with what was accrued; ``facts``: those of the rights, a
    person each. ``weight``: how many people each stands for; ``recipients``: for
    each benefit how many recipients. ``income``: tenge a month worked, see :func:`_average`.
    """

    size: int
    weight: Float
    recipients: dict[str, Float]
    income: Float
    dues: dict[str, Int | Bool]
    person: Int
    month: Int
    worked: Rows
    facts: dict[str, Int | Bool]

    @property
    def people(self) -> int:
        """How many there are, without the examples."""
        return self.size - len(EXAMPLES)

    def rights(self, held: Law) -> Batch:
        """What is asked of a law about the rights: incomes count as far as that law takes
        contributions on them."""
        counted = replace(self.worked, income=_counted(held, self.worked))
        return batch_of(self.size, self.facts, counted)


@lru_cache(maxsize=1)
def nation() -> Nation:
    """The people of the file."""
    file = resources.files("tirek.portal.what_if").joinpath("people.npz")
    with np.load(BytesIO(file.read_bytes()), allow_pickle=False) as held:
        arrays = {name: held[name] for name in held.files}
    return _made(_with_examples(arrays))


def _with_examples(arrays: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """The arrays with a person and a job for each example."""
    size, count = len(arrays["birth"]), len(EXAMPLES)
    found = dict(arrays)
    for name, value in _EXAMPLE.items():
        found[name] = np.concatenate((arrays[name], np.full(count, value, arrays[name].dtype)))
    jobs = {
        "person": size + np.arange(count), "payer": np.zeros(count),
        "kind": np.full(count, PAYER_KINDS.index("employee")),
        "income": np.array(EXAMPLES) * 100,
        "first": np.full(count, _RIGHT - _BACK), "last": np.full(count, _FIRST + 11),
    }  # fmt: skip
    for name, column in jobs.items():
        found[name] = np.concatenate((arrays[name], column.astype(arrays[name].dtype)))
    nobody = np.zeros(count)
    for benefit in BENEFITS:
        name = f"weight_{benefit}"
        found[name] = np.concatenate((arrays[name], nobody))
    found["weight"] = np.concatenate((np.full(size, float(arrays["weight"][0])), nobody))
    return found


def _made(arrays: dict[str, NDArray[Any]]) -> Nation:
    size = len(arrays["birth"])
    job, month = _months(arrays, _FIRST, _FIRST + 11)
    person = arrays["person"][job].astype(np.int64)
    order = np.lexsort((arrays["payer"][job], month, person))
    job, month, person = job[order], month[order], person[order]
    income = arrays["income"][job].astype(np.int64)
    days = np.array([day_number(DAY.replace(month=one + 1, day=1)) for one in range(12)])
    return Nation(
        size=size, weight=arrays["weight"],
        recipients={name: arrays[f"weight_{name}"].astype(float) for name in BENEFITS},
        income=_average(arrays, size),
        dues={
            "on": days[month - _FIRST], "payer_kind": arrays["kind"][job].astype(np.int64),
            "income": income, "birth_date": arrays["birth"][person].astype(np.int64),
            "sex": np.where(arrays["male"][person], SEXES.index("male"), SEXES.index("female")),
            "state_insured": (arrays["insured"][person] <= month)
            & (month <= arrays["insured_to"][person]),
        },
        person=person, month=month, worked=_worked(arrays), facts=_facts(arrays, size),
    )  # fmt: skip


def _average(arrays: dict[str, NDArray[Any]], size: int) -> Float:
    """Tenge in a month worked, all jobs together, of the year and of the two years before the
    right: who has not worked in the year (a mother at home, say) is still one of her income."""
    job, month = _months(arrays, _RIGHT - _BACK, _FIRST + 11)
    person = arrays["person"][job].astype(np.int64)
    sums = np.bincount(person, arrays["income"][job], minlength=size)
    once = np.unique(person * (_FIRST + 12) + month) // (_FIRST + 12)
    return sums / np.maximum(np.bincount(once, minlength=size), 1) / 100


def _months(arrays: dict[str, NDArray[Any]], first: int, last: int) -> tuple[Int, Int]:
    """Each job in each of some months: numbers of jobs, months."""
    since, until = np.maximum(arrays["first"], first), np.minimum(arrays["last"], last)
    lengths = np.maximum(until - since + 1, 0).astype(np.int64)
    job = np.repeat(np.arange(len(lengths)), lengths)
    shift = np.arange(len(job)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return job, since[job].astype(np.int64) + shift


#: Whose contributions are paid on what is left of the accrued income, or on a floor.
_OF_BASE = [PAYER_KINDS.index(one) for one in ("employee", "entrepreneur", "civil_contract")]


def _counted(held: Law, rows: Rows) -> Int:
    """The incomes on which social contributions are paid, by a law of each month."""
    kind, month = np.asarray(rows.kind), np.asarray(rows.period)
    found = np.array(rows.income, np.int64)
    places = np.flatnonzero(np.isin(kind, _OF_BASE) & (found > 0))
    plan = held.plan(("social_base",), ())
    facts: dict[str, Int | Bool] = {
        name: np.zeros(len(places), np.bool_ if one.unit is Unit.FLAG else np.int64)
        for name, one in book.facts.items() if name in plan.needed_facts
    }  # fmt: skip
    days = np.array(
        [day_number(date(m // 12, m % 12 + 1, 1)) for m in range(_RIGHT - _BACK, _RIGHT)]
    )
    facts |= {
        "on": days[month[places] - (_RIGHT - _BACK)], "payer_kind": kind[places].astype(np.int64),
        "income": found[places], "birth_date": np.full(len(places), _YOUNG),
    }  # fmt: skip
    given = {name: facts[name] for name in plan.needed_facts}
    run = plan.run(Batch(PERSON, len(places), given), checked=True)
    found[places] = np.asarray(run["social_base"], np.int64)
    return found


def _worked(arrays: dict[str, NDArray[Any]]) -> Rows:
    """A row for each job and month before the rights in which it could be insured."""
    spans = [kinds()[kind].get("social") for kind in PAYER_KINDS]
    begins = np.array([one.first if one else _NEVER for one in spans])
    ends = np.array([one.end if one else 0 for one in spans])
    job, month = _months(arrays, _RIGHT - _BACK, _RIGHT - 1)
    kind = arrays["kind"][job]
    keep = (begins[kind] <= month) & (month < ends[kind])
    job, month = job[keep], month[keep]
    return Rows(
        arrays["person"][job], month, arrays["payer"][job], arrays["kind"][job],
        arrays["income"][job], np.zeros(len(job)),
    )  # fmt: skip


def _facts(arrays: dict[str, NDArray[Any]], size: int) -> dict[str, Int | Bool]:
    """Everybody's facts for every benefit, the right to each arising on one day."""
    on, none = np.full(size, day_number(DAY)), np.zeros(size, np.int64)
    children = arrays["children"].astype(np.int64)
    return {
        "on": on,
        "participation_given": np.ones(size, np.bool_),
        "participation_months_given": arrays["participation"].astype(np.int64),
        "months_already_paid": none,
        "leave_days": np.full(size, LEAVE_DAYS),
        "child_birth_date": on,
        "child_order": children,
        "dependants_count": children,
        "degree_percent": arrays["degree"].astype(np.int64),
        "pension_exempt": np.zeros(size, np.bool_),
    }


def paying(fund: str) -> Bool:
    """Which kinds of payers pay to a fund in the year."""
    spans = [kinds()[kind].get(fund) for kind in PAYER_KINDS]
    return np.array([span is not None and span.holds(_FIRST) for span in spans])


__all__ = ["BENEFITS", "EXAMPLES", "MONTHS", "PERSON", "YEAR", "Nation", "nation", "paying"]
