"""The comparison with the oracle notices a fault: each of these, planted alone in the law.

A few hundred cases are enough for most. Without the fault the same cases show no difference.
"""

from __future__ import annotations

from functools import cache

import pytest

from tests.compare import compare
from tests.law import faults_of_benefits, faults_of_contributions, faults_of_income
from tests.law.planting import CASES, Fault, in_force, law_with, noticed

FAULTS = (
    *faults_of_income.faults.entered,
    *faults_of_benefits.faults.entered,
    *faults_of_contributions.faults.entered,
)


@cache
def differences(kind: str, seed: int) -> int:
    """How many of the same cases differ under the law as it is held."""
    return len(compare(kind, CASES, seed).differences)


def test_there_are_more_than_twenty_faults_and_each_has_its_own_name() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) > 20


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_noticed(fault: Fault) -> None:
    with in_force(law_with(fault)):
        seed = noticed(fault.kind)
    assert seed is not None, f"no case of {fault.kind} shows it"
    assert differences(fault.kind, seed) == 0


def test_the_law_is_as_it_was_when_a_fault_has_been_dug_up() -> None:
    with in_force(law_with(FAULTS[0])):
        assert noticed(FAULTS[0].kind, most=1) is not None
    assert noticed(FAULTS[0].kind, most=1) is None
