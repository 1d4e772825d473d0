"""The monthly watch on a page."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from tests.ledger import world
from tests.ledger.world import lines, message
from tests.office.conftest import SOCIAL, browser, shown, words
from tirek.ledger import intake
from tirek.ledger.words import say
from tirek.registry.models import Payer

pytestmark = pytest.mark.django_db


@pytest.fixture
def falling() -> Payer:
    """A payer of 60 people who in May pays for 20."""
    everybody = world.people(60)
    world.register(everybody)
    payer = world.employer()
    for month, who in ((2, everybody), (3, everybody), (4, everybody), (5, everybody[:20])):
        given = lines(who, SOCIAL, 202500 + month)
        paid = date(2025, month + 1, 20)
        content = world.as_file(message(payer.number, given, paid=paid, reference=f"R{month}"))
        intake.take_in([intake.parse("a", content)], "tester")
    return payer


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_it_shows_the_last_month_that_is_due(falling: Payer, lang: str) -> None:
    page = shown(browser(lang), "/office/watch/")
    assert falling.name in page and f"/office/payers/{falling.pk}/" in page
    assert ("66.7" if lang == "en" else "66,7") in page
    assert say("watch", "other", lang) in page
    assert falling.number not in page


def test_it_can_be_asked_for_another_month(office: Client, falling: Payer) -> None:
    page = shown(office, "/office/watch/?month=2025-04")
    assert "April 2025" in page and words("watch.nothing") in page


def test_a_month_that_is_not_due_is_said(office: Client) -> None:
    page = shown(office, "/office/watch/?month=2025-06", 422)
    assert say("problems", "month_open", "en").format(month="2025-06", day="2025-07-25") in page


def test_what_is_no_month_is_said(office: Client) -> None:
    assert words("common.not_a_month") in shown(office, "/office/watch/?month=May", 422)
