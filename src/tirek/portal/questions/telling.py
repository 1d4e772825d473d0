"""A question with its answer for a day: its places filled, the articles they rest on, what is not
known, where to go from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from string import Formatter
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from tirek.contract import law_data
from tirek.contract.messages import LANGUAGES, words
from tirek.pages.texts import language
from tirek.portal.answers import Link
from tirek.portal.everyday import also
from tirek.portal.law import written
from tirek.portal.questions.facts import Found
from tirek.portal.questions.filled import FACTS, POINTS
from tirek.portal.questions.items import ITEMS, Item
from tirek.portal.searching import akin, fits, split
from tirek.portal.steps import RESULT
from tirek.portal.texts import catalogue, text
from tirek.portal.told import cited, long_day

#: Words that lead to a question beside its own.
_WORDS = {item.code: item.words for item in ITEMS}


class Answered(NamedTuple):
    """``points``: lists under the answer, a heading and its lines each."""

    code: str
    question: str
    paragraphs: list[str]
    points: list[tuple[str, list[str]]]
    citations: list[str]
    papers: list[str]
    unknown: list[str]
    links: list[Link]
    doubts: list[Link]
    href: str


def places(item: Item) -> list[str]:
    """The names of the facts in an answer."""
    said = catalogue()["questions_told"][item.code][language()]
    return list(dict.fromkeys(name for _, name, _, _ in Formatter().parse(said) if name))


def all_answered(on: date) -> Sequence[Answered]:
    """All questions with their answers of a day: they depend on nothing else."""
    return _all_answered(on, language())


@lru_cache(maxsize=12)
def _all_answered(on: date, lang: str) -> Sequence[Answered]:
    known = dict[str, Found]()
    return tuple(answered(item, on, known) for item in ITEMS)


def answered(item: Item, on: date, known: dict[str, Found]) -> Answered:
    """``known`` keeps the facts of the day: many answers share one."""
    for name in places(item):
        if name not in known:
            known[name] = FACTS[name](on)
    found = {name: known[name] for name in places(item)}
    said = text(f"questions_told.{item.code}", **{n: one.text for n, one in found.items()})
    citations = cited([one for fact in found.values() for one in fact.citations])
    titles = written.papers()
    doubts = {one["id"]: one["text"] for one in law_data.questions(language())}
    papers = [written.source(paper) for paper in item.papers]
    papers += [f"«{one}»" for one in citations if one in titles and f"«{one}»" not in papers]
    return Answered(
        item.code, text(f"questions_asked.{item.code}"), said.split("\n"),
        [(text(f"questions_points.{name}"), POINTS[name](on)) for name in item.points],
        [one for one in dict.fromkeys(citations) if one not in titles], papers,
        _unknown(found), list(_links(item, on)),
        [Link(f"{text('questions.doubt')}: {doubts[one]}",
              f"{reverse('portal:law_questions')}#{one}")
         for one in item.doubts],
        reverse("portal:question", args=[item.code]),
    )  # fmt: skip


def _unknown(found: Mapping[str, Found]) -> list[str]:
    """What of the law is not known on the day."""
    missing = {
        (one["parameter"], one["on"]) for fact in found.values() for one in fact.unknown
    }  # fmt: skip
    return [
        text("answer.undetermined", name=law_data.title(name, language()),
             on=long_day(on))
        for name, on in sorted(missing)
    ]  # fmt: skip


def _links(item: Item, on: date) -> Iterator[Link]:
    """Jobs that are there, with what is known beforehand."""
    pages = [name for name, _ in item.links]
    for name, given in item.links:
        page, _, arg = name.partition(":")
        known, to, args = dict(given), page, [arg] if arg else []
        if page in ("insured", "care"):
            known["on"] = on.isoformat()
        elif page == "due":
            known["month"] = on.isoformat()[:7]
        if given and page in ("insured", "care"):  # on to the first question that is still open
            to, args = f"{page}_step", [RESULT]
        href = reverse(f"portal:{to}", args=args)
        key = f"{page}_{arg}" if page == "benefit" else page
        said = text(f"questions_links.{key}")
        if pages.count(name) > 1:  # two of a kind: told apart by who one is, or pays as
            said = text("questions.one_of", link=said, which=_which(given))
        yield Link(said, href + (f"?{urlencode(known)}" if known else ""))


def _which(given: Mapping[str, str]) -> str:
    if "who" in given:
        said = text(f"holds.{given['who']}")
        return said[:1].lower() + said[1:]
    return words("kinds", given["kind"])[language()]


def groups(some: list[Answered]) -> list[tuple[str, str, list[Answered]]]:
    """Groups that have one of some answers, in the order of these: code, heading, the answers."""
    place = {item.code: item.group for item in ITEMS}
    in_order = dict.fromkeys(place[one.code] for one in some)
    return [
        (code, text(f"questions_groups.{code}"), [one for one in some if place[one.code] == code])
        for code in in_order
    ]


def looked_for(typed: str, some: list[Answered]) -> tuple[list[Answered], bool]:
    """Those with every word in the answer as it is told, or in the question in any language, the
    likeliest first: a word of the question says more than one of its answer. Where none has them
    all, the closest, and that it is so; nothing where even these have little of it."""
    wanted = split(typed)
    if not wanted:
        return [], False
    found = [(one, _weights(one, wanted)) for one in some]
    whole = [(one, sum(each)) for one, each in found if all(each)]
    if whole:
        return _likeliest(whole), False
    telling = [word for word in wanted if len(word) > 2]
    found = [(one, _weights(one, telling)) for one in some]
    close = [(one, sum(each)) for one, each in found if _is_close(each)]
    best = max((score for _, score in close), default=0)
    near = [(one, score) for one, score in close if score == best]
    return _likeliest(near), bool(near)


#: What a word counts that stands in the question, or in its answer alone.
_ASKED, _TOLD = 3, 1


def _likeliest(scored: list[tuple[Answered, int]]) -> list[Answered]:
    return [one for one, _ in sorted(scored, key=lambda pair: -pair[1])]


def _is_close(weights: Sequence[int]) -> bool:
    """Whether most words are found, or half of them and one in the question itself."""
    twice = 2 * sum(weight > 0 for weight in weights)
    return twice > len(weights) or (_ASKED in weights and twice == len(weights))


def _weights(told_of: Answered, wanted: Sequence[str]) -> list[int]:
    """For each word how much it counts where it stands; 0: nowhere."""
    asked, told = _asked(told_of.code), _told(told_of)
    return [
        _ASKED if any(akin(word, one) for one in asked)
        else _TOLD if any(fits(word, one) for one in told) else 0
        for word in wanted
    ]  # fmt: skip


@lru_cache(maxsize=256)
def _asked(code: str) -> frozenset[str]:
    """The words of a question in every language, and those by which people look for it."""
    said = catalogue()["questions_asked"][code]
    others = also(said["ru"], question=code)
    return frozenset(split(" ".join([*(said[lang] for lang in LANGUAGES), _WORDS[code], *others])))


def _told(told_of: Answered) -> set[str]:
    lines = [line for heading, lines in told_of.points for line in (heading, *lines)]
    told = catalogue()["questions_told"][told_of.code]
    return set(split(" ".join([*told_of.paragraphs, *lines, *(told[lang] for lang in LANGUAGES)])))
