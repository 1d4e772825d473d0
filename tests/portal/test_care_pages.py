"""What pages of care look like to people: a disease as it is typed, choices to tap, a result that
fits a phone and says once what no text confirms."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from tests.portal.insuring import long_day, words
from tirek.contract.messages import LANGUAGES, say
from tirek.portal.care import cases


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("typed", "message"),
    [("qwertyuiop", "care.icd_nothing"), ("A1", "care.icd_nothing"), ("x" * 200, "")],
)
def test_a_disease_that_is_none_is_refused(typed: str, message: str, lang: str) -> None:
    client = Client(headers={"accept-language": lang})
    page = client.get("/care/icd/", {"service": "diagnostics", "sent": 1, "icd": typed})
    assert page.status_code == 422
    text = unescape(page.content.decode())
    assert text.count(words(message, lang) if message else "100") >= 2


def test_several_diseases_of_one_word_are_named_with_their_codes() -> None:
    client = Client(headers={"accept-language": "ru"})
    page = client.get("/care/icd/", {"service": "diagnostics", "sent": 1, "icd": "гепатит"})
    text = unescape(page.content.decode())
    assert page.status_code == 422 and "B18: Хронические вирусные гепатиты" in text
    chosen = re.findall(r'href="([^"]*icd=B18[^"]*)"', text)
    response = client.get(chosen[0])  # a tap takes it
    assert response.status_code == 302 and "/care/on/" in response.headers["Location"]
    assert "icd=B18" in response.headers["Location"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_disease_of_several_asks_for_no_code(lang: str) -> None:
    client = Client(headers={"accept-language": lang})
    page = client.get("/care/icd/", {"service": "diagnostics", "sent": 1, "icd": "бүйрек ауруы"})
    text = unescape(page.content.decode())
    assert words("care.icd_several", lang) in text
    offered = set(re.findall(r'href="/care/icd/[^"]*[?&]icd=([A-Z]\d\d)', text))
    assert {"N10", "N18"} <= {code[:3] for code in offered} or len(offered) >= 3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_pregnant_woman_finds_herself_in_the_form_of_dentistry(lang: str) -> None:
    client = Client(headers={"accept-language": lang})
    page = client.get("/care/cats/?service=dentistry&on=2026-09-15&insured=yes"
                      "&residence=citizen_or_permanent")  # fmt: skip
    text = unescape(page.content.decode())
    assert words("care.pregnant", lang) in text and words("care.pregnant_hint", lang) in text
    assert words("holds.pregnant_not_working", lang) not in text


_RESULT = ("/care/result/?service=diagnostics&icd={icd}&on={on}&insured=no"
           "&residence=citizen_or_permanent&suspected=no")  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("icd", ["E10", "G40", "-"])
def test_what_is_not_confirmed_is_said_once_and_marked(icd: str, lang: str) -> None:
    client = Client(headers={"accept-language": lang})
    text = unescape(client.get(_RESULT.format(icd=icd, on="2026-11-27")).content.decode())
    said = say("words", "not_confirmed", lang)
    assert text.count(said) == (1 if icd == "E10" else 0)  # the heading of the warning
    mark = words("care.mark", lang)
    assert (words("care.marked", lang, mark=mark) in text) == (icd == "E10")
    for service in ("ambulance", "primary_care"):  # what a disease does not change for a citizen
        row = text.rpartition(say("services", service, lang))[2].partition("</tr>")[0]
        assert "</td>" in row and mark not in row
    before = unescape(client.get(_RESULT.format(icd="-", on="2019-06-01")).content.decode())
    assert words("care.marked", lang, mark=mark) in before


@pytest.mark.parametrize("on", ["2025-06-01", "2026-11-27"])
def test_the_asked_day_stands_first_and_tables_are_cards_on_a_phone(on: str) -> None:
    text = unescape(Client(headers={"accept-language": "en"}).get(
        _RESULT.format(icd="E10", on=on)).content.decode())  # fmt: skip
    tables = text.split("<table")[1:]
    assert len(tables) == 2
    for table in tables:
        assert table.startswith(' class="govuk-table wide"')
        head = table.partition("</thead>")[0]
        columns = re.findall(r'<th scope="col"[^>]*>([^<]*)<', head)
        assert columns[1] == long_day(on, "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_disease_that_changed_its_list_is_told_with_both(lang: str) -> None:
    client = Client(headers={"accept-language": lang})
    text = unescape(client.get(_RESULT.format(icd="E10", on="2026-11-27")).content.decode())
    titles = [cases.lists()[one]["title"][lang] for one in
              ("socially_significant", "observed_chronic")]  # fmt: skip
    then, now = f"«{titles[0]}»; «{titles[1]}»", f"«{titles[1]}»"
    assert words("care.moved", lang, group="X", then=then, now=now).partition("X")[2] in text


@pytest.mark.parametrize(
    ("typed", "code"),
    [("г40", "G40"), ("Эпилепсия", "G40"), ("қояншық", "G40"), ("e11,9", "E11.9"), ("", "-")],
)
def test_a_disease_is_taken_as_it_is_written(typed: str, code: str) -> None:
    response = Client().get("/care/icd/", {"service": "diagnostics", "sent": 1, "icd": typed})
    assert response.status_code == 302 and f"icd={code}" in response.headers["Location"]
