"""axe on every page that a link reaches, and on what is shown where something is wrong."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Browser

from tests.e2e.visitor import WIDTHS, visiting
from tests.portal.test_crawl import crawl
from tirek.contract.messages import LANGUAGES

#: Pages of errors, and answers that a form leads to.
WRONG = (
    "/nothing/", "/benefits/job_loss/on/?sent=1&on_d=45&on_m=3&on_y=2026",
    "/benefits/job_loss/income/?on=2026-03-10&paid=0&how=same&sent=1",
    "/benefits/survivor/d1/?on=2026-03-10&dependants=2&sent=1&d1_birth_d=1",
    "/benefits/job_loss/result/?on=2026-03-10&paid=0&birth=2026-05-01&sex=female&how=none"
    "&participation=-&exempt=no&applied=-",
    "/benefits/job_loss/result/?on=2027-03-10&paid=0&birth=1990-05-01&sex=female&how=same"
    "&income=200000&since=2025-01&till=2026-12&kind=0&participation=-&exempt=no&applied=-",
    "/benefits/job_loss/result/?on=2026-03-10&paid=0&birth=1990-05-01&sex=female&how=none"
    "&participation=-&exempt=no&applied=-",
    "/due/?sent=1&kind=employee&month_m=1&month_y=26&income=x",
    "/due/year/?sent=1&kind=employee&year=1&income=x", "/due/compare/?sent=1&incomes=x",
    "/insured/on/?on=2026-03-10&sent=1&birth_d=99", "/care/?q=qqqqq", "/care/result/?icd=!",
    "/law/?on=x", "/law/no_such_rule/", "/law/compare/?first=x&second=y",
    "/curves/?curve=contributions&most=x", "/what-if/?sent=1&x=1", "/questions/?q=qqqqq",
)  # fmt: skip


def reached() -> list[str]:
    """One address of each path that links reach."""
    client = Client(headers={"accept-language": "kk"})
    found: dict[str, str] = {}
    for address, _ in crawl(client, "kk"):
        found.setdefault(urlsplit(address).path, address)
    return list(found.values())


def language_of(address: str) -> str:
    """A language for each address, so that all three are looked at."""
    return LANGUAGES[hashlib.sha256(address.encode()).digest()[0] % 3]


def _some(address: str) -> bool:
    """Of the law's some hundred entries, which are made alike, one in six; all among the long."""
    of_entry = re.fullmatch(r"/law/[a-z_0-9]+/.*", address) is not None
    return not of_entry or hashlib.sha256(address.encode()).digest()[1] % 6 == 0


@pytest.mark.parametrize("part", range(2))
def test_axe_finds_nothing_on_any_page(browser: Browser, address: str, part: int) -> None:
    """Each page in one language, narrow and light."""
    every = sorted(filter(_some, reached()))[part::2]
    for lang in LANGUAGES:
        with visiting(browser, address, lang, WIDTHS[0], script=True, careful=True) as one:
            for path in every:
                if language_of(path) == lang:
                    one.open(path)


@pytest.mark.long
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_in_any_language_light_or_dark(
    browser: Browser, address: str, lang: str, dark: bool
) -> None:
    with visiting(browser, address, lang, WIDTHS[1], True, careful=True, dark=dark) as one:
        for path in reached():
            one.open(path)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_axe_finds_nothing_where_something_is_wrong(
    browser: Browser, address: str, lang: str
) -> None:
    with visiting(browser, address, lang, WIDTHS[0], True, careful=True, dark=True) as one:
        for path in WRONG:
            one.open(path)


def test_what_is_typed_outlives_a_change_of_language(browser: Browser, address: str) -> None:
    with visiting(browser, address, "en", 360, True) as one:
        one.open("/benefits/childcare/income/?on=2026-03-10&order=1&so=-")
        one.fill({"income": "123 456", "since_m": "5", "since_y": "2023"})
        one.page.locator('button[value="ru"]').click()
        one.look()
        assert one.page.locator("html").get_attribute("lang") == "ru"
        assert one.page.locator("[name=income]").input_value() == "123 456"
        assert one.page.locator("[name=since_m]").input_value() == "5"
        one.page.reload()
        assert one.page.locator("[name=income]").input_value() == ""  # kept nowhere any more


