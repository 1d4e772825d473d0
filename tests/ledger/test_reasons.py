"""Words for the reasons of suspense."""

from __future__ import annotations

import pytest

from tirek.contract.messages import LANGUAGES
from tirek.ledger.checks import REASONS
from tirek.ledger.reasons import WHO, catalogue


def test_each_reason_of_the_checks_has_words_in_the_same_order() -> None:
    assert tuple(catalogue()) == REASONS


@pytest.mark.parametrize("code", REASONS)
def test_a_reason_says_what_it_means_and_whose_turn_it_is_in_three_languages(code: str) -> None:
    reason = catalogue()[code]
    assert reason.turn in reason.todo
    assert set(reason.todo) <= set(WHO)
    for words in (reason.title, reason.means, *reason.todo.values()):
        assert set(words) == set(LANGUAGES)
        assert all(text and text == text.strip() for text in words.values())
        assert len(set(words.values())) == len(LANGUAGES)
