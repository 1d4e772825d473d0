"""Overflow is refused when the law is loaded, and facts out of bounds when a batch is made."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from tests.engine.toy import MONTH, MOST, PERSON, ROW, USUAL, batch, days, edition, entry, law
from tirek.engine.batch import Batch
from tirek.engine.errors import BadBatch, LawError, MissingFact, OutOfBounds, Overflow
from tirek.engine.graph import Law
from tirek.engine.ops import LAST_MONTH, half_up, total, where
from tirek.engine.parameters import Schedule, month_number
from tirek.engine.rules import RuleBook
from tirek.engine.units import LAST_BAND, LENGTHS, Unit
from tirek.engine.units import MOST as MOST_OF
from tirek.engine.values import Code, Count, Flag, Level, Money, Ratio, Value


def tax(income: Money, rate: Ratio) -> Money:
    return half_up(income * rate)


def test_a_product_that_int64_may_not_hold_is_refused_with_its_place() -> None:
    def squared(income: Money, count: Count) -> Money:
        return income * count * count * count * count

    with pytest.raises(Overflow, match=r"squared \(art\. squared\).*int64"):
        law(squared)


def test_a_sum_of_members_that_int64_may_not_hold_is_refused() -> None:
    crowd = Level("crowd", PERSON, most=10**8)
    result = RuleBook()
    result.fact("on", Unit.DAY, PERSON, 0, 1)
    result.fact("gift", Unit.MONEY, crowd, hi=MOST)

    @result.rule(article="2")
    def gifts(gift: Money) -> Money:
        return total(gift, PERSON)

    with pytest.raises(Overflow, match=r"gifts \(2\)"):
        Law(result, {})


def test_narrower_bounds_of_a_fact_are_enough() -> None:
    def gifts(gift: Money) -> Money:
        return total(gift, PERSON)

    crowd = Level("crowd", PERSON, most=10**8)
    for most, fine in ((10**10, True), (10**11, False)):
        result = RuleBook()
        result.fact("on", Unit.DAY, PERSON, 0, 1)
        result.fact("gift", Unit.MONEY, crowd, hi=most)
        result.rule(article="2")(gifts)
        if fine:
            Law(result, {})
        else:
            with pytest.raises(Overflow):
                Law(result, {})


def test_a_scale_that_grows_too_far_is_refused_at_rounding_too() -> None:
    def found(income: Money, tiny: Ratio) -> Money:
        return half_up(income * tiny)

    tiny = {**USUAL["rate"], "decimals": 7, "values": [
        {**USUAL["rate"]["values"][0], "value": "0.9999999"}]}  # fmt: skip
    with pytest.raises(Overflow, match="found"):
        law(found, tiny=tiny)


def test_a_parameter_that_is_too_large_is_refused() -> None:
    def found(income: Money, factor: Count) -> Money:
        return income * factor * factor

    huge = {**USUAL["lasting"], "unit": "count", "values": [
        {**USUAL["lasting"]["values"][0], "value": "10000"}]}  # fmt: skip
    with pytest.raises(Overflow, match="found"):
        law(found, factor=huge)


@pytest.mark.parametrize("unit", [*MOST_OF])
def test_a_parameter_beyond_what_its_unit_may_be_is_refused_with_its_bounds(unit: Unit) -> None:
    most = MOST_OF[unit]
    least = 0 if unit in LENGTHS else -most
    for text in (str(least), str(most)):
        law(limit=entry(unit.value, edition(text)))
    for text in (str(least - 1), str(most + 1)):
        with pytest.raises(OutOfBounds, match=f"limit: {text} lies outside {least} .. {most}"):
            law(limit=entry(unit.value, edition(text)))


@pytest.mark.parametrize("first", [-1, LAST_BAND + 1])
def test_a_band_that_begins_beyond_all_counts_is_refused(first: int) -> None:
    bands = [[first, "1"]] if first < 0 else [[0, "1"], [first, "1"]]
    with pytest.raises(OutOfBounds, match=f"steps: {first} lies outside"):
        law(steps=entry("ratio", edition(bands)))


def test_the_longest_time_after_the_last_day_asked_about_lies_in_the_calendar() -> None:
    last = month_number(date(2099, 12, 1))
    assert last + MOST_OF[Unit.MONTHS] + 2 <= LAST_MONTH  # the day after the last one paid
    assert MOST_OF[Unit.YEARS] * 12 <= MOST_OF[Unit.MONTHS]


@pytest.mark.parametrize("texts", [("6", "7"), ("37",)])
def test_what_is_written_out_so_many_times_is_small_and_does_not_change(
    texts: tuple[str, ...],
) -> None:
    def many(income: Money, times: Schedule) -> Money:
        return income * times.only

    law(many, times=entry("count", edition("36")))
    editions = [edition(text, f"{2020 + at}-01-01") for at, text in enumerate(texts)]
    with pytest.raises(LawError, match=r"many \(art\. many\): times"):
        law(many, times=entry("count", *editions))


@pytest.mark.parametrize("sign", [1, -1])
def test_the_last_number_that_int64_holds_is_allowed_and_no_further_one(sign: int) -> None:
    def one(lo: int, hi: int) -> Value:
        return Value("fact", (), Unit.MONEY, PERSON, lo, hi)

    largest = int(np.iinfo(np.int64).max)
    ends = sorted((0, sign * largest))
    assert (one(*ends).lo, one(*ends).hi) == tuple(ends)
    with pytest.raises(Overflow, match=r"may reach 9\.223e\+18"):
        one(*sorted((0, sign * (largest + 1))))


def test_a_sum_is_bounded_by_all_members_that_a_parent_may_have() -> None:
    def of_a_month(paid: Money) -> Money:
        return total(paid, MONTH)

    held = law(paid_in_all, of_a_month)
    for name, members in (("of_a_month", 10), ("paid_in_all", 240)):
        value = held.named(name)
        assert isinstance(value, Value)
        assert (value.lo, value.hi) == (0, MOST * members)


# ---------------------------------------------------------------------- facts of a batch


def test_a_missing_fact_is_named_and_is_not_zero() -> None:
    with pytest.raises(MissingFact, match="'income'") as caught:
        law(tax).plan(("tax",)).run(batch(1))
    assert caught.value.name == "income"
    assert isinstance(caught.value, BadBatch)


def test_a_missing_date_is_named() -> None:
    with pytest.raises(MissingFact, match="'on'"):
        law(tax).plan(("tax",)).run(Batch(PERSON, 1, {"income": np.array([5])}))


def test_a_fact_that_is_not_needed_may_be_missing() -> None:
    def twice(income: Money) -> Money:
        return income * 2

    assert law(twice).plan(("twice",)).run(batch(1, income=5))["twice"].tolist() == [10]


@pytest.mark.parametrize(
    ("name", "value"),
    [("income", -1), ("income", MOST + 1), ("count", 1001), ("count", -1), ("debt", -MOST - 1),
     ("kind", 3), ("kind", -1)],
)  # fmt: skip
def test_a_fact_out_of_bounds_is_refused_by_name(name: str, value: int) -> None:
    def found(income: Money, count: Count, debt: Money, kind: Code) -> Flag:
        return (income * count + debt > 0) & (kind == "one")

    good: dict[str, Any] = {"income": [5, 5], "count": [1, 1], "debt": [0, 0], "kind": [0, 0]}
    plan = law(found).plan(("found",))
    plan.run(batch(2, **good))
    with pytest.raises(BadBatch, match=name):
        plan.run(batch(2, **{**good, name: [good[name][0], value]}))


def test_facts_at_their_bounds_are_taken() -> None:
    plan = law(tax).plan(("tax",))
    assert plan.run(batch(2, income=[0, MOST]))["tax"].tolist() == [0, MOST // 10]


def test_a_day_out_of_bounds_is_refused() -> None:
    with pytest.raises(BadBatch, match="on"):
        law(tax).plan(("tax",)).run(batch(1, income=5, on=days("1899-12-31")))


def test_a_fact_of_another_length_is_refused() -> None:
    for found in ([5], [5, 5, 5], []):
        with pytest.raises(BadBatch, match="income"):
            law(tax).plan(("tax",)).run(batch(2, income=np.array(found, dtype=np.int64)))


def paid_in_all(paid: Money) -> Money:
    return total(paid, PERSON)


def test_members_that_do_not_fit_their_counts_are_refused() -> None:
    plan = law(paid_in_all).plan(("paid_in_all",))
    fine = batch(2, {MONTH: [1, 1], ROW: [2, 1]}, paid=[1, 2, 3])
    assert plan.run(fine)["paid_in_all"].tolist() == [3, 3]
    for members, paid in (([2, 2], [1, 2, 3]), ([2, 1], [1, 2])):
        with pytest.raises(BadBatch, match="paid"):
            plan.run(batch(2, {MONTH: [1, 1], ROW: members}, paid=paid))


def test_more_members_than_a_level_holds_are_refused() -> None:
    plan = law(paid_in_all).plan(("paid_in_all",))
    with pytest.raises(BadBatch, match="row"):
        plan.run(batch(1, {MONTH: [1], ROW: [11]}, paid=[1] * 11))
    with pytest.raises(BadBatch, match="month"):
        plan.run(batch(1, {MONTH: [25], ROW: [1] * 25}, paid=[1] * 25))


def test_a_batch_without_members_of_a_level_is_refused() -> None:
    with pytest.raises(BadBatch, match=r"month|row"):
        law(paid_in_all).plan(("paid_in_all",)).run(batch(1, paid=[1]))


def test_counts_that_do_not_fit_the_persons_are_refused() -> None:
    plan = law(paid_in_all).plan(("paid_in_all",))
    with pytest.raises(BadBatch):
        plan.run(batch(3, {MONTH: [1, 1], ROW: [1, 1]}, paid=[1, 2]))
    with pytest.raises(BadBatch):
        plan.run(batch(2, {MONTH: [1, 1], ROW: [1, 1, 1]}, paid=[1, 2, 3]))


def test_a_fraction_among_the_facts_is_refused() -> None:
    with pytest.raises(BadBatch, match="income"):
        law(tax).plan(("tax",)).run(batch(1, income=np.array([5.5])))


def test_numbers_where_a_condition_belongs_are_refused() -> None:
    """~1 is -2, which numpy takes for true: a condition is a truth value, not a number."""

    def spared(flag: Flag, income: Money) -> Money:
        return where(~flag, income, 0)

    plan = law(spared).plan(("spared",))
    assert plan.run(batch(2, flag=[True, False], income=5))["spared"].tolist() == [0, 5]
    for number in (1, 7):
        with pytest.raises(BadBatch, match="flag"):
            plan.run(batch(1, flag=np.array([number]), income=[5]))
