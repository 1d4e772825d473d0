"""TTSIM as it ships: ``main`` on the numpy back end, its checks on, floats of 64 bits.

The policy environment is made once; the checks, the joining of the functions and the ordering of
the persons belong to each run, since ``main`` does them each time.
"""

import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ttsim import InputData, MainTarget, OrigPolicyObjects, TTTargets, main
from ttsim.tt import Currency, UnitSystem

from benchmarks.nation_data import ON, Simple
from benchmarks.peers import Result, Work

LAW = Path(__file__).parent / "ttsim_law"
AMOUNT = "job_loss_benefit_m"
UNITS = UnitSystem(currencies={"TENGE": Currency(statutory_from="0001-01-01")})
Columns = Mapping[str, NDArray[Any]]


def simple(data: Simple) -> Work:
    """The arrays in tenge, a column a month, then what ``main`` does."""
    warnings.simplefilter("ignore")
    environment = main(
        main_target=MainTarget.policy_environment,
        policy_date_str=ON.isoformat(),
        orig_policy_objects=OrigPolicyObjects.root(LAW),
        unit_system=UNITS,
        backend="numpy",
    )

    def answer(columns: Columns) -> Result:
        amounts = main(
            main_target=MainTarget.results.qname,
            policy_date_str=ON.isoformat(),
            policy_environment=environment,
            input_data=InputData.qname(columns),
            tt_targets=TTTargets(qname={AMOUNT: AMOUNT}),
            unit_system=UNITS,
            backend="numpy",
        )[AMOUNT]
        return {"amount": in_tiyn(amounts)}

    return Work(answer, lambda: columns_of(data))


def columns_of(data: Simple) -> Columns:
    months = enumerate(reversed(data.incomes), 1)
    return {
        "p_id": np.arange(data.incomes.shape[1]),
        "participation_months": data.participation_months.astype(np.int64),
        **{f"income_back_{back:02d}_m": incomes / 100 for back, incomes in months},
    }


def in_tiyn(amounts: Any) -> NDArray[np.int64]:
    return np.rint(np.asarray(amounts, dtype=np.float64) * 100).astype(np.int64)
