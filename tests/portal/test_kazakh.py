"""Days in the cases of Kazakh."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.utils import translation

from tirek.contract.tellings import document_texts
from tirek.pages import writing
from tirek.portal.texts import catalogue


@pytest.mark.parametrize("month", range(1, 13))
def test_days_stand_in_their_case_in_kazakh(month: int) -> None:
    with translation.override("kk"):
        day = writing.long_day(date(2026, month, 4))
        assert f"{day:from}".endswith(("дан", "ден", "нан", "нен", "тан", "тен"))
        assert f"{day:to}".endswith(("ға", "ге", "қа", "ке"))
        assert f"{day}" == day and f"{day:of}".startswith(day) and f"{day:on}".startswith(day)


@pytest.mark.parametrize("section", sorted(catalogue()))
def test_a_day_that_is_the_last_is_told_by_until_which_day(section: str) -> None:
    """«… 3 наурызды қоса алғанда» alone says neither until nor since."""
    said = {key: words["kk"] for key, words in catalogue()[section].items()}
    bare = [key for key, words in said.items() if re.search(r"\} қоса алғанда", words)]
    assert not bare


def test_sums_take_the_case_by_the_word_tenge() -> None:
    """«100 000 ₸ дейін» has no ending."""
    bare = [
        f"{section}.{key}" for section, keys in catalogue().items() for key, words in keys.items()
        if re.search(r"₸(-\w+)? (дейін|бастап|аспайтын)", words["kk"])
    ]  # fmt: skip
    assert not bare


def test_titles_of_the_law_are_no_nominalised_clauses() -> None:
    """«МЗЖ сомасының көрсетілгені» is a sentence that lost its verb: «… сомасы көрсетілген»."""
    clause = re.compile("(ғаны|гені|қаны|кені|тыны|тіні|мауы|меуі|болуы|луы|луі)$")
    clumsy = [
        name for name, words in document_texts().items() if clause.search(words["title"]["kk"])
    ]
    assert not clumsy
