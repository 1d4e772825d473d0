"""What the contract's answers have in common, as people read it: money, working, what is not
known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from tirek.contract import law_data
from tirek.contract.messages import say
from tirek.contract.reading import tiyn
from tirek.law import document, parameters
from tirek.pages import writing
from tirek.pages.texts import language
from tirek.portal.answers import Part, Reason
from tirek.portal.citing import Cited
from tirek.portal.texts import has, text


def money(value: str) -> str:
    """Money of the contract (``"72800.50"``)."""
    sign = -1 if value.startswith("-") else 1
    return writing.money(sign * tiyn(value.removeprefix("-")))


def long_day(iso: str | None) -> str:
    """A day of the contract, written out; a dash for none."""
    return writing.long_day(date.fromisoformat(iso)) if iso else writing.NOTHING


def assumption_at(number: str) -> str:
    """The address of an assumption that is cited by its number."""
    return f"{reverse('portal:law_questions')}#assumption-{number}"


#: Citations of an act and its articles, as the contract writes them; of an order, its day and its
#: edition.
ARTICLES = re.compile(r"(SC|КоАП|Law \S+) (\d.*)")
_ORDER = re.compile(
    r"order (?P<number>[^,]+?)(?: of (?P<day>\d\d)\.(?P<month>\d\d)\.(?P<year>\d{4}))?"
    r"(?:, ed\. (?P<edition>\d{4}-\d\d-\d\d))?"
)
#: Lists that have no number, by the contract's words for them.
_LISTS = {"list of acute diseases for foreigners": "acts.acute_list"}


def cited(citations: Sequence[str]) -> list[str]:
    """Citations of the contract with the acts' names as people know them, each act once with all
    its articles."""
    articles: dict[str, list[str]] = {}
    found: dict[str, None] = {}
    for one in citations:
        match = ARTICLES.fullmatch(one)
        found[match[1] if match else one] = None
        if match is not None:
            held = articles.setdefault(match[1], [])
            held += [piece for piece in re.split(r", (?=\d)", match[2]) if piece not in held]
    return [
        _with_articles(one, articles[one]) if one in articles else _other(one) for one in found
    ]  # fmt: skip


def _with_articles(name: str, articles: Sequence[str]) -> str:
    joined = ", ".join(articles)
    form = "acts.articles_many" if "," in joined else "acts.articles_one"
    return text(form, act=_named(name), articles=joined)


def _named(name: str) -> str:
    short, _, number = name.partition(" ")
    if has(f"acts.{number}"):
        return text(f"acts.{number}")
    said = text(f"acts.{short}")
    return text("acts.numbered", act=said, number=number) if number else said


def title_key() -> str:
    """Where a paper's title stands in the page's language: it was written in Kazakh."""
    return "title" if language() == "kk" else language()


def _other(one: str) -> str:
    """A citation without articles: an act, an order, an assumption of the program, a paper."""
    if one in _LISTS:
        return text(_LISTS[one])
    if match := _ORDER.fullmatch(one):
        said = text("acts.numbered", act=text("acts.order"), number=match["number"])
        if match["day"]:
            signed = "-".join(match.group("year", "month", "day"))
            said = text("acts.signed", act=said, day=long_day(signed))
        if match["edition"]:
            said = text("acts.edition", act=said, day=long_day(match["edition"]))
        return said
    for paper in document("sources.yaml")["sources"].values():
        if paper["title"] == one:  # the contract cites papers in Kazakh
            return str(paper[title_key()])
    short, _, rest = one.partition(" ")
    if short == "Convention":
        numbered = rest.isdigit()
        said = text("acts.assumption", number=rest) if numbered else text("acts.Convention")
        at = assumption_at(rest) if numbered else reverse("portal:law_questions")
        return Cited(said, at, f"{said} {text('acts.see', page=text('law.questions'))}")
    return _named(one) if short == "Law" and rest and " " not in rest else one


def act(name: str) -> str:
    """An act by the contract's name of it (``"Social Code"``, ``"Law 405"``)."""
    if name.startswith("Law "):
        return _named(name)
    return " ".join(text(f"acts.{word}") if has(f"acts.{word}") else word for word in name.split())


def capital(said: str) -> str:
    """As a heading begins."""
    return said[:1].upper() + said[1:]


def small(said: str) -> str:
    """As a heading stands within a sentence."""
    return said[:1].lower() + said[1:]


def working(explanation: Sequence[Any], intro: str = "") -> Part:
    """Every step of the calculation, with its articles; of sums how they are rounded."""
    if any("₸" in one["text"] for one in explanation):
        intro = " ".join(filter(None, (intro, text("answer.rounded"))))
    steps = [
        Reason(one["text"], cited(one["citations"]), capital(one["title"]))
        for one in explanation
    ]  # fmt: skip
    return Part(text("answer.working"), intro, reasons=steps, folded=True)


def last_known_day(unknown: Sequence[Any]) -> date | None:
    """The last day before on which all values that an answer lacks are known; None: there is
    none."""
    days = [
        parameters()[one["parameter"]].last_known(date.fromisoformat(one["on"])) for one in unknown
    ]
    known = [day for day in days if day is not None]
    return min(known) if known and len(known) == len(days) else None


def undetermined(unknown: Sequence[Any]) -> Part:
    """Which values are not known, and from which day on; each once."""
    first: dict[str, str] = {}
    for one in unknown:
        first[one["parameter"]] = min(one["on"], first.get(one["parameter"], one["on"]))
    points = [
        text("answer.undetermined", name=law_data.title(name, language()),
             on=long_day(day))
        for name, day in first.items()
    ]  # fmt: skip
    return Part(text("answer.why"), points=points)


def word(key: str) -> str:
    """A word of the contract's answers in the page's language."""
    return say("words", key, language())
