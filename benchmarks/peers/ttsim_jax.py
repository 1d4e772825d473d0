"""TTSIM compiled: its joined function under JAX in 64 bits, compiled once and called again.

Checks, sorting and the way back into a table are left out: this is the least that its arithmetic
takes.
"""

import warnings
from collections.abc import Mapping
from typing import Any

import jax
from ttsim import InputData, MainTarget, OrigPolicyObjects, TTTargets, main

from benchmarks.nation_data import ON, Simple
from benchmarks.peers import Result, Work
from benchmarks.peers.ttsim_numpy import AMOUNT, LAW, UNITS, columns_of, in_tiyn

jax.config.update("jax_enable_x64", True)


def simple(data: Simple) -> Work:
    warnings.simplefilter("ignore")
    function = main(
        main_target=MainTarget.tt_function,
        policy_date_str=ON.isoformat(),
        orig_policy_objects=OrigPolicyObjects.root(LAW),
        input_data=InputData.qname(columns_of(data)),
        tt_targets=TTTargets(qname={AMOUNT: AMOUNT}),
        unit_system=UNITS,
        backend="jax",
    )

    def take_in() -> Mapping[str, Any]:
        columns = columns_of(data)
        wanted = {name: array for name, array in columns.items() if name != "p_id"}
        arrays: Mapping[str, Any] = {n: jax.numpy.asarray(a) for n, a in wanted.items()}
        jax.block_until_ready(arrays)
        return arrays

    def answer(columns: Mapping[str, Any]) -> Result:
        return {"amount": in_tiyn(jax.block_until_ready(function(columns)[AMOUNT]))}

    return Work(answer, take_in)
