"""Sums over a person's months and rows, people without any, and parts of a batch."""

from __future__ import annotations

import numpy as np
import pytest

from tests.engine.toy import MONTH, PERSON, ROW, batch, law, months, worked_out
from tirek.engine.errors import BadBatch
from tirek.engine.graph import Law
from tirek.engine.ops import all_of, any_of, count_of, earlier_members, latest, total
from tirek.engine.rules import RuleBook
from tirek.engine.units import Unit
from tirek.engine.values import Count, Flag, Money, Month


def month_total(paid: Money) -> Money:
    return total(paid, MONTH)


def in_all(month_total: Money) -> Money:
    return total(month_total, PERSON)


def paid_in_all(paid: Money) -> Money:
    return total(paid, PERSON)


def rows_with_something(paid: Money) -> Count:
    return count_of(paid > 0, PERSON)


def something(paid: Money) -> Flag:
    return any_of(paid > 0, PERSON)


def only_something(paid: Money) -> Flag:
    return all_of(paid > 0, PERSON)


def last_month(period: Month) -> Month:
    return latest(period, PERSON, 1900 * 12)


def before_it(paid: Money) -> Count:
    return earlier_members(paid > 0, PERSON)


NESTED = law(month_total, in_all, paid_in_all, rows_with_something, something, only_something,
             last_month, before_it)  # fmt: skip
LEVELS = {"paid": ROW, "period": MONTH, "on": PERSON}
PEOPLE = batch(
    4, {MONTH: [2, 0, 1, 0], ROW: [1, 2, 2]}, paid=[5, 0, 7, 20, 1],
    period=months("2020-02", "2020-01", "2021-07"),
)  # fmt: skip


def test_sums_go_over_all_levels() -> None:
    assert worked_out(NESTED, "month_total", PEOPLE) == [5, 7, 21]
    assert worked_out(NESTED, "in_all", PEOPLE) == [12, 0, 21, 0]
    assert worked_out(NESTED, "paid_in_all", PEOPLE) == [12, 0, 21, 0]


def test_a_person_without_members_has_nothing() -> None:
    assert worked_out(NESTED, "rows_with_something", PEOPLE) == [2, 0, 2, 0]
    assert worked_out(NESTED, "something", PEOPLE) == [True, False, True, False]
    assert worked_out(NESTED, "only_something", PEOPLE) == [False, True, True, True]
    last = [*months("2020-02"), 1900 * 12, *months("2021-07"), 1900 * 12]
    assert worked_out(NESTED, "last_month", PEOPLE) == last


def test_members_before_a_member_are_counted_within_its_person() -> None:
    assert worked_out(NESTED, "before_it", PEOPLE) == [0, 1, 1, 0, 1]


def test_a_batch_of_nobody_gives_nothing() -> None:
    nobody = batch(0, {MONTH: [], ROW: []}, paid=np.array([], dtype=np.int64),
                   period=np.array([], dtype=np.int64))  # fmt: skip
    for name in NESTED.rules:
        assert worked_out(NESTED, name, nobody) == []


def test_persons_without_any_rows_at_all() -> None:
    empty = batch(2, {MONTH: [0, 0], ROW: []}, paid=np.array([], dtype=np.int64),
                  period=np.array([], dtype=np.int64))  # fmt: skip
    assert worked_out(NESTED, "in_all", empty) == [0, 0]
    assert worked_out(NESTED, "only_something", empty) == [True, True]
    assert worked_out(NESTED, "last_month", empty) == [1900 * 12] * 2


# ---------------------------------------------------------------------- part of a batch


def test_some_persons_can_be_taken_from_a_batch_in_any_order() -> None:
    plan = NESTED.plan(("in_all", "last_month"))
    taken = PEOPLE.take(np.array([2, 1, 0, 2]), LEVELS)
    found = plan.run(taken)
    assert found["in_all"].tolist() == [21, 0, 12, 21]
    assert found["last_month"].tolist() == [
        *months("2021-07"), 1900 * 12, *months("2020-02", "2021-07")]  # fmt: skip
    assert taken.facts["paid"].tolist() == [20, 1, 5, 0, 7, 20, 1]


def test_nobody_can_be_taken_and_a_part_of_a_part() -> None:
    plan = NESTED.plan(("in_all",))
    plan.run(PEOPLE)
    assert plan.run(PEOPLE.take(np.array([], dtype=np.int64), LEVELS))["in_all"].tolist() == []
    part = PEOPLE.take(np.array([0, 2]), LEVELS)
    plan.run(part)
    assert plan.run(part.take(np.array([1]), LEVELS))["in_all"].tolist() == [21]


def test_a_person_that_is_not_there_cannot_be_taken() -> None:
    NESTED.plan(("in_all",)).run(PEOPLE)
    with pytest.raises((BadBatch, IndexError)):
        PEOPLE.take(np.array([4]), LEVELS)


def test_a_fact_that_is_alike_for_all_members_is_summed_over_those_of_each_person() -> None:
    result = RuleBook()
    result.fact("on", Unit.DAY, PERSON, 0, 30_000)
    result.fact("paid_in_time", Unit.FLAG, ROW)

    @result.rule(article="1")
    def in_time(paid_in_time: Flag) -> Count:
        return count_of(paid_in_time, PERSON)

    plan = Law(result, {}).plan(("in_time",), (), None, None, False, (("paid_in_time", 1),))
    rows = batch(4, {MONTH: [2, 0, 1, 1], ROW: [1, 2, 2, 5]})
    assert plan.run(rows)["in_time"].tolist() == [3, 0, 2, 5]
    assert plan.needed_facts == set()


def test_the_largest_of_a_persons_members_is_not_that_of_another() -> None:
    def largest(paid: Money) -> Money:
        return latest(paid, PERSON, -1)

    rows = batch(4, {MONTH: [2, 0, 1, 1], ROW: [1, 2, 2, 1]}, paid=[5, 0, 7, 20, 1, 0])
    assert worked_out(law(largest), "largest", rows) == [7, -1, 20, 0]