def test_a_field_is_shown_with_the_choice_that_it_belongs_to(
    browser: Browser, address: str
) -> None:
    for script in (True, False):
        with visiting(browser, address, "en", 360, script) as one:
            one.open("/insured/paid/?birth=1990-05-01&who=-")
            last = one.page.locator("[name=last]")
            assert last.is_visible() is not script
            one.page.locator("input[name=paid][value=stopped]").check()
            assert last.is_visible()
            one.page.locator("input[name=paid][value=none]").check()
            assert last.is_visible() is not script


def test_on_paper_an_answer_comes_without_the_form_and_says_what_was_asked(
    browser: Browser, address: str
) -> None:
    with visiting(browser, address, "kk", 800, False) as one:
        for path in ("/due/?kind=employee&month=2026-03&income=168970", "/care/?q=E10",
                     "/curves/", "/what-if/"):  # fmt: skip
            one.open(path)
            form, answer = one.page.locator("main form"), one.page.locator("#answer, #found")
            assert form.is_visible() and answer.first.is_visible()
            assert not one.page.locator(".on-paper").is_visible()
            one.page.emulate_media(media="print")
            assert not form.is_visible() and answer.first.is_visible()
            assert one.page.locator(".on-paper").count() == one.page.locator(
                ".on-paper").filter(visible=True).count()  # fmt: skip
            wide = one.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= 800, path
            one.page.emulate_media(media="screen")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_chart_of_bars_names_each_of_them_whole(
    browser: Browser, address: str, width: int
) -> None:
    with visiting(browser, address, "en", width, True) as one:
        one.open("/what-if/?social_rate=7")
        drawn = one.page.locator("[data-chart] svg text")
        drawn.first.wait_for()
        names = drawn.all_text_contents()
        told = one.page.evaluate("JSON.parse(document.querySelector('main script').textContent)")
        assert len(told["categories"]) == 6 and set(told["categories"]) <= set(names)


def test_the_fields_of_a_chosen_curve_are_there_at_once(browser: Browser, address: str) -> None:
    with visiting(browser, address, "en", 360, True) as one:
        one.open("/curves/?most=3000000")
        field = one.page.locator(".fields [name=degree]")
        assert not field.count()
        one.page.locator("[name=curve]").select_option("disability")
        assert field.is_visible() and not one.page.locator(".fields [name=kind]").count()
        one.fill({"degree": "70"})
        one.page.locator("[name=curve]").select_option("degree")
        one.page.locator("[name=curve]").select_option("disability")
        one.page.locator("main form button").click()
        one.look()
        assert "degree=70" in one.page.url and "most=3000000" in one.page.url
    with visiting(browser, address, "en", 360, False) as one:
        one.open("/curves/")
        assert one.page.locator(".fields [name=kind]").is_visible()
        assert not one.page.locator(".fields [name=degree]").count()


def test_a_picture_of_rules_opens_on_its_box_on_a_narrow_screen(
    browser: Browser, address: str
) -> None:
    with visiting(browser, address, "en", 360, True) as one:
        one.open("/law/graph/")
        box = one.page.locator(".graph .centre > rect").bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 360


def test_a_status_reads_alike_with_javascript_and_without(browser: Browser, address: str) -> None:
    said = set()
    for script in (True, False):
        with visiting(browser, address, "en", 360, script) as one:
            one.open("/developers/")
            one.page.locator("#body-care").fill("{")
            one.page.locator("#care button").click()
            shown = one.page.locator("#care .outcome .code", has_text="422").first
            shown.wait_for()
            said.add(shown.inner_text().partition(" (")[0])
    assert len(said) == 1, said
