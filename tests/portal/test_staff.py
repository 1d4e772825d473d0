"""A staff list: its sums and its file are what the contract answers row by row; errors stand at
their row and column; nothing of it is kept or told elsewhere."""

from __future__ import annotations

import csv
import logging
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.portal.summing import headline
from tests.portal.uploading import LANGUAGES, browser, said, seen, sent
from tirek.contract import contributions
from tirek.contract.reading import tiyn
from tirek.contract.writing import spoken_money
from tirek.portal.downloads import Money, as_csv, as_xlsx
from tirek.portal.due import staff_words
from tirek.portal.due.told import source
from tirek.portal.tables import LIMITS
from tirek.portal.texts import catalogue

FORM = {"kind": "employee", "month_m": "1", "month_y": "2026"}
KINDS = ("employee", "civil_contract", "entrepreneur", "single_payment")
ROWS = st.lists(
    st.tuples(st.integers(1, 12), st.integers(0, 10**9), st.sampled_from(KINDS)),
    min_size=1, max_size=20,
)  # fmt: skip
Rows = list[tuple[int, int, str]]


def listed(rows: Rows, lang: str, form: str = "csv") -> bytes:
    names = {"kk": ("Аты-жөні", "Айы", "Табысы", "Түрі"), "ru": ("ФИО", "Месяц", "Доход", "Вид"),
             "en": ("Full name", "Month", "Income", "Kind")}[lang]  # fmt: skip
    table: list[Any] = [[*names]]
    for number, (month, income, kind) in enumerate(rows, 1):
        words = catalogue()["kinds"][kind][lang]
        table.append([f"N{number}", f"{month:02d}.2025", Money(income), words])
    return as_xlsx(table) if form == "xlsx" else as_csv(table)


def answers(rows: Rows) -> list[Any]:
    return [
        contributions.answer({"month": f"2025-{month:02d}", "payer_kind": kind,
                              "income": f"{income // 100}.{income % 100:02d}"}, "en", True)
        for month, income, kind in rows
    ]  # fmt: skip


@settings(max_examples=25)
@given(ROWS, st.sampled_from(LANGUAGES), st.sampled_from(("csv", "xlsx")))
def test_sums_are_those_of_the_contract(rows: Rows, lang: str, form: str) -> None:
    response = sent("/due/staff/", listed(rows, lang, form), lang, **FORM, do="show")
    assert response.status_code == 200
    page = seen(response)
    assert headline((line for one in answers(rows) for line in one["lines"]), lang) in page
    sums: dict[tuple[str, str, str], int] = {}
    for (_, _, kind), one in zip(rows, answers(rows), strict=True):
        for line in one["lines"]:
            key = one["month"], line["kind"] + (line["purpose_code"] or ""), source(kind, line)
            sums[key] = sums.get(key, 0) + tiyn(line["amount"])
    for amount in sums.values():
        assert " ".join(spoken_money(amount, lang).split()) in page


@settings(max_examples=25)
@given(ROWS, st.sampled_from(LANGUAGES))
def test_the_file_has_each_person_with_what_is_due(rows: Rows, lang: str) -> None:
    response = sent("/due/staff/", listed(rows, lang), lang, **FORM, do="csv")
    assert response["Content-Disposition"] == 'attachment; filename="tirek-staff.csv"'
    heading, *found = csv.reader(StringIO(response.content.decode("utf-8-sig")), delimiter=";")
    *found, under = found
    assert len(found) == len(rows) and under[0] == said("due.all", lang)
    total = heading.index(said("due.sum", lang))
    for number, (row, one) in enumerate(zip(found, answers(rows), strict=True), 1):
        assert row[0] == f"N{number}" and len(row) == len(heading)
        amount = sum(tiyn(line["amount"]) for line in one["lines"])
        assert row[total] == f"{amount // 100},{amount % 100:02d}"
    whole = sum(tiyn(line["amount"]) for one in answers(rows) for line in one["lines"])
    assert under[total] == f"{whole // 100},{whole % 100:02d}"


def test_both_files_say_the_same() -> None:
    rows = [(1, 100_000_000, "employee"), (2, 25_000_050, "civil_contract")]
    given_ = listed(rows, "en")
    made = sent("/due/staff/", given_, **FORM, do="xlsx").content
    sheet = openpyxl.load_workbook(BytesIO(made)).active
    assert sheet is not None
    cells = [[*row] for row in sheet.iter_rows(values_only=True)]
    text = sent("/due/staff/", given_, **FORM, do="csv").content.decode("utf-8-sig")
    lines = [*csv.reader(StringIO(text), delimiter=";")]
    for in_sheet, in_text in zip(cells, lines, strict=True):
        for one, other in zip(in_sheet, in_text, strict=False):
            if isinstance(one, int | float):
                assert f"{one:.2f}".replace(".", ",") == other
            elif isinstance(one, date):
                assert f"{one:%d.%m.%Y}" == other
            else:
                assert (one or "") == other


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_file_to_fill_in_is_understood(lang: str, form: str) -> None:
    template = browser(lang).get(f"/due/staff/template.{form}")
    assert template.status_code == 200
    response = sent("/due/staff/", template.content, lang, **FORM, do="show")
    assert response.status_code == 200
    assert browser().get("/due/staff/template.exe").status_code == 404


