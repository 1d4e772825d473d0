"""Letters that a file has lost: "?" or U+FFFD where its encoding had no place for a letter, or
letters of another encoding in place of all of them.

A program that saves Kazakh letters as Windows-1251 writes "?" for them and says nothing; one that
takes UTF-8 for Windows-1251 and saves it again leaves no letter as it was. No register knows such a
name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tirek.ledger.files import Message, PeopleList
from tirek.ledger.files.garbled import garbled
from tirek.ledger.files.people import line_of

_LOST = re.compile("[?\ufffd]").search
#: Texts of a message's head; an assignment may ask something, but not in the middle of a word.
_NAMES = re.compile(r"/(NAME|CHIEF|MAINBK)/.*[?\ufffd]").search
_ASSIGNMENT = re.compile(r"/(ASSIGN)/.*(?:\?(?=\w)|\ufffd)").search
_TEXTS = re.compile(r"/(NAME|CHIEF|MAINBK|ASSIGN)/").search
_FIELDS = {"surname": "/FM/", "name": "/NM/", "patronymic": "/FT/"}


class Lost(NamedTuple):
    """Where a text has lost letters; ``column`` from 1, 0: a file without columns; ``code``: some
    of them (``lost_letters``) or all (``garbled``)."""

    line: int
    column: int
    field: str
    code: str


def of_message(message: Message) -> Iterator[Lost]:
    """Names of a message and its assignment, those of its people too."""
    frame = message.frame
    if frame is None:
        return
    for at, row in enumerate(frame.head.split("\n")):
        if (match := _TEXTS(row)) and garbled(row):
            yield Lost(message.line + at, 0, f"/{match[1]}/", "garbled")
        elif match := _NAMES(row) or _ASSIGNMENT(row):
            yield Lost(message.line + at, 0, f"/{match[1]}/", "lost_letters")
    for slot, field in _FIELDS.items():
        for place, code in _places(getattr(message.lines, slot)):
            yield Lost(line_of(frame.people, place, slot), 0, field, code)


def of_list(people: PeopleList) -> Iterator[Lost]:
    """Names of people; parts of one cell are told once."""
    lines, told = people.lines, set[Lost]()
    for slot in _FIELDS:
        column = slot if slot in people.places else "full_name"
        for place, code in _places(getattr(lines, slot)):
            one = Lost(int(lines.line[place]), people.places.get(column, -1) + 1, column, code)
            if one not in told:
                told.add(one)
                yield one


def _places(texts: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Where in a column letters are lost, and how."""
    for place, text in enumerate(texts):
        if garbled(text):
            yield place, "garbled"
        elif _LOST(text):
            yield place, "lost_letters"
