"""Addresses carry a person's answers: no cache keeps one that a page leads to."""

from __future__ import annotations

import pytest

from tests.portal.uploading import browser

_LEADING = [
    "/insured/on/?sent=1&on_d=1&on_m=1&on_y=2026&birth_d=1&birth_m=1&birth_y=1990"
    "&residence=citizen_or_permanent",
    "/due/?sent=1&kind=employee&month_m=1&month_y=2026&income=350000",
    "/insured/result/?on=2026-01-01",
    "/due?kind=employee&month=2026-01&income=350000",
]


@pytest.mark.parametrize("address", _LEADING)
def test_an_answer_that_leads_elsewhere_is_kept_nowhere(address: str) -> None:
    response = browser().get(address)
    assert response.status_code in (301, 302, 303)
    assert response["Cache-Control"] == "no-store"


def test_what_comes_with_a_language_is_led_back_safely() -> None:
    for back, to in (("/due/?income=1", "/due/?income=1"), ("/\r\nX: y", "/"), ("//x.kz", "/"),
                     ("/law/?q=қ", "/law/?q=%D2%9B")):  # fmt: skip
        response = browser().post("/language/", {"language": "ru", "next": back})
        assert (response.status_code, response["Location"]) == (303, to)
