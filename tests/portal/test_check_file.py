"""“Check a payment file”: the ledger's own problems and reasons, by line and field; corrections
that change nobody; lists made into messages; nothing kept and nobody named."""

from __future__ import annotations

import csv
import logging
import re
import zipfile
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledger import world
from tests.ledger.files import mutating
from tests.ledger.files.files import HEAD
from tests.portal.uploading import LANGUAGES, browser, said, seen, sent
from tirek.contract import contributions
from tirek.contract.reading import check_digit_fits, tiyn
from tirek.contract.writing import spoken_money
from tirek.ledger.files import messages
from tirek.ledger.files.titles import title as column_title
from tirek.ledger.reasons import catalogue
from tirek.portal.check_file import views
from tirek.portal.check_file.correcting import correct
from tirek.portal.check_file.reading import LIMITS, MOST_PEOPLE
from tirek.portal.downloads import Money, as_csv, as_xlsx
from tirek.portal.tables import LARGEST
from tirek.portal.texts import catalogue as texts
from tirek.project import clock

ADDRESS = "/check-file/"
A = world.iin(date(1985, 3, 17), "female", 1)
OLD = world.iin(date(1950, 1, 1), "male", 2)
B = world.iin(date(1990, 5, 5), "female", 3)
_PERSON = """\
:21:{n}
:32B:KZT{amount}
:70:
/FM/ҚАСЫМОВА
/NM/Айгүл
/DT/{day}
/IDN/{iin}
"""
Person = tuple[int, str, str, str]
GOOD: list[Person] = [(1, "4250,00", "19850317", A), (2, "29750,00", "19900505", B)]


def message(people: list[Person], total: str, head: str = HEAD) -> str:
    rows = "".join(_PERSON.format(n=n, amount=a, day=d, iin=i) for n, a, d, i in people)
    return f"{head}{rows}:32A:260210KZT{total}\n-}}\n"


def title_of(code: str, lang: str = "en") -> str:
    """What a reason is called on the page of a file that has not been sent."""
    if code in texts()["waits"]:
        return said(f"waits.{code}", lang)
    return " ".join(catalogue()[code].title[lang].split())


def checked(content: str | bytes, lang: str = "en", **fields: Any) -> str:
    raw = content.encode() if isinstance(content, str) else content
    response = sent(ADDRESS, raw, lang, do="check", **fields)
    assert response.status_code == 200
    return seen(response)


def corrected(content: str | bytes, **fields: Any) -> str:
    raw = content.encode() if isinstance(content, str) else content
    response = sent(ADDRESS, raw, do="corrected", **fields)
    assert response["Content-Disposition"] == 'attachment; filename="list-corrected.bin"'
    return response.content.decode()


# ---------------------------------------------------------------------- what is found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_right_file_is_right(lang: str) -> None:
    page = checked(message(GOOD, "34000,00"), lang)
    assert said("check.right", lang) in page and said("fixed.nothing", lang) in page
    assert said("purposes.p12", lang) in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_error_is_told_by_line_person_and_field(lang: str) -> None:
    people = [
        (1, "100,00", "19850317", A), (2, "4250,00", "19500101", OLD),
        (3, "29750,01", "19900505", B), (4, "4250,00", "19900506", B),
        (5, "4250,00", "19850317", "850317400123"), (6, "5000,00", "19850317", A),
        (7, "5000,00", "19850317", A),
    ]  # fmt: skip
    page = checked(message(people, "57350,01"), lang)
    first = HEAD.count("\n") + 1
    for place, slot, field, code in (
        (0, 1, ":32B:", "under_minimum"), (1, 6, "/IDN/", "pension_age"),
        (2, 1, ":32B:", "over_maximum"), (3, 5, "/DT/", "birth_date_mismatch"),
        (4, 6, "/IDN/", "iin_invalid"), (6, 0, ":21:", "same_twice"),
    ):  # fmt: skip
        name = f"{said(f'tags.{field}', lang)} ({field})"
        line = first + place * 7 + slot
        assert f"{line} 1 {place + 1} {name} {title_of(code, lang)}" in page, code
        assert said(f"waits.{code}_what", lang) in page
    assert said("check.sum_differs", lang, total=spoken_money(57_350_01, lang),
                sum=spoken_money(52_600_01, lang)) in page  # fmt: skip
    # Either the total or a person's amount is wrong: nobody can say which.
    assert said("fixed.total_or_sum", lang, lines=first + 7 * 7) in page


