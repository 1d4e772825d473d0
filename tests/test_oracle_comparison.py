"""The product and the oracle agree; the long run is ``./run fuzz``."""

from __future__ import annotations

import pytest

from tests import compare
from tests.oracle.cases import BENEFITS

CASES, SEED = 2000, 20261121


@pytest.mark.parametrize("kind", compare.KINDS)
def test_product_and_oracle_agree(kind: str) -> None:
    outcome = compare.compare(kind, CASES, SEED)
    assert [d[0] for d in outcome.differences] == []
    if kind in BENEFITS:  # the cases are worth something: most lead to an amount
        assert outcome.entitled / CASES > 0.58
