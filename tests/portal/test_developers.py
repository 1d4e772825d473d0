"""The page for developers answers what the contract answers, without JavaScript; what it tells of
limits is what the API has; its lines of Python run."""

from __future__ import annotations

import csv
import json
import logging
import re
import shlex
from contextlib import redirect_stdout
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api.asking import send
from tests.portal.test_crawl import looked_at
from tirek.api import batch as api_batch
from tirek.api import limits as api_limits
from tirek.api import problems as api_problems
from tirek.api import questions as api_questions
from tirek.api import requests as api_requests
from tirek.contract.commands import COMMANDS, answer_one
from tirek.contract.messages import LANGUAGES
from tirek.contract.problems import Problem
from tirek.law import care_packages, document, law
from tirek.law.acts import kinds
from tirek.portal.developers import limits
from tirek.portal.developers.examples import BATCH, BATCH_EXAMPLE, EXAMPLES, TRIED, typed
from tirek.portal.developers.views import library
from tirek.portal.texts import text


def get(lang: str = "en") -> Any:
    return Client(headers={"accept-language": lang}).get("/developers/")


def post(name: str, body: str, lang: str = "en", **more: str) -> Any:
    client = Client(headers={"accept-language": lang})
    return client.post("/developers/", {"question": name, "body": body, **more})


def text_in(lang: str, key: str) -> str:
    with translation.override(lang):
        return text(key)


def section(html: str, name: str) -> str:
    return html.partition(f'<section id="{name}"')[2].partition("</section>")[0]


def answer_of(html: str, name: str) -> tuple[str, str]:
    """The status and the JSON that are shown under a question."""
    part = section(html, name)
    status = re.search(r'<strong class="code">(.*?)</strong>', part)
    shown = re.search(r"<pre[^>]*><code>(.*?)</code></pre>", part, re.DOTALL)
    assert status and shown
    return status[1], unescape(shown[1])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_question_stands_ready_to_be_sent(lang: str) -> None:
    response = get(lang)
    assert response.status_code == 200
    html = response.content.decode()
    looked_at(html, lang, "/developers/")
    assert EXAMPLES.keys() == COMMANDS.keys()
    for name, question in TRIED.items():
        part = section(html, name)
        box = re.search(r"<textarea[^>]*>(.*?)</textarea>", part, re.DOTALL)
        assert box and json.loads(unescape(box[1])) == question
        assert f'data-api="/api/{name}?lang={lang}"' in part
    for address in ("openapi.json", "law", "law?format=csv", "law/questions", "law/graph"):
        assert f"GET /api/{address}<" in html


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_answered_as_the_contract_answers_it(name: str, lang: str) -> None:
    body = typed(EXAMPLES[name])
    for brief in ({}, {"brief": "1"}):
        response = post(name, body, lang, **brief)
        assert response.status_code == 200
        status, shown = answer_of(response.content.decode(), name)
        assert status == f"200 – {text_in(lang, 'developers.status_200')}"
        expected = answer_one(name, body.encode(), lang, bool(brief))
        assert json.loads(shown) == json.loads(json.dumps(expected))


JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@st.composite
def bodies(draw: st.DrawFn) -> tuple[str, str]:
    """An example with a field changed or left out, or no JSON at all."""
    name = draw(st.sampled_from(sorted(EXAMPLES)))
    if draw(st.booleans()):
        return name, draw(st.text(max_size=60))
    question = {**EXAMPLES[name]}
    key = draw(st.sampled_from([*question, "unknown"]))
    if key in question and draw(st.booleans()):
        del question[key]
    else:
        question[key] = draw(JSONS)
    return name, json.dumps(question, ensure_ascii=False)


@settings(max_examples=120)
@given(bodies(), st.sampled_from(LANGUAGES))
def test_whatever_is_sent_is_answered_or_refused_as_the_contract_does(
    sent: tuple[str, str], lang: str
) -> None:
    name, body = sent
    response = post(name, body, lang)
    html = response.content.decode()
    normal = body.replace("\r\n", "\n").encode(errors="surrogatepass")
    try:
        expected: Any = answer_one(name, normal, lang, False)
    except Problem as problem:
        expected = problem.as_dict()
        assert response.status_code == 422
        assert f'href="#body-{name}"' in html and f'id="wrong-{name}"' in html
        status, shown = answer_of(html, name)
        assert status.startswith("422")
        assert expected["error"]["message"][lang] in unescape(html)
    else:
        assert response.status_code == 200
        _, shown = answer_of(html, name)
    if "\r" not in body and "\0" not in body:
        assert json.loads(shown) == json.loads(json.dumps(expected))


