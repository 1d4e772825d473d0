"""Which parameters, rules and facts a few words find: in names, titles of all three languages,
articles, and in the abbreviations that people use."""

from __future__ import annotations

from functools import lru_cache

from tirek.contract import law_data
from tirek.contract.messages import LANGUAGES
from tirek.engine.graph import Law

#: Abbreviations by which people look for some of them, in any language.
_ALSO = {
    "minimum_wage": "ЕТЖ МЗП минималка",
    "monthly_calculation_index": "АЕК МРП MCI",
    "monthly_calculation_index_for_payments": "АЕК МРП MCI",
    "subsistence_minimum": "ЕТКД ПМ",
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
             _ALSO.get(name, "")]
        ).casefold()
        for name, cited in articles.items()
    }  # fmt: skip


def found(words: str, law: Law) -> set[str] | None:
    """Names in which every word stands; None where nothing is looked for."""
    wanted = [_stem(word) for word in words.casefold().split()]
    if not wanted:
        return None
    return {name for name, held in _searched(law).items() if all(w in held for w in wanted)}


def _stem(word: str) -> str:
    return word[:-_ENDING] if len(word) >= _STEM and word.isalpha() else word
