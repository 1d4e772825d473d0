"""Finding a disease or a service by everyday words in any of the three languages, or by a code.

Names are those of the law's data; ``synonyms.yaml`` adds everyday ones. Nothing is diagnosed: a
word leads to a name that a list holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from tirek.contract.messages import words
from tirek.law.care_packages import parse_icd10, services
from tirek.pages.documents import document
from tirek.portal.care.cases import all_groups
from tirek.portal.everyday import is_known
from tirek.portal.searching import (
    BEGINNING,
    OTHER_ENDING,
    OTHER_STEM,
    SHORT,
    WHOLE,
    fits,
    fold,
    guesses,
    split,
    without_stop_words,
)

#: The longest text that is looked for, in letters; most of what is shown of each kind.
LONGEST, MOST = 100, 12
#: Cyrillic letters for the Latin ones of codes: by their look first, then by their sound.
_BY_LOOK = str.maketrans("АВСЕНКМОРТХІЅ", "ABCEHKMOPTXIS")
_BY_SOUND = str.maketrans("АБВГДЕФЗИІЙЖКЛМНОПРСТУХЦ", "ABVGDEFZIIJJKLMNOPRSTUHC")
_CODE = re.compile(r"([A-Z])(\d\d)\.?(\d{0,2})")


#: A kind of thing and its code.
Name = tuple[str, str]


class Found(NamedTuple):
    """What a text may mean: codes of disease groups and of services, the likeliest first; codes
    of the classification if it is one. ``near``: nothing holds all its words. ``services_first``: a
    service fits better than any disease."""

    codes: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    near: bool = False
    services_first: bool = False

    def __bool__(self) -> bool:
        return bool(self.codes or self.groups or self.services)


def find(typed: str, lang: str) -> Found:
    """What a text may mean; names in ``lang`` come first."""
    typed = typed[:LONGEST]
    if codes := codes_in(typed):
        return Found(codes=codes)
    parts = _without_noise(_parts(typed))
    decided = _decided(parts)
    if decided and decided.alone:
        return Found(groups=decided.groups, services=_named_services(parts))
    if topic := _topic(typed):
        return Found(services=tuple(_read()["topics"][topic]["services"]))
    if not parts:
        return Found()
    near = False
    scores = _scores(parts, lang, all)
    if not scores and not decided and (found := _surgery(parts, lang)):
        return found
    if not scores:
        telling = [
            part for part in parts if len(part) > SHORT or (len(part) > 1 and part in _held())
        ]
        near, scores = True, _best(_scores(telling, lang, any))
    if not scores:
        scores = _scores(_guessed(parts), lang, any)
    best = _ordered(scores)
    if decided:
        best = list(dict.fromkeys([*(("groups", group) for group in decided.groups), *best]))
        near = near and not _all_said(parts, decided.groups)
    return Found(
        groups=tuple(code for kind, code in best if kind == "groups")[:MOST],
        services=tuple(code for kind, code in best if kind == "services")[:MOST], near=near,
        services_first=bool(best) and best[0][0] == "services",
    )  # fmt: skip


def _all_said(parts: list[str], groups: Iterable[str]) -> bool:
    """Whether some groups hold all of some words together, each by another one of them."""
    held = set[str]().union(*(_index()["groups", group] for group in groups))
    return all(any(fits(part, word) for word in held) for part in parts)


class _Decided(NamedTuple):
    """Groups that a word decides on; ``alone``: no other ones can be meant."""

    groups: tuple[str, ...]
    alone: bool


def _decided(parts: list[str]) -> _Decided | None:
    """The groups that are meant whatever stands beside: a cancer of the breast is a malignant
    tumour, though the name of a benign disease has more of the words; a stent is for either of
    two diseases, which are paid for in different ways."""
    for group, said in _read()["decisive"].items():
        if _says_one(parts, said["not"]):
            continue
        for kind in ("alone", "first"):
            if _says_one(parts, said[kind]):
                return _Decided((str(group), *said.get("and", ())), kind == "alone")
    return None


def _says_one(parts: list[str], said: Mapping[str, list[Any]]) -> bool:
    """Whether some words have one of some names: all of its words, in any order. A short one (рак:
    ракета) has its endings in the list."""
    return any(
        all(any(_is_word(part, word) for part in parts) for word in split(name))
        for name in _all(said)
    )


def _is_word(part: str, word: str) -> bool:
    return part == word or (len(word) > SHORT and fits(part, word) in (OTHER_ENDING, OTHER_STEM))


def _surgery(parts: list[str], lang: str) -> Found | None:
    """Surgery: its services before the diseases that hold the other words, unless these are all
    that a disease is called. None where no surgery is meant."""
    rest = _without_surgery(parts)
    if rest == parts:
        return None
    beside = _ordered(_scores(rest, lang, all))
    groups = tuple(code for kind, code in beside if kind == "groups")
    called = any(_is_called(code, rest) for code in groups)
    return Found(groups=groups[:MOST], services=_named_services(parts), services_first=not called)


def _is_called(group: str, parts: list[str]) -> bool:
    """Whether some words have a whole name of a group."""
    titles = {lang: [name] for lang, name in _titles()[group].items()}
    return _says_one(parts, titles) or _says_one(parts, synonyms()["groups"].get(group, {}))


def _named_services(parts: list[str]) -> tuple[str, ...]:
    """The services that some words name in full, those of surgery first: blood alone is no test
    of it."""
    topic, said = _read()["topics"]["surgery"], synonyms()["services"]
    rest = _without_surgery(parts)
    surgery = topic["services"] if rest != parts else ()
    named = (service for service in services() if _says_one(rest, said.get(service, {})))
    return tuple(dict.fromkeys([*surgery, *named]))[:MOST]


def _without_surgery(parts: list[str]) -> list[str]:
    held = _words_of(_read()["topics"]["surgery"])
    return [part for part in parts if not _is_of(part, held)]


def _ordered(scores: Mapping[Name, int]) -> list[Name]:
    """The likeliest first."""
    return sorted(scores, key=lambda name: (-scores[name], _order().index(name)))


def codes_in(typed: str) -> tuple[str, ...]:
    """The ICD-10 codes that a text can be: ``g40.1``, ``G401``, ``Г40?``. Cyrillic letters are
    taken for Latin ones by their look and by their sound, which may be two codes."""
    bare = re.sub(r"[\s?!;:()«»\"']+", "", typed.upper().replace(",", ".")).strip(".")
    bare = re.split("[-–—]", bare)[0]  # of a range its first one
    found = []
    for table in (_BY_LOOK, _BY_SOUND):
        match = _CODE.fullmatch(bare.translate(table))
        if match is not None:
            code = f"{match[1]}{match[2]}" + (f".{match[3]}" if match[3] else "")
            if parse_icd10(code):
                found.append(code)
    return tuple(dict.fromkeys(found))


# ---------------------------------------------------------------------- words


def _parts(text: str) -> list[str]:
    return [part for part in _said(text) if part not in _folded_everywhere()]


def _without_paying(parts: list[str]) -> list[str]:
    """The words of a text without those of who pays (страховка, тегін): they are of no disease. A
    “without” goes with them, which in Russian is a gland's word in Kazakh."""
    paying, without = _paying()
    kept: list[str] = []
    for part in parts:
        if not any(_is_word(part, word) for word in paying):
            kept.append(part)
            continue
        while kept and kept[-1] in without:
            kept.pop()
    return kept