def test_the_same_error_many_times_is_one_row_with_its_lines() -> None:
    page = checked(message([(n, "100,00", "19850317", A) for n in range(1, 6)], "500,00"))
    first = HEAD.count("\n") + 2
    lines = ", ".join(str(first + 7 * at) for at in range(5))
    name = f"{said('tags.:32B:')} (:32B:)"
    assert f"{lines} 1 1–5 {name} {title_of('under_minimum')}" in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_wrong_month_of_all_is_one_error(lang: str) -> None:
    people: list[Person] = [(n, "4250,00", "19850317", A) for n in range(1, 10)]
    head = HEAD.replace("/PERIOD/012026", "/PERIOD/132026")
    page = checked(message(people, "38250,00", head), lang)
    assert said("check.wrong", lang, number=1) in page
    assert title_of("period_wrong", lang) not in page
    assert {"kk": "ААЖЖЖЖ", "ru": "ММГГГГ", "en": "MMYYYY"}[lang] in page


def test_every_reason_that_needs_no_register_can_be_told() -> None:
    told = {
        "not_a_contribution": HEAD.replace("/KNP/012", "/KNP/911"),
        "wrong_purpose": HEAD.replace("/KNP/012", "/KNP/121"),
        "period_wrong": HEAD.replace("/PERIOD/012026", "/PERIOD/012004"),
        "period_future": HEAD.replace("/PERIOD/012026", "/PERIOD/032026"),
    }
    for code, head in told.items():
        page = checked(message(GOOD, "34000,00", head))
        assert title_of(code) in page and said(f"waits.{code}_what") in page, code
    page = checked(message(GOOD, "34000,00"), kind="independent_medical")
    assert catalogue()["nothing_due"].title["en"] in page


@settings(max_examples=60)
@given(st.integers(0, 10**9))
def test_whatever_comes_is_answered_with_the_parsers_problems(seed: int) -> None:
    content = mutating.message(Random(seed))
    lang = Random(seed).choice(LANGUAGES)
    response = sent(ADDRESS, content, lang, do="check")
    assert response.status_code in (200, 422)
    if response.status_code == 200 and b"{1:" in content[:1000]:
        page = response.content.decode()
        found = [p for one in messages(BytesIO(content), limits=LIMITS) for p in one.problems]
        cells = re.findall(r">([0-9][0-9, –]*(?: …)?)</t[dh]>", page)
        spans = [part.split("–") for cell in cells for part in cell.removesuffix(" …").split(", ")]
        for problem in found[:50] if not any("…" in cell for cell in cells) else ():
            assert any(int(one[0]) <= problem.line <= int(one[-1]) for one in spans)
        right = said("check.right", lang) in seen(response)
        assert not (right and found)


def test_a_person_of_another_century_is_of_pension_age() -> None:
    old = next(n for n in (f"8503171{serial:05d}" for serial in range(99)) if check_digit_fits(n))
    page = checked(message([(1, "4250,00", "18850317", old)], "4250,00"))
    assert catalogue()["pension_age"].title["en"] in page
    assert catalogue()["birth_date_mismatch"].title["en"] not in page


def test_who_a_person_is_stands_on_no_page_and_in_no_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    people = [(1, "1.0.0", "17.3.85", A), (2, "5,00", "19900505", "9005O5400037")]
    odd = message(people, "34000,00") + f"stray {A} Касымова\n"
    page = checked(odd)
    for secret in (A, "9005O5400037", "ҚАСЫМОВА", "Касымова", "Айгүл"):
        assert secret not in page and secret not in caplog.text


# ---------------------------------------------------------------------- what is corrected


