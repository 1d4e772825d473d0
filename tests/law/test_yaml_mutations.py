"""A change of any one value of the law's YAML files is noticed.

Once by the values typed by hand (every value of every file), and once more by the comparison with
the oracle, for the values that the oracle works with. Nothing is written to a file.
"""

from __future__ import annotations

from random import Random

import pytest

from tests.law.by_hand import discrepancies, documents
from tests.law.mutations import (
    Change,
    changes,
    changes_nothing,
    kinds_that_use,
    law_after,
    of_parameters,
)
from tests.law.planting import in_force, noticed
from tests.law.unseen_changes import UNSEEN
from tirek.engine.errors import LawError

FILES = documents()
CHANGES = tuple(changes(FILES))
#: Files whose values the oracle holds, too.
OF_THE_ORACLE = (
    "income.yaml", "benefits.yaml", "social_contributions.yaml", "medical_contributions.yaml",
    "indices.yaml", "pension.yaml", "insured_status.yaml",
)  # fmt: skip
#: Of the indices the oracle works with two; МРП matters from 2019 only.
INDICES = {"minimum_wage": 2017, "monthly_calculation_index": 2019}
SEED, SAMPLE = "one value at a time", 40
#: Comparisons tried for one change: some days come up once in ten thousand cases.
MOST = 120


def of_the_oracle(change: Change) -> bool:
    """Whether the change is of a value that the oracle holds."""
    if change.file != "indices.yaml":
        return change.file in OF_THE_ORACLE
    return change.since is not None and change.since.year >= INDICES.get(change.parameter, 9999)


def visible(change: Change) -> bool:
    """Whether the comparison has to notice the change."""
    if change.parameter in UNSEEN or change.place in UNSEEN:
        return False
    try:
        return not changes_nothing(change, FILES)
    except LawError:
        return True


VISIBLE = tuple(one for one in CHANGES if of_the_oracle(one) and visible(one))
#: Values of the years that most random cases are about; older ones take long to come up.
RECENT = tuple(one for one in VISIBLE if one.since is not None and one.since.year >= 2019)


def seen(change: Change) -> bool:
    """Whether the program refuses the change, or a comparison differs from the oracle after it."""
    try:
        law = law_after(change, FILES)
    except LawError:
        return True
    kinds = kinds_that_use(change.parameter)
    with in_force(law):
        return any(
            noticed(kind, first=seed, most=1) is not None for seed in range(MOST) for kind in kinds
        )


def test_no_changed_value_gets_past_the_values_typed_by_hand() -> None:
    assert len(CHANGES) > 1000
    assert [str(one) for one in CHANGES if not discrepancies(one.made_in(FILES))] == []


def test_most_changes_are_visible_to_the_comparison() -> None:
    assert len(VISIBLE) > 300


def test_every_reason_for_not_seeing_a_change_is_about_a_value() -> None:
    named = {one.parameter for one in CHANGES if of_parameters(one)}
    places = {one.place for one in CHANGES if of_parameters(one)}
    assert set(UNSEEN) <= named | places


@pytest.mark.parametrize("change", Random(SEED).sample(RECENT, SAMPLE), ids=str)
def test_the_comparison_notices_a_changed_value(change: Change) -> None:
    assert seen(change)


@pytest.mark.long
@pytest.mark.parametrize("change", VISIBLE, ids=str)
def test_the_comparison_notices_each_changed_value(change: Change) -> None:
    assert seen(change)
