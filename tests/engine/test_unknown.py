"""What is not known: after the last held value, before publication, and only for whom it counts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.engine.toy import (
    MONTH,
    PERSON,
    ROW,
    USUAL,
    batch,
    book,
    days,
    edition,
    entry,
    law,
    months,
    parameters,
    run,
)
from tirek.engine.graph import Law
from tirek.engine.ops import count_of, earlier_members, latest, minimum, total, where
from tirek.engine.parameters import month_number
from tirek.engine.plan import Run
from tirek.engine.rules import RuleBook
from tirek.engine.values import Count, Flag, Money, Ratio


def capped(income: Money, wage: Money) -> Money:
    return minimum(income, wage)


def chosen(flag: Flag, income: Money, wage: Money) -> Money:
    return where(flag, wage, income)


def both(flag: Flag, income: Money, wage: Money) -> Flag:
    return flag & (income > wage)


def either(flag: Flag, income: Money, wage: Money) -> Flag:
    return flag | (income > wage)


def plain(income: Money) -> Money:
    return income


def rests(found: Run, name: str) -> list[bool]:
    """For each member, whether the value rests on anything that is not known."""
    size = len(found[name])
    return [False] * size if found.unknown is None else [
        bool(bits) for bits in found.unknown.rests_on(name).tolist()]  # fmt: skip


def named(found: Run, name: str, person: int) -> set[tuple[str, int]]:
    """The unknown parameters behind a value with the dates (numbers) asked for."""
    assert found.unknown is not None
    return {(parameter, day) for parameter, day, _ in found.unknown.dates(person, [name])}


KNOWN, LATER, EARLIER = "2022-12-31", "2023-01-01", "2019-12-31"


def test_nothing_is_unknown_within_the_held_years() -> None:
    found = run(
        law(capped), "capped", batch(3, income=5, on=days("2020-01-01", "2021-05-05", KNOWN))
    )
    assert found.unknown is None


def test_after_the_last_held_year_only_the_rows_of_that_time_are_unknown() -> None:
    found = run(law(capped), "capped", batch(
        4, income=50000, on=days(KNOWN, LATER, "2021-01-01", EARLIER)))  # fmt: skip
    assert rests(found, "capped") == [False, True, False, True]
    assert found["capped"].tolist()[0] == 30000 and found["capped"].tolist()[2] == 20000
    assert named(found, "capped", 1) == {("wage", int(days(LATER)[0]))}
    assert named(found, "capped", 3) == {("wage", int(days(EARLIER)[0]))}


def test_a_gap_between_held_years_is_unknown_too() -> None:
    wage = entry(
        "money", edition("100", "2020-01-01"), edition("300", "2022-01-01"), renewed="yearly"
    )
    found = run(law(capped, wage=wage), "capped", batch(
        3, income=50000, on=days("2020-06-01", "2021-06-01", "2022-06-01")))  # fmt: skip
    assert rests(found, "capped") == [False, True, False]


def test_what_does_not_ask_is_not_unknown() -> None:
    found = law(capped, plain).plan(("capped", "plain")).run(batch(1, income=5, on=days(LATER)))
    assert rests(found, "capped") == [True] and rests(found, "plain") == [False]


def test_a_branch_that_is_not_taken_leaves_nothing_open() -> None:
    found = run(law(chosen), "chosen", batch(
        4, income=5, flag=[True, False, True, False],
        on=days(LATER, LATER, KNOWN, KNOWN)))  # fmt: skip
    assert rests(found, "chosen") == [True, False, False, False]
    assert found["chosen"].tolist()[1] == 5


def test_a_side_that_settles_a_condition_leaves_nothing_open() -> None:
    one = batch(2, income=5, flag=[True, False], on=days(LATER, LATER))
    assert rests(run(law(both), "both", one), "both") == [True, False]
    assert rests(run(law(either), "either", one), "either") == [False, True]


def test_a_choice_by_an_unknown_condition_is_unknown() -> None:
    def found(income: Money, wage: Money) -> Money:
        return where(income > wage, income, 0)

    assert rests(run(law(found), "found", batch(1, income=5, on=days(LATER))), "found") == [True]


def test_a_variant_that_does_not_ask_leaves_nothing_open() -> None:
    result = book()
    result.rule(article="1", name="found")(capped)
    result.rule(article="2", name="found", since=date(2024, 1, 1))(plain)
    the_law = Law(result, parameters(**USUAL))
    answer = run(the_law, "found", batch(3, income=5, on=days("2023-06-01", "2024-01-01", KNOWN)))
    assert rests(answer, "found") == [True, False, False]


def book_of_months() -> RuleBook:
    result = book()

    @result.rule(article="1", by="period")
    def limit(wage: Money) -> Money:
        return wage

    @result.rule(article="2", by="period")
    def counted(paid: Money, limit: Money) -> Money:
        return minimum(total(paid, MONTH), limit)

    @result.rule(article="3")
    def summed(counted: Money, flag: Flag) -> Money:
        return total(where(flag, counted, 0), PERSON)

    @result.rule(article="4")
    def how_many(counted: Money) -> Count:
        return count_of(counted > 0, PERSON)

    @result.rule(article="5")
    def largest(counted: Money) -> Money:
        return latest(counted, PERSON, -1)

    @result.rule(article="6")
    def before_it(counted: Money) -> Count:
        return earlier_members(counted > 0, PERSON)

    return result


MONTHS_LAW = Law(book_of_months(), parameters(**USUAL))


def people(**facts: Any) -> Any:
    """Three persons: a known and an unknown month, known months, no months."""
    return batch(3, {MONTH: [2, 2, 0], ROW: [1, 1, 1, 1]}, paid=[5, 5, 5, 5],
                 period=months("2022-12", "2023-01", "2020-01", "2021-01"), **facts)  # fmt: skip


def test_a_sum_rests_on_any_of_its_members() -> None:
    found = run(
        MONTHS_LAW, ("summed", "how_many", "counted", "largest", "before_it"), people(flag=True)
    )
    assert rests(found, "counted") == [False, True, False, False]
    assert rests(found, "summed") == [True, False, False]
    assert rests(found, "how_many") == [True, False, False]
    assert rests(found, "largest") == [True, False, False]
    assert rests(found, "before_it") == [True, True, False, False]
    assert named(found, "summed", 0) == {("wage", month_number(date(2023, 1, 1)))}


def test_a_member_that_is_left_out_leaves_nothing_open() -> None:
    found = run(MONTHS_LAW, "summed", people(flag=False))
    assert rests(found, "summed") == [False] * 3


def test_two_unknown_parameters_are_named_apart() -> None:
    def found(income: Money, wage: Money, other_wage: Money, flag: Flag) -> Money:
        return where(flag, wage, other_wage) + income

    the_law = law(found, other_wage=entry("money", edition("9", "2020-01-01"), renewed="yearly"))
    answer = run(the_law, "found", batch(
        3, income=5, flag=[True, False, False], on=days(LATER, LATER, "2021-01-01")))  # fmt: skip
    day, other = int(days(LATER)[0]), int(days("2021-01-01")[0])
    assert [named(answer, "found", n) for n in range(3)] == [
        {("wage", day)}, {("other_wage", day)}, {("other_wage", other)}]  # fmt: skip


def test_a_parameter_that_is_not_renewed_goes_on() -> None:
    def found(rate: Ratio) -> Ratio:
        return rate

    assert run(law(found), "found", batch(1, on=days("2099-01-01"))).unknown is None


@pytest.mark.parametrize(("known_on", "expected"), [("2021-06-30", True), ("2021-07-01", False)])
def test_a_value_published_later_is_not_used(known_on: str, expected: bool) -> None:
    wage = entry("money", edition("100", "2021-01-01"),
                 edition("200", "2022-01-01", published="2021-07-01"),
                 renewed="yearly")  # fmt: skip
    the_law = law(capped, wage=wage, known_on=date.fromisoformat(known_on))
    found = run(the_law, "capped", batch(2, income=50000, on=days("2022-03-01", "2021-03-01")))
    assert rests(found, "capped") == [expected, False]
    assert found["capped"].tolist()[1] == 10000


def test_a_lasting_value_published_later_leaves_the_one_before_in_force() -> None:
    def found(income: Money, factor: Count) -> Money:
        return income * factor

    factor = entry(
        "count", edition("2", "2020-01-01"), edition("3", "2022-01-01", published="2021-07-01")
    )
    for known_on, expected in ((date(2021, 6, 30), 10), (date(2021, 7, 1), 15)):
        the_law = law(found, factor=factor, known_on=known_on)
        answer = run(the_law, "found", batch(1, income=5, on=days("2022-03-01")))
        assert answer["found"].tolist() == [expected] and answer.unknown is None


def test_before_anything_was_published_everything_is_unknown() -> None:
    def found(income: Money, factor: Count, wage: Money) -> Money:
        return income * factor + wage

    factor = entry("count", edition("2", "2020-01-01"))
    the_law = law(found, factor=factor, known_on=date(2000, 1, 1))
    answer = run(the_law, "found", batch(1, income=5, on=days("2021-03-01")))
    assert {name for name, _ in named(answer, "found", 0)} == {"factor", "wage"}


def test_more_unknown_parameters_than_int64_has_bits_are_told_apart() -> None:
    names = [f"wage_{number}" for number in range(130)]
    source = (
        f"def found(flag, {', '.join(names)}): return where(flag, {' + '.join(names)}, wage_100)"
    )
    scope: dict[str, Any] = {"where": where}
    exec(source, scope)  # a rule with many arguments
    found = scope["found"]
    found.__annotations__ = {**dict.fromkeys([*names, "return"], "Money"), "flag": "Flag"}
    wages: Any = dict.fromkeys(names, entry("money", edition("1", "2020-01-01"), renewed="yearly"))
    later = days("2022-01-01", "2022-01-01", "2020-01-01")
    answer = run(law(found, **wages), "found", batch(3, flag=[True, False, False], on=later))
    assert rests(answer, "found") == [True, True, False]
    assert {name for name, _ in named(answer, "found", 0)} == set(names)
    assert {name for name, _ in named(answer, "found", 1)} == {"wage_100"}