def test_what_needs_no_guess_is_corrected_and_told() -> None:
    people = [
        (1, " 4 250.00", "17.03.1985", A), (2, "29750,00", "19900505", B),
        (2, "29750,00", "19900505", B), (9, "4250", "1990-05-05", B.replace("5", "5 ", 1)),
    ]  # fmt: skip
    bad = (
        message(people, " 68 000.00")
        .replace("/NM/Айгүл", "/NM/  Айгүл\u00a0")
        .replace("\n:21:9", "\n\n:21:9")
    )
    page = checked(bad, doubles="out")
    for what in ("form_amount", "form_dt", "form_idn", "spaces", "blank", "doubled", "number",
                 "total"):  # fmt: skip
        assert said(f"fixed.{what}") in page, what
    assert said("fixed.none_left") in page
    made = corrected(bad, doubles="out")
    right = [
        (1, "4250,00", "19850317", A), (2, "29750,00", "19900505", B),
        (3, "4250", "19900505", B),
    ]  # fmt: skip
    assert made == message(right, "38250,00")
    assert said("fixed.nothing") in checked(made)


def test_a_total_never_follows_the_sums() -> None:
    """One amount was changed and the total left right: nobody can say which of them is wrong."""
    people: list[Person] = [(n, "13500,00", "19900505", B) for n in range(1, 3)]
    changed: list[Person] = [(1, "13950,00", "19900505", B), (3, *people[1][1:])]
    line = message(changed, "27000,00").count("\n") - 1
    for lang in LANGUAGES:
        page = checked(message(changed, "27000,00"), lang, doubles="out")
        assert said("fixed.total", lang) not in page
        assert said("fixed.none_left", lang) not in page
        assert said("fixed.left", lang, number=1) in page
        assert said("fixed.total_or_sum", lang, lines=line) in page
    numbered: list[Person] = [changed[0], people[1]]
    assert corrected(message(changed, "27000,00")) == message(numbered, "27000,00")
    only = sent(ADDRESS, message(GOOD, "1,00").encode(), do="corrected")
    assert only.get("Content-Disposition") is None


def test_a_total_goes_down_by_what_was_left_out_only_from_the_sum_of_all() -> None:
    twice: list[Person] = [*GOOD, (3, *GOOD[0][1:])]
    for total, after in (("38250,00", "34000,00"), ("34000,00", "34000,00"),
                         ("40000,00", "40000,00")):  # fmt: skip
        file = message(twice, total)
        assert corrected(file, doubles="out") == message(GOOD, after)
        page = checked(file, doubles="out")
        assert (said("fixed.total") in page) == (total != after)
        assert (said("fixed.totals_left") in page) == (total == "40000,00")
        assert (said("fixed.none_left") in page) == (after == "34000,00")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_double_stays_unless_one_asks(lang: str) -> None:
    twice: list[Person] = [*GOOD, (3, *GOOD[0][1:])]
    file = message(twice, "38250,00")
    page = checked(file, lang)
    line = HEAD.count("\n") + 1
    told = (
        f"{line + 14} 1 3 {spoken_money(425_000, lang)} "
        + said("fixed.repeats_which", lang, line=line, message=1, number=1)
    )  # fmt: skip
    assert " ".join(told.split()) in page
    assert said("fixed.doubles_stay", lang) in page and said("fixed.doubles_out", lang) not in page
    assert sent(ADDRESS, file.encode(), do="corrected").get("Content-Disposition") is None
    page = checked(file, lang, doubles="out")
    assert " ".join(told.split()) in page and said("fixed.doubles_out", lang) in page
    assert corrected(file, doubles="out") == message(GOOD, "34000,00")


@pytest.mark.parametrize(("given_", "name"), [
    ("платежи март.txt", "платежи март-corrected.txt"), ("a.MT102", "a-corrected.mt102"),
    ("../x/..", "tirek-corrected.txt"), ('q"\r\n<b>.txt', "q_b-corrected.txt"),
    (f"{A} list.txt", "list-corrected.txt"),
])  # fmt: skip
def test_the_corrected_file_keeps_its_name(given_: str, name: str) -> None:
    assert views._named(given_, "") == name
    assert views._named("people.txt", "csv") == "people-corrected.txt"
    assert views._named("people.bin", "xlsx") == "people-corrected.xlsx"


@pytest.mark.parametrize(("content", "what"), [
    (b"\xef\xbb\xbf" + message(GOOD, "34000,00").encode(), "mark"),
    (b"\xff\xfe" + message(GOOD, "34000,00").encode("utf-16-le"), "recoded"),
    (message(GOOD, "34000,00").replace("\n", "\r\n", 5).encode(), "line_ends"),
    (message(GOOD, "34000,00").replace("Айгүл", "Ай\u200bгүл").encode(), "unseen"),
])  # fmt: skip
def test_encoding_and_line_ends_are_corrected(content: bytes, what: str) -> None:
    assert said(f"fixed.{what}") in checked(content)
    assert corrected(content).replace("\r\n", "\n") == message(GOOD, "34000,00")