def test_a_question_too_long_for_the_page_is_refused() -> None:
    response = post("care", " " * (limits.MOST_TYPED + 1))
    assert response.status_code == 422
    assert "at most" in response.content.decode()


def test_a_body_too_large_for_any_form_is_refused() -> None:
    assert post("care", "x" * (3 << 20)).status_code == 413


def test_a_question_that_is_none_of_the_four_changes_nothing() -> None:
    response = post("no-such", "{}")
    assert response.status_code == 200 and "no-such" not in response.content.decode()


def test_the_answer_can_be_had_in_another_language() -> None:
    """The language's form repeats the question."""
    response = post("contributions", "{}", "en", language="ru", brief="1")
    html = response.content.decode()
    assert '<html lang="ru"' in html
    assert '<input type="hidden" name="question" value="contributions">' in html
    assert response.cookies["django_language"].value == "ru"


def test_nothing_that_is_asked_stands_in_a_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        post("care", '{"icd10": "Z99", "secret": "041040334323"}')
    assert "041040334323" not in caplog.text and "Z99" not in caplog.text


def test_a_form_from_elsewhere_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/developers/", {"question": "care", "body": "{}"}).status_code == 403
    assert Client().put("/developers/").status_code == 405


def test_the_limits_are_those_of_the_api() -> None:
    assert (limits.QUESTION_MIB << 20, limits.LINES_MIB << 20, limits.LINES) == (
        api_questions.MOST_BYTES, api_questions.MOST_BYTES_OF_LINES, api_questions.MOST_LINES,
    )  # fmt: skip
    assert (limits.RATE, limits.BURST) == (api_limits.RATE, api_limits.BURST)
    assert api_requests.PATIENCE == limits.PATIENCE


def test_the_lines_for_the_shell_send_the_example() -> None:
    html = get().content.decode()
    lines = [unescape(one) for one in re.findall(r"<code>(curl .*?)</code>", html, re.DOTALL)]
    assert len(lines) == len(TRIED)
    for (name, question), line in zip(TRIED.items(), lines, strict=True):
        words = shlex.split(line.replace("\\\n", " "))
        assert words[2] == f"http://testserver/api/{name}?lang=en"
        assert json.loads(words[-1]) == question


def test_the_line_for_the_shell_is_what_was_sent() -> None:
    body = '{"month": "2026-02", "payer_kind": "it\'s"}'
    part = section(post("contributions", body, brief="1").content.decode(), "contributions")
    found = re.search(r"<code>(curl .*?)</code>", part, re.DOTALL)
    assert found
    words = shlex.split(unescape(found[1]).replace("\\\n", " "))
    assert words[-1] == body and words[2].endswith("contributions?lang=en&brief=1")


def test_the_batch_that_stands_ready_is_of_people_who_are_insured() -> None:
    found = api_batch.answers(api_batch.read(typed(BATCH_EXAMPLE).encode()))
    assert list(found["status"]["insured"]) == [True, True]


def test_a_comma_in_money_is_said_to_be_the_fault() -> None:
    body = '{"month": "2026-02", "payer_kind": "employee", "income": "900,000"}'
    assert "without commas or spaces" in post("contributions", body).content.decode()
    assert "(KoAP)" in get().content.decode()


def test_the_lines_of_python_run() -> None:
    assert unescape(get().content.decode()).count(library().strip()) == 1
    printed = StringIO()
    with redirect_stdout(printed):
        exec(compile(library(), "library.txt", "exec"), {})
    assert printed.getvalue().splitlines() == [
        "social employer 29750.00", "medical employer 30000.00", "medical person 20000.00",
        "['85000.00']",
    ]  # fmt: skip


