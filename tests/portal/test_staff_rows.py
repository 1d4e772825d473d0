"""A staff list row by row: on the page and in the file that comes back."""

from __future__ import annotations

import csv
import zipfile
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest

from tests.portal.test_staff import FORM
from tests.portal.uploading import LANGUAGES, browser, said, seen, sent
from tirek.contract import contributions
from tirek.contract.reading import tiyn
from tirek.contract.writing import spoken_money
from tirek.project import clock
from tirek.registry.iin import told_by


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
    assert rows[0][7] == said("staff.month_of_row") and None not in rows[0]
    assert rows[1][:7] == [1, "012345678901", "A", "01.2026", 150000, 0, "x"]
    assert rows[2][:7] == [2, "850101300123", "B", "13.2026", 150000.5, 15000, 12]
    assert rows[3][:6] == [3, "850101300123", "C", "01.2026", "much", 5]
    assert rows[4][4] == 150000  # the sums are those of the rows without errors
    assert said("staff.month_wrong") in str(rows[2][-1])


def test_cells_beyond_the_heading_are_not_lost() -> None:
    text = sent("/due/staff/", b"Name;Income;;\nA;5;;x\n", **FORM, do="csv").content
    rows = [*csv.reader(StringIO(text.decode("utf-8-sig")), delimiter=";")]
    assert rows[0][4] == said("staff.month_of_row") and rows[1][3:5] == ["x", "01.2026"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_headline_says_of_how_many_rows_it_is_and_errors_come_first(lang: str) -> None:
    given_ = b"Name;Income\nA;100000\nB;much\nC;-1\n"
    page = seen(sent("/due/staff/", given_, lang, **FORM, do="show"))
    total = said("due.total_both", lang, sum=spoken_money(950_000, lang))
    lead = said("staff.total_of", lang, total=total, right=1, all=3)
    assert page.index(said("staff.some_left", lang, number=2)) < page.index(lead)
    assert (
        said("files.held", lang, file="list.bin") in page
        and said("due.without_pension", lang) in page
    )
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
                       (2, ("due.no_income_social", "staff.why_no_income")),
                       (3, ("staff.why_elsewhere",)), (4, ("staff.why_state",))):  # fmt: skip
        words = " ".join(said(key, lang) for key in keys)
        assert words in page and rows[line][-1].startswith(words)
    exempt = said("due.exempt_unasked", lang, enter=said("staff.exempt_enter", lang))
    assert said("staff.at_row", lang, line=5, words=exempt) in page
    assert rows[4][-1].endswith(exempt)


def test_a_page_shows_a_hundred_rows_and_says_where_the_others_are() -> None:
    given_ = b"Name;Income\n" + b"".join(b"N%d;%d\n" % (n, 100_000 + n) for n in range(103))
    page = seen(sent("/due/staff/", given_, **FORM, do="show"))
    assert said("staff.rest_in_file", number=3) in page
    assert " N99 " in page and " N100 " not in page


