"""Lists of people: checked by cell, held against the law, made into messages; samples to try."""

from __future__ import annotations

import csv
import re
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from django.utils import translation

from tests.portal.checking import (
    ADDRESS,
    PAYER,
    ROWS,
    A,
    B,
    checked,
    people_list,
)  # fmt: skip
from tests.portal.uploading import LANGUAGES, browser, line_said, said, seen, sent
from tirek.contract import contributions
from tirek.contract.reading import tiyn
from tirek.contract.writing import spoken_money
from tirek.ledger.files import messages
from tirek.ledger.files.titles import title as column_title
from tirek.ledger.reasons import catalogue
from tirek.portal.check_file.places import lines_named
from tirek.portal.downloads import Money, as_csv
from tirek.project import clock


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_list_is_checked_by_cell(lang: str, form: str) -> None:
    rows = [*ROWS, ("12345", "Ли", "", "31.02.1990", "13.2026", "x")]
    page = checked(people_list("Сумма", rows, form), lang)
    assert said(f"check.form_{form}", lang) in page
    for place in ("4 1", "4 3", "4 4", "4 5", "4 6"):
        assert f" {place} " in page


def test_the_sums_of_a_list_are_held_against_the_law_of_their_purpose() -> None:
    page = checked(people_list("Сумма"), purpose="012")
    assert catalogue()["over_maximum"].title["en"] in page
    assert catalogue()["over_maximum"].title["en"] not in checked(people_list("Сумма"))


@pytest.mark.parametrize("purpose", ["012", "121", "122"])
def test_a_list_of_incomes_becomes_messages_with_what_the_law_has(purpose: str) -> None:
    fields = {**PAYER, "purpose": purpose, "do": "corrected"}
    response = sent(ADDRESS, people_list("Доход"), **fields)
    assert response["Content-Disposition"] == 'attachment; filename="tirek-mt102.txt"'
    found = [*messages(BytesIO(response.content))]
    assert not [problem for one in found for problem in one.problems]
    assert len(found) == (2 if purpose == "012" else 1)
    kind = {"012": "social", "121": "employer", "122": "personal"}[purpose] + "_contribution"
    expected = []
    for _, _, _, _, month, income in ROWS:
        answer: Any = contributions.answer(
            {"month": f"{month[3:]}-{month[:2]}", "payer_kind": "employee",
             "income": f"{income.tiyn // 100}.00"}, "en", True
        )  # fmt: skip
        expected += [tiyn(line["amount"]) for line in answer["lines"] if line["kind"] == kind]
    assert [n for one in found for n in one.lines.amount_tiyn.tolist()] == expected
    page = checked(response.content)
    assert said("check.right") in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_incomes_are_not_called_contributions(lang: str) -> None:
    incomes = spoken_money(sum(row[-1].tiyn for row in ROWS), lang)
    page = checked(people_list("Доход"), lang, purpose="012")
    assert " ".join(f"{said('check.incomes', lang)} {incomes}".split()) in page
    assert said("check.worked_out", lang) in page
    assert said("check.worked_out", lang) not in checked(people_list("Доход"), lang)
    response = sent(ADDRESS, people_list("Доход"), lang, do="corrected", **{
        **PAYER, "purpose": "017"})  # fmt: skip
    assert response.status_code == 422 and said("make.income_unfit", lang) in seen(response)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_list_without_a_purpose_is_no_payment_that_is_right(lang: str, form: str) -> None:
    page = checked(people_list("Сумма", None, form), lang)
    assert said("check.is_list", lang) in page and said("check.unchecked", lang) in page
    assert said("check.right", lang) not in page
    wrong = [*ROWS, ("12345", *ROWS[0][1:])]
    assert said("check.unchecked", lang) in checked(people_list("Сумма", wrong, form), lang)
    page = checked(people_list("Доход", None, form), lang, purpose="012")
    assert said("check.right", lang) in page and said("check.list_right", lang) in page
    assert said("check.unchecked", lang) not in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_says_which_columns_a_list_needs(lang: str) -> None:
    columns = said("check.columns", lang)
    page = seen(browser(lang).get(ADDRESS))
    assert columns in page and said("check.intro_list", lang) in page
    named = re.findall("[«“](.+?)[»”]", columns)
    assert len(named) == 8
    without_day = [name for name in named[:-1] if name != named[3]]
    rows = [without_day, [A, "Ким", "Анна", "01.2026", Money(4_250_00), ""]]
    page = checked(as_csv(rows), lang)  # of both amounts the payment is taken, and said to be
    assert said("check.is_list", lang) in page
    assert said("check.paid_beside", lang, paid=named[5], income=named[6]) in page
    rows = [without_day[:-1], [A, "Ким", "Анна", "01.2026", Money(4_250_00)]]
    assert said("check.is_list", lang) in checked(as_csv(rows), lang)
    page = checked(as_csv([without_day[1:-1], rows[1][1:]]), lang)
    assert said("check.list_unread", lang) in page and page.count(columns) == 2


