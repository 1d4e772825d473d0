"""Labels of the axes of charts, as a browser draws them."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Browser


def labels(browser: Browser, address: str, width: int) -> list[tuple[float, float, str]]:
    """Numbers beside a chart's axes: where each stands on the screen, and what it says."""
    page = browser.new_page(locale="en", viewport={"width": width, "height": 800})
    page.goto(address)
    found = []
    page.wait_for_selector("[data-chart] svg text")
    for one in page.locator("[data-chart] svg text").all():
        box, said = one.bounding_box(), one.text_content() or ""
        if box is not None and re.fullmatch(r"[-−]?[\d.,]+M?", said):
            found.append((box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, said))
    page.close()
    return found


@pytest.mark.parametrize("path", [
    "/what-if/?job_loss_months_min=12", "/what-if/?social_rate=5.1", "/what-if/?social_rate=7",
])  # fmt: skip
def test_no_label_of_small_numbers_stands_twice(browser: Browser, address: str, path: str) -> None:
    said = [words for _, _, words in labels(browser, address + path, 1280)]
    assert len(said) > 2 and len(said) == len(set(said))


@pytest.mark.parametrize("width", [360, 1280])
def test_labels_of_incomes_are_evenly_apart(browser: Browser, address: str, width: int) -> None:
    found = labels(browser, f"{address}/curves/?curve=childcare", width)
    lowest = max(y for _, y, _ in found)
    places = sorted(x for x, y, _ in found if abs(y - lowest) < 5)
    apart = [after - before for before, after in pairwise(places)]
    assert len(places) >= 3 and max(apart) - min(apart) < 12  # the ends stand a little inwards


@pytest.mark.parametrize(("lang", "path", "there", "none"), [
    ("kk", "/law/employer_medical_rate/", {"2,5", "2022"}, {"2.5", "Jul"}),
    ("ru", "/curves/?curve=contributions", {"20\u202f000", "1\u00a0млн"}, {"20,000", "1M"}),
    ("en", "/curves/?curve=contributions", {"20,000", "1M"}, {"20\u202f000"}),
])  # fmt: skip
def test_a_chart_writes_numbers_and_days_as_its_page_does(
    browser: Browser, address: str, lang: str, path: str, there: set[str], none: set[str]
) -> None:
    page = browser.new_page(locale=lang, viewport={"width": 1280, "height": 800})
    page.goto(address + path)
    page.wait_for_selector("[data-chart] svg text")
    said = {one.text_content() for one in page.locator("[data-chart] svg text").all()}
    page.close()
    assert there <= said and not none & said
