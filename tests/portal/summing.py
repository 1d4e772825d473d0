"""The headline of a page of sums: how much to which funds, as the contract's lines have it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.portal.uploading import said
from tirek.contract.reading import tiyn
from tirek.contract.writing import spoken_money


def headline(lines: Iterable[Any], lang: str) -> str:
    lines = list(lines)
    total = sum(tiyn(line["amount"]) for line in lines)
    funds = {line["fund"] for line in lines if tiyn(line["amount"])}
    whom = funds.pop() if len(funds) == 1 else "both"
    return said(f"due.total_{whom}", lang, sum=spoken_money(total, lang))
