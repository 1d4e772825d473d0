"""Which parameters, rules and facts a few words find: in names, titles of all three languages,
articles, and in the abbreviations that people use."""

from __future__ import annotations

import re
from functools import lru_cache

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
#: From this length on the ending of a word may differ: three languages of endings.
_STEM, _ENDING = 6, 2


@lru_cache(maxsize=8)
def _searched(law: Law) -> dict[str, str]:
    """The words of everything that can be found."""
    articles = {
        **{name: [v.article for v in rule.variants] for name, rule in law.rules.items()},
        **{name: [e.citation for e in one.editions] for name, one in law.parameters.items()},
        **{name: [] for name in law.book.facts},
    }
    return {
        name: " ".join(
            [name, *(law_data.title(name, lang) for lang in LANGUAGES), *cited,
             _ALSO.get(name, ""), *_spelled(law_data.title(name, "ru"))]
        ).casefold()
        for name, cited in articles.items()
    }  # fmt: skip


def _spelled(title: str) -> list[str]:
    said = title.casefold()
    return [short for phrase, short in _SPELLED.items() if phrase in said]


def found(words: str, law: Law) -> set[str] | None:
    """Names in which every word stands; where there is none, every word that has letters (a
    number that people remember need not be there). None where nothing is looked for."""
    typed = words.casefold().split()
    if not typed:
        return None
    said = [word for word in typed if any(letter.isalpha() for letter in word)]
    return _holding(typed, law) or (_holding(said, law) if said else set())


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