@pytest.mark.parametrize("amount", ["350.000", "350,000"])
def test_a_sum_that_may_be_two_is_refused_as_in_the_form(amount: str) -> None:
    given_ = f"Name;Income\nA;{amount}\nB;350.000,00\n".encode()
    page = seen(sent("/due/staff/", given_, **FORM, do="show"))
    assert said("fields.money_unclear") in page and f"{said('staff.wrong_rows')} 1 " in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_of_two_columns_of_one_meaning_the_sample_names_the_one_that_counts(lang: str) -> None:
    wage = {"kk": "Табыс", "ru": "Доход", "en": "Income"}[lang]
    given_ = f"Name;Оклад;{wage}\nA;350000;420000\nB;85000;300000\n".encode()
    alone = f"Name;{wage}\nA;420000\nB;300000\n".encode()
    page = seen(sent("/due/staff/", given_, lang, **FORM, do="show"))
    lead = seen(sent("/due/staff/", alone, lang, **FORM, do="show")).split("₸")[0].split()[-4:]
    assert " ".join(lead) in page
    assert f"{said('staff.unused', lang)} Оклад" in page


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


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_others_pay_for_themselves_is_told_apart(lang: str) -> None:
    """Nobody is told to transfer what an entrepreneur of the list pays for himself."""
    kinds = {"A": "ип", "B": "гпх", "C": "работник"}
    rows = "".join(f"{name};300000;{kind}\n" for name, kind in kinds.items())
    page = seen(sent("/due/staff/", f"Name;Income;Kind\n{rows}".encode(), lang, **FORM, do="show"))
    social = said("due.social_contribution", lang)
    for code, amount in (("self", 1_500_000), ("agent", 1_350_000), ("employer", 1_350_000)):
        row = page.index(f"{said(f'due.pays_{code}', lang)} {social} 012")
        money_ = " ".join(spoken_money(amount, lang).split())
        assert money_ in page[row : row + 200], code
    own: Any = contributions.answer(
        {"month": "2026-01", "payer_kind": "entrepreneur", "income": "300000"}, "en", True
    )
    paid = sum(tiyn(line["amount"]) for line in own["lines"])
    assert f"{said('staff.for_oneself', lang)} {' '.join(spoken_money(paid, lang).split())}" in page
    alone = seen(sent("/due/staff/", b"Name;Income\nA;300000\n", lang, **FORM, do="show"))
    assert said("staff.for_others", lang) not in alone


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_last_day_that_is_over_is_said_to_be(lang: str) -> None:
    for today, passed in ((date(2026, 2, 25), False), (date(2026, 2, 26), True)):
        with clock.at(today):
            page = seen(sent("/due/staff/", b"Name;Income\nA;300000\n", lang, **FORM, do="show"))
            month = seen(browser(lang).get("/due/?kind=employee&month=2026-01&income=300000"))
        words = said("staff.due_passed", lang, day="").strip(" ,")
        assert (words in page) == passed
        start = said("due.for_passed", lang, what="", day="").split("–")[0].strip("; ")
        assert (start.split(" by ")[0] in month) == passed


def test_days_of_a_workbook_stay_days_and_two_columns_have_not_one_name() -> None:
    given_ = workbook([["Name", "Month", "Income", "Hired", "Old"],
                       ["A", date(2026, 1, 1), 5, date(2020, 5, 17), "1899-01-01"],
                       ["B", "01.2026", 5, "2020-13-45", None]])  # fmt: skip
    made = sent("/due/staff/", given_, **FORM, do="xlsx").content
    sheet = openpyxl.load_workbook(BytesIO(made)).active
    assert sheet is not None
    rows = [[*row] for row in sheet.iter_rows(values_only=True)]
    names = [one for one in rows[0] if one]
    assert len(set(names)) == len(names)
    assert [one and (one.year, one.day) for one in (rows[1][1], rows[1][3])] == [
        (2026, 1),
        (2020, 17),
    ]
    assert (rows[1][4], rows[2][3]) == ("1899-01-01", "2020-13-45")
    again = sent("/due/staff/", made, **FORM, do="xlsx")
    assert again.status_code == 200


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "cp1251", "utf-8-sig"])
def test_a_list_that_a_spreadsheet_saved_as_unicode_text_is_read(encoding: str) -> None:
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    content = f"{mark}Месяц\tДоход\n01.2026\t350000\n".encode(encoding)
    page = seen(sent("/due/staff/", content, kind="employee", do="show"))
    assert f"{said('staff.people')} 1 " in page


def test_an_archive_is_called_by_name() -> None:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("list.csv", "Income\n5\n")
    response = sent("/due/staff/", made.getvalue(), **FORM, do="show")
    assert response.status_code == 422 and said("tables.zip") in seen(response)