def test_a_batch_is_answered_as_the_api_answers_it() -> None:
    body = typed(BATCH_EXAMPLE)
    status, shown = answer_of(post(BATCH, body).content.decode(), BATCH)
    found = api_batch.answers(api_batch.read(body.encode()))
    assert status.startswith("200 – ") and found.keys() >= {"status", "contributions", "errors"}
    assert json.loads(shown) == orjson.loads(orjson.dumps(found, option=orjson.OPT_SERIALIZE_NUMPY))
    assert not json.loads(shown)["errors"]["table"]
    for wrong in ("{}", "[", '{"persons": {"person": 1}}'):
        response = post(BATCH, wrong)
        assert response.status_code == 422
        assert f'href="#body-{BATCH}"' in response.content.decode()


def test_every_status_of_the_api_is_told() -> None:
    part = get().content.decode().partition('id="wrong"')[2].partition('id="limits"')[0]
    told = {int(code) for code in re.findall(r"<dt[^>]*>(\d+)</dt>", part)}
    assert told == {200, 304, *api_problems.STATUS.values()}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_language_and_the_short_names_are_explained(lang: str) -> None:
    html = get(lang).content.decode()
    assert html.index("Accept-Language") < html.index("<textarea")
    for name in ("SC", "Law 286-VI", "Convention 12", "seed 001", "facts.md", "MEM", "V-LAW"):
        assert f"<code>{name}</code>" in html


def cited_in(answer: Any) -> set[str]:
    """Every citation of an answer."""
    if isinstance(answer, dict):
        found = (set(one) if key == "citations" else cited_in(one) for key, one in answer.items())
        return set().union(*found)
    return set().union(*map(cited_in, answer)) if isinstance(answer, list) else set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_whatever_care_cites_is_in_the_key_with_its_meaning(lang: str) -> None:
    html = unescape(get(lang).content.decode())
    key = html.partition('id="names"')[2].partition('id="wrong"')[0]
    meant = dict(re.findall(r"<code>(.*?)</code></dt><dd[^>]*>(.*?)</dd>", key))
    found = set(care_packages.acts())
    for service in care_packages.services():
        for day in ("2018-01-01", "2021-01-01", "2026-02-01"):
            question = {"on": day, "icd10": "G40", "service": service, "insured": False}
            found |= cited_in(answer_one("care", json.dumps(question).encode(), lang, False))
    articles = {one for one in found if re.match(r"(SC|Law \S+|Convention) ?\d", one)}
    assert len(found - articles) > 6 and found - articles - {"Law 405-V"} <= meant.keys()
    where = {"kk": "title"}.get(lang, lang)
    for paper in document("sources.yaml")["sources"].values():
        assert paper[where] in meant[paper["title"]]
    assert "of 21.05.2015" not in meant["order 367 of 21.05.2015"]


def test_every_act_of_the_law_as_data_is_in_the_key() -> None:
    html = get().content.decode()
    acts = {edition.act for one in law().parameters.values() for edition in one.editions}
    short = {"Social Code": "SC", "Convention": "Convention 12"}
    budgets = {one for one in acts if one.startswith("Budget law ")}
    assert f"<code>{max(budgets)}</code>" in html
    assert all(f"<code>{short.get(one, one)}</code>" in html for one in acts - budgets)


def test_what_is_no_json_is_said_to_have_the_status_that_the_api_gives_it() -> None:
    told = send("POST", "/api/care", b"{", {"Content-Type": "application/json"})
    assert (told.status, told.code) == (422, "invalid_json")
    html = get().content.decode()
    meant = dict(re.findall(r'id="status-(\d+)">(.*?)</dd>', html))
    assert "not JSON" in meant[str(told.status)] and "gives 422" in meant["400"]
    assert all(f"({one})" in html for one in ("code", "at")) and "Its object error" in html


def test_a_status_is_said_alike_with_javascript_and_without() -> None:
    """The script takes the words from the page's table, as the page itself does."""
    html = post("care", "{").content.decode()
    meant = dict(re.findall(r'id="status-(\d+)">(.*?)</dd>', html))
    assert answer_of(html, "care")[0] == f"422 – {meant['422']}"
    script = Path(str(finders.find("portal/developers.js"))).read_text("utf-8")
    assert "statusText" not in script and "getElementById(`status-${response.status}`)" in script


