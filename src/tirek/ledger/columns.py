"""Lines of payment messages as columns, ready to be checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tirek.ledger.chart import ACCOUNTS_AT_BANK
from tirek.ledger.checks import NEVER, Lines
from tirek.ledger.files import mt102
from tirek.registry.iin import valid_iins
from tirek.registry.names import name_keys

Array = NDArray[Any]
_DAY_ZERO = date(1970, 1, 1)


class Head(NamedTuple):
    """What a message says once for its lines."""

    reference: str
    payer_number: str
    sender_account: str
    fund: int
    purpose: int
    value_date: date
    total_tiyn: int
    lines: int


@dataclass(frozen=True)
class Given:
    """The lines of one file as they stand, its messages one after another. Texts are one text, a
    line each: so they go quickly from one process to another."""

    number: Array
    amount: Array
    period: Array
    birth_day: Array
    birth_readable: Array
    iin_valid: Array
    iin: str
    name_key: str
    surname: str
    name: str
    patronymic: str
    birth_date: str

    def texts(self, name: str) -> list[str]:
        """One of the texts, line by line."""
        return str(getattr(self, name)).split("\n") if len(self.number) else []


def head_of(message: mt102.Message) -> Head:
    """The head of a message without faults of its envelope."""
    header = message.header
    assert header.value_date is not None and header.total_tiyn is not None
    return Head(
        header.reference[:35], header.sender.number[:12], header.sender.account[:34],
        int(ACCOUNTS_AT_BANK[header.beneficiary.account]), purpose_of(header.purpose),
        header.value_date, header.total_tiyn, len(message.lines),
    )  # fmt: skip


def given_of(messages: Sequence[mt102.Message]) -> Given:
    """The lines of a file's messages."""
    read = [message.lines for message in messages]
    iin = [text for lines in read for text in lines.iin]
    names = [
        [text for lines in read for text in getattr(lines, column)]
        for column in ("surname", "name", "patronymic")
    ]
    births = [text for lines in read for text in lines.birth_date]
    birth_day, readable = days_of(births)

    def column(name: str) -> Array:
        return np.concatenate([np.zeros(0, np.int64), *(getattr(lines, name) for lines in read)])

    surnames, names_, patronymics = names
    return Given(
        column("number"), column("amount_tiyn"), column("period"), birth_day, readable,
        valid_iins(iin), "\n".join(iin), "\n".join(name_keys(*names)), "\n".join(surnames),
        "\n".join(names_), "\n".join(patronymics), "\n".join(births),
    )  # fmt: skip


def lines_of(files: Sequence[tuple[Sequence[Head], Given]]) -> tuple[Lines, list[str]]:
    """The lines of files one after another, and each line's payer."""
    heads = [head for some, _ in files for head in some]
    sizes = [head.lines for head in heads]
    days = [(head.value_date - _DAY_ZERO).days for head in heads]
    funds, purposes, value_days = (
        np.repeat(np.array(values, np.int64), sizes)
        for values in ([h.fund for h in heads], [h.purpose for h in heads], days)
    )
    payers = [head.payer_number for head in heads for _ in range(head.lines)]
    given = [one for _, one in files]

    def column(name: str) -> Array:
        return np.concatenate([getattr(one, name) for one in given])

    def texts(name: str) -> list[str]:
        return [text for one in given for text in one.texts(name)]

    return Lines(
        funds, purposes, value_days, texts("iin"), texts("name_key"), column("birth_day"),
        column("birth_readable"), column("iin_valid"), column("period"), column("amount"),
    ), payers  # fmt: skip


def purpose_of(text: str) -> int:
    """A purpose code as a number; 0 where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else 0


def days_of(texts: list[str]) -> tuple[Array, Array]:
    """YYYYMMDD as days; where each is told it is readable, where not it is NEVER."""
    found = np.full(len(texts), NEVER, np.int64)
    readable = np.ones(len(texts), np.bool_)
    days: dict[str, int] = {}
    for at, text in enumerate(texts):
        if not text:
            continue
        day = days.get(text)
        if day is None:
            try:
                day = (date(int(text[:4]), int(text[4:6]), int(text[6:])) - _DAY_ZERO).days
                if len(text) != 8 or not text.isascii() or not text.isdigit():
                    raise ValueError
            except ValueError:
                day = NEVER
            days[text] = day
        found[at] = day
        readable[at] = day != NEVER
    return found, readable
