"""“Check a payment file”: one ИИН with two people, numbers that were made whole, and rows of a list
that stand there twice."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import pytest

from tests.ledger.files.files import HEAD
from tests.portal.checking import ADDRESS, GOOD, PAYER, ROWS, A, B, Person, checked, message
from tests.portal.uploading import LANGUAGES, line_said, said, seen, sent
from tirek.ledger.files import messages
from tirek.ledger.files.titles import title as column_title
from tirek.portal.check_file.of_two import found
from tirek.portal.check_file.reading import read

#: A right ИИН whose three zeros in front a spreadsheet drops.
ZEROS = "000615500006"


def _list(*rows: str) -> bytes:
    return "\n".join(["ИИН;ФИО;Период;Сумма", *rows]).encode()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_two_people_on_one_number_are_an_error_and_added_zeros_are_told(lang: str) -> None:
    file = _list(f"{ZEROS};Жумабаев Ерлан;01.2026;13950", "615500006;Ноль Пётр;01.2026;5000")
    page = checked(file, lang, purpose="012")
    words = said("check.iin_of_two", lang, line=2)
    assert f"3 1 {column_title('iin', lang)} {words}" in page
    line = line_said(3, lang)
    assert f"{said('check.padded', lang)} {line} {said('check.padded_note', lang)}" in page
    response = sent(ADDRESS, file, **PAYER, do="corrected")
    assert response.status_code == 422
    assert said("make.wrong_first", lines=line_said(3)) in seen(response)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_two_people_on_one_number_are_an_error_of_a_message_too(lang: str) -> None:
    people: list[Person] = [*GOOD, (3, "5000,00", *GOOD[0][2:])]
    file = message(people, "39000,00")
    begin = file.rindex("Айгүл")
    line = HEAD.count("\n") + 7
    page = checked(file[:begin] + "Дана" + file[begin + 5 :], lang)
    words = said("check.iin_of_two", lang, line=line)
    assert f"{line + 14} 1 3 {said('tags./IDN/', lang)} (/IDN/) {words}" in page
    assert said("check.right", lang) in checked(file, lang)


@pytest.mark.parametrize("name", [
    "Жұмабаев Ерлан", "ЖУМАБАЕВ ЕРЛАН БЕРИКОВИЧ", "Жумабаев Е.", "Жумабаев Eрлан",
])  # fmt: skip
def test_one_person_may_be_written_in_more_ways_than_one(name: str) -> None:
    people = read(_list(f"{ZEROS};Жумабаев Ерлан;01.2026;1", f"{ZEROS};{name};02.2026;1")).people
    assert people is not None and not [*found([people.lines])]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("purpose", ["", "012"])
def test_a_row_of_a_list_that_stands_there_twice_is_left_out_where_one_asks(
    lang: str, purpose: str
) -> None:
    row = f"{A};Ким Анна;01.2026;4250"
    file = _list(row, f"{B};Ким Вера;01.2026;4250", row)
    page = checked(file, lang, purpose=purpose)
    assert said("fixed.rows_stay", lang) in page
    assert said("check.repeats", lang, number=1) in page
    assert said("waits.same_twice", lang) not in page
    assert said("check.wrong", lang, number=1) not in page
    assert line_said(2, lang) in page
    assert said("fixed.rows_out", lang) in checked(file, lang, purpose=purpose, doubles="out")
    for out, left in (("", 3), ("out", 2)):
        made = sent(ADDRESS, file, lang, purpose=purpose, doubles=out, do="corrected").content
        rows = [*csv.reader(StringIO(made.decode("utf-8-sig")), delimiter=";")]
        assert len(rows) == 1 + left and not rows[1][7] and bool(rows[-1][7]) == (not out)
    response = sent(ADDRESS, file, **PAYER, doubles="out", do="corrected")
    [made_of_it] = messages(BytesIO(response.content))
    assert made_of_it.lines.iin == [A, B] and made_of_it.header.total_tiyn == 850_000


def test_penalties_may_stand_there_twice() -> None:
    row = f"{A};Ким Анна;01.2026;4250"
    page = checked(_list(row, row), purpose="017")
    assert said("fixed.rows_stay") not in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_message_is_made_of_repeated_rows_before_somebody_decides(lang: str) -> None:
    row = f"{A};Ким Анна;01.2026;4250"
    response = sent(ADDRESS, _list(row, row), lang, **PAYER, do="corrected")
    assert response.status_code == 422
    assert said("make.repeats", lang, lines=line_said(3, lang)) in seen(response)
    assert 'href="#id_doubles"' in response.content.decode()
    page = checked(_list(row, row), lang, purpose="012")
    assert said("check.right", lang) not in page and said("check.repeats_only", lang) in page


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("purpose", ["", "012"])
def test_a_list_that_comes_back_with_errors_says_how_many_are_left(lang: str, purpose: str) -> None:
    row, wrong = f"{A};Ким Анна;01.2026;4250", f"{A[:-1]}{(int(A[-1]) + 1) % 10}"
    file = _list(row, row, f"{wrong};Ли А;01.2026;4250")
    page = checked(file, lang, purpose=purpose)
    assert said("check.wrong", lang, number=1) in page
    assert said("fixed.left_of_list", lang, number=1) in page
    assert said("check.get_left", lang, number=1) in page
    for doubles in ("", "out"):
        given = {"purpose": purpose, "doubles": doubles, "do": "corrected"}
        name = sent(ADDRESS, file, lang, **given)["Content-Disposition"]
        assert name.endswith('-errors-left-1.csv"')


def test_a_list_comes_back_with_the_dates_of_birth_of_its_numbers() -> None:
    made = sent(ADDRESS, _list(f"{A};{ROWS[0][1]} А;01.2026;4250"), do="corrected").content
    assert "17.03.1985" in made.decode()
