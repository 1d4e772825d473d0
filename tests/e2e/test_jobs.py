"""Each job, from the front page to its answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.e2e.jobs import JOBS
from tests.e2e.visitor import WIDTHS, visiting
from tirek.contract.messages import LANGUAGES

_HOWS = [(width, script) for width in WIDTHS for script in (True, False)]


def _all_ways() -> Iterator[Any]:
    """Each job in each language, width, with and without JavaScript. Each job in each language is
    done one way in every run of the tests, the ways in turn; all of them among the long ones."""
    for number, name in enumerate(JOBS):
        for place, lang in enumerate(LANGUAGES):
            for at, (width, script) in enumerate(_HOWS):
                marks = () if (number + place) % len(_HOWS) == at else pytest.mark.long
                yield pytest.param(name, width, script, lang, marks=marks)


@pytest.mark.parametrize(("name", "width", "script", "lang"), list(_all_ways()))
def test_a_newcomer_gets_an_answer(
    browser: Browser, address: str, name: str, width: int, script: bool, lang: str
) -> None:
    careful = script  # axe is a script
    with visiting(browser, address, lang, width, script, careful, dark=width == WIDTHS[1]) as one:
        one.open("/")
        JOBS[name](one, lang)
