"""The office answers this computer only."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_it_answers_here() -> None:
    assert Client().get("/office/person/").status_code == 200


@pytest.mark.parametrize("headers", [{"x-forwarded-for": "203.0.113.9"}, {"via": "1.1 proxy"}])
def test_it_is_not_there_through_a_proxy(headers: dict[str, str]) -> None:
    assert Client().get("/office/person/", headers=headers).status_code == 404
    assert Client().get("/", headers=headers).status_code == 200


def test_it_is_not_there_from_elsewhere() -> None:
    assert Client(REMOTE_ADDR="203.0.113.9").get("/office/").status_code == 404
