"""An assumption is cited by its number: a link on a page, where to look on paper."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from tirek.contract.messages import LANGUAGES
from tirek.portal.citing import on_paper
from tirek.portal.law.written import act_short
from tirek.portal.texts import catalogue
from tirek.portal.told import cited


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_assumption_is_a_short_link_and_on_paper_names_its_page(lang: str) -> None:
    with translation.override(lang):
        (one,) = cited(["Convention 12"])
    number = catalogue()["acts"]["assumption"][lang].format(number=12)
    page = catalogue()["law"]["questions"][lang]
    assert one == number
    assert number in on_paper([one]) and page in on_paper([one])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_citation_of_an_answer_leads_to_the_assumption(lang: str) -> None:
    client = Client(headers={"accept-language": lang})
    html = client.get("/questions/way_back/").content.decode()
    said = catalogue()["acts"]["assumption"][lang].partition("{")[0]
    assert f'href="/law/questions/#assumption-12">{said}' in html
    late = client.get("/questions/late/").content.decode()  # an assumption without a number
    said = catalogue()["acts"]["Convention"][lang]
    assert f'href="/law/questions/">{said}</a>' in late
    for one in (html, late):
        assert catalogue()["acts"]["see"][lang].format(page="?").partition("?")[0] not in one


def test_an_assumption_is_no_forecast_in_kazakh() -> None:
    assert "жорамал" in catalogue()["acts"]["assumption"]["kk"]


def test_kazakh_cites_an_article_in_one_form() -> None:
    """“9-бап”, of a law of the budget as of any other act, alone or among several."""
    client = Client(headers={"accept-language": "kk"})
    for address in ("/law/", "/law/minimum_wage/", "/law/compare/"):
        assert "бабы:" not in client.get(address).content.decode()
    with translation.override("kk"):
        assert act_short("Budget law 2026-2028", "9").endswith(", 9-бап")
        assert act_short("Budget law 2026-2028", "7, 9").endswith(", 7, 9-баптар")
