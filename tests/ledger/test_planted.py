"""Every fault that was planted is found under its name, and no good line waits."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ledger.planted import compare
from tirek.sandbox.country import make
from tirek.sandbox.settings import Settings


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [3, 4])
def test_a_small_country(seed: int, tmp_path: Path) -> None:
    make(Settings(people=800, seed=seed, first=2025 * 12, months=4, faults=0.02), tmp_path)
    report = compare(tmp_path)
    assert report.lines > 5_000 and sum(report.planted.values()) > 100
    assert len(report.planted) > 15  # kinds of faults
    assert (report.missed, report.misnamed, report.good_in_suspense) == ([], [], [])
    assert report.share == 1.0
