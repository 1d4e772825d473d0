"""Names: when two documents mean the same one, and in which order names stand.

A document written in Russian has no Kazakh letters, a clerk's keyboard puts Latin letters among
Cyrillic ones, hyphens come and go. A name's *key* is what stays the same through all that; its
*sort key* keeps the Kazakh letters apart and sorts by bytes as the Kazakh alphabet does.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

ALPHABET = "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯ"
#: Letters of other alphabets by the Kazakh letter that they are taken for: Latin look-alikes,
#: neighbours that old fonts put in its place.
_LOOK_ALIKES = {
    **dict(zip("ABCEHIKMOPTXY", "АВСЕНІКМОРТХУ", strict=True)),
    **dict(zip("ƏӨƟҠӃӶҤӉЇЎЃЌ", "ӘӨӨҚҚҒҢҢІУГК", strict=True)),
}
#: Kazakh letters and their Russian neighbours.
_NEIGHBOURS = dict(zip("ӘҒҚҢӨҰҮҺІЁ", "АГКНОУУХИЕ", strict=True))
#: Sort keys: the Kazakh alphabet from "0" on, other letters behind it, a space before all.
_ORDER = {letter: chr(ord("0") + place) for place, letter in enumerate(ALPHABET)}


class _Table(dict[int, str | None]):
    """For :meth:`str.translate`: what each character becomes; found once, then remembered."""

    def __init__(self, letters: Mapping[str, str], others: str) -> None:
        super().__init__({ord("\n"): "\n"})
        self._letters = letters
        self._others = others

    def __missing__(self, code: int) -> str | None:
        letter = _LOOK_ALIKES.get(chr(code), chr(code))
        found = self._letters.get(letter)
        if found is None and letter.isalpha():
            found = self._others + letter
        if len(self) < 10_000:
            self[code] = found
        return found


_KEY = _Table({letter: _NEIGHBOURS.get(letter, letter) for letter in ALPHABET}, "")
_SORT = _Table({**_ORDER, " ": " ", "-": " "}, "~")


def name_key(surname: str, name: str, patronymic: str = "") -> str:
    """``SURNAME|NAME|PATRONYMIC`` by which two documents agree; without a patronymic it ends
    with ``|``."""
    return name_keys([surname], [name], [patronymic])[0]


def name_keys(
    surnames: Sequence[str], names: Sequence[str], patronymics: Sequence[str]
) -> list[str]:
    """:func:`name_key` for columns."""
    return _joined("|", _KEY, surnames, names, patronymics)


def sort_key(surname: str, name: str, patronymic: str = "") -> str:
    """A text that sorts by bytes as the name stands in the Kazakh alphabet."""
    return sort_keys([surname], [name], [patronymic])[0]


def sort_keys(
    surnames: Sequence[str], names: Sequence[str], patronymics: Sequence[str]
) -> list[str]:
    """:func:`sort_key` for columns."""
    return _joined("  ", _SORT, surnames, names, patronymics)


def same_name(one: str, other: str) -> bool:
    """Whether two keys agree: surname and name are equal, and the patronymic is equal or is
    missing in one of them."""
    if one == other:
        return True
    begin, _, patronymic = one.rpartition("|")
    begin_other, _, patronymic_other = other.rpartition("|")
    return begin == begin_other and not (patronymic and patronymic_other)


def same_names(ones: Sequence[str], others: Sequence[str]) -> NDArray[np.bool_]:
    """:func:`same_name` for columns."""
    pairs = zip(ones, others, strict=True)
    return np.fromiter((a == b or same_name(a, b) for a, b in pairs), np.bool_, len(ones))


def _joined(mark: str, table: _Table, *columns: Sequence[str]) -> list[str]:
    return [mark.join(parts) for parts in zip(*(_column(c, table) for c in columns), strict=True)]


def _column(texts: Sequence[str], table: _Table) -> list[str]:
    """Each text through the table, as one long text."""
    if not texts:
        return []
    whole = "\n".join(texts)
    if whole.count("\n") >= len(texts):  # one of them holds a line's end
        whole = "\n".join(text.replace("\n", " ") for text in texts)
    if not unicodedata.is_normalized("NFC", whole):
        whole = unicodedata.normalize("NFC", whole)
    return whole.upper().translate(table).split("\n")
