"""The law's explanations of some answers as numbers, and a break seen in four of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from tirek.engine.units import Unit
from tirek.law import law

TIYN = Fraction(1, 100)
#: How far rounding may take a value of a unit from a straight line.
_ROUNDED = {Unit.MONEY: 2 * TIYN, Unit.RATIO: Fraction(2, 10_000)}
#: Slopes nearer to each other than this are one.
_SAME = Fraction(1, 10**9)


def unit_of(name: str) -> Unit:
    """What a rule, parameter or fact counts."""
    held = law()
    if name in held.parameters:
        return held.parameters[name].unit
    if name in held.rules:
        return held.rules[name].variants[0].gives
    return held.book.facts[name].unit


class Explained:
    """An answer's explanation: its steps by name, their numbers as fractions (money in tenge)."""

    def __init__(self, answer: Mapping[str, Any]) -> None:
        self.steps: dict[str, Mapping[str, Any]] = {
            one["name"]: one for one in answer.get("explanation") or []
        }

    def number(self, name: str) -> Fraction | None:
        """The value of a step; None where there is none, or no number."""
        return _number(self.steps[name]["value"]) if name in self.steps else None

    def title(self, name: str) -> str:
        return str(self.steps[name]["title"])

    def inputs(self, name: str) -> dict[str, Fraction]:
        """The numbers that a step was worked out from."""
        found = {key: _number(value) for key, value in self.steps[name]["inputs"].items()}
        return {key: value for key, value in found.items() if value is not None}

    def months(self, name: str) -> Mapping[str, str]:
        """What each month of an average counts for."""
        found: Mapping[str, str] = self.steps[name].get("months", {})
        return found


def _number(value: object) -> Fraction | None:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    try:
        return Fraction(value)
    except ValueError:
        return None


class Sides:
    """A break between the numbers ``before`` and ``after``: the explanations there (``near``) and
    farther away on either side (``far``), where the limits bind that bind beside the break."""

    def __init__(self, places: Sequence[int], told: Mapping[int, Explained], output: str) -> None:
        self.left, self.before, self.after, self.right = places
        four = [told[place] for place in places]
        self.four = four
        self.far = four[0], four[3]
        self.near = four[1], four[2]
        self.output = output

    def root(self) -> str | None:
        """The first rule on the way to the amount whose own line breaks here, while what it is
        worked out from goes on straight. One that jumps comes before one that only bends."""
        steps = self.near[1].steps
        if self.output not in steps or not self._breaks(self.output):
            return None
        name = self.output
        while True:
            earlier = [one for one in steps[name]["from"] if one in steps and self._breaks(one)]
            if not earlier:
                return name
            name = next((one for one in earlier if self._breaks(one, True)), earlier[0])

    def _breaks(self, name: str, jump: bool = False) -> bool:
        """Whether a step's values at the left and at the right are not on one line; for a
        ``jump``, whether there is more between them than what one more unit adds beside."""
        one, two, three, four = (told.number(name) for told in self.four)
        if one is None or two is None or three is None or four is None:
            near = [told.steps.get(name, {}).get("value") for told in self.near]
            return bool(near[0] != near[1])
        left = _slope(one, two, self.before - self.left)
        right = _slope(three, four, self.right - self.after)
        rounded = _ROUNDED.get(unit_of(name), Fraction(0))
        step = abs(three - two) - max(left, right, Fraction(0)) * (self.after - self.before)
        reach = min(self.before - self.left, self.right - self.after)
        bends = not jump and abs(left - right) * reach > 4 * rounded + _SAME
        return step > 2 * rounded or bends

    def fixed(self, rule: str) -> dict[str, Fraction]:
        """What a rule is worked out from that stays the same: parameters and other steps."""
        found = [told.inputs(rule) for told in (*self.near, *self.far) if rule in told.steps]
        return {
            name: value
            for name, value in found[0].items()
            if all(one.get(name) == value for one in found)
            and (name in law().parameters or name in self.near[1].steps)
        }


def _slope(low: Fraction, high: Fraction, length: int) -> Fraction:
    return (high - low) / length if length else Fraction(0)
