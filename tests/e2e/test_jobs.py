"""Each job, from the front page to its answer."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.e2e.jobs import JOBS
from tests.e2e.visitor import WIDTHS, visiting
from tirek.contract.messages import LANGUAGES


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", JOBS)
def test_a_newcomer_gets_an_answer(
    browser: Browser, address: str, name: str, width: int, script: bool, lang: str
) -> None:
    careful = script  # axe is a script
    with visiting(browser, address, lang, width, script, careful, dark=width == WIDTHS[1]) as one:
        one.open("/")
        JOBS[name](one, lang)
