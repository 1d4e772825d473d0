"""Why a line breaks: the rule where it happens first, found by telling the law's explanation at
four points around the break, and the parameters that make the number at which it does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from tirek.engine.units import Unit
from tirek.law import law
from tirek.law.benefits import BENEFITS
from tirek.portal.curves.drawn import Drawn
from tirek.portal.curves.explained import Explained, Sides, unit_of
from tirek.portal.curves.naming import described, equal, made_of, product

#: How many numbers around a place are asked about at once.
_NEAR = 4
#: How far from a break its sides are looked at, at most: farther away other limits bind.
_REACH = 10**5


@dataclass(frozen=True)
class Cause:
    """``at``: the exact place; ``rule``: the title of the rule where it happens, "" where it
    cannot be known; ``why``: the parameters that make it, in words, "" where none does."""

    at: int
    rule: str = ""
    why: str = ""


class Causes:
    """The causes of one curve's breaks, in a language."""

    def __init__(self, drawn: Drawn, lang: str) -> None:
        self.drawn, self.lang = drawn, lang
        self.told: dict[int, Explained] = {}

    def of(self, line: int, left: tuple[int, int], right: tuple[int, int], what: str) -> Cause:
        """Why a line breaks between two pieces, each told by its first and last number."""
        # Not at the far end of a piece: at an income of 0 nothing is told.
        places = (
            max((left[0] + left[1]) // 2, left[1] - _REACH), left[1], right[0],
            min((right[0] + right[1] + 1) // 2, right[0] + _REACH),
        )  # fmt: skip
        self._ask(places)
        sides = Sides(places, self.told, self.drawn.lines[line].rule)
        if what in ("begins", "ends"):
            return self._of_right(sides)
        rule = sides.root()
        if rule is None:
            return Cause(sides.after)
        if what == "jump":
            return self._of_jump(sides, rule)
        return self._of_bend(sides, rule, what)

    def _ask(self, numbers: Iterable[int]) -> None:
        new = [one for one in dict.fromkeys(numbers) if one not in self.told]
        if new:
            answers = self.drawn.answers(new, self.lang, False)
            self.told.update(zip(new, map(Explained, answers), strict=True))

    # ------------------------------------------------------------------ kinds of breaks

    def _of_right(self, sides: Sides) -> Cause:
        """A right begins or ends: the ground that holds on one side, and what it looks at."""
        states = [point.state for point in self.drawn.points([sides.before, sides.after])]
        grounds = {code for state in states for code in state.split(",") if code}
        if len(grounds) != 1:
            return Cause(sides.after)
        ground, benefit = grounds.pop(), BENEFITS[self.drawn.benefit]
        if ground == "amount_not_positive":
            return Cause(sides.after, "", self._of_nothing(sides, benefit.average))
        rule = dict(benefit.reasons)[ground]
        told = next((one for one in sides.near if rule in one.steps), None)
        if told is None:
            return Cause(sides.after)
        why = equal(told.inputs(rule), Fraction(sides.after), self.lang)
        return Cause(sides.after, told.title(rule), why)

    def _of_nothing(self, sides: Sides, average: str) -> str:
        """An amount begins above zero: what the average income is as large as there."""
        told = sides.near[1]
        income = told.number(average)
        for name in told.steps:
            value = told.number(name)
            if name == average or value is None or income is None:
                continue
            if unit_of(name) is Unit.MONEY and abs(value - income) < 1 < income:
                return described(told, name, self.lang)
        return ""

    def _of_jump(self, sides: Sides, rule: str) -> Cause:
        before, after = (told.number(rule) for told in sides.near)
        why = self._banded(rule, sides.after)
        if not why and after is not None:
            why = equal(sides.fixed(rule), after, self.lang)
            if not why and before is not None:
                why = equal(sides.fixed(rule), after - before, self.lang)
        return Cause(sides.after, sides.near[1].title(rule), why)

    def _banded(self, name: str, place: int) -> str:
        """The table of bands that a rule looks into, one of which begins here."""
        given, held = self.drawn.given, law()
        day = given["on"] if "on" in given else date(given["month"] // 100, given["month"] % 100, 1)
        rule = held.rules[name]
        for used in rule.variants[rule.variant_on(day)].arguments:
            edition = held.parameters[used].edition(day) if used in held.parameters else None
            if edition is not None and any(bound == place for bound, _ in edition.bands):
                return held.parameters[used].title[self.lang]
        return ""

    def _of_bend(self, sides: Sides, rule: str, what: str) -> Cause:
        """A limit binds: the value of the side on which the rule stands still."""
        still, grown = sides.far if what == "grows" else sides.far[::-1]
        title = still.title(rule)
        if still.months(rule):
            return self._of_months(sides, rule)
        value = still.number(rule)
        if value is None:
            return Cause(sides.after, title)
        why = made_of(still, sides.fixed(rule), value, self.lang)
        limited = grown.number(rule)
        moving = next((n for n, one in grown.inputs(rule).items() if one == limited), None)
        at = None if moving is None else self._reached(sides, rule, moving, value)
        return Cause(sides.after if at is None else at, title, why)

    def _of_months(self, sides: Sides, rule: str) -> Cause:
        """The incomes of some months are cut off: all of them are equal on these curves. Where it
        is not the income that moves, other months come in, and no limit is reached."""
        if self.drawn.kind.axis != "income":
            return Cause(sides.after)
        left, right, far = (
            told.months(rule) for told in (sides.far[0], sides.near[1], sides.far[1])
        )
        cut = [month for month in right if right[month] == far[month] != left.get(month)]
        title = sides.near[1].title(rule)
        if not cut:
            return Cause(sides.after, title)
        value = max(Fraction(right[month]) for month in cut)
        return Cause(int(value * 100), title, self._of_cap(value, cut))

    def _of_cap(self, value: Fraction, months: Sequence[str]) -> str:
        """A cap of the months' incomes in words, if the law's cap of these months is that."""
        held = law().parameters
        day = date.fromisoformat(f"{min(months)}-01")
        multiple, wage = held["social_cap_multiple"].at(day), held["minimum_wage"].at(day)
        if multiple is None or wage is None or multiple * wage != value:
            return ""
        factors = {"social_cap_multiple": Fraction(multiple), "minimum_wage": Fraction(wage)}
        return product([*factors.items()], self.lang)

    # ------------------------------------------------------------------ the exact place

    def _reached(self, sides: Sides, rule: str, moving: str, value: Fraction) -> int | None:
        """The first number at which what moves reaches the limit."""

        def of(number: int) -> Fraction:
            return self.told[number].inputs(rule)[moving]

        low, high = sides.left, sides.right
        if not of(low) < value <= of(high):
            return None
        slope = (of(high) - of(low)) / (high - low)
        guess = low + int((value - of(low)) / slope)
        near = range(max(low, guess - _NEAR), min(high, guess + _NEAR) + 1)
        self._ask(near)
        for number, following in pairwise(near):
            if of(number) < value <= of(following):
                return following
        while high - low > 1:
            middle = (low + high) // 2
            self._ask([middle])
            low, high = (low, middle) if of(middle) >= value else (middle, high)
        return high
