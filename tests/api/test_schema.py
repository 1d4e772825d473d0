"""A short run of :mod:`tests.api.schema`; ``./run fuzz-api`` is the long one."""

from __future__ import annotations

import pytest

from tests.api.schema import LEAST, run


def test_the_api_keeps_to_its_document(capsys: pytest.CaptureFixture[str]) -> None:
    for label, tally in run(1_000, 20260101).items():
        assert not tally.server_errors, label
        assert not tally.breaks, f"{label}: {tally.breaks[0]}"
        assert tally.requests >= 90 and tally.share >= LEAST, f"{label}: {tally.share:.0%}"
