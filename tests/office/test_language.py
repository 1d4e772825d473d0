"""Kazakh first, Russian and English at the same address."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.office.conftest import shown, words

pytestmark = pytest.mark.django_db


def test_it_is_kazakh_where_nothing_is_asked() -> None:
    page = shown(Client(), "/office/person/")
    assert '<html lang="kk">' in page and words("person.title", "kk") in page


def test_the_choice_is_kept_and_leads_back(office: Client) -> None:
    response = office.post(
        "/office/language/", {"language": "ru", "next": "/office/watch/?month=2025-01"}
    )
    assert response.status_code == 303
    assert response.headers["Location"] == "/office/watch/?month=2025-01"
    assert '<html lang="ru">' in shown(office, "/office/person/")


@pytest.mark.parametrize(
    "back",
    ["https://example.org/", "//example.org/", "javascript:x", "", "/\r\nX: y", "/\0", "/\n"],
)
def test_it_leads_nowhere_else(office: Client, back: str) -> None:
    response = office.post("/office/language/", {"language": "ru", "next": back})
    assert response.headers["Location"] == "/"


def test_a_language_that_is_not_spoken_changes_nothing(office: Client) -> None:
    office.post("/office/language/", {"language": "de"})
    assert '<html lang="en">' in shown(office, "/office/person/")


def test_it_is_asked_by_post(office: Client) -> None:
    assert office.get("/office/language/").status_code == 405


def test_from_an_answer_to_a_form_it_leads_to_a_page_that_can_be_asked_for(office: Client) -> None:
    refused = office.post("/office/payers/find/", {"number": "x"}).content.decode()
    assert 'name="next" value="/office/payers/"' in refused
    refused = office.post("/office/person/pdf/", {"iin": "x"}).content.decode()
    assert 'name="next" value="/office/person/"' in refused
