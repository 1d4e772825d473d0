"""Other laws than the one held, in memory only: one rule read wrongly, or one value changed.

A fault is planted in a copy of the rule book (or of the parameters); the files stay as they are.
:func:`in_force` then makes the contract answer by that law, so that ``tests.compare`` can be
shown to notice it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

import tirek.law
from tests.compare import compare
from tirek.contract import assess, contributions, insured_status
from tirek.engine.graph import Law
from tirek.engine.parameters import Parameter
from tirek.engine.rules import RuleBook, Variant
from tirek.law.book import book

#: Random cases of one comparison, and how many comparisons are tried before giving up.
CASES, MOST = 400, 15
#: Which day's law a fault is planted in: the variant of the rule that begins then.
FIRST = None


@dataclass(frozen=True)
class Fault:
    """A rule read wrongly. ``kind`` is the comparison that has to notice it."""

    name: str
    kind: str
    rule: str
    since: date | None
    function: Callable[..., Any]


@dataclass
class Faults:
    """A list of faults, entered by decorating the wrong function."""

    kind: str
    entered: list[Fault]

    def fault(
        self, rule: str, *, since: date | None = FIRST, kind: str = ""
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Enters the decorated function as a wrong reading of a rule's variant."""

        def enter(function: Callable[..., Any]) -> Callable[..., Any]:
            self.entered.append(Fault(function.__name__, kind or self.kind, rule, since, function))
            return function

        return enter


def law_with(fault: Fault) -> Law:
    """The law with one variant of one rule read wrongly."""
    variants = {name: list(held) for name, held in book.variants.items()}
    held = variants[fault.rule]
    numbers = [n for n, variant in enumerate(held) if variant.since == fault.since]
    assert len(numbers) == 1, f"{fault.rule} has no variant of {fault.since}"
    held[numbers[0]] = _replaced(held[numbers[0]], fault.function)
    return Law(RuleBook(dict(book.facts), variants), tirek.law.parameters())


def _replaced(variant: Variant, function: Callable[..., Any]) -> Variant:
    """The variant with another function, which may ask for other arguments."""
    spare = RuleBook()
    spare.rule(
        article=variant.article, name=variant.name, since=variant.since, until=variant.until,
        by=variant.by, published=variant.published,
    )(function)  # fmt: skip
    return spare.variants[variant.name][0]


def law_of(parameters: Mapping[str, Parameter]) -> Law:
    """The law with other parameters."""
    return Law(book, parameters)


@contextmanager
def in_force(law: Law) -> Iterator[None]:
    """Makes the contract answer by this law, whatever day it is asked to know the law of."""
    _forget()
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(tirek.law, "law", lambda known_on=None: law)
            for module in (assess, contributions, insured_status):
                patch.setattr(module, "law_known_on", lambda known_on=None: law)
            yield
    finally:
        _forget()


def _forget() -> None:
    """Drops what the contract remembers of the law it was asked by."""
    insured_status.looked_back.cache_clear()
    insured_status._adult_on.cache_clear()
    assess._starts.cache_clear()


def noticed(kind: str, first: int = 0, most: int = MOST) -> int | None:
    """The first seed with which the comparison of a kind differs from the oracle, or None."""
    seeds = range(first, first + most)
    return next((seed for seed in seeds if compare(kind, CASES, seed).differences), None)
