"""The comparison with the oracle notices a fault: each of these, planted alone in the law.

A few hundred cases are enough for each. Without the fault there is no difference in them.
"""

from __future__ import annotations

from functools import lru_cache

import pytest

from tests.compare import Outcome, compare
from tests.law import faults_of_benefits, faults_of_contributions, faults_of_income
from tests.law.planting import Fault, in_force, law_with

CASES, SEED = 500, 20

FAULTS = (
    *faults_of_income.faults.entered,
    *faults_of_benefits.faults.entered,
    *faults_of_contributions.faults.entered,
)


@lru_cache(maxsize=None)
def unharmed(kind: str) -> Outcome:
    """The same cases under the law as it is held."""
    return compare(kind, CASES, SEED)


def test_there_are_more_than_twenty_faults_and_each_has_its_own_name() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) > 20


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_noticed(fault: Fault) -> None:
    assert not unharmed(fault.kind).differences
    with in_force(law_with(fault)):
        assert compare(fault.kind, CASES, SEED).differences


def test_the_law_is_as_it_was_when_a_fault_has_been_dug_up() -> None:
    with in_force(law_with(FAULTS[0])):
        pass
    assert not compare(FAULTS[0].kind, CASES, SEED).differences
