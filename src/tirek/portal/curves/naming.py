"""Numbers of the law by the parameters that make them: “7 × minimum wage (85,000.00 ₸)”."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import prod

from tirek.contract import law_data
from tirek.engine.units import Unit
from tirek.law import law
from tirek.pages import writing
from tirek.portal.curves.explained import TIYN, Explained, unit_of

#: How many parameters at most are multiplied to make a number.
_MOST_FACTORS = 3


def made_of(told: Explained, fixed: Mapping[str, Fraction], value: Fraction, lang: str) -> str:
    """The fixed inputs of a rule that make a value, one alone or some multiplied; "" for none."""
    for name, one in fixed.items():
        if abs(one - value) < TIYN:
            return described(told, name, lang) if name in told.steps else product(
                [(name, one)], lang
            )  # fmt: skip
    several = {name: one for name, one in fixed.items() if one != 1}
    for count in range(2, _MOST_FACTORS + 1):
        for some in combinations(several.items(), count):
            if abs(prod(one for _, one in some) - value) < TIYN:
                return product(some, lang)
    return ""


def described(told: Explained, name: str, lang: str) -> str:
    """A step by the parameters that it is made of, else by its title and value."""
    value = told.number(name)
    if value is None:
        return told.title(name)
    held = {key: one for key, one in told.inputs(name).items() if key in law().parameters}
    return made_of(told, held, value, lang) or f"{told.title(name)}: {written(name, value)}"


def equal(inputs: Mapping[str, Fraction], value: Fraction, lang: str) -> str:
    """The parameter among some that is as large as a value; "" for none."""
    for name, one in inputs.items():
        if one == value and name in law().parameters:
            return product([(name, one)], lang)
    return ""


def product(factors: Sequence[tuple[str, Fraction]], lang: str) -> str:
    """Factors in words: numbers as they are, money by its name."""
    words = []
    for name, value in sorted(factors, key=lambda factor: unit_of(factor[0]) is Unit.MONEY):
        number = written(name, value)
        named = unit_of(name) is Unit.MONEY or len(factors) == 1
        words.append(f"{law_data.title(name, lang)} ({number})" if named else number)
    return " × ".join(words)


def written(name: str, value: Fraction) -> str:
    """A value of a rule or parameter for people."""
    if unit_of(name) is Unit.MONEY:
        return writing.money(round(value * 100))
    if value.denominator == 1:
        return writing.number(int(value))
    return writing.decimal(f"{float(value):.4f}".rstrip("0"))