def test_columns_of_age_and_pension_contribution_count() -> None:
    given_ = (
        "№;Month;Income;ОПВ;Birth date;Sex\n1;01.2026;200000;0;17.03.1985;female\n"
        "2;01.2026;200000;;01.01.1950;m\n"
    )
    response = sent("/due/staff/", given_.encode(), **FORM, do="csv")
    rows = [*csv.reader(StringIO(response.content.decode("utf-8-sig")), delimiter=";")]
    base = rows[0].index(f"{said('due.social_contribution_short')}: {said('staff.base')}")
    assert (rows[1][base], rows[2][base]) == ("200000,00", "")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_errors_stand_at_their_row_and_column(lang: str) -> None:
    given_ = (
        "№;Month;Income;Kind\n1;13.2026;5;\n\n2;01.2026;5o;\n3;01.2004;5;\n4;01.2026;5;astronaut\n"
        "5;01.2026;;\n6;01.2026;7;\n"
    )
    response = sent("/due/staff/", given_.encode(), lang, **FORM, do="show")
    assert response.status_code == 200
    page = seen(response)
    assert said("staff.some_left", lang, number=5) in page
    assert f"{said('staff.people', lang)} 6 " in page
    for row, column, key in (
        (2, "Month", "month_wrong"), (4, "Income", "money_wrong"), (6, "Kind", "kind_wrong"),
        (7, "Income", "income_missing"),
    ):  # fmt: skip
        assert f"{row} {column} {said('staff.' + key, lang)}" in page
    assert "5 Month" in page
    text = sent("/due/staff/", given_.encode(), lang, **FORM, do="csv").content
    rows = [*csv.reader(StringIO(text.decode("utf-8-sig")), delimiter=";")]
    assert [row[0] for row in rows[1:-1]] == ["1", "2", "3", "4", "5", "6"]
    assert said("staff.money_wrong", lang) in rows[2][-1] and not rows[6][-1]
    assert rows[-1][-1] == said("staff.total_without", lang, number=5)


def test_a_list_with_nothing_right_is_refused() -> None:
    response = sent("/due/staff/", b"Name;Income\nA;much\nB;-5\n", **FORM, do="xlsx")
    assert response.status_code == 422
    page = seen(response)
    assert said("staff.faults", number=2) in page and said("fields.money_negative") in page


def test_an_age_needs_the_day_and_the_sex() -> None:
    given_ = "Name;Income;Birth date;Sex\nA;200000;17.03.1964;\nB;200000;01.01.1950;m\n"
    page = seen(sent("/due/staff/", given_.encode(), **FORM, do="show"))
    assert said("due.sex_needed") in page and f"{said('staff.wrong_rows')} 1 " in page
    alone = sent("/due/staff/", b"Name;Income;Birth date\nA;5;17.03.1964\n", **FORM, do="show")
    assert alone.status_code == 422 and said("due.sex_needed") in seen(alone)


def test_the_sex_is_asked_for_only_where_the_age_depends_on_it() -> None:
    given_ = "Name;Income;Birth date\nA;200000;17.03.1950\nB;200000;17.03.1990\n"
    page = seen(sent("/due/staff/", given_.encode(), **FORM, do="show"))
    assert said("due.sex_needed") not in page and said("staff.wrong_rows") not in page
    assert page.count(said("staff.why_age")) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_foreigner_of_a_list_gets_a_note_on_the_page_and_in_the_file(lang: str) -> None:
    table: list[Any] = [["Name", "Income", said("staff.column_citizenship", lang)]]
    table += [["A", Money(200_000_00), "Россия"], ["B", Money(200_000_00), "РК"],
              ["C", Money(200_000_00), "Қазақстан"], ["D", Money(200_000_00), ""]]  # fmt: skip
    page = seen(sent("/due/staff/", as_csv(table), lang, **FORM, do="show"))
    words = said("staff.foreign", lang)
    assert said("staff.at_row", lang, line=2, words=words) in page
    assert page.count(words) == 2
    assert said("staff.unused", lang) not in page  # not the citizenship, nor who it is
    table[2][2] = "Ресей"
    page = seen(sent("/due/staff/", as_csv(table), lang, **FORM, do="show"))
    assert said("staff.foreign_rows", lang, lines="2, 3", words=words) in page
    response = sent("/due/staff/", as_csv(table), lang, **FORM, do="csv")
    rows = [*csv.reader(StringIO(response.content.decode("utf-8-sig")), delimiter=";")]
    assert [words in " ".join(row[-1].split()) for row in rows[1:5]] == [True, True, False, False]


