"""Words in the cells of a staff list: categories that are wider than the law's, none, citizens."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

import pytest

from tests.portal.uploading import LANGUAGES, browser, said, seen, sent
from tirek.contract.writing import spoken_money
from tirek.law.acts import categories
from tirek.portal.downloads import Money, as_csv
from tirek.portal.due import staff_words

ADDRESS = "/due/staff/"
FORM = {"kind": "employee", "month_m": "1", "month_y": "2026"}


def listed(column: str, *cells: str) -> bytes:
    rows: list[Any] = [["Name", "Income", column]]
    return as_csv(rows + [[f"N{cell}", Money(300_000_00), cell] for cell in cells])


def notes(content: bytes, lang: str) -> list[str]:
    """The last column of the file that comes back, without the row of sums."""
    text = sent(ADDRESS, content, lang, **FORM, do="csv").content.decode("utf-8-sig")
    return [" ".join(row[-1].split()) for row in csv.reader(StringIO(text), delimiter=";")][1:-1]


def wider(code: str, lang: str) -> str:
    return said("staff.wider", lang, category=categories()[code].title[lang])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("words", "code"), [
    ("многодетная", "mother_of_many"), ("многодетная мать", "mother_of_many"),
    ("көпбалалы ана", "mother_of_many"), ("mother of many children", "mother_of_many"),
    ("беременная", "pregnant_not_working"), ("жүкті әйел", "pregnant_not_working"),
    ("студент", "student"), ("безработный", "unemployed"),
])  # fmt: skip
def test_a_word_wider_than_the_category_is_not_taken_for_it_and_the_law_s_own_is_told(
    words: str, code: str, lang: str
) -> None:
    given = listed("Category", words, "")
    page, told = seen(sent(ADDRESS, given, lang, **FORM, do="show")), wider(code, lang)
    assert said("staff.at_row", lang, line=2, words=told) in page
    assert page.count(told) == 2  # above, and at the row itself
    without = seen(sent(ADDRESS, listed("Category", "", ""), lang, **FORM, do="show"))
    # 5 % of 270,000 to the social fund, 3 % and 2 % of 300,000 to the medical one.
    total = " ".join(spoken_money(2 * (13_500 + 15_000) * 100, lang).split())
    assert total in page and total in without  # both rows pay to both funds
    assert [told in note for note in notes(given, lang)] == [True, False]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_names_the_category_itself_has_no_such_note(lang: str) -> None:
    own = [categories()[code].title[lang] for code in ("mother_of_many", "student")]
    given = listed("Category", "Алтын алқа", "студент очной формы", "пенсионер; студент", *own)
    mark = said("staff.wider", lang, category="\0").split("\0")[1][:20]
    assert len(notes(given, lang)) == 5 and not any(mark in note for note in notes(given, lang))
    named = said("staff.category_words", lang).split(", ")  # nor what a refusal proposes
    assert not any(map(staff_words.wider, named))
    assert mark not in seen(
        sent(ADDRESS, browser(lang).get(f"{ADDRESS}template.csv").content, lang, **FORM, do="show")
    )


@pytest.mark.parametrize("cell", [
    "без категории", "нет", "-", "–", "жоқ", "санаты жоқ", "none", "no category", "N/A",
    "не относится",
])  # fmt: skip
def test_a_cell_that_says_there_is_no_category_is_none(cell: str) -> None:
    assert staff_words.categories(cell) == []
    page = seen(sent(ADDRESS, listed("Category", cell), **FORM, do="show"))
    assert said("staff.wrong_rows") not in page and said("staff.why_state") not in page


@pytest.mark.parametrize(("cell", "foreign"), [
    ("гр. РК", False), ("гр.РК", False), ("гр-н РК", False), ("гр-ка Казахстана", False),
    ("гражданин Республики Казахстан", False), ("ҚР азаматы", False), ("РК", False),
    ("Қазақстан Республикасының азаматы", False), ("citizen of Kazakhstan", False),
    ("гр. РФ", True), ("гражданин России", True), ("Ресей азаматы", True), ("Узбекистан", True),
    ("без гражданства", True),
])  # fmt: skip
def test_a_citizen_of_kazakhstan_is_known_however_it_is_written(cell: str, foreign: bool) -> None:
    assert staff_words.is_foreign(cell) is foreign


@pytest.mark.parametrize("lang", LANGUAGES)
def test_of_a_list_an_exemption_is_entered_in_a_column(lang: str) -> None:
    [note] = notes(listed("Category", "инвалид"), lang)
    enter = said("staff.exempt_enter", lang)
    assert note.endswith(said("due.exempt_unasked", lang, enter=enter))
    assert said("due.exempt_enter", lang) not in note


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_template_is_taken_whole_and_calls_the_month_as_the_help_does(lang: str) -> None:
    template = browser(lang).get(f"{ADDRESS}template.csv").content
    heading = next(csv.reader(StringIO(template.decode("utf-8-sig")), delimiter=";"))
    assert heading[:2] == [said("staff.person", lang), said("due.month_short", lang)]
    assert heading[1] in said("staff.file_hint", lang)
    page = seen(sent(ADDRESS, template, lang, **FORM, do="show"))
    assert said("staff.unused", lang) not in page
    assert f"{said('staff.columns', lang)} {'; '.join(heading)}" in page