@lru_cache(maxsize=1)
def _paying() -> tuple[frozenset[str], frozenset[str]]:
    """Words of who pays, and those that stand before them."""
    paying, without = (
        frozenset(fold(str(word)) for word in _all(_read()[key]))
        for key in ("paying", "before_paying")
    )
    return paying, without


def _said(text: str) -> list[str]:
    """The words of a text that may be of a disease or of care; of what only several words say
    together (бала туу: a birth, and not every child) a word of its topic stands for them."""
    found = _without_paying(split(text))
    for said, instead in _phrases():
        for place in range(len(found) - len(said) + 1):
            some = found[place : place + len(said)]
            if len(some) == len(said) and all(map(fits, some, said)):
                found[place : place + len(said)] = [instead]
    return found


@lru_cache(maxsize=1)
def _phrases() -> list[tuple[list[str], str]]:
    """The topics' names of several words, each with a word of the same topic."""
    return [
        (split(one), min(_words_of(topic)))
        for topic in _read()["topics"].values() for one in _all(topic["words"])
        if len(split(one)) > 1
    ]  # fmt: skip


def _topic(text: str) -> str:
    """The topic with services that all telling words of a text are about; "" if there is none. A
    broken arm is what is broken: the arm may stand beside, but says no injury alone."""
    said = _said(text)
    parts = [part for part in said if part not in _folded_everywhere()] or said
    telling = _without_noise(parts)
    for name, topic in _read()["topics"].items():
        held = _words_of(topic)
        beside = _beside(topic)
        if not topic["services"] or not any(_is_of(part, held) for part in telling):
            continue
        if all(_is_of(part, held) or _is_of(part, beside) for part in telling):
            return str(name)
    return ""


def _without_noise(parts: list[str]) -> list[str]:
    """The words of a sentence that can find something, where there are any: not its stop words,
    nor those that nothing is called by (yesterday, badly)."""
    telling = without_stop_words(parts)
    held = [part for part in telling if _is_held(part)]
    return held if any(len(part) > 1 for part in held) else telling


@lru_cache(maxsize=1024)
def _is_held(part: str) -> bool:
    beside = set[str]().union(*map(_beside, _read()["topics"].values()))
    return any(fits(part, word) for word in _held() | beside)


def _beside(topic: Mapping[str, Any]) -> set[str]:
    """Words that go along with those of a topic."""
    return {fold(word) for word in _all(topic.get("beside", {}))}


