"""A question with its answer for a day: its places filled, the articles they rest on, what is not
known, where to go from it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from math import log
from math import pow as power
from string import Formatter
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from tirek.contract import law_data
from tirek.contract.messages import LANGUAGES, words
from tirek.pages.texts import language
from tirek.portal.answers import Link
from tirek.portal.everyday import also, is_known
from tirek.portal.law import written
from tirek.portal.questions.facts import Found
from tirek.portal.questions.filled import FACTS, POINTS
from tirek.portal.questions.items import ITEMS, Item
from tirek.portal.searching import (
    BEGINNING,
    OTHER_ENDING,
    OTHER_STEM,
    SHORT,
    WHOLE,
    akin,
    asks_how_much,
    fits,
    is_word,
    share_a_stem,
    split,
    without_stop_words,
)
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
    """The questions that a text is about, the likeliest first, by its telling words: rare words
    say more than common ones, and a word of the question more than one of its answer. Those with
    every word, and those that are as likely; whether nothing fits well, so that these are only
    the closest: a question fits that has its rarest words. Nothing where even the closest have
    little of it."""
    wanted = list(dict.fromkeys(without_stop_words(split(typed))))
    if not wanted:
        return [], False
    found = [(one, _weights(one, wanted)) for one in some]
    rare = [_rarity([each[place] for _, each in found], word) for place, word in enumerate(wanted)]
    scored = [
        _Scored(one, _score(each, rare), _share(each, rare), _has_rarest(each, rare))
        for one, each in found
    ]
    some_of_it = [one for one in scored if one.share >= _LITTLE]
    most = max((one.score for one in some_of_it), default=0.0)
    kept = [one for one in some_of_it if one.share == 1 or one.score >= _AS_LIKELY * most]
    kept.sort(key=lambda one: -one.score)
    near = bool(kept) and (kept[0].share < _MOST or not kept[0].has_rarest)
    return [one.answered for one in kept], near


class _Scored(NamedTuple):
    """A question with how likely it is meant, the share that it has of what a text says, and
    whether it has the rarest words of it."""

    answered: Answered
    score: float
    share: float
    has_rarest: bool


def _has_rarest(weights: Sequence[_Weight], rare: Sequence[_Rarity]) -> bool:
    """Whether the rarest words are found in some form of theirs, and no mere likeness of them: what
    only shares the common ones is not what is looked for."""
    most = max(each.asked for each in rare)
    return all(
        one.found >= _OTHER
        for one, each in zip(weights, rare, strict=True) if each.asked == most
    )  # fmt: skip


#: What a word counts that stands in the question itself, among the everyday words for it, or in its
#: answer alone.
_ASKED, _EVERYDAY, _TOLD = 3.0, 2.5, 1.0
#: How well a word is found that has another ending, or only a stem in common, or that begins
#: another word.
_OTHER, _BY_STEM = 0.9, 0.6
_HOW_WELL = {WHOLE: 1.0, BEGINNING: _BY_STEM, OTHER_ENDING: _OTHER, OTHER_STEM: _BY_STEM}
#: How much less a word tells that only asks how much is paid.
_ASKS_ONLY = 0.35
#: How much more a rare word tells than a common one: more than in proportion.
_MORE = 1.3
#: How many letters more a word may have that a short one begins.
_ENDING = 2
#: A question fits if it has this share of what a text says; below the lower one it is none of it.
_MOST, _LITTLE = 0.6, 0.4
#: How likely a question without all the words is, beside the likeliest, to be told too.
_AS_LIKELY = 0.6
#: In how many questions a word that none has is taken to stand.
_OF_NONE = 4


class _Weight(NamedTuple):
    """How well a word is found, and what counts the place where it stands."""

    found: float = 0.0
    place: float = _TOLD


class _Rarity(NamedTuple):
    """How rare a word is among answers and questions, and among questions alone."""

    anywhere: float
    asked: float


def _score(weights: Sequence[_Weight], rare: Sequence[_Rarity]) -> float:
    return sum(
        one.found * one.place * power(each.anywhere if one.place == _TOLD else each.asked, _MORE)
        for one, each in zip(weights, rare, strict=True)
    )


def _rarity(weights: Sequence[_Weight], word: str) -> _Rarity:
    """What no question has may say little (a name), but not if it is known of something else."""
    anywhere = sum(one.found > 0 for one in weights) or (1 if is_known(word) else _OF_NONE)
    asked = sum(one.found > 0 and one.place > _TOLD for one in weights) or anywhere
    much = _ASKS_ONLY if asks_how_much(word) else 1
    return _Rarity(*(much * log(1 + len(weights) / held) for held in (anywhere, asked)))


def _share(weights: Sequence[_Weight], rare: Sequence[_Rarity]) -> float:
    """Which share of what a text says a question has; all of it where no word is missing."""
    if all(one.found for one in weights):
        return 1
    had = sum(one.found * each.asked for one, each in zip(weights, rare, strict=True))
    return had / sum(each.asked for each in rare)


def _weights(told_of: Answered, wanted: Sequence[str]) -> list[_Weight]:
    """For each word how much it counts where it counts most."""
    asked, everyday = _asked(told_of.code)
    told = _told(told_of)
    return [
        max(_Weight(_found(word, asked) or _by_stem(word, asked), _ASKED),
            _Weight(_found(word, everyday) or _by_stem(word, everyday), _EVERYDAY),
            _Weight(_found(word, told), _TOLD), key=lambda one: one.found * one.place)
        for word in wanted
    ]  # fmt: skip


def _found(word: str, held: Collection[str]) -> float:
    """How well a word stands among some. A short one that is a word itself begins no longer one: a
    mother (ана) is no test (анализ)."""
    if word in held:
        return 1
    if len(word) <= SHORT and word in _every_asked():
        held = [one for one in held if len(one) <= len(word) + _ENDING and is_word(word, one)]
    return max((_how_well(word, one) for one in held), default=0)


def _how_well(word: str, one: str) -> float:
    how = fits(word, one)
    return 1 if how == BEGINNING and is_word(word, one) else _HOW_WELL.get(how, 0)


def _by_stem(word: str, held: Collection[str]) -> float:
    """Whether the stem of a word stands among some: too little to find it in the many words of an
    answer. A short word is no longer than a stem: it has none."""
    if len(word) <= SHORT:
        return 0
    return _BY_STEM if any(akin(word, one) or share_a_stem(word, one) for one in held) else 0


@lru_cache(maxsize=256)
def _asked(code: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words of a question in every language, and those by which people look for it."""
    said = catalogue()["questions_asked"][code]
    others = also(said["ru"], question=code)
    return (
        frozenset(without_stop_words(split(" ".join(said[lang] for lang in LANGUAGES)))),
        frozenset(without_stop_words(split(" ".join([_WORDS[code], *others])))),
    )


@lru_cache(maxsize=1)
def _every_asked() -> frozenset[str]:
    """The words by which questions are found."""
    return frozenset().union(*(held for item in ITEMS for held in _asked(item.code)))


def _told(told_of: Answered) -> set[str]:
    lines = [line for heading, lines in told_of.points for line in (heading, *lines)]
    told = catalogue()["questions_told"][told_of.code]
    return set(split(" ".join([*told_of.paragraphs, *lines, *(told[lang] for lang in LANGUAGES)])))
