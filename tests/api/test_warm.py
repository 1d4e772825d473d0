"""What is made ready before the first person asks."""

from __future__ import annotations

from tirek.api.warm import warm


def test_the_examples_are_answered_ahead() -> None:
    warm()
