"""Which parameters, rules and facts a few words find: in names, titles of all three languages,
articles, and in the abbreviations that people use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from tirek.contract import law_data
from tirek.contract.messages import LANGUAGES
from tirek.engine.graph import Law

#: Abbreviations by which people look for all that has some words in its Russian title.
_SPELLED = {
    "минимального размера заработной платы": "ЕТЖ МЗП минималка минимальная зарплата жалақы",
    "минимальный размер заработной платы": "ЕТЖ МЗП минималка минимальная зарплата жалақы",
    "месячного расчетного показателя": "АЕК МРП MCI",
    "месячный расчетный показатель": "АЕК МРП MCI",
    "прожиточного минимума": "ЕТКД ПМ",
    "прожиточный минимум": "ЕТКД ПМ",
}
#: Abbreviations by which people look for some of them, in any language.
_ALSO = {
    "employer_medical_rate": "МӘМС ӘМСҚ ООСМС ОСМС ФСМС",
    "employee_medical_rate": "МӘМС ӘМСҚ ВОСМС ОСМС ФСМС",
    "social_rate": "ӘА МӘСҚ СО ГФСС",
    "pension_contribution_rate": "МЗЖ ОПВ",
}
#: Words for a highest amount: of what is called a limit or a cap in some title.
_CAPS = (
    "maximum max highest cap ceiling limit максимум максимальный максимальная предел потолок "
    "шек жоғары"
)
#: How words begin that ask for a page: what changed, and what was when.
_PAGES = {
    "compare": "chang differ compar new изменил измене сравн нов өзгер салыстыр жаңа",
    "rates": "histor rates caps maxim table years истори таблиц ставк предел максим годам тарих "
             "кесте мөлшерлеме шек жылдар",
    "questions": "assum open question допущен вопрос болжам сұрақ",
}  # fmt: skip
#: The least length of a word by which something may be found where not all words are.
_TELLING = 4
#: From this length on the ending of a word may differ: three languages of endings.
_STEM, _ENDING = 6, 2
#: Names of what is a highest amount.
_CAP = re.compile(r"_cap\b|_cap_|maximum|_max$|highest|_limit")


@lru_cache(maxsize=8)
def _searched(law: Law) -> dict[str, str]:
    """The words of everything that can be found."""
    articles = {
        **{name: [v.article for v in rule.variants] for name, rule in law.rules.items()},
        **{name: [e.citation for e in one.editions] for name, one in law.parameters.items()},
        **{name: [] for name in law.book.facts},
    }
    return {
        name: " " + " ".join(
            [name, *name.split("_"), *(law_data.title(name, lang) for lang in LANGUAGES), *cited,
             _ALSO.get(name, ""), _CAPS if _CAP.search(name) else "",
             *_spelled(law_data.title(name, "ru"))]
        ).casefold()
        for name, cited in articles.items()
    }  # fmt: skip


def _spelled(title: str) -> list[str]:
    said = title.casefold()
    return [short for phrase, short in _SPELLED.items() if phrase in said]


class Found(NamedTuple):
    """``names``: what was found; ``near``: some words stand in none of them; ``pages``: pages of
    this job that the words are about."""

    names: set[str]
    near: bool = False
    pages: tuple[str, ...] = ()


def found(words: str, law: Law) -> Found | None:
    """Names in which every word stands; where there is none, every word that has letters (a
    number that people remember need not be there); else those in which most of the words begin
    a word. None where nothing is looked for."""
    typed = words.casefold().split()
    if not typed:
        return None
    said = [word for word in typed if any(letter.isalpha() for letter in word)]
    pages = _pages(said)
    if names := _holding(typed, law) or (_holding(said, law) if said else set()):
        return Found(names, pages=pages)
    return Found(_most(said, law), True, pages)


def _most(words: Sequence[str], law: Law) -> set[str]:
    """Names in which as many of the words as in any begin a word; short words count for nothing."""
    wanted = [_stem(word) for word in words if len(word) >= _TELLING]
    scores = {
        name: sum(f" {word}" in held for word in wanted)
        for name, held in _searched(law).items()
    }  # fmt: skip
    best = max(scores.values(), default=0)
    return {name for name, score in scores.items() if best and score == best}


def _pages(words: Sequence[str]) -> tuple[str, ...]:
    """Pages that a word is about, by how it begins."""
    return tuple(
        page for page, begins in _PAGES.items()
        if any(word.startswith(tuple(begins.split())) for word in words)
    )  # fmt: skip


def _holding(words: list[str], law: Law) -> set[str]:
    wanted = [_stem(word) for word in words]
    return {name for name, held in _searched(law).items() if all(w in held for w in wanted)}


def near(name: str, law: Law, most: int = 8) -> list[str]:
    """Names that may have been meant by one that is none: those that hold most of its words."""
    wanted = [_stem(word) for word in re.split(r"[\W_]+", name.casefold()) if len(word) > 2]
    scores = {
        one: sum(word in held for word in wanted) for one, held in _searched(law).items()
    }  # fmt: skip
    best = sorted((one for one in scores if scores[one]), key=lambda one: (-scores[one], one))
    return best[:most]


def _stem(word: str) -> str:
    return word[:-_ENDING] if len(word) >= _STEM and word.isalpha() else word
