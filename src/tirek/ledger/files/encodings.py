"""Which encoding a text is in: UTF-8, KZ-1048 (Kazakh letters) or Windows-1251.

The last two differ only in the places where KZ-1048 has Kazakh letters and Windows-1251 has
Ukrainian, Belarusian and Serbian ones. A text with such a byte is taken for KZ-1048: in files of
Kazakhstan Ғ, Ү, Ө are many times as frequent as Є, Ї, Ґ (assumption); the caller may say better.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Encoding = Literal["utf-8", "kz1048", "cp1251"]
BOM = b"\xef\xbb\xbf"

_UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_ALL = bytes(range(256))
#: Bytes that mean different letters in the two encodings.
KAZAKH_BYTES = bytes(
    byte
    for byte in _ALL
    if bytes([byte]).decode("kz1048", "replace") != bytes([byte]).decode("cp1251", "replace")
)
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


def _broken_utf_8(data: bytes, bad_at: int) -> bool:
    """UTF-8 with a byte spoilt here or there; a one-byte encoding has hardly a letter of UTF-8."""
    near = data[max(0, bad_at - _NEAR) : bad_at + _NEAR]
    text = near.decode("utf-8", "replace")
    spoilt = text.count("\ufffd")
    letters = len(text) - len(near.translate(None, _ALL[128:])) - spoilt
    return letters > 10 * spoilt
