"""A staff list row by row: on the page and in the file that comes back."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest

from tests.portal.test_staff import FORM
from tests.portal.uploading import LANGUAGES, said, seen, sent
from tirek.contract.writing import spoken_money


def workbook(rows: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def test_results_stand_right_behind_the_list_and_numbers_stay_numbers() -> None:
    given_ = workbook([
        ["№", "ИИН", "Name", "Month", "Income", "ОПВ", "Remark"],
        [1, "012345678901", "A", "01.2026", 150000, 0, "x"],
        [2, "850101300123", "B", "13.2026", 150000.5, 15000, 12],
        [3, "850101300123", "C", "01.2026", "much", 5, None],
    ])  # fmt: skip
    made = sent("/due/staff/", given_, **FORM, do="xlsx").content
    sheet = openpyxl.load_workbook(BytesIO(made)).active
    assert sheet is not None
    rows = [[*row] for row in sheet.iter_rows(values_only=True)]
    assert rows[0][7] == said("fields.month") and None not in rows[0]
    assert rows[1][:7] == [1, "012345678901", "A", "01.2026", 150000, 0, "x"]
    assert rows[2][:7] == [2, "850101300123", "B", "13.2026", 150000.5, 15000, 12]
    assert rows[3][:6] == [3, "850101300123", "C", "01.2026", "much", 5]
    assert rows[4][4] == 150000  # the sums are those of the rows without errors
    assert said("staff.month_wrong") in str(rows[2][-1])


def test_cells_beyond_the_heading_are_not_lost() -> None:
    text = sent("/due/staff/", b"Name;Income;;\nA;5;;x\n", **FORM, do="csv").content
    rows = [*csv.reader(StringIO(text.decode("utf-8-sig")), delimiter=";")]
    assert rows[0][4] == said("fields.month") and rows[1][3:5] == ["x", "01.2026"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_headline_says_of_how_many_rows_it_is_and_errors_come_first(lang: str) -> None:
    given_ = b"Name;Income\nA;100000\nB;much\nC;-1\n"
    page = seen(sent("/due/staff/", given_, lang, **FORM, do="show"))
    lead = said("staff.total_of", lang, sum=spoken_money(950_000, lang), right=1, all=3)
    assert page.index(said("staff.some_left", lang, number=2)) < page.index(lead)
    assert said("staff.why_again", lang) in page and said("due.without_pension", lang) in page
    html = sent("/due/staff/", given_, lang, **FORM, do="show").content.decode()
    faults = html[html.index('id="faults"') :]
    assert "govuk-table wide" in faults[: faults.index("</table>")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_row_does_not_pay_has_its_reason_on_the_page_and_in_the_file(lang: str) -> None:
    given_ = (
        b"Name;Income;Category;Birth date;Sex;Income elsewhere\n"
        b"A;100000;pensioner;01.01.1950;m;\nB;0;;;;\nC;100000;;;;9000000\nD;100000;disabled;;;\n"
    )
    page = seen(sent("/due/staff/", given_, lang, **FORM, do="show"))
    text = sent("/due/staff/", given_, lang, **FORM, do="csv").content.decode("utf-8-sig")
    rows = [*csv.reader(StringIO(text), delimiter=";")]
    for line, keys in ((1, ("staff.why_age", "staff.why_state")),
                       (2, ("due.no_income", "staff.why_no_income")),
                       (3, ("staff.why_elsewhere",)), (4, ("staff.why_state",))):  # fmt: skip
        words = " ".join(said(key, lang) for key in keys)
        assert words in page and rows[line][-1].startswith(words)
    assert said("staff.at_row", lang, line=5, words=said("due.exempt_unasked", lang)) in page
    assert rows[4][-1].endswith(said("due.exempt_unasked", lang))


def test_a_page_shows_a_hundred_rows_and_says_where_the_others_are() -> None:
    given_ = b"Name;Income\n" + b"".join(b"N%d;%d\n" % (n, 100_000 + n) for n in range(103))
    page = seen(sent("/due/staff/", given_, **FORM, do="show"))
    assert said("staff.rest_in_file", number=3) in page
    assert " N99 " in page and " N100 " not in page


@pytest.mark.parametrize("amount", ["350.000", "350,000"])
def test_a_sum_that_may_be_two_is_refused_as_in_the_form(amount: str) -> None:
    given_ = f"Name;Income\nA;{amount}\nB;350.000,00\n".encode()
    page = seen(sent("/due/staff/", given_, **FORM, do="show"))
    assert said("fields.money_unclear") in page and f"{said('staff.people')} 1 " in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_of_two_columns_of_one_meaning_the_sample_names_the_one_that_counts(lang: str) -> None:
    wage = {"kk": "Табыс", "ru": "Доход", "en": "Income"}[lang]
    given_ = f"Name;Оклад;{wage}\nA;350000;420000\nB;85000;300000\n".encode()
    alone = f"Name;{wage}\nA;420000\nB;300000\n".encode()
    page = seen(sent("/due/staff/", given_, lang, **FORM, do="show"))
    lead = seen(sent("/due/staff/", alone, lang, **FORM, do="show")).split("₸")[0].split()[-4:]
    assert " ".join(lead) in page
    assert f"{said('staff.unused', lang)} Name; Оклад" in page


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("heading", "places"), [
    ("Оклад;Зарплата;№", "AB"), ("Доход;№;Доход", "AC"), ("Доход;Начислено;Income", "AC"),
    ("Доход;Отчетный период;За период", "BC"), ("Доход;Сумма ОПВ;Сумма ОПВ", "BC"),
    ("Доход;Месяц;За период", ""), ("Доход;№;ФИО", ""),
])  # fmt: skip
def test_where_the_sample_decides_nothing_it_is_asked_which_column(
    heading: str, places: str, lang: str
) -> None:
    given_ = f"{heading}\n1;01.2026;01.2026\n".encode()
    response = sent("/due/staff/", given_, lang, **FORM, do="show")
    names, page = heading.split(";"), seen(response)
    assert response.status_code == (422 if places else 200)
    for place in places:
        named = said("staff.named_place", lang, named=names["ABC".index(place)], place=place)
        assert named in page
