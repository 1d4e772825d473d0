"""How law runs over many people at once: each row under its own day, exactly, to the last tiyn."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import floor as whole_below

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.toy import (
    MONTH,
    PERSON,
    USUAL,
    batch,
    book,
    days,
    edition,
    entry,
    law,
    months,
    parameters,
    worked_out,
)
from tirek.engine.graph import Law
from tirek.engine.ops import (
    floor,
    half_up,
    length,
    plus_months,
    plus_years,
    total,
    where,
)
from tirek.engine.parameters import Bands
from tirek.engine.units import Unit
from tirek.engine.values import Day, Days, Flag, Money, Months, Ratio, Years

WHOLE = st.integers(-(10**12), 10**12)


def tax(income: Money, rate: Ratio) -> Money:
    return half_up(income * rate)


# ---------------------------------------------------------------------- dates row by row


def test_each_row_has_the_value_of_its_own_day() -> None:
    found = batch(4, income=1000, on=days("1999-12-31", "2020-12-31", "2021-01-01", "2090-01-01"))
    assert worked_out(law(tax), "tax", found)[1:] == [100, 250, 250]


def test_each_row_has_the_variant_of_its_own_day() -> None:
    def old(income: Money) -> Money:
        return income

    def new(income: Money, rate: Ratio) -> Money:
        return half_up(income * rate)

    result = book()
    result.rule(article="1", name="found")(old)
    result.rule(article="2", name="found", since=date(2020, 6, 15))(new)
    the_law = Law(result, parameters(**USUAL))
    found = batch(4, income=1000, on=days("2021-01-01", "2020-06-14", "2020-06-15", "2019-01-01"))
    assert worked_out(the_law, "found", found) == [250, 1000, 100, 1000]


def test_members_have_the_values_of_their_own_months() -> None:
    result = book()

    @result.rule(article="1", by="period")
    def wage_of_month(wage: Money) -> Money:
        return wage

    @result.rule(article="2")
    def wages(wage_of_month: Money) -> Money:
        return total(wage_of_month, PERSON)

    the_law = Law(result, parameters(**USUAL))
    found = batch(2, {MONTH: [2, 1]}, period=months("2020-12", "2021-01", "2022-05"))
    assert worked_out(the_law, "wage_of_month", found) == [10000, 20000, 30000]
    assert worked_out(the_law, "wages", found) == [30000, 30000]


def test_the_same_parameter_may_be_asked_for_by_two_days() -> None:
    result = book()

    @result.rule(article="1")
    def now(rate: Ratio) -> Ratio:
        return rate

    @result.rule(article="2", by="other_day")
    def then(rate: Ratio) -> Ratio:
        return rate

    @result.rule(article="3")
    def between(now: Ratio, then: Ratio, income: Money) -> Money:
        return half_up(income * (now - then))

    found = batch(2, income=1000, on=days("2021-01-01", "2020-01-01"),
                  other_day=days("2020-12-31", "2021-01-01"))  # fmt: skip
    assert worked_out(Law(result, parameters(**USUAL)), "between", found) == [150, -150]


def test_a_value_that_changes_within_a_month_follows_the_day() -> None:
    the_law = law(
        tax, rate=entry("ratio", edition("0.1"), edition("0.2", "2020-03-16"), decimals=1)
    )
    found = batch(2, income=100, on=days("2020-03-15", "2020-03-16"))
    assert worked_out(the_law, "tax", found) == [10, 20]


def test_bands_give_the_highest_step_reached() -> None:
    def factor(months: Months, steps: Bands) -> Ratio:
        return steps.at(months)

    def found(income: Money, factor: Ratio) -> Money:
        return half_up(income * factor)

    lengths = [0, 5, 6, 11, 12, 1000]
    answer = worked_out(law(factor, found), "found", batch(6, income=100, months=lengths))
    assert answer == [10, 10, 70, 70, 150, 150]


def test_bands_below_the_first_step_are_zero_and_change_with_the_day() -> None:
    def found(income: Money, months: Months, steps: Bands) -> Money:
        return half_up(income * steps.at(months))

    steps = entry("ratio", edition([[6, "0.5"]]), edition([[0, "0.1"], [24, "0.9"]], "2020-01-01"),
                  decimals=1)  # fmt: skip
    answer = worked_out(law(found, steps=steps), "found", batch(
        6, income=100, months=[5, 6, 23, 5, 24, 23],
        on=days(*["2019-12-31"] * 3, *["2020-01-01"] * 3)))  # fmt: skip
    assert answer == [0, 50, 50, 10, 90, 10]


# ---------------------------------------------------------------------- rounding


def hundredth(debt: Money, percent: Ratio) -> Money:
    return half_up(debt * percent)


def divided(debt: Money, days: Days) -> Money:
    return half_up(debt / length(days + 1, Unit.COUNT))


def cut(debt: Money, days: Days) -> Money:
    return floor(debt / length(days + 1, Unit.COUNT))


PERCENT = entry("ratio", edition("0.01"), decimals=2)
ROUNDING = law(hundredth, divided, cut, percent=PERCENT)


def by_hand(number: Fraction) -> int:
    """A half upwards, towards the larger number."""
    return whole_below(number + Fraction(1, 2))


@pytest.mark.parametrize(
    ("raw", "expected"),
    [(49, 0), (50, 1), (51, 1), (149, 1), (150, 2), (250, 3), (-49, 0), (-50, 0), (-51, -1),
     (-149, -1), (-150, -1), (-151, -2), (-250, -2), (0, 0), (10**12, 10**10),
     (-(10**12), -(10**10))],
)  # fmt: skip
def test_a_half_goes_upwards_below_zero_too(raw: int, expected: int) -> None:
    assert worked_out(ROUNDING, "hundredth", batch(1, debt=raw)) == [expected]
    assert by_hand(Fraction(raw, 100)) == expected


@given(st.lists(st.tuples(WHOLE, st.integers(0, 1000)), min_size=1, max_size=30))
@settings(max_examples=60)
def test_quotients_are_rounded_exactly(found: list[tuple[int, int]]) -> None:
    one = batch(len(found), debt=[d for d, _ in found], days=[n for _, n in found])
    quotients = [Fraction(d, n + 1) for d, n in found]
    assert worked_out(ROUNDING, "divided", one) == [by_hand(q) for q in quotients]
    assert worked_out(ROUNDING, "cut", one) == [whole_below(q) for q in quotients]


def test_a_factor_of_days_is_kept_exact_until_the_amount() -> None:
    def share(days: Days) -> Ratio:
        return days / length(days * 0 + 30, Unit.DAYS)  # type: ignore[return-value]

    def found(income: Money, share: Ratio) -> Money:
        return half_up(income * share)

    # 140 / 30 of 100 000.01 is 466 666.71(3); with 4.6667 it would be 466 670.04
    assert worked_out(law(share, found), "found", batch(1, income=10000001, days=140)) == [46666671]


# ---------------------------------------------------------------------- the calendar


@pytest.mark.parametrize(
    ("day", "more", "expected"),
    [("2024-01-31", 1, "2024-02-29"), ("2023-01-31", 1, "2023-02-28"),
     ("2024-02-29", 12, "2025-02-28"), ("2024-02-29", 48, "2028-02-29"),
     ("2025-08-31", 6, "2026-02-28"), ("2020-12-31", 2, "2021-02-28"),
     ("1900-01-31", 1, "1900-02-28"), ("2000-01-31", 1, "2000-02-29"),
     ("2020-05-15", 0, "2020-05-15")],
)  # fmt: skip
def test_months_later_is_the_same_day_or_the_last(day: str, more: int, expected: str) -> None:
    def later(on: Day, months: Months) -> Day:
        return plus_months(on, months)

    assert worked_out(law(later), "later", batch(1, on=days(day), months=more)) == list(
        days(expected)
    )


def test_years_later_from_29_february() -> None:
    def later(on: Day, age: Years) -> Day:
        return plus_years(on, age)

    the_law = law(later, age=entry("years", edition("18", "1900-01-01")))
    found = batch(2, on=days("2004-02-29", "2002-03-01"))
    assert worked_out(the_law, "later", found) == list(days("2022-02-28", "2020-03-01"))


@given(st.lists(st.tuples(st.booleans(), WHOLE, st.integers(0, 10**12)), min_size=1, max_size=20))
@settings(max_examples=30)
def test_a_choice_is_made_row_by_row(found: list[tuple[bool, int, int]]) -> None:
    def chosen(flag: Flag, debt: Money, income: Money) -> Money:
        return where(flag & (debt < income), debt, income)

    one = batch(len(found), flag=[f for f, _, _ in found], debt=[d for _, d, _ in found],
                income=[i for _, _, i in found])  # fmt: skip
    expected = [d if f and d < i else i for f, d, i in found]
    assert worked_out(law(chosen), "chosen", one) == expected
