"""Lines of payment messages as columns, ready to be checked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tirek.ledger.chart import ACCOUNTS_AT_BANK
from tirek.ledger.checks import NEVER, Lines
from tirek.ledger.files import mt102
from tirek.registry.iin import valid_iins
from tirek.registry.names import name_keys

Array = NDArray[Any]
_DAY_ZERO = date(1970, 1, 1)


def lines_of(messages: Iterable[mt102.Message]) -> tuple[Lines, list[str]]:
    """The lines of messages one after another, and each line's payer."""
    iin: list[str] = []
    surnames: list[str] = []
    names: list[str] = []
    patronymics: list[str] = []
    births: list[str] = []
    payers: list[str] = []
    numbers: list[tuple[int, int, int, int]] = []
    periods, amounts = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for message in messages:
        header, lines = message.header, message.lines
        iin += lines.iin
        surnames += lines.surname
        names += lines.name
        patronymics += lines.patronymic
        births += lines.birth_date
        payers += [header.sender.number] * len(lines)
        periods.append(lines.period)
        amounts.append(lines.amount_tiyn)
        assert header.value_date is not None
        fund = ACCOUNTS_AT_BANK[header.beneficiary.account]
        day = (header.value_date - _DAY_ZERO).days
        numbers.append((len(lines), fund, purpose_of(header.purpose), day))
    sizes = [size for size, *_ in numbers]
    funds, purposes, value_days = (
        np.repeat(np.array([row[at] for row in numbers], np.int64), sizes) for at in (1, 2, 3)
    )
    birth_day, readable = days_of(births)
    return Lines(
        funds, purposes, value_days, iin, name_keys(surnames, names, patronymics), birth_day,
        readable, valid_iins(iin), np.concatenate(periods), np.concatenate(amounts),
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