def test_a_date_of_birth_that_a_list_lacks_is_the_numbers_own() -> None:
    rows: list[Any] = [["ИИН", "Фамилия", "Имя", "Период", "Доход"]]
    rows += [[*row[:3], *row[4:]] for row in ROWS]
    response = sent(ADDRESS, as_csv(rows), **PAYER, do="corrected")
    found = [day for one in messages(BytesIO(response.content)) for day in one.lines.birth_date]
    assert found == ["19850317", "19900505"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("day", [
    date(2023, 1, 1), date(2024, 3, 31), date(2025, 2, 28), date(2026, 1, 1), date(2026, 11, 27),
    date(2027, 12, 31), date(2028, 2, 29),
])  # fmt: skip
def test_a_sample_is_right_on_the_day_it_is_taken(day: date, lang: str) -> None:
    with clock.at(day):
        page = browser(lang).get(ADDRESS).content.decode()
        for form in ("mt102", "list"):
            address = f"{ADDRESS}sample-{form}/"
            assert f'href="{address}"' in page
            file = browser(lang).get(address).content
            purpose = {} if form == "mt102" else {"purpose": "012"}
            assert said("check.right", lang) in checked(file, lang, **purpose)
        on = {"value_date_d": day.day, "value_date_m": day.month, "value_date_y": day.year}
        made = sent(ADDRESS, file, lang, **{**PAYER, **on}, do="corrected")
        assert made["Content-Disposition"] == 'attachment; filename="tirek-mt102.txt"'


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_account_of_the_right_form_is_told_its_check_digits(lang: str) -> None:
    for account, key in (("KZ866010002009999999", "digits"), ("DE86601000200999999", "wrong"),
                         ("KZ86601000200999999", "length")):  # fmt: skip
        fields = {**PAYER, "account": account, "do": "corrected"}
        assert said(f"make.account_{key}", lang, number=19) in seen(
            sent(ADDRESS, people_list("Доход"), lang, **fields)
        )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_message_lacks_is_asked_for_by_its_name(lang: str) -> None:
    fields = {**PAYER, "bank": "", "do": "corrected"}
    page = seen(sent(ADDRESS, people_list("Доход"), lang, **fields))
    words = said("make.missing", lang, field=said("make.bank", lang))
    assert page.count(words) == 2  # in the summary, which names no field itself, and beside it


def test_what_a_message_lacks_is_asked_for() -> None:
    fields = {**PAYER, "bank": "", "reference": "", "do": "corrected"}
    response = sent(ADDRESS, people_list("Доход"), **fields)
    assert response.status_code == 422
    page = response.content.decode()
    assert 'href="#id_bank"' in page and 'href="#id_reference"' in page
    assert 'href="#id_payer"' not in page
    wrong = {**PAYER, "number": "160940025484", "account": "KZ1", "bank": "x", "do": "corrected"}
    page = sent(ADDRESS, people_list("Доход"), **wrong).content.decode()
    assert page.count("govuk-error-message") == 3


def test_a_list_with_errors_becomes_no_message() -> None:
    rows = [*ROWS, ("850317400123", "Ли", "А", "17.03.1985", "01.2026", Money(100_00))]
    response = sent(ADDRESS, people_list("Доход", rows), **PAYER, do="corrected")
    assert response.status_code == 422
    assert said("make.wrong_first", lines=line_said(4)) in seen(response)


def test_a_list_comes_back_in_one_form_with_its_errors() -> None:
    given_ = f"ИИН;ФИО;Сумма;Месяц\n {A} ; Ким  Анна ;4250.00;2026-01\n1;Ли А;x;01.2026\n"
    response = sent(ADDRESS, given_.encode("cp1251"), "ru", do="corrected")
    assert response["Content-Disposition"] == 'attachment; filename="list-errors-left-2.csv"'
    rows = [*csv.reader(StringIO(response.content.decode("utf-8-sig")), delimiter=";")]
    assert rows[1][:7] == [A, "Ким", "Анна", "", "17.03.1985", "01.2026", "4250,00"]
    assert not rows[1][7]
    assert rows[2][7]


def test_a_formula_without_its_result_is_told() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["ИИН", "Фамилия", "Имя", "Период", "Сумма"])
    sheet.append([A, "Касымова", "Айгуль", "01.2026", "=1+1"])
    made = BytesIO()
    book.save(made)
    assert f"2 5 {column_title('sum', 'en')} {said('staff.unworked')}" in checked(made.getvalue())


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("amounts", ["Сумма", "Доход"])
def test_a_cell_that_cannot_be_read_stays_as_it_was(form: str, amounts: str) -> None:
    """Nobody's «65 5000» becomes a zero: whoever sends the file again is told the same."""
    rows = [*ROWS, (A, "Касымова", "А", "31.02.1990", "1з.2026", "65 5000"),
            (B, "Ким", "А", "", "01.2026", "-7"), (B, "Ким", "А", "", "01.2026", "")]  # fmt: skip
    given_ = people_list(amounts, rows, form)
    made = sent(ADDRESS, given_, "ru", do="corrected").content
    if form == "xlsx":
        sheet = openpyxl.load_workbook(BytesIO(made)).active
        assert sheet is not None
        back = [[one or "" for one in row] for row in sheet.iter_rows(values_only=True)]
    else:
        back = [*csv.reader(StringIO(made.decode("utf-8-sig")), delimiter=";")]
    assert [*back[3][4:7]] == ["31.02.1990", "1з.2026", "65 5000"] and back[3][7]
    assert str(back[4][6]).strip("'") == "-7" and back[4][7]
    assert back[5][6] == "" and back[5][7]
    assert checked(made, "ru").split("Ошибок: ")[1][:2] == "5 "


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_the_law_says_of_a_row_stands_in_the_list_that_comes_back(
    form: str, lang: str
) -> None:
    rows = [(*ROWS[0][:-1], Money(139_500_00)), (*ROWS[1][:-1], Money(5_000_00))]
    given_ = people_list("Сумма", rows, form)
    made = sent(ADDRESS, given_, lang, purpose="012", do="corrected").content
    if form == "xlsx":
        sheet = openpyxl.load_workbook(BytesIO(made)).active
        assert sheet is not None
        told = [row[-1] or "" for row in sheet.iter_rows(values_only=True)]
    else:
        read = csv.reader(StringIO(made.decode("utf-8-sig")), delimiter=";")
        told = [row[-1] for row in read]
    assert catalogue()["over_maximum"].title[lang] in str(told[1])
    assert " ".join(spoken_money(139_500_00, lang).split()) in " ".join(str(told[1]).split())
    assert told[2] == ""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_row_without_income_is_named_where_a_message_is_wanted(lang: str) -> None:
    rows = [*ROWS, (*ROWS[0][:-1], Money(0))]
    response = sent(ADDRESS, people_list("Доход", rows), lang, **PAYER, do="corrected")
    assert response.status_code == 422
    page = seen(response)
    assert said("make.nothing_to_pay", lang, lines=line_said(4, lang)) in page
    assert said("make.unwritable", lang) not in page
    page = checked(people_list("Доход", rows), lang, purpose="012")
    assert said("check.nothing_to_pay", lang) in page and said("check.right", lang) not in page
    wrong = people_list("Доход", [("850317400123", *ROWS[0][1:-1], Money(0))])
    assert said("check.nothing_to_pay", lang) in checked(wrong, lang, purpose="012")
    assert said("check.nothing_to_pay", lang) not in checked(
        people_list("Доход"), lang, purpose="012"
    )


