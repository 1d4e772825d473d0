"""Sums of a list beside incomes: held against what the law takes of the income, never changed."""

from __future__ import annotations

import csv
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import pytest

from tests.portal.checking import ADDRESS, PAYER, A, B, checked, message
from tests.portal.uploading import LANGUAGES, line_said, said, seen, sent
from tirek.contract.writing import spoken_day, spoken_money
from tirek.engine.parameters import day_number
from tirek.ledger.files import messages
from tirek.portal.downloads import Money, as_csv

HEADING = ["ИИН", "Фамилия", "Имя", "Период", "Доход", "Сумма"]
MEDICAL = {**PAYER, "purpose": "122"}


def beside(*rows: tuple[str, int, str]) -> bytes:
    """A list of ИИН, income in tenge and sum as text, all of January 2026."""
    people = [
        [iin, "Касымова" if iin == A else "Ким", "Айгуль", "01.2026", Money(income * 100), paid]
        for iin, income, paid in rows
    ]
    return as_csv([HEADING, *people])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sum_that_is_not_the_laws_of_its_income_stands_in_the_headline(lang: str) -> None:
    page = checked(beside((A, 220_000, "440"), (B, 300_000, "6000")), lang, purpose="122")
    assert page.index(said("check.differ", lang, number=1)) < page.index(
        said("check.summary", lang))  # fmt: skip
    assert said("check.differ_only", lang) in page and said("check.right", lang) not in page
    money = [spoken_money(one, lang) for one in (220_000_00, 440_00, 4_400_00)]
    lost = spoken_money(3_960_00, lang)
    assert f"2 {' '.join(' '.join(money).split())} −{' '.join(lost.split())}" in page
    assert said("check.differs_less", lang) in page
    assert said("check.beside_compared", lang, number=2) in page


def test_it_stands_beside_errors_in_the_headline_too() -> None:
    page = checked(beside((A, 220_000, "440"), ("12345", 1, "1")), purpose="122")
    lead = f"{said('check.wrong', number=1)}. {said('check.differ', number=1)}"
    assert lead in page


@pytest.mark.parametrize(("purpose", "income", "paid"), [
    ("121", 220_000, "6600"), ("122", 220_000, "4400"), ("012", 220_000, "9900"),
    ("122", 220_010, "4400"), ("012", 50_000, "4250"),
])  # fmt: skip
def test_a_sum_that_is_the_laws_up_to_a_tenge_is_right(
    purpose: str, income: int, paid: str
) -> None:
    page = checked(beside((A, income, paid)), purpose=purpose)
    assert said("check.right") in page and said("check.differing") not in page


@pytest.mark.parametrize(("rows", "right"), [
    ([(A, 100_000, "2000"), (A, 120_000, "2400")], True),  # two incomes, each its own
    ([(A, 220_000, "1400"), (A, 220_000, "3000")], True),  # one income, in two payments
    ([(A, 100_000, "3000"), (A, 120_000, "1400")], True),  # together what both bring
    ([(A, 220_000, "1400"), (A, 220_000, "1000")], False),
])  # fmt: skip
def test_several_payments_of_a_month_are_held_against_it_together(
    rows: list[Any], right: bool
) -> None:
    page = checked(beside(*rows), purpose="122")
    assert (said("check.right") in page) is right
    assert (said("check.differs_rows", lines="2–3") in page) is not right


def test_a_sum_without_a_pension_contribution_is_said_to_be_one() -> None:
    page = checked(beside((A, 220_000, "11000")), purpose="012")
    assert said("check.differs_exempt") in page
    assert said("check.differs_more") in checked(beside((A, 220_000, "12000")), purpose="012")


def test_without_a_purpose_or_with_two_incomes_nothing_is_compared_and_that_is_said() -> None:
    page = checked(beside((A, 220_000, "440")))
    assert said("check.beside_no_purpose") in page and said("check.differing") not in page
    two = as_csv([[*HEADING, "Зарплата"], [A, "Ким", "Анна", "01.2026", "220000", "440", "1"]])
    assert said("check.beside_unread") in checked(two, purpose="122")
    assert said("check.beside_penalty") in checked(beside((A, 220_000, "440")), purpose="124")


def test_an_income_that_cannot_be_read_is_named() -> None:
    rows = [HEADING, [A, "Ким", "Анна", "01.2026", "много", "440"],
            [B, "Ли", "Анна", "01.2026", "220000", "4400"]]  # fmt: skip
    page = checked(as_csv(rows), purpose="122")
    assert said("check.beside_without", lines=line_said(2)) in page


def test_no_message_is_made_of_sums_that_nobody_has_compared() -> None:
    rows = beside((A, 220_000, "440"))
    response = sent(ADDRESS, rows, **MEDICAL, do="corrected")
    assert response.status_code == 422
    assert said("make.differs", lines=line_said(2)) in seen(response)
    response = sent(ADDRESS, rows, **MEDICAL, do="corrected", sums="right")
    [made] = messages(BytesIO(response.content))
    assert made.lines.amount_tiyn.tolist() == [440_00]  # never put right by a guess


def test_the_corrected_list_keeps_the_income_and_says_the_difference() -> None:
    response = sent(ADDRESS, beside((A, 220_000, "440")), purpose="122", do="corrected")
    text = response.content.decode("utf-8-sig")
    heading, row = csv.reader(StringIO(text), delimiter=";")
    held = dict(zip(heading, row, strict=True))
    assert (held["Sum"], held["Income"]) == ("440,00", "220000,00")
    assert " ".join(spoken_money(4_400_00, "en").split()) in " ".join(held["Problems"].split())
    assert said("check.differ", number=1) in checked(response.content, purpose="122")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_reason_has_its_own_facts(lang: str) -> None:
    """The bounds of a sum stand in its own error, the two days in that of the day."""
    page = checked(message([(1, "4000,00", "19850318", A)], "4000,00"), lang)
    days = said("check.two_days", lang, given=_day(18, lang), told=_day(17, lang))
    assert days in page
    end = page[page.index(days) + len(days) :]
    bounds = said("check.bounds", lang, sum=_money(4_000_00, lang), least=_money(4_250_00, lang),
                  most=_money(29_750_00, lang))  # fmt: skip
    assert page.count(bounds) == 1 and not end.lstrip().startswith(bounds)


def _money(tiyn: int, lang: str) -> str:
    return " ".join(spoken_money(tiyn, lang).split())


def _day(day: int, lang: str) -> str:
    return spoken_day(day_number(date(1985, 3, day)), lang)
