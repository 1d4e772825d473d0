"""How the searches of the portal compare what people type with the words that are held: in three
languages of endings, on keyboards that lack letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from itertools import takewhile

from tirek.pages.documents import document

#: Letters that people write for each other: a keyboard may lack the first ones.
_ALIKE = str.maketrans(
    {"ә": "а", "ғ": "г", "қ": "к", "ң": "н", "ө": "о", "ұ": "у", "ү": "у", "һ": "х", "і": "и",
     "i": "i", "ё": "е", "й": "и", "э": "е", "ъ": "", "ь": ""}
)  # fmt: skip
#: How well a typed word is a word that is held: it, its beginning, it with an ending,
#: its stem alone.
WHOLE, BEGINNING, OTHER_ENDING, OTHER_STEM = 4, 3, 2, 1
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
#: Words shorter than the first are not taken for slips of others, up to the second they are
#: mistyped by one letter, longer ones by two.
_SLIPS_FROM, _ONE_SLIP = 6, 7
#: A held word up to this length takes endings of the languages only: blood (қан) is no kandas.
_ENDINGS_ONLY = 4
#: Endings of Kazakh nouns, letters evened out: of many, whose, which case or person.
_OF_NOUNS = re.compile(
    "([лдт][ае]р)?([ыи]?мыз|[ыи]?миз|[ыи]?ныз|[ыи]?низ|[ыи]?[мн]|с?[ыи])?"
    "([ндт][ыи]н|[гк][ае]|н?[ае]|н?[дт][ае]|[ндт][ае]н|[ндт]?[ыи]|[мбп]ен"
    "|[мбп][ыи]н|с[ыи]н|[мбп][ыи]з)?"
)  # fmt: skip
#: Endings of Kazakh verbs, which take the place of the last letter of the verb's name (босану).
_OF_VERBS = re.compile(
    "(м[ае])?([дт][ыи]([мнк]|[нм][ыи]з)?|[гк][ае]н([дт][ае]|[мс][ыи]н|н[ае]н|ша|ше|[гк][ае])?"
    "|[ыи]?п|с[ае]([мнк]|[нм][ыи]з)?|[аеи]([мс][ыи]н|м|с[ыи]з|[дм][ыи]з?)?)"
)
#: Endings of Russian and English words that are added to them as they stand.
_OF_OTHERS = re.compile(
    "[аяуюыиое]|[оеы]и|[ое]ю|[оеы]м|[ое]в|[ая]м|[ая]ми|[ая]х|[оы]х|ого|ому|л[аои]?|s|es|d|ed|ing"
)


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


def asks_how_much(part: str) -> bool:
    """Whether a word only asks what is paid: it tells little of who pays, or of what."""
    return part in _stop_words("how_much")


@lru_cache(maxsize=3)
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
    if part.startswith(word) and _adds(word, part[len(word) :]):
        return OTHER_ENDING
    if any(_is_ending(stem, part, kind) for stem, kind in _stems(word)):
        return OTHER_ENDING
    if part.startswith(word):
        return 0
    stem = word[: max(SHORT, len(word) - (1 if len(word) < _LONG else _ENDING))]
    other = len(word) <= len(part) <= len(word) + _ADDED_TO_STEM and part.startswith(stem)
    other = other and not _apart(part[len(stem) :], word[len(stem) :])  # қатерлі; but қатерсіз
    if len(word) < _LONG:  # зубы, зубами; but миға, мигрень
        after = part[len(stem) : len(stem) + 1]
        own = word[len(stem) :]
        other = other and (
            (after in _VOWELS and own in _VOWELS) or (own, after) in _VOICED
        )  # and no полис, полио
    return OTHER_STEM if other else 0


def _adds(word: str, added: str) -> bool:
    """Whether a word with something after it is the same word still."""
    if added.startswith(_ANOTHER):
        return False
    return len(added) <= _ADDED if len(word) > _ENDINGS_ONLY else is_ending(added)


def is_ending(added: str) -> bool:
    """Whether letters after a word that stands as it is are an ending of one of the languages."""
    return bool(_OF_NOUNS.fullmatch(added) or _OF_OTHERS.fullmatch(added))


def _stems(word: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    """What Kazakh endings are added to, and which: a noun as it stands or with its last letter
    voiced (жүрек, жүрегімнен), a verb without the ending of its name (босану, босанғанда)."""
    yield word, _OF_NOUNS
    for last, voiced in _VOICED:
        if word.endswith(last):
            yield word[: -len(last)] + voiced, _OF_NOUNS
    if word.endswith("у") and len(word) > SHORT:
        yield word[:-1], _OF_VERBS


def _is_ending(stem: str, part: str, kind: re.Pattern[str]) -> bool:
    return part.startswith(stem) and bool(kind.fullmatch(part[len(stem) :]))


def is_word(part: str, word: str) -> bool:
    """Whether a typed word is the one that is held in some form of it, and no beginning of another
    one: work (жұмыс) is no “without work” (жұмыссыз)."""
    how = fits(part, word)
    return how in (WHOLE, OTHER_ENDING) or (how == BEGINNING and is_ending(word[len(part) :]))


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
    """Held words of which a typed one may be a slip: a letter or two off, never more. A short one
    is too near to too many."""
    if len(part) < _SLIPS_FROM:
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