def test_a_month_not_known_yet_is_not_called_nothing() -> None:
    rows = [(*ROWS[0][:4], "01.2027", Money(100_000_00))]
    page = checked(people_list("Доход", rows), purpose="012")
    assert said("check.not_known_yet") in page and said("check.nothing_to_pay") not in page


def _errors_of(page: str, lang: str) -> str:
    return page[page.index(said("check.errors", lang)) :]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_each_wrong_number_of_a_list_counts_once_and_has_its_column(lang: str, form: str) -> None:
    digit = A[:-1] + str((int(A[-1]) + 1) % 10)
    rows = [(one, *ROWS[0][1:]) for one in (digit, A[:-1], "")]
    rows.append((digit, "", *ROWS[0][2:]))
    page = checked(people_list("Доход", rows, form), lang)
    reason = catalogue()["iin_invalid"].title[lang]
    assert said("check.wrong", lang, number=5) in page
    assert f"{reason} 4 {said('waits.iin_invalid_what', lang)}" in page
    words = said("check.iin_digit", lang, reason=reason, value=f"…{digit[-4:]}")
    errors, iin = _errors_of(page, lang), column_title("iin", lang)
    assert f"2, 5 1 {iin} {words}" in errors
    assert f"3 1 {iin} " in errors and f"4 1 {iin} " in errors
    assert digit not in page and A[:-1] not in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_row_of_totals_is_said_to_be_left_out(lang: str) -> None:
    page = checked(people_list("Сумма", [*ROWS, ("Итого", "", "", "", "", Money(5))]), lang)
    left_out = f"{said('staff.left_out', lang)} {line_said(4, lang)}"
    assert left_out in page
    assert said("staff.left_out", lang) not in checked(people_list("Сумма"), lang)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("lost", ["Ж?мабаев", "Ж\ufffdмабаев", "?лг?"])