@pytest.mark.parametrize("encoding", ["kz1048", "cp1251", "utf-8"])
def test_an_encoding_that_is_one_stays(encoding: str) -> None:
    text = message(GOOD, "34 000.00").replace("ү", "у").replace("ҚАСЫМОВА", "КАСЫМОВА")
    text = text.replace("ң", "н").replace("ұ", "у").replace("қ", "к").replace("ғ", "г")
    text = text.replace("Ә", "А").replace("і", "i").replace("ө", "о").replace("ә", "а")
    made = sent(ADDRESS, text.encode(encoding), do="corrected").content
    assert made == text.replace("34 000.00", "34000,00").encode(encoding)


def test_the_same_message_twice_is_left_once_and_a_penalty_is_not() -> None:
    one = message(GOOD, "34000,00")
    assert corrected(one + one, doubles="out") == one
    assert sent(ADDRESS, (one + one).encode(), do="corrected").get("Content-Disposition") is None
    penalty = message([GOOD[0], (2, *GOOD[0][1:])], "8500,00", HEAD.replace("/KNP/012", "/KNP/017"))
    assert (
        sent(ADDRESS, penalty.encode(), do="corrected", doubles="out").get("Content-Disposition")
        is None
    )


@pytest.mark.parametrize("content", [
    message(GOOD, "34000,00"),
    message(GOOD, "34000,00").replace("-}", ""),
    message([(1, "abc", "19850317", A)], "1,00"),
])  # fmt: skip
def test_where_nothing_can_be_corrected_it_says_so(content: str) -> None:
    response = sent(ADDRESS, content.encode(), do="corrected")
    assert response.get("Content-Disposition") is None and response.status_code == 200
    assert said("check.nothing_to_give") in seen(response)


@settings(max_examples=300)
@given(st.integers(0, 10**9))
def test_correcting_guesses_nothing(seed: int) -> None:
    """Nobody is added; who stays has the sums, days and months that could be read before; no new
    kind of problem comes; correcting again changes nothing."""
    content = mutating.message(Random(seed))
    out = bool(seed % 2)
    first = correct(content, without_doubles=out)
    again = correct(first.content, without_doubles=out)
    assert again.content == first.content and not again.changes
    before = [*messages(BytesIO(content), limits=LIMITS)]
    after = [*messages(BytesIO(first.content), limits=LIMITS)]
    assert len(after) <= len(before)
    codes = {p.code for one in before for p in one.problems}
    # A value of unseen characters only was wrong and is then missing.
    # A total whose form has been put right can be compared.
    seen_now = first.totals or any(one.what == "form_amount" for one in first.changes)
    new = {"missing_field"} | ({"sum_differs"} if seen_now else set())
    assert {p.code for one in after for p in one.problems} <= codes | new
    sums = sorted(n for one in before for n in one.lines.amount_tiyn.tolist() if n)
    for amount in (n for one in after for n in one.lines.amount_tiyn.tolist() if n):
        if "bad_amount" not in codes:
            assert amount in sums
    if not first.changes:
        assert first.content == content
    totals = re.compile(rb"(?m)^:32A:[^\r\n]*")
    if not any(one.what in ("total", "doubled", "form_amount", "spaces", "unseen")
               for one in first.changes):  # fmt: skip
        assert totals.findall(first.content) == totals.findall(content)


# ---------------------------------------------------------------------- lists


ROWS = [(A, "Касымова", "Айгуль", "17.03.1985", "01.2026", Money(100_000_00)),
        (B, "Ким", "Анна", "05.05.1990", "02.2026", Money(1_000_000_00))]  # fmt: skip
PAYER = {
    "purpose": "012", "value_date_d": "10", "value_date_m": "3", "value_date_y": "2026",
    "payer": "ТОО Достық", "number": "160940025485",
    "account": "KZ33125KZT1001313313", "bank": "NBRKKZKX", "reference": "REF-7",
}  # fmt: skip


