"""Where nothing can be shown: in the person's language, and no ИИН in a log."""

from __future__ import annotations

import logging
from io import StringIO

import pytest
from django.conf import settings as configured
from django.test import Client

from tests.office.conftest import STRANGER, Fund, browser, shown, words
from tirek.office import person
from tirek.project.logs import Masked


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_a_page_that_is_not_there_is_said_in_the_language(lang: str) -> None:
    page = shown(browser(lang), "/nothing/", 404)
    assert words("errors.e404_title", lang) in page and f'<html lang="{lang}"' in page


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_a_broken_page_is_said_in_the_language_without_the_database(
    monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(person, "show", fail)
    client = browser(lang)
    client.raise_request_exception = False
    response = client.get("/office/person/")
    assert response.status_code == 500
    assert words("errors.e500_title", lang) in response.content.decode()


def test_a_host_that_is_not_ours_is_refused() -> None:
    response = Client().get("/office/person/", headers={"host": "example.org"})
    assert response.status_code == 400


def test_no_iin_stands_in_a_log(fund: Fund, monkeypatch: pytest.MonkeyPatch) -> None:
    sink = StringIO()
    handler = logging.StreamHandler(sink)
    handler.setFormatter(Masked("%(message)s"))
    logging.getLogger().addHandler(handler)

    def fail(iin: str, *_: object) -> None:
        raise RuntimeError(f"about {iin}")

    try:
        client = browser("en")
        client.raise_request_exception = False
        client.get(f"/office/person/{STRANGER}/")
        monkeypatch.setattr(person.statements, "statement", fail)
        client.post("/office/person/", {"iin": fund.staff[0].iin})
    finally:
        logging.getLogger().removeHandler(handler)
    told = sink.getvalue()
    assert "/office/person/" in told and "RuntimeError: about" in told
    assert STRANGER not in told and fund.staff[0].iin not in told


def test_every_log_goes_through_the_mask() -> None:
    held = configured.LOGGING
    assert held["root"]["handlers"] == ["errors"]
    assert held["handlers"]["errors"]["formatter"] == "masked"
    assert held["formatters"]["masked"]["()"] == "tirek.project.logs.Masked"


def test_a_page_takes_nothing_from_elsewhere() -> None:
    response = Client().get("/office/person/")
    content = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in content and "unsafe" not in content
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
