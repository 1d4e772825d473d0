"""Sums of money as people type them into a box: more forms than a payment file may have."""

from __future__ import annotations

import re
from decimal import Decimal

from tirek.ledger.files import cells

#: What is said of a sum that could be thousands or a slip, and of what is no sum.
UNCLEAR, WRONG = "fields.money_unclear", "fields.money_wrong"
_UNCLEAR = re.compile(r"\d{1,3}[.,]\d{3}\D*", re.ASCII)
_NAMES = r"(?:₸|тг\.?|тенге|теңге|tenge|kzt)"
_CURRENCY = re.compile(rf"\s*{_NAMES}\s*$|^\s*{_NAMES}\s*", re.IGNORECASE)
#: Three digits after each mark are thousands: a tenge has a hundred tiyn, not a thousand parts.
_THOUSANDS = re.compile(r"[-−]?[1-9]\d{0,2}(?:(?:,\d{3})+|(?:\.\d{3})+)", re.ASCII)
#: A number of thousands, as people say it.
_OF_THOUSANDS = re.compile(r"(\d+(?:[.,]\d{1,3})?)\s*(?:мың|тыс\.?|тысяч|thousand|k|к)", re.ASCII)
_LONGEST = 80


def amount(typed: str) -> int | None:
    """Tiyn; None where it is no amount; below zero as it stands."""
    if len(typed) > _LONGEST:
        return None
    bare = _CURRENCY.sub("", typed, count=1).strip()
    if said := _OF_THOUSANDS.fullmatch(bare.casefold()):
        return int(Decimal(said[1].replace(",", ".")) * 100_000)
    if _THOUSANDS.fullmatch(bare):
        bare = bare.replace(",", "").replace(".", "")
    return cells.amount(bare)


def wrong(typed: str) -> str:
    """What is said of a text that is no amount: the name of a text. ``0.350`` may be thousands or
    a slip."""
    return UNCLEAR if _UNCLEAR.fullmatch(typed) else WRONG