@pytest.mark.parametrize("words", [
    "инвалид второй группы", "инвалид 2 группы", "инвалид 2-ой группы", "инвалид III группы",
    "инвалидность первой группы", "екінші топтағы мүгедек", "2-топтағы мүгедек",
    "мүгедек (II топ)", "second group disability", "disabled, group two", "disabled group 1",
])  # fmt: skip
def test_the_group_of_a_disability_may_be_a_number_or_a_word(words: str) -> None:
    assert staff_words.categories(words) == ["disabled"]


def test_a_category_is_not_found_in_words_that_name_none() -> None:
    for words in ("группы", "второй", "начальник второй группы", "топ", "группа"):
        assert staff_words.categories(words) is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_words_that_a_refusal_names_are_taken(lang: str) -> None:
    table: list[Any] = [["Name", "Income", "Category"], ["A", Money(1_00), "qwerty"]]
    page = seen(sent("/due/staff/", as_csv(table), lang, **FORM, do="show"))
    named = said("staff.category_words", lang)
    assert named in page
    found = [staff_words.categories(one) for one in named.split(", ")]
    assert all(found) and len({one[0] for one in found if one}) == len(found)


def test_a_last_day_of_a_list_that_is_a_saturday_is_spoken_of() -> None:
    for month, there in (("3", True), ("4", False)):
        form = {**FORM, "month_m": month}
        page = seen(sent("/due/staff/", b"Name;Income\nA;200000\n", **form, do="show"))
        assert (said("page.saturday") in page) is there


@pytest.mark.parametrize("lang", LANGUAGES)
def test_categories_and_income_elsewhere_count(lang: str) -> None:
    elsewhere, category = (
        said("staff.column_elsewhere", lang),
        said("staff.column_categories", lang),
    )
    student = said("staff.example_category", lang)
    given_ = (
        f"Name;Income;{elsewhere};{category};Phone\nA;300000;;{student};1\n"
        f"B;300000;10000000;;2\nC;300000;;astronaut;3\n"
    )
    page = seen(sent("/due/staff/", given_.encode(), lang, **FORM, do="show"))
    expected: list[Any] = []
    for more in ({"categories": ["student"]}, {"medical_base_elsewhere": "10000000.00"}):
        asked = {"month": "2026-01", "payer_kind": "employee", "income": "300000.00", **more}
        answer: Any = contributions.answer(asked, "en", True)
        expected += answer["lines"]
    assert headline(expected, lang) in page
    assert f"{said('staff.unused', lang)} Phone" in page
    assert said("staff.categories_wrong", lang) in page


def test_what_is_told_of_a_pensioner_by_half_is_marked() -> None:
    given_ = (
        "Name;Income;Category;Birth date;Sex\nA;300000;pensioner;;\n"
        "B;300000;;01.01.1950;m\nC;300000;pensioner;01.01.1950;m\nD;300000;;01.01.1990;f\n"
    )
    page = seen(sent("/due/staff/", given_.encode(), **FORM, do="show"))
    assert said("staff.at_row", line=2, words=said("due.category_without_age")) in page
    assert said("staff.at_row", line=3, words=said("due.age_without_category")) in page
    assert "Row 4. " not in page and "Row 5. " not in page


def test_rows_that_are_repeated_are_told() -> None:
    given_ = "№;Name;Income\n1;A;5\n2;B;5\n3;A;5\n"
    page = seen(sent("/due/staff/", given_.encode(), **FORM, do="show"))
    assert said("staff.repeated_row", line=4, before=2) in page
    assert page.count(said("staff.repeated_warning")) == 1
    alike = seen(sent("/due/staff/", b"Income\n5\n5\n", **FORM, do="show"))
    assert said("staff.repeated_warning") not in alike


@pytest.mark.parametrize("month", ["март 2026", "3.26", "наурыз 2026", "2026 жылғы наурыз",
                                   "марта 2026 г.", "March 2026", "мар.26"])  # fmt: skip
def test_months_are_read_as_people_write_them(month: str) -> None:
    given_ = f"Name;Income;Month\nA;300000;{month}\n"
    text = sent("/due/staff/", given_.encode(), **FORM, do="csv").content.decode("utf-8-sig")
    assert ";03.2026;" in text and ";25.04.2026;" in text


