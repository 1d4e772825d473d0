"""“Check a payment file”: the ledger's own problems and reasons, by line and field; nothing kept
and nobody named; what is no payment file is called by name."""

from __future__ import annotations

import logging
import re
import zipfile
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledger.files import mutating
from tests.ledger.files.files import HEAD
from tests.portal.checking import (
    ADDRESS,
    GOOD,
    OLD,
    A,
    B,
    Person,
    checked,
    message,
    title_of,
)  # fmt: skip
from tests.portal.uploading import LANGUAGES, browser, line_said, said, seen, sent
from tirek.contract.reading import check_digit_fits
from tirek.contract.writing import spoken_money
from tirek.ledger.files import messages
from tirek.ledger.reasons import catalogue
from tirek.portal.check_file.reading import LIMITS, MOST_PEOPLE
from tirek.portal.tables import LARGEST


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
    assert said("fixed.total_or_sum", lang, lines=line_said(first + 7 * 7, lang)) in page


def test_on_a_phone_every_table_is_cards() -> None:
    wrong = message([(1, " 1 00,00", "19850317", A), (1, "100,00", "19850317", A)], "7,00")
    page = sent(ADDRESS, wrong.encode(), do="check", doubles="out").content.decode()
    assert page.count("<table") == page.count('<table class="govuk-table wide"') >= 4


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


@pytest.mark.parametrize("lang", LANGUAGES)
def test_letters_lost_by_an_encoding_without_them_are_told_by_line_and_field(lang: str) -> None:
    sample = browser("kk").get(f"{ADDRESS}sample-mt102/").content.decode()
    assert "Жұмабаев" in sample and "Үлгі" in sample
    page = checked(sample.encode("cp1251", "replace"), lang)
    rows = sample.split("\r\n")
    for field, begins in (("/FM/", "/FM/Жұ"), ("/NAME/", "/NAME/Үлгі"), ("/FT/", "/FT/Серік")):
        [line] = [at for at, row in enumerate(rows, 1) if row.startswith(begins)]
        start = page.index(said("check.errors", lang))
        told = re.search(rf"{line}[^/]*{re.escape(said(f'tags.{field}', lang))} "
                         rf"\({field}\) {re.escape(said('check.lost_letters', lang))}",
                         page[start:])  # fmt: skip
        assert told, field
    assert said("check.right", lang) not in page
    assert said("check.right", lang) in checked(sample, lang)


def test_a_question_in_an_assignment_has_lost_nothing() -> None:
    asked = HEAD.replace("Әлеуметтік аударымдар", "Аударымдар?")
    assert said("check.right") in checked(message(GOOD, "34000,00", asked))
    lost = HEAD.replace("Әлеуметтік аударымдар", "?леуметтік аударымдар")
    assert said("check.lost_letters") in checked(message(GOOD, "34000,00", lost))
