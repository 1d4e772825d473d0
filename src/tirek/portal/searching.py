"""How the searches of the portal compare what people type with the words that are held: in three
languages of endings, on keyboards that lack letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from itertools import takewhile

from tirek.pages.documents import document

#: Letters that people write for each other: a keyboard may lack the first ones.
_ALIKE = str.maketrans(
    {"ә": "а", "ғ": "г", "қ": "к", "ң": "н", "ө": "о", "ұ": "у", "ү": "у", "һ": "х", "і": "и",
     "i": "i", "ё": "е", "й": "и", "э": "е", "ъ": "", "ь": ""}
)  # fmt: skip
#: How well a typed word is a word that is held: it, its beginning, another ending of it.
WHOLE, BEGINNING, OTHER_ENDING = 4, 3, 2
#: A word so short that as a beginning (flu: flutter) it says little.
SHORT = 3
#: Most letters that an ending adds to a word as it stands, and to one that loses its own ending.
_ADDED, _ADDED_TO_STEM = 4, 2
#: From this length on a typed word may lose as many letters as these to be the stem of another.
_LONG, _ENDING = 6, 2
#: Endings that make another word, letters evened out: жұмыссыз is without work, жұмыскер does it,
#: and an employee is no employer.
_ANOTHER = ("сыз", "сиз", "кер", "ee")
#: Fewest letters that a stem has by which two words are one.
_STEM = 5
#: With what an ending begins that takes the place of another.
_VOWELS = "аеиоуыюяaeiouy"
#: Last letters of Kazakh words, and what they become before an ending (жүрек, жүрегім).
_VOICED = (("к", "г"), ("п", "б"))
#: Words up to this length are mistyped by one letter, longer ones by two.
_ONE_SLIP = 7


def fold(text: str) -> str:
    """A text with letters evened out, by which it is found."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_ALIKE)


def split(text: str) -> list[str]:
    """The words of a text with their letters evened out."""
    return re.findall(r"\w+", fold(text))


def without_stop_words(parts: Sequence[str], *, of_values: bool = False) -> list[str]:
    """The telling words of a sentence; all of its words where it has no telling one.
    ``of_values``: values alone are looked for, so that “how much” tells nothing either."""
    empty = _stop_words("kk", "ru", "en", *(["how_much"] if of_values else []))
    return [part for part in parts if part not in empty] or list(parts)


@lru_cache(maxsize=2)
def _stop_words(*kinds: str) -> frozenset[str]:
    found: Mapping[str, Sequence[str]] = document("tirek.portal", "stopwords.yaml")
    return frozenset(fold(word) for kind in kinds for word in found[kind])


def fits(part: str, word: str) -> int:
    """How well a typed word is a word that is held; 0: not at all. What is longer by more than an
    ending is another word: coronavirus is no crown, though both begin alike in Russian."""
    if part == word:
        return WHOLE
    if len(part) >= SHORT and word.startswith(part):
        return BEGINNING
    if len(word) < SHORT:
        return 0
    if part.startswith(word):
        added = part[len(word) :]
        return OTHER_ENDING if len(added) <= _ADDED and not added.startswith(_ANOTHER) else 0
    stem = word[: max(SHORT, len(word) - (1 if len(word) < _LONG else _ENDING))]
    other = len(word) <= len(part) <= len(word) + _ADDED_TO_STEM and part.startswith(stem)
    other = other and not _apart(part[len(stem) :], word[len(stem) :])  # қатерлі; but қатерсіз
    if len(word) < _LONG:  # зубы, зубами; but миға, мигрень
        after = part[len(stem) : len(stem) + 1]
        other = other and (after in _VOWELS or (word[len(stem) :], after) in _VOICED)
    return OTHER_ENDING if other else 0


def akin(part: str, word: str) -> bool:
    """Whether a typed word is one that is held or shares its stem (ставка: ставкой), for texts in
    which words stand in every case."""
    if fits(part, word):
        return True
    stem = part[:-_ENDING]
    other = len(part) >= _LONG and len(word) <= len(part) + _ADDED and word.startswith(stem)
    return other and not _apart(part[len(stem) :], word[len(stem) :])


def share_a_stem(part: str, word: str) -> bool:
    """Whether two words differ in their endings alone (сақтандырылғанмын, сақтандыру), for
    languages that string endings: most of the longer one is the same, and neither is the
    contrary of the other."""
    alike = (one == other for one, other in zip(part, word, strict=False))
    same = sum(takewhile(bool, alike))
    alone = _apart(part[same:], word[same:])
    return same >= _STEM and 2 * same > max(len(part), len(word)) and not alone


def _apart(one: str, other: str) -> bool:
    """Whether only one of two endings of a stem makes another word."""
    return one.startswith(_ANOTHER) != other.startswith(_ANOTHER)


def guesses(part: str, held: Iterable[str]) -> list[str]:
    """Held words of which a typed one may be a slip: a letter or two off, never more."""
    if len(part) <= SHORT:
        return []
    slips = 1 if len(part) <= _ONE_SLIP else 2
    near = get_close_matches(part, [word for word in held if len(word) > SHORT], n=4, cutoff=0.75)
    return [word for word in near if _distance(part, word) <= slips][:2]


def _distance(one: str, other: str) -> int:
    """Letters to add, drop or change to make one word the other."""
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before, row[0] = row[0], i
        for j, its in enumerate(other, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (letter != its))
    return row[-1]
