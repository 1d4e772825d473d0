"""The corrected MT-102: what needs no guess is put right, nobody becomes another, and a total stays
what it is."""

from __future__ import annotations

import re
from io import BytesIO
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledger.files import mutating
from tests.ledger.files.files import HEAD
from tests.portal.checking import (
    ADDRESS,
    GOOD,
    A,
    B,
    Person,
    checked,
    corrected,
    message,
)  # fmt: skip
from tests.portal.uploading import LANGUAGES, browser, line_said, said, seen, sent
from tirek.contract.writing import spoken_money
from tirek.ledger.files import messages
from tirek.portal.check_file import views
from tirek.portal.check_file.correcting import correct
from tirek.portal.check_file.reading import LIMITS


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
        assert said("fixed.total_or_sum", lang, lines=line_said(line, lang)) in page
    numbered: list[Person] = [changed[0], people[1]]
    assert corrected(message(changed, "27000,00")) == message(numbered, "27000,00")
    only = sent(ADDRESS, message(GOOD, "1,00").encode(), do="corrected")
    assert only.get("Content-Disposition") is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_total_is_told_with_the_errors_though_an_amount_is_first_to_be_corrected(
    lang: str,
) -> None:
    people: list[Person] = [(1, "4250.00", "19850317", A), GOOD[1]]
    page = checked(message(people, "30000,00"), lang)
    assert said("check.wrong", lang, number=2) in page
    assert said("fixed.left", lang, number=1) in page
    total, sum_ = spoken_money(3_000_000, lang), spoken_money(3_400_000, lang)
    assert said("check.sum_differs", lang, total=total, sum=sum_) in page
    line = HEAD.count("\n") + 2
    assert said("check.sum_without", lang, lines=line_said(line, lang)) in page
    once = checked(message(GOOD, "30000,00"), lang)
    assert said("check.wrong", lang, number=1) in once


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
    button = b'value="corrected"'
    for do in ("corrected", "check"):
        assert button not in sent(ADDRESS, content.encode(), do=do).content
    first = browser().get(ADDRESS)
    assert button in first.content and said("check.get_note") in seen(first)


def test_where_one_may_leave_out_a_double_the_corrected_file_is_offered() -> None:
    twice: list[Person] = [*GOOD, (3, *GOOD[0][1:])]
    page = sent(ADDRESS, message(twice, "38250,00").encode(), do="check")
    assert b'value="corrected"' in page.content


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