def people_list(amounts: str, rows: list[Any] | None = None, form: str = "csv") -> bytes:
    heading = ["ИИН", "Фамилия", "Имя", "Дата рождения", "Период", amounts]
    made = as_xlsx if form == "xlsx" else as_csv
    return made([heading, *(rows or ROWS)])


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
    page = checked(as_csv(rows), lang)  # both amounts stand there: that alone is wrong
    assert said("check.list_unread", lang) in page
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
    for account, key in (("KZ866010002009999999", "digits"), ("KZ86601000200999999", "wrong")):
        fields = {**PAYER, "account": account, "do": "corrected"}
        assert said(f"make.account_{key}", lang) in seen(
            sent(ADDRESS, people_list("Доход"), lang, **fields)
        )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_said_why_a_file_has_to_be_chosen_again(lang: str) -> None:
    assert said("check.again_why", lang) in checked(message(GOOD, "34000,00"), lang)


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
    assert response.status_code == 422 and said("make.wrong_first") in seen(response)


def test_a_list_comes_back_in_one_form_with_its_errors() -> None:
    given_ = f"ИИН;ФИО;Сумма;Месяц\n {A} ; Ким  Анна ;4250.00;2026-01\n1;Ли А;x;01.2026\n"
    response = sent(ADDRESS, given_.encode("cp1251"), "ru", do="corrected")
    assert response["Content-Disposition"] == 'attachment; filename="list-corrected.csv"'
    rows = [*csv.reader(StringIO(response.content.decode("utf-8-sig")), delimiter=";")]
    assert rows[1][:7] == [A, "Ким", "Анна", "", "", "01.2026", "4250,00"] and not rows[1][7]
    assert rows[2][7]


# ---------------------------------------------------------------------- what is no payment file


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("content", "key"), [
    (b" \n ", "check.empty"), (b"%PDF-1.7\n", "check.is_pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "check.is_old_office"),
    (b"\x89PNG\r\n", "check.is_picture"), (b"Rar!\x1a\x07", "check.is_archive"),
    (Random(1).randbytes(5000), "check.is_neither"), (b"nothing at all", "check.is_neither"),
    (b"{1:" + Random(2).randbytes(5000), "check.is_neither"),
])  # fmt: skip
def test_other_files_are_called_by_name(content: bytes, key: str, lang: str) -> None:
    response = sent(ADDRESS, content, lang, do="check")
    assert response.status_code == 422 and said(key, lang) in seen(response)


def test_an_archive_that_is_no_workbook_is_called_by_name() -> None:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mt102.txt", message(GOOD, "34000,00"))
    response = sent(ADDRESS, made.getvalue(), do="check")
    assert response.status_code == 422 and said("tables.zip") in seen(response)


def test_a_form_without_a_file_is_refused() -> None:
    response = browser().post(ADDRESS, {"do": "check"})
    assert response.status_code == 422 and said("check.file_missing") in seen(response)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_file_that_is_too_large_is_refused_before_it_is_read(lang: str) -> None:
    just = sent(ADDRESS, b"x" * (LARGEST + 1), lang, do="check")
    assert just.status_code == 422
    assert said("tables.too_large", lang, most=LARGEST >> 20) in seen(just)
    far = sent(ADDRESS, b"x" * (LARGEST + (1 << 20)), lang, do="check")
    assert far.status_code == 413
    assert said("errors.e413", lang, most=LARGEST >> 20) in seen(far)


def test_nothing_is_written_to_a_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    checked(message(GOOD, "34000,00") * 3_000)
    sent("/due/staff/", b"Income\n" + b"5\n" * 10_000, kind="employee", month_m="1",
         month_y="2026", do="xlsx")  # fmt: skip
    assert not [*tmp_path.iterdir()]


def test_more_people_than_may_be_are_refused() -> None:
    page = checked(message([(n, *GOOD[0][1:]) for n in range(1, MOST_PEOPLE + 2)], "1,00"))
    assert said("check.stopped") in page


def test_a_formula_without_its_result_is_told() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["ИИН", "Фамилия", "Имя", "Период", "Сумма"])
    sheet.append([A, "Касымова", "Айгуль", "01.2026", "=1+1"])
    made = BytesIO()
    book.save(made)
    assert f"2 5 {column_title('sum', 'en')} {said('staff.unworked')}" in checked(made.getvalue())
