"""Payers: in debt by what a worker counted, one by number, and one's account."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client

from tests.ledger import world
from tests.office.conftest import SOCIAL, Fund, browser, shown, words
from tirek.ledger.words import say
from tirek.office import tasks
from tirek.office.debts import counted


def test_before_a_count_it_says_so(office: Client, fund: Fund) -> None:
    assert words("payers.not_counted_title") in shown(office, "/office/payers/")


def test_the_count_is_asked_by_post_and_goes_on_in_the_background(
    office: Client, fund: Fund
) -> None:
    assert office.get("/office/payers/count/").status_code == 405
    assert office.post("/office/payers/count/").headers["Location"] == "/office/payers/"
    assert words("payers.counting") in shown(office, "/office/payers/")


def test_those_in_debt_stand_by_debt(office: Client, fund: Fund) -> None:
    small = world.employer(7)
    world.employ(small, fund.staff[0], "employee", fund.line.value_date.replace(day=1), 90_000_00)
    tasks.count_debts()
    debts = counted()
    assert debts is not None and debts.payers == 2
    assert [one.payer for one in debts.rows] == [fund.payer.pk, small.pk]
    # January for one, February to May for three: June is due on 25 July.
    assert debts.rows[0].social_tiyn == 13 * SOCIAL
    page = shown(office, "/office/payers/")
    assert page.index(fund.payer.name) < page.index(small.name)
    assert "58,500.00\u202f₸" in page
    assert fund.payer.number not in page


@pytest.mark.django_db
def test_where_nobody_is_in_debt_it_says_so(office: Client) -> None:
    tasks.count_debts()
    assert words("payers.nothing") in shown(office, "/office/payers/")


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["\0", "85031740012\0", "x" * 100_000, "٣" * 12, ""])
def test_what_is_no_number_of_a_payer_is_not_found(office: Client, typed: str) -> None:
    response = office.post("/office/payers/find/", {"number": typed})
    assert response.status_code == 422


@pytest.mark.django_db
@pytest.mark.parametrize("end", ["", "\0", "9" * 5000])
@pytest.mark.parametrize(
    "address",
    ["watch/?month=", "files/?status=", "files/?page=", "suspense/?reason=", "suspense/?page="],
)
def test_no_parameter_of_an_address_breaks_a_page(office: Client, address: str, end: str) -> None:
    assert office.get(f"/office/{address}{quote(end)}").status_code in (200, 404, 422)


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["files", "suspense", "payers"])
def test_a_number_without_end_is_of_nothing(office: Client, place: str) -> None:
    assert office.get(f"/office/{place}/{'9' * 30}/").status_code == 404


def test_a_number_leads_to_its_account_by_an_internal_address(office: Client, fund: Fund) -> None:
    response = office.post("/office/payers/find/", {"number": f" {fund.payer.number} "})
    assert response.headers["Location"] == f"/office/payers/{fund.payer.pk}/"


def test_a_number_that_nobody_has_is_said(office: Client, fund: Fund) -> None:
    response = office.post("/office/payers/find/", {"number": "123"})
    assert response.status_code == 422
    assert say("problems", "unknown_payer", "en") in response.content.decode()
    assert office.get("/office/payers/find/").status_code == 405


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_an_account_shows_what_is_owed_and_what_follows(fund: Fund, lang: str) -> None:
    page = shown(browser(lang), f"/office/payers/{fund.payer.pk}/")
    assert fund.payer.name in page and words("payers.employer", lang) in page
    assert say("payer", "missing", lang) in page
    assert say("payer", "risk_high", lang) in page
    assert words("regions.r75", lang) in page


def test_an_account_can_be_asked_for_some_months(office: Client, fund: Fund) -> None:
    page = shown(office, f"/office/payers/{fund.payer.pk}/?first=2025-01&last=2025-01")
    assert "January 2025" in page and "April 2025" not in page


def test_months_that_cannot_be_are_said(office: Client, fund: Fund) -> None:
    address = f"/office/payers/{fund.payer.pk}/"
    assert words("common.not_a_month") in shown(office, f"{address}?first=x", 422)
    page = shown(office, f"{address}?first=2025-05&last=2025-01", 422)
    assert say("problems", "months_reversed", "en")[:20] in page


def test_a_payer_that_is_not_there_is_not_found(office: Client, fund: Fund) -> None:
    shown(office, "/office/payers/987654/", 404)