def _is_of(part: str, held: set[str]) -> bool:
    """Whether a word is one of a topic, with another ending if it is long enough to have one and
    is no word itself (a surgeon is no surgery)."""
    if part in held or part in _held():
        return part in held
    return any(
        len(word) > SHORT + 1 and abs(len(part) - len(word)) <= SHORT and fits(part, word) > 0
        for word in held
    )


@lru_cache(maxsize=1)
def _folded_everywhere() -> frozenset[str]:
    """Words that are said of every disease: they find nothing."""
    return frozenset(fold(str(word)) for word in _all(_read()["everywhere"]))


@lru_cache(maxsize=1)
def _index() -> Mapping[Name, Mapping[str, int]]:
    """The words of each thing, and what each counts: a name more than an everyday word."""
    found: dict[Name, dict[str, int]] = {}
    more = synonyms()
    for group in all_groups():
        said = more["groups"].get(group.code, {})
        found["groups", group.code] = _weighed(group.title.values(), [*group.words, *_all(said)])
    for service in services():
        said = more["services"].get(service, {})
        found["services", service] = _weighed(words("services", service).values(), _all(said))
    for topic in _read()["topics"].values():
        for place, service in enumerate(reversed(topic["services"]), start=2):
            held = found["services", service]
            held |= dict.fromkeys(_words_of(topic), place)
    return found


def _all(said: Mapping[str, list[Any]]) -> list[str]:
    return [str(one) for names in said.values() for one in names]


def _weighed(names: Iterable[str], others: Iterable[str]) -> dict[str, int]:
    found = {part: 2 for one in others for part in _parts(one)}
    return found | {part: 3 for one in names for part in _parts(one)}


@lru_cache(maxsize=1)
def _order() -> list[Name]:
    return list(_index())


@lru_cache(maxsize=1)
def _read() -> Mapping[str, Any]:
    found: Mapping[str, Any] = document("tirek.portal.care", "synonyms.yaml")
    return found


def synonyms() -> Mapping[str, Mapping[str, Mapping[str, list[Any]]]]:
    """synonyms.yaml: groups or services -> code -> language -> everyday words."""
    return {kind: _read()[kind] for kind in ("groups", "services")}


def about(typed: str, topic: str) -> bool:
    """Whether a text has a word of a topic of synonyms.yaml."""
    held = _words_of(_read()["topics"][topic])
    return any(_is_of(part, held) for part in _parts(typed))


def after(typed: str) -> tuple[str, ...]:
    """The services that are needed after those that a text finds by its topic: a control X-ray
    after the emergency care of a fracture."""
    name = _topic(typed[:LONGEST])
    return tuple(_read()["topics"][name].get("after", ())) if name else ()


def _words_of(topic: Mapping[str, Any]) -> set[str]:
    """The words that each say a topic alone."""
    said = [split(one) for one in _all(topic["words"])]
    return {parts[0] for parts in said if len(parts) == 1}


def _best(scores: Mapping[Name, int]) -> dict[Name, int]:
    """Where not all words fit, what fits worse than another thing is only noise beside it. The
    best service is kept beside a disease (ultrasound of the liver)."""
    most = max(scores.values(), default=0)
    service = max((score for name, score in scores.items() if name[0] == "services"), default=0)
    return {
        name: score for name, score in scores.items()
        if score == (service if name[0] == "services" else most)
    }  # fmt: skip


def _scores(parts: list[str], lang: str, enough: Any) -> dict[Name, int]:
    """How well each thing is meant by some words; those of which ``enough`` words are found."""
    found, worst = {}, {}
    for name, held in _index().items():
        each = [max((fits(part, word) * held[word] for word in held), default=0) for part in parts]
        if parts and enough(each):
            found[name] = sum(each) + _bonus(name, parts, lang)
            worst[name] = min(max(fits(part, word) for word in held) for part in parts)
    best = max(worst.values(), default=0)
    if best == WHOLE and all(len(part) <= SHORT for part in parts):
        return {name: score for name, score in found.items() if worst[name] == WHOLE}
    # Beside what holds the words as they stand, a likeness (қант, қан) is no equal of it; nor is
    # one of the stem (инсульт, инсулин) beside what holds them with an ending.
    least = BEGINNING if best > OTHER_ENDING else best
    return {name: score for name, score in found.items() if worst[name] >= least}


def _bonus(name: Name, parts: list[str], lang: str) -> int:
    """For what is called so in the page's language."""
    kind, code = name
    said = _titles()[code][lang] if kind == "groups" else words(kind, code)[lang]
    return int(all(any(fits(part, word) for word in split(said)) for part in parts))


@lru_cache(maxsize=1)
def _titles() -> dict[str, Mapping[str, str]]:
    return {group.code: group.title for group in all_groups()}


@lru_cache(maxsize=1)
def _held() -> frozenset[str]:
    return frozenset(word for held in _index().values() for word in held)


def _guessed(parts: list[str]) -> list[str]:
    """Held words that look like mistyped ones; none where a word looks like no other, or is a word
    of something else."""
    if any(is_known(part) for part in parts):
        return []
    found = [guesses(part, _held()) for part in parts if len(part) > SHORT]
    return [near for each in found for near in each] if all(found) else []