@pytest.mark.parametrize("kind", [
    "Азаматтық-құқықтық шарт (АҚШ) бойынша", "АҚ шарты", "Азаматтық-құқықтық шарт бойынша",
    "Самостоятельный плательщик (ОСМС)", "Entrepreneur, farm, private practice",
])  # fmt: skip
def test_kinds_are_known_by_the_names_that_they_had(kind: str) -> None:
    given_ = f"Name;Income;Kind\nA;300000;{kind}\n".encode()
    assert sent("/due/staff/", given_, **FORM, do="show").status_code == 200


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_row_with_the_sex_and_no_day_of_birth_is_worked_out_with_a_note(lang: str) -> None:
    given_ = b"Name;Income;Sex;Birth date\nA;200000;m;\nB;200000;;\n"
    page = seen(sent("/due/staff/", given_, lang, **FORM, do="show"))
    assert page.count(said("staff.ageless", lang)) == 1
    assert said("staff.wrong_rows", lang) not in page
    text = sent("/due/staff/", given_, lang, **FORM, do="csv").content.decode("utf-8-sig")
    rows = [*csv.reader(StringIO(text), delimiter=";")]
    assert rows[1][4:-1] == rows[2][4:-1] and said("staff.ageless", lang) in rows[1][-1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_errors_of_a_row_are_told(lang: str) -> None:
    given_ = b"Name;Income;Month;Birth date;Sex\nA;-5000;13.2026;31.02.1985;m\nB;5;;;\n"
    page = seen(sent("/due/staff/", given_, lang, **FORM, do="show"))
    text = sent("/due/staff/", given_, lang, **FORM, do="csv").content.decode("utf-8-sig")
    refused = [*csv.reader(StringIO(text), delimiter=";")][1][-1]
    for key in ("fields.money_negative", "staff.month_wrong", "staff.birth_wrong"):
        assert said(key, lang) in page and said(key, lang) in refused


@pytest.mark.parametrize("lang", LANGUAGES)
def test_errors_that_are_not_shown_are_counted(lang: str) -> None:
    rows = "".join("A;x;13.2026\n" for _ in range(60))
    page = seen(sent("/due/staff/", f"Name;Income;Month\n{rows}".encode(), lang, **FORM))
    assert said("staff.more_faults", lang, number=20) in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_row_is_told_by_its_name_and_base_pay_is_said_to_be_but_a_part(lang: str) -> None:
    given_ = workbook([["№", "Сотрудник", "Оклад", "Месяц"], [1, "Ахметов", 350_000, "10.2026"]])
    page = seen(sent("/due/staff/", given_, lang, **FORM, do="show"))
    assert "2 1 Ахметов" in page[page.index(said("staff.who", lang)) :]
    words = said("due.income_accrued", lang)
    assert said("staff.base_pay", lang, column="Оклад", words=words) in page
    whole = workbook([["№", "Работник", "Доход", "Месяц"], [7, "Ким", 350_000, "10.2026"]])
    page = seen(sent("/due/staff/", whole, lang, **FORM, do="show"))
    assert "2 7 Ким" in page and words not in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_parts_of_a_tiyn_are_told_as_such_and_a_kind_without_a_list_in_the_file(lang: str) -> None:
    given_ = workbook([["ФИО", "Доход", "Вид"], ["A", 200_000.555, ""], ["B", 5, "ИПшник"]])
    page = seen(sent("/due/staff/", given_, lang, **FORM, do="show"))
    assert said("staff.money_fine", lang) in page and said("staff.money_wrong", lang) not in page
    assert said("staff.kind", lang) in said("staff.kind_wrong", lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_age_that_is_not_given_is_taken_from_a_right_number(lang: str) -> None:
    right, wrong = "500101300013", "500101300014"
    assert told_by(right) is not None and told_by(wrong) is None
    for number, taken in ((right, True), (wrong, False)):
        given_ = f"ИИН;ФИО;Доход;Категория\n{number};А;300000;пенсионер\n".encode()
        page = seen(sent("/due/staff/", given_, lang, **FORM, do="show"))
        rows = page[page.index(said("staff.by_row", lang)) :]
        assert said("staff.unused", lang) not in page and "ИИН; ФИО; " in page
        assert (said("staff.by_iin", lang) in rows) == taken
        assert (said("staff.why_age", lang) in rows) == taken
        assert (said("due.category_without_age", lang) in rows) != taken
        text = sent("/due/staff/", given_, lang, **FORM, do="csv").content.decode("utf-8-sig")
        assert (said("staff.by_iin", lang) in text) == taken


def test_what_a_row_says_of_an_age_stays_and_two_columns_of_numbers_refuse_no_list() -> None:
    given_ = "ИИН;Name;Income;Birth date;Sex\n500101300013;A;300000;01.01.1990;m\n"
    page = seen(sent("/due/staff/", given_.encode(), **FORM, do="show"))
    assert said("staff.by_iin") not in page and said("staff.why_age") not in page
    twice = "ИИН;ИИН работника;Income\n500101300013;500101300013;300000\n"
    assert sent("/due/staff/", twice.encode(), **FORM, do="show").status_code == 200
