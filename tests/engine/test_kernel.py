"""A kernel is its plan, read for one row: run here as plain Python, without a compiler."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

import numpy as np
import pytest

from tests.oracle.cases import BENEFITS as KINDS
from tests.oracle.cases import random_case
from tirek.contract import assess, assess_question
from tirek.engine import scalars
from tirek.engine.batch import Batch
from tirek.engine.kernel import kernel_of
from tirek.engine.plan import Plan
from tirek.engine.steps import scope_of
from tirek.law import law
from tirek.law.benefits import BENEFITS
from tirek.law.book import DEPENDANT, MONTH, PAYER_MONTH, PERSON, ROW

CHAIN = (MONTH, PAYER_MONTH, ROW)


def run(plan: Plan, batch: Batch) -> dict[str, list[Any]]:
    """The kernel of a plan over a batch, whose months the kernel wants in the order of time."""
    kernel = kernel_of(plan, CHAIN)
    scope: dict[str, Any] = {
        "int64": int, "uintp": int, "empty": lambda size, _: [None] * size, "bool_": bool,
        "plus_months": scalars.plus_months, "first_of_year": scalars.first_of_year,
    }  # fmt: skip
    exec(kernel.source, scope)
    outputs = {name: [None] * batch.size for name, _ in kernel.outputs}
    facts = _facts(batch, kernel.facts)
    spans = {ROW: batch.bounds(ROW, PERSON)}
    if DEPENDANT in batch.counts:
        spans[DEPENDANT] = batch.bounds(DEPENDANT, PERSON)
    keys = {
        MONTH: _backwards(batch, batch.owner(ROW, MONTH) * -1),
        PAYER_MONTH: _backwards(batch, batch.owner(ROW, PAYER_MONTH)),
    }
    tables = scope_of(plan.made.constants)
    asked = [None] * batch.size
    scope["kernel"](
        0, batch.size, *facts,
        *(end for level in kernel.spans for end in (spans[level][:-1], spans[level][1:])),
        *(keys[level] for level in kernel.keys),
        *(tables[name] for name in kernel.tables), *outputs.values(),
        *(int(np.diff(spans[level]).max()) for level in kernel.most), asked,
    )  # fmt: skip
    assert not any(asked)
    return outputs


def _facts(batch: Batch, names: tuple[str, ...]) -> list[Any]:
    found = []
    for name in names:
        array = batch.facts[name]
        if name == "period":
            array = array[batch.owner(ROW, MONTH)]
        of_rows = len(array) == batch.members(ROW) and name.startswith(("row_", "period"))
        found.append(_backwards(batch, array) if of_rows else array)
    return found


def _backwards(batch: Batch, array: Any) -> Any:
    """Each person's rows from the last to the first."""
    bounds = batch.bounds(ROW, PERSON)
    return np.concatenate(
        [array[bounds[i] : bounds[i + 1]][::-1] for i in range(batch.size)] or [array]
    )


@pytest.mark.parametrize("kind", [*KINDS])
def test_a_kernel_gives_what_its_plan_gives(kind: str) -> None:
    rng, benefit = Random(f"kernel {kind}"), BENEFITS[kind]
    cases = [random_case(kind, rng) for _ in range(150)]
    known = [c for c in cases if not assess.answer(c, "en", brief=True)["undetermined"]]
    batch = assess.batch([assess_question.read(c) for c in known], kind == "survivor")
    for fixed in _fixed_facts(batch):
        plan = law().plan(benefit.outputs, (), None, None, False, tuple(fixed.items()))
        expected = plan.run(batch, checked=True)
        found = run(plan, batch)
        for name in benefit.outputs:
            assert [int(v) for v in found[name]] == expected[name].astype(int).tolist(), name


def _fixed_facts(batch: Batch) -> list[Mapping[str, int]]:
    """Nothing, and what is the same for all."""
    alike = {
        name: int(array[0])
        for name, array in batch.facts.items()
        if len(array) and (array == array[0]).all() and name in ("pension_exempt", "child_order")
    }
    return [{}, alike] if alike else [{}]


def test_only_the_branch_that_is_taken_is_worked_out() -> None:
    source = kernel_of(law().plan(("job_loss_pension_contribution",), ()), CHAIN).source
    lines = [line.strip() for line in source.splitlines()]
    jump = next(i for i, line in enumerate(lines) if line.startswith("if fact_pension_exempt"))
    assert "//" not in lines[jump + 1]
    assert any("//" in line for line in lines[jump + 2 : jump + 6])


def test_what_is_fixed_is_left_out_of_the_loop() -> None:
    fixed = (("row_contribution", 0), ("row_kind", 0))
    plan = law().plan(("job_loss_amount",), (), None, None, False, fixed)
    source = kernel_of(plan, CHAIN).source
    assert "row_contribution" not in source
    assert "p_single_payment_social_rate" not in source
    whole = kernel_of(law().plan(("job_loss_amount",), ()), CHAIN).source
    assert len(source) < len(whole) / 1.5
