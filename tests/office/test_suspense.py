"""Lines that wait: by reason, and one with what it means and who does what."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.office.conftest import STRANGER, Fund, browser, shown, words
from tirek.ledger.reasons import catalogue

UNKNOWN = catalogue()["iin_unknown"]


def test_it_lists_what_waits_without_showing_who(office: Client, fund: Fund) -> None:
    page = shown(office, "/office/suspense/")
    assert UNKNOWN.title["en"] in page
    assert words("suspense.count", count=1, sum="4,500.00\u202f₸") in page
    assert STRANGER not in page


def test_it_can_be_asked_for_one_reason(office: Client, fund: Fund) -> None:
    page = shown(office, "/office/suspense/?reason=iin_unknown")
    assert f"/office/suspense/{fund.line.pk}/" in page
    assert UNKNOWN.means["en"] in page
    page = shown(office, "/office/suspense/?reason=pension_age")
    assert words("suspense.nothing") in page
    assert f"/office/suspense/{fund.line.pk}/" in shown(office, "/office/suspense/?reason=nonsense")


@pytest.mark.django_db
def test_where_nothing_waits_it_says_so(office: Client) -> None:
    assert words("suspense.nothing") in shown(office, "/office/suspense/")


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_a_line_tells_what_it_means_and_who_does_what(fund: Fund, lang: str) -> None:
    page = shown(browser(lang), f"/office/suspense/{fund.line.pk}/")
    assert UNKNOWN.title[lang] in page and UNKNOWN.means[lang] in page
    for who, what in UNKNOWN.todo.items():
        assert words(f"who.{who}", lang) in page and what[lang] in page
    assert page.count(words("suspense.first", lang)) == 1


def test_a_line_stands_as_in_the_file(office: Client, fund: Fund) -> None:
    page = shown(office, f"/office/suspense/{fund.line.pk}/")
    assert STRANGER in page and fund.line.surname in page
    assert "good.mt102" in page


def test_a_line_that_is_not_there_is_not_found(office: Client, fund: Fund) -> None:
    shown(office, "/office/suspense/987654/", 404)
