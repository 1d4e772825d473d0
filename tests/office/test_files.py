"""Payment files: the list, one with its messages, one with why it was sent back."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.office.conftest import Fund, shown, words


def test_it_lists_files_with_what_they_hold(office: Client, fund: Fund) -> None:
    page = shown(office, "/office/files/")
    assert "good.mt102" in page and "bad.mt102" in page
    assert "13,500.00\u202f₸" in page


def test_it_lists_only_those_sent_back(office: Client, fund: Fund) -> None:
    page = shown(office, "/office/files/?status=rejected")
    assert "bad.mt102" in page and "good.mt102" not in page
    assert "bad.mt102" in shown(office, "/office/files/?status=nonsense")


@pytest.mark.django_db
def test_without_files_it_says_so(office: Client) -> None:
    assert words("files.nothing") in shown(office, "/office/files/")


def test_a_page_of_the_list_that_is_not_there_is_the_nearest(office: Client, fund: Fund) -> None:
    assert "good.mt102" in shown(office, "/office/files/?page=77")
    assert "good.mt102" in shown(office, "/office/files/?page=x")


def test_a_file_shows_its_messages_and_seal(office: Client, fund: Fund) -> None:
    page = shown(office, f"/office/files/{fund.taken.pk}/")
    assert bytes(fund.taken.digest).hex() in page
    assert bytes(fund.taken.batch.seal).hex() in page
    assert fund.payer.name in page and f"/office/payers/{fund.payer.pk}/" in page
    assert words("purposes.p12") in page


def test_a_file_sent_back_says_what_is_wrong_in_the_language(office: Client, fund: Fund) -> None:
    page = shown(office, f"/office/files/{fund.rejected.pk}/")
    assert words("files.problems") in page
    assert str(fund.rejected.problems[0]["line"]) in page


def test_a_file_that_is_not_there_is_not_found(office: Client, fund: Fund) -> None:
    assert words("errors.e404_title") in shown(office, "/office/files/987654/", 404)


def test_names_of_files_are_not_believed(office: Client, fund: Fund) -> None:
    type(fund.rejected).objects.filter(pk=0)
    from tirek.ledger import intake

    (evil,) = intake.take_in([intake.parse("<script>alert(1)</script>", b"nothing")], "tester")
    assert "<script" not in shown(office, "/office/files/")
    assert "<script" not in shown(office, f"/office/files/{evil.file.pk}/")
