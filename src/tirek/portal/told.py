"""What the contract's answers have in common, as people read it: money, working, what is not
known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from tirek.contract import law_data
from tirek.contract.reading import tiyn
from tirek.pages import writing
from tirek.pages.texts import language
from tirek.portal.answers import Part, Reason
from tirek.portal.texts import has, text


def money(value: str) -> str:
    """Money of the contract (``"72800.50"``)."""
    sign = -1 if value.startswith("-") else 1
    return writing.money(sign * tiyn(value.removeprefix("-")))


def cited(citations: Sequence[str]) -> list[str]:
    """Citations of the contract with the acts' names as people know them."""
    found = []
    for one in citations:
        short, space, rest = one.partition(" ")
        rest = rest.replace(", ed. ", f", {text('acts.edition')} ")
        found.append(f"{text(f'acts.{short}')}{space}{rest}" if has(f"acts.{short}") else one)
    return found


def act(name: str) -> str:
    """An act by the contract's name of it (``"Social Code"``)."""
    return " ".join(text(f"acts.{word}") if has(f"acts.{word}") else word for word in name.split())


def working(explanation: Sequence[Any], intro: str = "") -> Part:
    """Every step of the calculation, with its articles."""
    steps = [
        Reason(one["text"], cited(one["citations"]), one["title"])
        for one in explanation
    ]  # fmt: skip
    return Part(text("answer.working"), intro, reasons=steps, folded=True)


def undetermined(unknown: Sequence[Any]) -> Part:
    """Which values are not known, and on which day."""
    points = [
        text("answer.undetermined", name=law_data.title(one["parameter"], language()),
             on=writing.long_day(date.fromisoformat(one["on"])))
        for one in unknown
    ]  # fmt: skip
    return Part(text("answer.why"), points=points)