def test_a_formula_without_its_result_is_told() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Name", "Income", "ОПВ"], ["A", "=1+1", None], ["B", 5, "=1"], ["C", 5, 0]):
        sheet.append(row)
    made = BytesIO()
    book.save(made)
    page = seen(sent("/due/staff/", made.getvalue(), **FORM, do="show"))
    for place in ("2 Income", "3 ОПВ"):
        assert f"{place} {said('staff.unworked')}" in page
    assert said("staff.some_left", number=2) in page


def test_the_heading_stays_in_sight_and_columns_are_wide_enough() -> None:
    made = sent("/due/staff/", b"A long name of a column;Income\nA;5\n", **FORM, do="xlsx").content
    sheet = openpyxl.load_workbook(BytesIO(made)).active
    assert sheet is not None and sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width > 20


def test_a_total_of_the_list_is_not_a_person() -> None:
    given_ = "ФИО;Доход\nА;100000\nИтого;100000\n"
    page = seen(sent("/due/staff/", given_.encode(), **FORM, do="show"))
    assert f"{said('staff.people')} 1 {said('staff.left_out')} 1" in page


@pytest.mark.parametrize(("content", "key"), [
    (b"a;b\n1;2\n", "staff.no_heading"), (b"Income\n", "staff.no_people"),
])  # fmt: skip
def test_what_is_no_list_is_refused(content: bytes, key: str) -> None:
    response = sent("/due/staff/", content, **FORM, do="show")
    assert response.status_code == 422 and said(key) in seen(response)


def test_a_list_without_months_wants_one() -> None:
    response = sent("/due/staff/", b"Income\n5\n", kind="employee", do="show")
    assert response.status_code == 422 and said("staff.no_month") in seen(response)
    missing = browser().post("/due/staff/", {**FORM, "do": "show"})
    assert missing.status_code == 422 and said("staff.file_missing") in seen(missing)


def test_more_rows_than_may_be_are_refused() -> None:
    given_ = b"Income\n" + b"5\n" * LIMITS.most_rows
    response = sent("/due/staff/", given_, **FORM, do="show")
    assert response.status_code == 422
    assert said("tables.too_many_rows", most=LIMITS.most_rows) in seen(response)


def test_a_month_not_known_yet_is_marked_and_not_summed() -> None:
    given_ = b"Income;Month\n100000;01.2026\n100000;01.2027\n"
    page = seen(sent("/due/staff/", given_, **FORM, do="show"))
    assert f"{said('staff.unknown')} 1" in page
    text = sent("/due/staff/", given_, **FORM, do="csv").content.decode("utf-8-sig")
    assert text.splitlines()[2].endswith(said("due.unknown"))


def test_what_a_spreadsheet_would_run_stays_text() -> None:
    given_ = 'Name;Income\n"=HYPERLINK(1)";5\n"+7";6\n'
    text = sent("/due/staff/", given_.encode(), **FORM, do="csv").content.decode("utf-8-sig")
    assert "\n'=HYPERLINK" in text and "\n'+7" in text
    again = sent("/due/staff/", text.encode(), **FORM, do="csv").content.decode("utf-8-sig")
    assert "\n'=HYPERLINK" in again and "''=" not in again
    made = sent("/due/staff/", given_.encode(), **FORM, do="xlsx").content
    sheet = openpyxl.load_workbook(BytesIO(made)).active
    assert sheet is not None
    assert sheet["A2"].data_type == "s" and sheet["A2"].value == "=HYPERLINK(1)"


def test_names_stand_where_their_list_is_shown_and_in_no_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    right = "№;Name;Income\n7;Secretova;100000\n"
    wrong = "№;Name;Income\n7;Secretova;much\n"
    page = seen(sent("/due/staff/", right.encode(), **FORM, do="show"))
    assert "2 7 Secretova January 2026 4,500.00 ₸" in page
    assert "Secretova" not in seen(sent("/due/staff/", wrong.encode(), **FORM, do="show"))
    assert "Secretova" not in caplog.text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("content", "words"), [
    (b"", "check.empty"), (b" \r\n\n", "check.empty"),
    (b"\x89PNG\r\n\x1a\n\0\0", "tables.is_picture"),
    (b"\xff\xd8\xff\xe0\0\x10JFIF", "tables.is_picture"), (b"%PDF-1.7\n", "tables.is_pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1", "tables.is_old_office"), (b"Rar!\x1a", "tables.is_archive"),
])  # fmt: skip
def test_what_is_no_table_is_called_by_name(content: bytes, words: str, lang: str) -> None:
    response = sent("/due/staff/", content, lang, **FORM, do="show")
    assert response.status_code == 422 and said(words, lang) in seen(response)


def test_sums_of_a_list_say_once_that_the_medical_law_is_not_held() -> None:
    rows = listed([(1, 300_000_00, "employee"), (2, 300_000_00, "employee")], "en")
    page = sent("/due/staff/", rows, **FORM, do="show").content.decode()
    assert page.count("/law/questions/#Q-medical-law") == 1
