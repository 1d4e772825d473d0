"""A person's statement: asked for by POST, on the page and on paper."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from tests.office.conftest import STRANGER, Fund, browser, shown, words
from tirek.ledger.words import say


def ask(client: Client, address: str = "/office/person/", **given: str) -> Any:
    return client.post(address, given)


def test_the_form_asks_by_post(office: Client) -> None:
    page = shown(office, "/office/person/")
    assert '<form class="ask" method="post"' in page
    assert re.search(r'<label for="iin">', page)


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_it_shows_the_statement(fund: Fund, lang: str) -> None:
    one = fund.staff[0]
    response = ask(browser(lang), iin=one.iin)
    page = response.content.decode()
    assert response.status_code == 200
    assert say("statement", "title", lang) in page
    assert one.surname in page and one.iin in page and fund.payer.name in page
    assert "2025-01" in page and say("statement", "gap", lang) in page
    assert response.headers["Cache-Control"] == "no-store"


def test_the_iin_stands_in_no_title_and_no_address(office: Client, fund: Fund) -> None:
    page = ask(office, iin=fund.staff[0].iin).content.decode()
    title = re.search(r"<title>(.*)</title>", page)
    assert title and not re.search(r"\d{12}", title[1])
    assert not re.search(r'(href|action)="[^"]*\d{12}', page)


def test_the_language_can_be_changed_on_the_statement(office: Client, fund: Fund) -> None:
    response = ask(office, iin=fund.staff[0].iin, language="kk")
    page = response.content.decode()
    assert '<html lang="kk">' in page and say("statement", "title", "kk") in page
    assert response.cookies["django_language"].value == "kk"


def test_an_iin_may_be_typed_with_spaces(office: Client, fund: Fund) -> None:
    iin = fund.staff[0].iin
    assert ask(office, iin=f" {iin[:6]} {iin[6:]} ").status_code == 200


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"iin": ""}, "person.iin_wrong"),
        ({"iin": "123456789012"}, "person.iin_wrong"),
        ({"iin": STRANGER, "first": "2025"}, "common.not_a_month"),
        ({"iin": STRANGER, "last": "2025-13"}, "common.not_a_month"),
        ({"iin": STRANGER, "known_at": "1.2.2025"}, "common.not_a_day"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    office: Client, db: None, given: dict[str, str], error: str
) -> None:
    response = ask(office, **given)
    page = response.content.decode()
    assert response.status_code == 422
    assert words(error) in page
    assert 'aria-invalid="true"' in page and 'role="alert"' in page


def test_what_the_ledger_refuses_is_said_at_its_field(office: Client, fund: Fund) -> None:
    assert say("problems", "unknown_person", "en") in ask(office, iin=STRANGER).content.decode()
    page = ask(office, iin=fund.staff[0].iin, first="2025-05", last="2025-01").content.decode()
    assert 'id="last-error"' in page
    page = ask(office, iin=fund.staff[0].iin, known_at="2030-01-01").content.decode()
    assert 'id="known_at-error"' in page


def test_it_can_be_asked_as_known_on_a_day(office: Client, fund: Fund) -> None:
    page = ask(office, iin=fund.staff[0].iin, known_at="2025-06-01").content.decode()
    assert "2025-06-01" in page and fund.payer.name not in page


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_it_can_be_had_on_paper(fund: Fund, lang: str) -> None:
    iin = fund.staff[0].iin
    response = ask(browser(lang), "/office/person/pdf/", iin=iin)
    assert response.headers["Content-Type"] == "application/pdf"
    assert iin not in response.headers["Content-Disposition"]
    assert response.content.startswith(b"%PDF")


def test_paper_is_asked_for_by_post(office: Client, db: None) -> None:
    assert office.get("/office/person/pdf/").status_code == 405
    assert ask(office, "/office/person/pdf/", iin="1").status_code == 422


def test_a_form_from_elsewhere_is_refused_in_the_language(fund: Fund) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "ru"})
    response = strict.post("/office/person/", {"iin": fund.staff[0].iin})
    assert response.status_code == 403
    assert words("errors.e403_title", "ru") in response.content.decode()
