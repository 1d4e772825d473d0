"""Texts read in an encoding that is not theirs: no person is called so, whatever the letters.

UTF-8 that a program took for a one-byte encoding and saved again has two letters for each: the
first one of very few, the second mostly a sign. A text of DOS that was taken for one of Windows, or
the other way round, holds lines of tables or control characters.
"""

from __future__ import annotations

import re

_ONE_BYTE = ("cp1251", "kz1048", "cp1252", "latin-1", "cp866")
#: The first byte of two of a Cyrillic letter in UTF-8, and the second one.
_FIRST, _SECOND = bytes(range(0xD0, 0xD4)), bytes(range(0x80, 0xC0))
#: Letters that may well stand in the second place of a true word.
_TRUE = "ӘәҒғҚқҢңӨөҰұҮүҺһІіЁё\u00a0"
_DRAWN = "\u2500-\u259f"
#: Control characters of no text: the other ones are told wherever they stand.
_CONTROLS = "\x80-\x9f"
_LETTER = r"[^\W\d_]"
#: Letters of DOS as Windows has them: signs beside a letter; amid letters where one may end a word.
_SIGNS = f"{_LETTER}[¤¦§¬¶]|[¤¦§¬¶]{_LETTER}|{_LETTER}[©®±]{_LETTER}"
_UNREADABLE = re.compile(f"[{_DRAWN}{_CONTROLS}]|{_SIGNS}").search


def _twice(encoding: str) -> str:
    """Two letters or more, each in UTF-8 read as ``encoding``: one of them with no true letter in
    the second place; a byte that the encoding has not may have become U+FFFD or stayed."""
    first = re.escape(_FIRST.decode(encoding))
    second = "".join(bytes([one]).decode(encoding, "replace") for one in _SECOND) + "\x98"
    odd = "".join(one for one in dict.fromkeys(second) if one not in _TRUE)
    pair, odd_pair = (f"[{first}][{re.escape(of)}]" for of in (second, odd))
    return f"(?:{pair})+{odd_pair}|{odd_pair}{pair}"


_TWICE = re.compile("|".join(map(_twice, _ONE_BYTE))).search


def garbled(text: str) -> bool:
    """Whether a text holds letters of another encoding than the one that it was read in."""
    return not text.isascii() and (_TWICE(text) or _UNREADABLE(text)) is not None
