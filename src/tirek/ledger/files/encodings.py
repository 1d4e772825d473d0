"""Which encoding a text is in: UTF-8, KZ-1048 (Kazakh letters), Windows-1251, DOS (cp866).

DOS has small letters where Windows has signs, and lines of tables where Windows has capitals: a
text tells by its bytes which one it is. KZ-1048 and Windows-1251 differ only in the places where
KZ-1048 has Kazakh letters and Windows-1251 has Ukrainian, Belarusian and Serbian ones. A text with
such a byte is taken for KZ-1048: in files of Kazakhstan Ғ, Ү, Ө are many times as frequent as Є, Ї,
Ґ (assumption); the caller may say better.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Encoding = Literal["utf-8", "kz1048", "cp1251", "cp866"]
BOM = b"\xef\xbb\xbf"

_UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_ALL = bytes(range(256))
#: Bytes that mean different letters in the two encodings.
KAZAKH_BYTES = bytes(
    byte
    for byte in _ALL
    if bytes([byte]).decode("kz1048", "replace") != bytes([byte]).decode("cp1251", "replace")
)
#: Letters of DOS that are signs or rare letters in Windows; a few of them one after another.
_OF_DOS = bytes(range(0x80, 0xB0))
_WORD_OF_DOS = re.compile(rb"[\x80-\xaf\xe0-\xf1]{3}").search
#: What is a letter in Windows and none in DOS; 0xFC is the sign of a number there.
_OF_WINDOWS = bytes({*range(0xB0, 0xE0), *range(0xF2, 0x100)} - {0xFC})
#: By how many times the first have to be more than the second.
_TIMES = 4
_NEAR = 1 << 14
#: Control characters that no text file needs.
_CONTROLS = bytes({*range(32), 127} - {*b"\t\n\r"})


class Decoded(NamedTuple):
    """A text with its encoding, or ``bad_at``: the place of the first byte that is in none."""

    text: str
    encoding: Encoding
    bad_at: int = -1


def decode(data: bytes, encoding: Encoding | None = None, *, bom: bool = False) -> Decoded:
    """The text of ``data``; in ``encoding`` if given, else in the one that it looks like."""
    if encoding is not None:
        return _decode_as(data, encoding)
    read = _decode_as(data, "utf-8")
    if read.bad_at < 0 or bom or _broken_utf_8(data, read.bad_at):
        return read
    if _of_dos(data):
        return _decode_as(data, "cp866")
    kazakh = len(data.translate(None, KAZAKH_BYTES)) != len(data)
    return _decode_as(data, "kz1048" if kazakh else "cp1251")


def as_utf_8(data: bytes) -> tuple[bytes, bool]:
    """A text in UTF-16 (what editors and spreadsheets call Unicode) as UTF-8, and whether it was;
    read without a guess, for its first bytes say so."""
    encoding = _UTF_16.get(data[:2])
    if encoding is None:
        return data, False
    try:
        return data[2:].decode(encoding).encode(), True
    except UnicodeDecodeError:
        return data, False


def first_control(data: bytes) -> int:
    """Where the first control character stands; -1 where there is none."""
    if len(data.translate(None, _CONTROLS)) == len(data):
        return -1
    return next(place for place, byte in enumerate(data) if byte in _CONTROLS)


def _decode_as(data: bytes, encoding: Encoding) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        return Decoded("", encoding, error.start)


def _of_dos(data: bytes) -> bool:
    """Whether the bytes are words in DOS: in Windows they would be signs amid a few letters."""
    if not _WORD_OF_DOS(data):
        return False
    dos, windows = (len(data) - len(data.translate(None, of)) for of in (_OF_DOS, _OF_WINDOWS))
    return dos > _TIMES * windows


def _broken_utf_8(data: bytes, bad_at: int) -> bool:
    """UTF-8 with a byte spoilt here or there; a one-byte encoding has hardly a letter of UTF-8."""
    near = data[max(0, bad_at - _NEAR) : bad_at + _NEAR]
    text = near.decode("utf-8", "replace")
    spoilt = text.count("\ufffd")
    letters = len(text) - len(near.translate(None, _ALL[128:])) - spoilt
    return letters > 10 * spoilt
