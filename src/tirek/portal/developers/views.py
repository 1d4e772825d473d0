"""The page for people who write programs. Without JavaScript its forms are answered here, by the
contract itself; with it they are sent to the API, which answers the same."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from json import dumps
from typing import Any, NamedTuple

import orjson
from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tirek.contract.commands import answer_one
from tirek.contract.problems import Problem
from tirek.pages import language as languages
from tirek.pages import writing
from tirek.pages.texts import language
from tirek.portal.developers import limits, names
from tirek.portal.developers.examples import BATCH, TRIED, typed
from tirek.portal.pages import show
from tirek.portal.texts import text

#: What the page's form sends.
QUESTION, BODY, BRIEF = "question", "body", "brief"


class Tried(NamedTuple):
    """A question of the page. ``status`` is 0 where it was not sent; ``wrong``: what is wrong
    with it, in words."""

    name: str
    title: str
    help: str
    body: str
    rows: int
    curl: str
    brief: bool
    status: int
    said: str
    answer: str
    wrong: str


@sensitive_post_parameters(BODY)
@require_http_methods(["GET", "HEAD", "POST"])
def developers(request: HttpRequest) -> HttpResponse:
    languages.use(request)
    sent = request.POST.get(QUESTION, "")
    host = request.build_absolute_uri("/api")
    tried = [_tried(name, request, host) for name in TRIED]
    wrong = [(f"body-{one.name}", one.wrong) for one in tried if one.wrong]
    shown: dict[str, Any] = {
        "tried": tried, "errors": wrong, "library": library(),
        "limits": _limits(), "statuses": _statuses(), "data": _data(), "names": names.told(),
    }  # fmt: skip
    if sent in TRIED:
        brief = {BRIEF: "1"} if BRIEF in request.POST else {}
        shown["repeat"] = {QUESTION: sent, BODY: request.POST.get(BODY, ""), **brief}
    status = 422 if wrong else 200
    response = show(request, "developers/page", shown, at="developers", status=status)
    return languages.keep(request, response)


def _tried(name: str, request: HttpRequest, host: str) -> Tried:
    body = typed(TRIED[name])
    curl = _curl(name, host, orjson.dumps(TRIED[name]).decode())
    words = text(f"developers.{_key(name)}"), text(f"developers.{_key(name)}_help")
    if request.method != "POST" or request.POST.get(QUESTION) != name:
        return Tried(name, *words, body, _rows(body), curl, False, 0, "", "", "")
    body, brief = request.POST.get(BODY, "").replace("\r\n", "\n"), BRIEF in request.POST
    status, answer, wrong = answered(name, body, brief)
    rows, body = _rows(body), body[: limits.MOST_TYPED]
    curl = _curl(name, host, body, brief)
    return Tried(name, *words, body, rows, curl, brief, status, _said(status), answer, wrong)


def answered(name: str, body: str, brief: bool) -> tuple[int, str, str]:
    """The status, the answer as JSON, and what is wrong in the page's language."""
    if len(body) > limits.MOST_TYPED:
        most = writing.number(limits.MOST_TYPED)
        return 422, "", text("developers.too_long", most=most)
    try:
        found: Any = (
            _batch(body) if name == BATCH else answer_one(name, body.encode(), language(), brief)
        )
    except Problem as problem:
        told: Any = problem.as_dict()
        said = dumps(told, ensure_ascii=False, indent=2)
        return 422, said, told["error"]["message"][language()]
    options = orjson.OPT_INDENT_2 | orjson.OPT_SERIALIZE_NUMPY
    return 200, orjson.dumps(found, option=options).decode(), ""


def _batch(body: str) -> Any:
    """Tables answered as the API answers them; it is read when it is asked for, so that the page
    does not wait for what it works with."""
    from tirek.api import batch

    return batch.answers(batch.read(body.encode()))


def _said(status: int) -> str:
    """A status in the words of the page's own table: the phrase of HTTP changes with the server
    and its version, so that the page and its script would not say the same."""
    return f"{status} – {text(f'developers.status_{status}')}"


def _key(name: str) -> str:
    return name.replace("-", "_")


def _rows(body: str) -> int:
    """Lines of a box that shows most of a text."""
    return min(max(body.count("\n") + 2, 6), 16)


def _curl(name: str, host: str, body: str, brief: bool = False) -> str:
    """A question as a line for the shell."""
    short = body.replace("'", "'\\''")
    more = f"&{BRIEF}=1" if brief else ""
    return (
        f"curl -s '{host}/{name}?lang={language()}{more}' \\\n"
        f"  -H 'Content-Type: application/json' \\\n  -d '{short}'"
    )


@lru_cache(maxsize=1)
def library() -> str:
    """Lines of Python that run as they stand."""
    return resources.files("tirek.portal.developers").joinpath("library.txt").read_text("utf-8")


def _limits() -> list[tuple[str, str]]:
    number = writing.number
    return [
        (text("developers.limit_question"),
         text("developers.mib", n=number(limits.QUESTION_MIB))),
        (text("developers.limit_lines"), text(
            "developers.limit_lines_value", lines=number(limits.LINES),
            mib=text("developers.mib", n=number(limits.LINES_MIB)))),
        (text("developers.limit_rate"), text(
            "developers.limit_rate_value", rate=number(limits.RATE), burst=number(limits.BURST))),
        (text("developers.limit_patience"),
         text("developers.seconds", n=number(limits.PATIENCE))),
    ]  # fmt: skip


def _statuses() -> list[tuple[str, str]]:
    codes = (200, 304, 400, 404, 405, 408, 413, 415, 422, 429, 500, 503)
    return [(str(code), text(f"developers.status_{code}")) for code in codes]


def _data() -> list[tuple[str, str, str]]:
    """The law as data: the address in this page's language, the address in short, what it is."""
    found = []
    for name, to, given in (
        ("openapi", "openapi.json", ""), ("law", "law", ""), ("law_csv", "law", "format=csv"),
        ("law_one", "law/minimum_wage", ""), ("law_graph", "law/graph", ""),
        ("law_questions", "law/questions", ""),
    ):  # fmt: skip
        words = "&".join(one for one in (given, f"lang={language()}") if one)
        short = f"GET /api/{to}" + (f"?{given}" if given else "")
        found.append((f"/api/{to}?{words}", short, text(f"developers.data_{name}")))
    return found