def test_letters_lost_in_a_list_are_told(lang: str, lost: str) -> None:
    page = checked(people_list("Сумма", [ROWS[0], (B, lost, *ROWS[1][2:])]), lang)
    row = f"3 2 {column_title('surname', lang)} {said('check.lost_letters', lang)}"
    assert row in _errors_of(page, lang)
    response = sent(ADDRESS, people_list("Доход", [(A, lost, *ROWS[0][2:])]),
                    **{**PAYER, "do": "corrected"})  # fmt: skip
    assert said("make.wrong_first", lines=line_said(2)) in seen(response)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_form_says_that_amounts_need_a_purpose_code(lang: str) -> None:
    assert said("check.purpose_needed", lang) in seen(browser(lang).get(ADDRESS))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("month", [
    "қазан 2026", "2026 ж. қазан", "қазан 2026 ж.", "2026 жылғы қазан", "октябрь 2026",
    "октябрь 2026 г.", "October 2026", "10/2026", "10.2026", "2026-10",
])  # fmt: skip
def test_a_month_is_read_as_the_staff_list_reads_it(month: str, lang: str) -> None:
    rows = [(*ROWS[0][:4], month, Money(4_250_00))]
    page = checked(people_list("Сумма", rows), lang, purpose="012")
    assert said("check.right", lang) in page
    staff = as_csv([["Name", "Income", "Month"], ["A", Money(300_000_00), month]])
    form = {"kind": "employee", "do": "csv"}
    assert ";10.2026;" in sent("/due/staff/", staff, **form).content.decode("utf-8-sig")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("number", [
    f"{A[:4]} {A[4:]}", f"{A[:6]}-{A[6:]}", f"{A[:6]}\u00a0{A[6:]}",
])  # fmt: skip
def test_spaces_and_dashes_within_a_number_are_put_right(number: str, form: str) -> None:
    rows = [(number, *ROWS[0][1:-1], Money(4_250_00))]
    page = checked(people_list("Сумма", rows, form), purpose="012")
    assert said("check.right") in page and said("check.padded") not in page
    digit = number[:-1] + str((int(A[-1]) + 1) % 10)  # its check digit is looked at then
    wrong = people_list("Сумма", [(digit, *rows[0][1:])], form)
    reason = catalogue()["iin_invalid"].title["en"]
    assert said("check.iin_digit", reason=reason, value=f"…{digit[-4:]}") in checked(wrong)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_list_of_incomes_comes_back_with_the_sums_of_the_law(lang: str, form: str) -> None:
    rows = [*ROWS, (*ROWS[1][:-1], "много")]
    made = sent(ADDRESS, people_list("Доход", rows, form), lang, purpose="122", do="corrected")
    page = checked(made.content, lang, purpose="122")
    assert said("check.beside_compared", lang, number=2) in page
    assert said("check.differing", lang) not in page
    if form == "csv":
        heading, *found = csv.reader(StringIO(made.content.decode("utf-8-sig")), delimiter=";")
        assert heading[6:8] == [column_title("sum", lang), column_title("income", lang)]
        assert [row[6:8] for row in found][2] == ["", "много"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_list_lacks_of_a_message_is_said(lang: str) -> None:
    page = checked(people_list("Доход"), lang, purpose="122")
    fields = "; ".join(
        said(f"make.{name}", lang)
        for name in ("payer", "number", "account", "bank", "reference", "value_date")
    )
    assert said("fixed.list_lacks", lang, fields=fields) in page
    assert said("fixed.list_sums", lang) in page
    whole = checked(people_list("Доход"), lang, **PAYER)
    assert said("fixed.list_lacks", lang, fields="\0").split("\0")[0] not in whole


@pytest.mark.parametrize(("lang", "one", "several"), [
    ("kk", "3-жол", "2–3, 5-жолдар"), ("ru", "строка 3", "строки 2–3, 5"),
    ("en", "line 3", "lines 2–3, 5"),
])  # fmt: skip
def test_a_line_is_called_a_line_and_not_told_as_a_number(
    lang: str, one: str, several: str
) -> None:
    with translation.override(lang):
        assert lines_named([3, 3], 8) == one
        assert lines_named([5, 2, 3], 8) == several
        assert lines_named([1, 3, 5], 2) == lines_named([1, 3], 2) + " …"
