"""Each job, from the front page to its answer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.jobs import JOBS
from tests.e2e.visitor import WIDTHS, visiting
from tirek.contract.messages import LANGUAGES


def _ways(name: str) -> Iterator[tuple[str, int, bool, str]]:
    """Each job in each language, width, with and without JavaScript; of the six benefits, which
    are made alike, all of it for one, a width and a language at a time for the others."""
    alike = name.startswith("what would I get") and name != "what would I get: job_loss"
    for place, lang in enumerate(LANGUAGES):
        for width in WIDTHS:
            for script in (True, False):
                if (
                    not alike
                    or (script, width) == ((True, 360), (False, 1440), (True, 1440))[place]
                ):
                    yield name, width, script, lang


WAYS = [way for name in JOBS for way in _ways(name)]


@pytest.mark.parametrize(("name", "width", "script", "lang"), WAYS)
def test_a_newcomer_gets_an_answer(
    browser: Browser, address: str, name: str, width: int, script: bool, lang: str
) -> None:
    careful = script  # axe is a script
    with visiting(browser, address, lang, width, script, careful, dark=width == WIDTHS[1]) as one:
        one.open("/")
        JOBS[name](one, lang)
