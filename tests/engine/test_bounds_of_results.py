"""The bounds that a law works out for each result: they hold, and are no wider than needed.

Facts have a few values each, so that every life can be tried.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tests.engine.toy import edition, entry, parameters
from tirek.engine.batch import Batch
from tirek.engine.errors import LawError, Overflow, UnitMismatch
from tirek.engine.graph import Law
from tirek.engine.ops import (
    all_of,
    any_of,
    count_of,
    earlier_members,
    floor,
    half_up,
    latest,
    maximum,
    minimum,
    positive,
    total,
    where,
)
from tirek.engine.parameters import Bands, Schedule
from tirek.engine.rules import RuleBook
from tirek.engine.units import Unit
from tirek.engine.values import Count, Day, Flag, Level, Money, Ratio, Value

PERSON = Level("person")
CHILD = Level("child", PERSON, most=3)
SMALL, COUNTS = range(-2, 4), range(1, 5)
INT64_MAX = 9_223_372_036_854_775_807
PARAMETERS = {
    "rate": entry("ratio", edition("0.35"), decimals=2),
    "raised": entry("ratio", edition("0.5"), edition("-0.5", "2000-01-02"), decimals=1),
    "steps": entry("money", edition([[2, "-1"], [3, "7"]])),
    "from_two": entry("money", edition([[2, "3"], [3, "7"]])),
    "from_none": entry("money", edition([[0, "3"], [3, "7"]])),
    "from_one": entry("money", edition([[1, "2"], [3, "7"]])),
}


def small_law(function: Callable[..., Any]) -> Law:
    """A law of one rule over facts of a few values."""
    result = RuleBook()
    result.fact("on", Unit.DAY, PERSON, 10957, 10958)
    for name in ("gain", "loss"):
        result.fact(name, Unit.MONEY, PERSON, SMALL[0], SMALL[-1])
    for name in ("few", "some"):
        result.fact(name, Unit.COUNT, PERSON, COUNTS[0], COUNTS[-1])
    result.fact("flag", Unit.FLAG, PERSON)
    result.rule(article="1", name="found")(function)
    return Law(result, parameters(**PARAMETERS))


def every_small_life() -> Batch:
    """A person for each choice of the facts."""
    grid = np.meshgrid(SMALL, SMALL, COUNTS, COUNTS, (0, 1), (10957, 10958), indexing="ij")
    gain, loss, few, some, flag, on = (axis.ravel().astype(np.int64) for axis in grid)
    facts: dict[str, Any] = {
        "on": on, "gain": gain, "loss": loss, "few": few, "some": some,
        "flag": flag.astype(np.bool_),
    }  # fmt: skip
    return Batch(PERSON, len(gain), facts)


def of(function: Callable[..., Any]) -> tuple[tuple[int, int], tuple[int, int]]:
    """(least, largest) of what is worked out, and the bounds (both raw)."""
    law = small_law(function)
    value, found = law.named("found"), law.plan(("found",)).run(every_small_life())["found"]
    assert isinstance(value, Value)
    return (int(found.min()), int(found.max())), (value.lo, value.hi)


def added(gain: Money, loss: Money) -> Money:
    return gain + loss


def taken_off(gain: Money, loss: Money) -> Money:
    return gain - loss


def times(gain: Money, few: Count) -> Money:
    return gain * few


def shared_whole(gain: Money, few: Count) -> Money:
    return gain // few


def left_over(few: Count, some: Count) -> Count:
    return few % some


def least(gain: Money, loss: Money) -> Money:
    return minimum(gain, loss * 2)


def most(gain: Money, loss: Money) -> Money:
    return maximum(gain, loss * 2)


def one_or_other(flag: Flag, gain: Money, loss: Money) -> Money:
    return where(flag, gain, loss * 3)


def at_least_nothing(gain: Money) -> Money:
    return positive(gain)


def rounded(gain: Money, rate: Ratio) -> Money:
    return half_up(gain * rate)


def cut_down(gain: Money, rate: Ratio) -> Money:
    return floor(gain * rate)


def of_both_signs(gain: Money, raised: Ratio) -> Money:
    return half_up(gain * raised * 2)


def sum_of_two_scales(few: Count, rate: Ratio, raised: Ratio) -> Ratio:
    return few * rate + raised


def of_a_step(few: Count, steps: Bands) -> Money:
    return steps.at(few)


def of_a_first_step(few: Count, from_one: Bands) -> Money:
    return from_one.at(few)


def of_an_earlier_step(few: Count, from_none: Bands) -> Money:
    return from_none.at(few)


def of_a_later_step(few: Count, from_two: Bands) -> Money:
    return from_two.at(few)


EXACT = (added, taken_off, times, shared_whole, left_over, least, most, one_or_other,
         at_least_nothing, rounded, cut_down, of_both_signs, sum_of_two_scales, of_a_step,
         of_a_first_step, of_a_later_step, of_an_earlier_step)  # fmt: skip


@pytest.mark.parametrize("function", EXACT, ids=lambda function: function.__name__)
def test_the_bounds_of_a_result_are_reached_and_not_passed(function: Callable[..., Any]) -> None:
    found, bounds = of(function)
    assert found == bounds


def a_share(gain: Money, few: Count) -> Money:
    return half_up(gain * 100 / few)


def a_share_cut_down(gain: Money, few: Count) -> Money:
    return floor(gain * 100 / few)


def a_share_of_a_share(gain: Money, few: Count, some: Count) -> Money:
    return half_up(gain * 1000 / few / some)


def a_share_in_rates(gain: Money, few: Count, rate: Ratio) -> Money:
    return half_up(gain * rate * 100 / (few * rate))


def a_share_of_a_rate(gain: Money, few: Count, rate: Ratio) -> Money:
    return half_up(rate * (gain * 100 / few))


SHARES = (a_share, a_share_cut_down, a_share_of_a_share, a_share_in_rates, a_share_of_a_rate)


@pytest.mark.parametrize("function", SHARES, ids=lambda function: function.__name__)
def test_the_bounds_of_a_share_hold_and_are_one_off_at_most(function: Callable[..., Any]) -> None:
    (least, largest), (lo, hi) = of(function)
    assert lo <= least <= lo + 1 and hi - 1 <= largest <= hi


def test_a_quotient_is_divided_and_multiplied_as_one() -> None:
    for function, expected in (
        (a_share_of_a_share, 3 * 1000 / 2 / 4), (a_share_in_rates, 150), (a_share_of_a_rate, 52.5),
    ):  # fmt: skip
        facts = {"on": [10957], "gain": [3], "few": [2], "some": [4]}
        batch = Batch(PERSON, 1, {name: np.array(one) for name, one in facts.items()})
        assert small_law(function).plan(("found",)).run(batch)["found"][0] == int(expected + 0.5)


@pytest.mark.parametrize(
    ("values", "bounds"),
    [(("2", "7"), (0, 70)), (("-3", "7"), (-30, 70)), (("-3", "-1"), (-30, -10))],
)
def test_a_sum_of_days_is_bounded_by_so_many_days(
    values: tuple[str, str], bounds: tuple[int, int]
) -> None:
    def found(on: Day, until: Day, by_day: Schedule) -> Count:
        return by_day.summed(on, until, 10)

    result = RuleBook()
    for name in ("on", "until"):
        result.fact(name, Unit.DAY, PERSON, 10957, 10958)
    result.rule(article="1")(found)
    first, second = values
    held = parameters(by_day=entry("count", edition(first), edition(second, "2010-01-15")))
    value = Law(result, held).named("found")
    assert isinstance(value, Value)
    assert (value.lo, value.hi) == bounds


# ---------------------------------------------------------------------- a person's members


def law_of_children(function: Callable[..., Any], lo: int, hi: int) -> Law:
    """A law of one rule over at most three children of a person, each with a sum of money."""
    result = RuleBook()
    result.fact("on", Unit.DAY, PERSON, 10957, 10958)
    result.fact("gift", Unit.MONEY, CHILD, lo, hi)
    result.fact("small", Unit.FLAG, CHILD)
    result.rule(article="1", name="found")(function)
    return Law(result, {})


def bounds_of(function: Callable[..., Any], lo: int, hi: int) -> tuple[int, int]:
    value = law_of_children(function, lo, hi).named("found")
    assert isinstance(value, Value)
    return value.lo, value.hi


def gifts(gift: Money) -> Money:
    return total(gift, PERSON)


def small_ones(small: Flag) -> Count:
    return count_of(small, PERSON)


def before(small: Flag) -> Count:
    return earlier_members(small, PERSON)


def largest_gift(gift: Money) -> Money:
    return latest(gift, PERSON, -1)


@pytest.mark.parametrize(
    ("least", "largest", "bounds"), [(-2, 3, (-6, 9)), (1, 3, (0, 9)), (-3, -1, (-9, 0))]
)
def test_a_sum_is_that_of_no_to_all_members(
    least: int, largest: int, bounds: tuple[int, int]
) -> None:
    assert bounds_of(gifts, least, largest) == bounds


def test_members_are_counted_from_none_to_all() -> None:
    assert bounds_of(small_ones, 0, 1) == bounds_of(before, 0, 1) == (0, 3)


@pytest.mark.parametrize(
    ("least", "largest", "bounds"), [(2, 5, (-1, 5)), (-7, 5, (-7, 5)), (-7, -4, (-7, -1))]
)
def test_the_largest_member_may_be_the_one_that_stands_for_none(
    least: int, largest: int, bounds: tuple[int, int]
) -> None:
    assert bounds_of(largest_gift, least, largest) == bounds


def some_small(small: Flag) -> Flag:
    return any_of(small, PERSON)


def only_small(small: Flag) -> Flag:
    return all_of(small, PERSON)


@pytest.mark.parametrize(
    ("children", "some", "only"),
    [([], False, True), ([False], False, False), ([True], True, True),
     ([True, False], True, False), ([True, True, True], True, True)],
)  # fmt: skip
def test_some_and_all_of_the_members(children: list[bool], some: bool, only: bool) -> None:
    facts = {"small": np.array(children, dtype=np.bool_)}
    batch = Batch(PERSON, 1, facts, {CHILD: np.array([len(children)])})
    for function, expected in ((some_small, some), (only_small, only)):
        found = law_of_children(function, 0, 1).plan(("found",)).run(batch)["found"]
        assert found.tolist() == [expected]


def test_a_sum_goes_downwards_only() -> None:
    def of_itself(gift: Money) -> Money:
        return total(gift, CHILD)

    def of_the_other_way(gift: Money) -> Money:
        return total(total(gift, PERSON), CHILD)

    for function in (of_itself, of_the_other_way):
        with pytest.raises(LawError, match="there is no sum of"):
            law_of_children(function, 0, 1)


# ---------------------------------------------------------------------- what int64 holds


def law_of_a_fact(function: Callable[..., Any], lo: int, hi: int) -> Law:
    result = RuleBook()
    result.fact("on", Unit.DAY, PERSON, 10957, 10958)
    result.fact("sum_held", Unit.MONEY, PERSON, lo, hi)
    result.fact("few", Unit.COUNT, PERSON, 1, 4)
    result.rule(article="1", name="found")(function)
    return Law(result, parameters(quarter=entry("ratio", edition("0.25"), decimals=2)))


def a_quarter(sum_held: Money, quarter: Ratio) -> Money:
    return half_up(sum_held * quarter)


def a_part(sum_held: Money, few: Count) -> Money:
    return half_up(sum_held / few)


#: Rounding doubles and adds the divisor, here four at most, before it divides.
LARGEST = (INT64_MAX - 4) // 2


@pytest.mark.parametrize("function", [a_quarter, a_part])
def test_what_rounding_doubles_must_stay_within_int64(function: Callable[..., Any]) -> None:
    for lo, hi in ((0, LARGEST), (-(INT64_MAX // 2), 0)):
        law_of_a_fact(function, lo, hi)
        wider = (lo - 1, hi) if lo else (lo, hi + 1)
        with pytest.raises(Overflow):
            law_of_a_fact(function, *wider)


def test_the_largest_sums_are_rounded_without_wrapping() -> None:
    for function, few in ((a_quarter, 1), (a_part, 4)):
        facts = {"on": [10957], "sum_held": [LARGEST], "few": [few]}
        batch = Batch(PERSON, 1, {name: np.array(one) for name, one in facts.items()})
        law = law_of_a_fact(function, 0, LARGEST)
        assert law.plan(("found",)).run(batch)["found"].tolist() == [(LARGEST + 2) // 4]


# ---------------------------------------------------------------------- whole division


def by_what_may_be_nothing(gain: Money, few: Count) -> Money:
    return gain // (few - 1)


def of_a_fraction(gain: Money, few: Count, rate: Ratio) -> Money:
    return (gain * rate) // few


def by_a_fraction(gain: Money, rate: Ratio) -> Money:
    return gain // rate


@pytest.mark.parametrize("function", [by_what_may_be_nothing, of_a_fraction, by_a_fraction])
def test_a_whole_division_is_of_whole_numbers_by_more_than_nothing(
    function: Callable[..., Any],
) -> None:
    with pytest.raises((LawError, UnitMismatch)):
        small_law(function)


def test_codes_and_where_need_what_they_say() -> None:
    def of_plain_numbers(flag: Flag) -> Count:
        return where(flag, 1, 2)

    def by_a_number(gain: Money) -> Money:
        return where(gain, gain, gain)

    def of_two_units(flag: Flag, gain: Money, few: Count) -> Money:
        return where(flag, gain, few)

    for function in (of_plain_numbers, by_a_number, of_two_units):
        with pytest.raises(LawError, match=r"where\(\)|choice"):
            small_law(function)
