"""What the office writes beside numbers and days: purposes, regions, kinds, sizes."""

from __future__ import annotations

from tirek.contract.messages import say as said
from tirek.ledger.chart import PURPOSES
from tirek.office.texts import catalogue, text
from tirek.pages.texts import language
from tirek.pages.writing import NOTHING as NOTHING
from tirek.pages.writing import day as day
from tirek.pages.writing import moment as moment
from tirek.pages.writing import money as money
from tirek.pages.writing import month as month
from tirek.pages.writing import number as number
from tirek.pages.writing import sum_of as sum_of

#: How many digits of КАТО name a region.
_REGION = 2


def purpose(code: int) -> str:
    """A purpose code with what it means."""
    return text(f"purposes.p{code}") if code in PURPOSES else f"{code:03d}"


def region(kato: str) -> str:
    """The region that a КАТО code lies in."""
    key = f"r{kato[:_REGION]}"
    return text(f"regions.{key}") if key in catalogue()["regions"] else kato


def kind(code: str) -> str:
    """A kind of row, as the contract calls it."""
    return said("kinds", code, language())


def size(octets: int) -> str:
    """How large a file is."""
    if octets < 10_000:
        return text("common.octets", count=number(octets))
    return text("common.kilobytes", count=number((octets + 512) // 1024))
