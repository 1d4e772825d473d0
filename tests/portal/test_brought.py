"""A file that was brought goes back inside its page: sent again with the page alone, it gives what
the file itself gives, and nothing of it stays here."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.portal.checking import ADDRESS, GOOD, PAYER, message, people_list
from tests.portal.uploading import LANGUAGES, browser, said, seen, sent
from tirek.portal.brought import MOST, Brought

STAFF = "/due/staff/"
FORM = {"kind": "employee", "month_m": "1", "month_y": "2026"}
WRONG = message(GOOD, "34 000,00").encode()
LIST = people_list("Доход")


def held(response: HttpResponse) -> dict[str, str]:
    """The hidden fields of a page that hold its file."""
    html = response.content.decode()
    return {
        name: unescape(value)
        for name, value in re.findall(r'type="hidden" name="(held\w*)" value="([^"]*)"', html)
    }


def again(address: str, first: HttpResponse, lang: str = "en", **fields: Any) -> HttpResponse:
    found: HttpResponse = browser(lang).post(address, {**fields, **held(first)})
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("address", "content", "fields", "asked"), [
    (ADDRESS, WRONG, {}, "corrected"), (ADDRESS, LIST, {}, "corrected"),
    (ADDRESS, LIST, PAYER, "corrected"), (STAFF, LIST, FORM, "xlsx"), (STAFF, LIST, FORM, "csv"),
])  # fmt: skip
def test_the_page_alone_gives_the_file_that_the_file_gives(
    address: str, content: bytes, fields: dict[str, str], asked: str, lang: str
) -> None:
    shown = sent(address, content, lang, **fields)
    assert said("files.held", lang, file="list.bin") in seen(shown)
    assert said("files.another", lang) in seen(shown)
    by_page = again(address, shown, lang, **fields, do=asked)
    by_file = sent(address, content, lang, **fields, do=asked)
    assert by_page["Content-Disposition"] == by_file["Content-Disposition"]
    assert asked == "xlsx" or by_page.content == by_file.content


def test_another_answer_is_given_for_the_same_file() -> None:
    """What the form says may change while the file stays."""
    shown = sent(ADDRESS, LIST)
    with_code = again(ADDRESS, shown, **PAYER)
    assert seen(with_code) == seen(sent(ADDRESS, LIST, **PAYER)) != seen(shown)
    assert held(with_code) == held(shown)


def test_a_wrong_field_does_not_lose_the_file() -> None:
    for address, content in ((ADDRESS, LIST), (STAFF, LIST)):
        refused = sent(address, content, **{**FORM, "month_m": "x"})
        assert refused.status_code == 422
        assert seen(again(address, refused, **FORM)) == seen(sent(address, content, **FORM))


def test_a_file_that_is_chosen_comes_before_the_one_held() -> None:
    shown = sent(ADDRESS, WRONG)
    other = SimpleUploadedFile("other.csv", LIST)
    both = browser().post(ADDRESS, {**held(shown), "file": other})
    assert held(both)["held_name"] == "other.csv"


@given(st.binary(min_size=1, max_size=200), st.text(max_size=20))
@settings(max_examples=50)
def test_any_content_and_name_come_back_as_they_were(content: bytes, name: str) -> None:
    file = Brought(content, f"a{name}")
    page = f'<input type="hidden" name="held" value="{file.held}">'
    assert Brought(content, "").held == held(HttpResponse(page))["held"]


@pytest.mark.parametrize("nonsense", ["", "=", "ä", "a", "!!!!", "QUJD=QUJD", "\x00"])
def test_nonsense_in_place_of_a_file_is_no_file(nonsense: str) -> None:
    for address, missing in ((ADDRESS, "check.file_missing"), (STAFF, "staff.file_missing")):
        response = browser().post(address, {**FORM, "held": nonsense, "held_name": "x.csv"})
        assert response.status_code == 422 and said(missing) in seen(response)


def test_a_name_is_text_on_the_page() -> None:
    name = '"><img onerror=x>.csv'
    shown = browser().post(ADDRESS, {"file": SimpleUploadedFile("a.csv", LIST)})
    html = browser().post(ADDRESS, {**held(shown), "held_name": name}).content.decode()
    assert "<img onerror" not in html and "&lt;" in html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_file_too_large_for_a_page_is_chosen_again(lang: str) -> None:
    large = WRONG.replace(b"-}", b"-}\n" + b" " * MOST)
    shown = sent(ADDRESS, large, lang)
    assert not held(shown) and said("files.choose_again", lang) in seen(shown)