@pytest.mark.parametrize(("lang", "words"), [
    ("kk", "бірінші қатені ғана"), ("ru", "только первая найденная"), ("en", "only the first"),
])  # fmt: skip
def test_that_a_problem_tells_the_first_fault_only_is_said(lang: str, words: str) -> None:
    with pytest.raises(Problem) as found:
        answer_one("contributions", b'{"month": "x", "payer_kind": "y", "income": 1}', lang, False)
    assert isinstance(found.value.at, str)  # two more faults are not told
    page = Client(headers={"accept-language": lang}).get("/developers/").content.decode()
    assert words in page


def test_what_a_bad_row_of_a_batch_comes_to_is_said_at_the_form() -> None:
    part = section(get().content.decode(), BATCH)
    assert "stays 200" in part.partition("<form")[0]
    bad = typed(BATCH_EXAMPLE).replace("202502", "202599").encode()
    told = send("POST", "/api/batch", bad, {"Content-Type": "application/json"})
    assert told.status == 200 and list(told.json)[-2:] == ["errors", "error_count"]
    assert told.json["errors"]["message_en"] and told.json["status"]["person"] == [2]


def test_what_on_does_to_the_table_of_the_law_is_said_as_it_is() -> None:
    rows = [
        list(csv.DictReader(StringIO(send("GET", address).content.decode())))
        for address in ("/api/law?format=csv", "/api/law?format=csv&on=2020-06-01")
    ]
    plain = [[{**row, "in_force": ""} for row in some] for some in rows]
    assert plain[0] == plain[1] and rows[0] != rows[1]
    assert re.search("[әғқңөұүһі]", rows[0][0]["title"] + rows[0][-1]["title"])
    part = get().content.decode().partition('id="data"')[2].partition('id="names"')[0]
    assert "leaves no row out" in part and "titles come in Kazakh" in part
    told = send("GET", "/api/openapi.json").json["components"]["parameters"]
    assert "`in_force`" in told["on"]["description"]


@pytest.mark.parametrize(("lang", "country"), [
    ("kk", "Қазақстан"), ("ru", "в Казахстане"), ("en", "in Kazakhstan"),
])  # fmt: skip
def test_the_front_page_says_of_which_country_it_speaks(lang: str, country: str) -> None:
    html = Client(headers={"accept-language": lang}).get("/").content.decode()
    assert country in html.partition("<h1")[2].partition("<h2")[0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_question_on_the_status_shows_each_of_its_fields_and_says_what_null_means(
    lang: str,
) -> None:
    (payment,), (category,) = (
        EXAMPLES["insured-status"][name] for name in ("payments", "categories")
    )
    assert payment.keys() == {"period", "kind", "paid_on"}
    assert category.keys() == {"code", "from", "until"}
    part = section(get(lang).content.decode(), "insured-status")
    assert "null" in part.partition("<textarea")[0]


def _problem_of(**changed: Any) -> Problem:
    body = json.dumps({**EXAMPLES["insured-status"], **changed}).encode()
    with pytest.raises(Problem) as refused:
        answer_one("insured-status", body, "en", False)
    return refused.value


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_word_in_place_of_an_object_is_named_with_the_fields_that_are_needed(lang: str) -> None:
    problem = _problem_of(categories=["pensioner"])
    said: Any = problem.as_dict()["error"]
    assert (said["code"], said["at"]) == ("invalid_json", "/categories/0")
    assert '"pensioner"' in said["message"][lang]
    assert "code, from, until" in said["message"][lang]


def test_a_text_in_place_of_an_object_that_may_be_a_person_s_is_not_repeated() -> None:
    for typed_there in ("850101300015", "Asel Omarova", "x" * 50):
        said: Any = _problem_of(payments=[typed_there]).as_dict()["error"]
        assert all(typed_there not in words for words in said["message"].values())


def test_who_leaves_out_the_end_of_a_category_is_told_of_null() -> None:
    said: Any = _problem_of(categories=[{"code": "pensioner", "from": "2020-01-01"}]).as_dict()[
        "error"
    ]
    assert said["code"] == "missing_fact"
    assert all("null" in words for words in said["message"].values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_value_of_who_pays_is_explained(lang: str) -> None:
    html = get(lang).content.decode()
    assert text_in(lang, "developers.names_paid_by") in unescape(html)
    paid_by = {span.paid_by for funds in kinds().values() for span in funds.values()}
    for code in paid_by | {"employer"}:
        assert f"<code>{code}</code></dt>" in html
        assert text_in(lang, f"developers.names_paid_by_{code}") in unescape(html)
