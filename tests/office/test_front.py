"""The front page: figures, reasons, balances that add up to zero, seals, when it was verified."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.ledger import world
from tests.ledger.world import lines, message
from tests.office.conftest import SOCIAL, Fund, shown, words
from tests.unguarded import unguarded
from tirek.ledger import intake
from tirek.ledger.models import Batch
from tirek.office import tasks
from tirek.office.balances import balances


@pytest.mark.django_db
def test_an_empty_journal_says_how_to_begin(office: Client) -> None:
    page = shown(office, "/office/")
    assert words("front.nothing_title") in page
    assert "tirek intake" in page


def test_it_counts_files_lines_and_what_waits(office: Client, fund: Fund) -> None:
    page = shown(office, "/office/")
    assert "<strong>2</strong>" in page  # files, and lines posted
    assert "<strong>1</strong>" in page  # in suspense
    assert words("front.rejected", count=1) in page
    assert "?reason=iin_unknown" in page


def test_balances_add_up_to_zero_in_each_fund(office: Client, fund: Fund) -> None:
    assert balances() == {101: 3 * SOCIAL, 102: -2 * SOCIAL, 104: -SOCIAL}
    page = shown(office, "/office/")
    assert "13,500.00\u202f₸" in page and "−9,000.00\u202f₸" in page
    assert page.count("0.00\u202f₸</td>") >= 2


def test_balances_follow_the_journal_without_adding_it_up_again(fund: Fund) -> None:
    before = balances()
    given = lines(fund.staff, SOCIAL, 202502)
    more = world.as_file(message(fund.payer.number, given, reference="R3"))
    intake.take_in([intake.parse("more", more)], "tester")
    after = balances()
    assert after[101] - before[101] == 3 * SOCIAL
    assert sum(after.values()) == 0


def test_balances_of_another_journal_are_not_mixed_in(fund: Fund) -> None:
    balances()
    with unguarded() as cursor:
        cursor.execute("TRUNCATE ledger_entry, ledger_batch CASCADE")
    assert balances() == {}


def test_it_shows_the_last_batches_with_their_seals(office: Client, fund: Fund) -> None:
    page = shown(office, "/office/")
    assert bytes(Batch.objects.get().seal).hex()[:16] in page
    assert "good.mt102" in page


def test_it_tells_when_the_journal_was_verified(office: Client, fund: Fund) -> None:
    assert words("front.never") in shown(office, "/office/")
    assert office.post("/office/verify/").headers["Location"] == "/office/"
    assert words("front.verifying") in shown(office, "/office/")
    assert office.post("/office/verify/").status_code == 302  # it waits already
    tasks.verify()
    page = shown(office, "/office/")
    assert words("front.whole") in page
    assert words("front.verified_at", at="10 July 2025 00:00", batches=1) in page


def test_a_damaged_journal_is_an_alarm(office: Client, fund: Fund) -> None:
    with unguarded() as cursor:
        cursor.execute("UPDATE ledger_entry SET amount_tiyn = amount_tiyn + 1 WHERE line = 1")
    tasks.verify()
    page = shown(office, "/office/")
    assert words("front.damaged", count=1) in page
    assert words("front.damaged_help") in page


def test_to_verify_is_asked_by_post(office: Client) -> None:
    assert office.get("/office/verify/").status_code == 405
