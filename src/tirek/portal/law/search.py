"""Which parameters, rules and facts a few words find: in names, titles of all three languages,
articles, and in the words and abbreviations that people use."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from tirek.contract import law_data
from tirek.contract.messages import LANGUAGES
from tirek.engine.graph import Law
from tirek.portal.everyday import also
from tirek.portal.law.written import per_cent
from tirek.portal.searching import akin, fold, split, without_stop_words

#: How words begin that ask for a page: what changed, and what was when.
_PAGES = {
    "compare": "chang differ compar new изменил измене сравн нов өзгер салыстыр жаңа",
    "rates": "histor rates caps maxim table years истори таблиц ставк предел максим годам тарих "
             "кесте мөлшерлеме шек жылдар",
    "questions": "assum open question допущен вопрос жорамал болжам сұрақ",
}  # fmt: skip
#: How words begin of what is no part of this law, or is answered on another page.
_ELSEWHERE = {
    "sick_leave": "больничн нетрудоспособн жарамсызд sick",
    "entrepreneur": "упрощен упрощён оңайлатылған simplified",
}
#: An article with its paragraph: no word, but looked for as it is written.
_ARTICLE = re.compile(r"\d\W+\d|\d\W$")
#: The word for its sign.
_PER_CENT = "процент"
#: The least length of a word by which something may be found where not all words are.
_TELLING = 4


@lru_cache(maxsize=8)
def _searched(law: Law) -> dict[str, tuple[str, frozenset[str]]]:
    """The text of everything that can be found, and its words."""
    articles = {
        **{name: [v.article for v in rule.variants] for name, rule in law.rules.items()},
        **{name: [e.citation for e in one.editions] for name, one in law.parameters.items()},
        **{name: [] for name in law.book.facts},
    }
    texts = {
        name: " ".join(
            [name, *name.split("_"), *(law_data.title(name, lang) for lang in LANGUAGES), *cited,
             *also(law_data.title(name, "ru"), law=name, percent=rate(name, law))]
        )
        for name, cited in articles.items()
    }  # fmt: skip
    return {name: (fold(said), frozenset(split(said))) for name, said in texts.items()}


def rate(name: str, law: Law) -> bool:
    """Whether a name is a parameter's that people know as per cent."""
    one = law.parameters.get(name)
    return one is not None and per_cent(name, one.unit.value)


class Found(NamedTuple):
    """``names``: what was found; ``near``: some words stand in none of them; ``pages``: pages of
    this job that the words are about; ``elsewhere``: what of the words stands elsewhere."""

    names: set[str]
    near: bool = False
    pages: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()


def found(words: str, law: Law) -> Found | None:
    """Names in which every word stands; where there is none, every word that has letters (a
    number that people remember need not be there), then every telling one (no “how much”); else
    those in which most of the words stand. None where nothing is looked for."""
    typed = words.casefold().replace("%", f" {_PER_CENT} ").split()
    if not typed:
        return None
    said = [word for word in typed if any(letter.isalpha() for letter in word)]
    pages, elsewhere = _begun(said, _PAGES), _begun(said, _ELSEWHERE)
    telling = without_stop_words([fold(word) for word in said], of_values=True)
    for some in (typed, said, telling):
        if some and (names := _holding(some, law)):
            return Found(names, pages=pages, elsewhere=elsewhere)
    return Found(_most(telling, law), True, pages, elsewhere)


def _most(words: Sequence[str], law: Law) -> set[str]:
    """Names that hold as many of the words as any does; short words count for nothing."""
    holding = [_holding([word], law) for word in words if len(word) >= _TELLING]
    counts = Counter(name for names in holding for name in names)
    best = max(counts.values(), default=0)
    return {name for name, count in counts.items() if count == best}


def _begun(words: Sequence[str], known: Mapping[str, str]) -> tuple[str, ...]:
    """What a word is about, by how it begins."""
    return tuple(
        name for name, begins in known.items()
        if any(word.startswith(tuple(begins.split())) for word in words)
    )  # fmt: skip


def _holding(words: Sequence[str], law: Law) -> set[str]:
    """Names that hold all words: each as it stands, its beginning or its stem; an article that is
    more than a word (118(3)) as it is written."""
    found = set(_searched(law))
    for word in words:
        if _ARTICLE.search(word):
            found &= {name for name, (text, _) in _searched(law).items() if fold(word) in text}
        for part in () if _ARTICLE.search(word) else split(word):
            known = {one for one in _words(law) if akin(part, one)}
            found &= {name for name, (_, held) in _searched(law).items() if held & known}
    return found if any(split(word) for word in words) else set()


@lru_cache(maxsize=8)
def _words(law: Law) -> frozenset[str]:
    """Every word by which something can be found."""
    return frozenset().union(*(held for _, held in _searched(law).values()))


def about(words: str, titles: Mapping[str, str]) -> bool:
    """Whether a chapter, by its title in each language, is about all of the words."""
    held = split(" ".join([*titles.values(), *also(titles["ru"])]))
    return all(any(akin(part, one) for one in held) for part in split(words))


def near(name: str, law: Law, most: int = 8) -> list[str]:
    """Names that may have been meant by one that is none: those that hold most of its words."""
    wanted = [word for word in re.split(r"[\W_]+", fold(name)) if len(word) > 2]
    scores = {
        one: sum(any(akin(word, its) for its in held) for word in wanted)
        for one, (_, held) in _searched(law).items()
    }  # fmt: skip
    best = sorted((one for one in scores if scores[one]), key=lambda one: (-scores[one], one))
    return best[:most]
