"""What is wrong with a body of law is found when it is loaded, and said by name."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.engine.toy import USUAL, batch, book, days, law, parameters, worked_out
from tirek.engine.errors import Cycle, Gap, LawError, Overlap, UnitMismatch, UnknownName
from tirek.engine.graph import Law
from tirek.engine.ops import half_up
from tirek.engine.rules import RuleBook
from tirek.engine.units import Unit
from tirek.engine.values import Day, Money, Months, Ratio

A, B, C = date(2020, 1, 1), date(2021, 1, 1), date(2022, 1, 1)


def one(income: Money) -> Money:
    return income


def two(income: Money) -> Money:
    return income + income


def in_months(months: Months) -> Months:
    return months


def variants(*found: tuple[Any, dict[str, Any]]) -> Law:
    """A law with one rule, ``amount``, in several variants."""
    result = book()
    for function, options in found:
        result.rule(**{"article": "1", "name": "amount", **options})(function)
    return Law(result, parameters(**USUAL))


def test_rules_are_wired_by_the_names_of_their_arguments() -> None:
    def net(income: Money, tax: Money) -> Money:
        return income - tax

    def tax(income: Money, rate: Ratio) -> Money:
        return half_up(income * rate)

    the_law = law(net, tax)
    assert worked_out(the_law, "net", batch(2, income=[1000, 55])) == [900, 49]
    assert the_law.needed(("net",)) == ["tax", "net"]
    assert the_law.users("tax") == ["net"] and the_law.users("rate") == ["tax"]


def test_a_cycle_is_named_from_end_to_end() -> None:
    def first(second: Money) -> Money:
        return second

    def second(third: Money) -> Money:
        return third

    def third(first: Money) -> Money:
        return first

    with pytest.raises(Cycle, match="first -> second -> third -> first"):
        law(first, second, third)


def test_a_rule_that_needs_itself_is_a_cycle() -> None:
    def own(own: Money) -> Money:
        return own

    with pytest.raises(Cycle, match="own -> own"):
        law(own)


def test_an_unknown_name_is_said_with_the_rule_that_asks() -> None:
    def lost(incom: Money) -> Money:
        return incom

    with pytest.raises(UnknownName, match=r"lost \(art\. lost\).*'incom'"):
        law(lost)


def test_a_rule_that_does_not_exist_cannot_be_asked_for() -> None:
    with pytest.raises(UnknownName, match="nothing"):
        law(one).needed(("nothing",))


def test_a_name_stands_for_one_thing() -> None:
    def income(months: Months) -> Months:
        return months

    def rate(months: Months) -> Months:
        return months

    for function in (income, rate):
        with pytest.raises(LawError, match=function.__name__):
            law(function)
    with pytest.raises(LawError, match="months"):
        law(one, months=USUAL["lasting"])
    facts = RuleBook()
    facts.fact("x", Unit.COUNT, next(iter(book().facts.values())).level)
    with pytest.raises(Overlap, match="x"):
        facts.fact("x", Unit.COUNT, next(iter(book().facts.values())).level)


# ---------------------------------------------------------------------- dated variants


def test_a_gap_between_variants_is_refused() -> None:
    with pytest.raises(Gap, match=r"amount.*2021-01-01.*2022-01-01"):
        variants((one, {"since": A, "until": B}), (two, {"since": C}))


def test_an_overlap_of_variants_is_refused() -> None:
    with pytest.raises(Overlap, match=r"amount.*2021-01-01"):
        variants((one, {"since": A, "until": C}), (two, {"since": B}))


def test_two_variants_of_one_day_are_refused() -> None:
    again = date.fromisoformat(A.isoformat())
    for since, said in ((None, "the first day"), (again, "2020-01-01")):
        with pytest.raises(Overlap, match=f"amount: two variants begin on {said}"):
            variants((one, {"since": since and A}), (two, {"since": since}))


def test_a_rule_that_ends_and_is_not_followed_is_a_gap() -> None:
    with pytest.raises(Gap, match=r"amount: nothing holds from 2022-01-01"):
        variants((one, {"until": C}))
    with pytest.raises(Gap, match=r"amount: nothing holds from 2022-01-01"):
        variants((one, {"until": B}), (two, {"since": B, "until": C}))


def test_variants_give_one_unit_and_are_dated_by_one_date() -> None:
    with pytest.raises(UnitMismatch, match="amount"):
        variants((one, {}), (in_months, {"since": B}))
    for by, following in (("on", "born"), ("born", "on")):
        with pytest.raises(LawError, match="amount: its variants are dated by different dates"):
            variants((one, {"by": by}), (two, {"since": B, "by": following}))


def test_a_variant_that_ends_where_the_next_one_begins_is_no_gap() -> None:
    the_law = variants((one, {"until": B}), (two, {"since": B, "until": C}), (one, {"since": C}))
    found = batch(4, income=100, on=days("2020-12-31", "2021-01-01", "2021-12-31", "2022-01-01"))
    assert worked_out(the_law, "amount", found) == [100, 200, 200, 100]


def test_variants_may_be_entered_in_any_order() -> None:
    the_law = variants((one, {"since": C}), (two, {"since": B}), (one, {}))
    found = batch(4, income=100, on=days("2020-12-31", "2021-01-01", "2021-12-31", "2022-01-01"))
    assert worked_out(the_law, "amount", found) == [100, 200, 200, 100]


def test_a_variant_published_later_is_not_used() -> None:
    result = book()
    result.rule(article="1", name="amount")(one)
    result.rule(article="2", name="amount", since=B, published=date(2020, 12, 1))(two)
    found = batch(1, income=100, on=days("2021-06-01"))
    for known_on, expected in ((date(2020, 11, 30), 100), (date(2020, 12, 1), 200),
                               (date(2020, 12, 2), 200), (None, 200)):  # fmt: skip
        assert worked_out(Law(result, parameters(), known_on), "amount", found) == [expected]


def test_a_law_can_be_had_as_it_was_known_by_another_day() -> None:
    result = book()
    result.rule(article="1", name="amount")(one)
    result.rule(article="2", name="amount", since=B)(two)
    the_law = Law(result, parameters())
    found = batch(1, income=100, on=days("2021-06-01"))
    assert worked_out(the_law.known_by(date(2020, 12, 31)), "amount", found) == [100]


def test_a_rule_dated_by_another_fact_follows_that_date() -> None:
    result = book()
    result.rule(article="1", name="amount", by="born")(one)
    result.rule(article="2", name="amount", by="born", since=B)(two)
    the_law = Law(result, parameters())
    found = batch(2, income=100, on=days("2022-01-01", "2019-01-01"),
                  born=days("2020-12-31", "2021-01-01"))  # fmt: skip
    assert worked_out(the_law, "amount", found) == [100, 200]


def test_boundaries_are_the_days_on_which_a_rule_changes() -> None:
    the_law = variants((one, {}), (two, {"since": B}), (one, {"since": C}))
    assert the_law.boundaries() == [B, C]
    assert [the_law.rules["amount"].variant_on(day) for day in (A, B, date(2021, 5, 5), C)] == [
        0,
        1,
        1,
        2,
    ]


def test_a_plan_for_a_span_of_days_gives_what_the_whole_plan_gives() -> None:
    the_law = variants((one, {}), (two, {"since": B}), (one, {"since": C}))
    found = batch(2, income=100, on=days("2021-01-01", "2021-12-31"))
    whole = the_law.plan(("amount",)).run(found)["amount"].tolist()
    first, last = (int(day) for day in days("2021-01-01", "2021-12-31"))
    assert the_law.plan(("amount",), (), first, last).run(found)["amount"].tolist() == whole


@pytest.mark.parametrize("by", ["born", "other_day"])
def test_a_span_of_days_rules_out_no_variant_dated_by_another_fact(by: str) -> None:
    result = book()
    result.rule(article="1", name="amount", by=by)(one)
    result.rule(article="2", name="amount", by=by, since=B)(two)
    first, last = (int(day) for day in days("2022-01-01", "2022-12-31"))
    plan = Law(result, parameters()).plan(("amount",), (), first, last)
    dates = days("2020-12-31", "2021-01-01")
    found = batch(2, income=100, on=days("2022-01-01", "2022-12-31"), **{by: dates})
    assert plan.run(found)["amount"].tolist() == [100, 200]


def test_a_given_rule_is_taken_and_not_worked_out() -> None:
    def tax(income: Money, rate: Ratio) -> Money:
        return half_up(income * rate)

    def net(income: Money, tax: Money) -> Money:
        return income - tax

    plan = law(net, tax).plan(("net",), ("tax",))
    assert plan.needed_facts == {"income", "tax"}
    assert plan.run(batch(1, income=1000, tax=1))["net"].tolist() == [999]


def test_a_fixed_fact_leaves_out_what_it_rules_out() -> None:
    from tirek.engine.ops import where

    def amount(flag: Any, income: Money, debt: Money) -> Money:
        return where(flag, income, debt)

    amount.__annotations__ = {"flag": "Flag", "income": "Money", "debt": "Money", "return": "Money"}
    the_law = law(amount)
    plan = the_law.plan(("amount",), (), None, None, False, (("flag", 1),))
    assert plan.needed_facts == {"income"}
    assert plan.run(batch(2, income=[7, 8], on=days("2020-01-01", "2020-01-02"))).values[
        "amount"].tolist() == [7, 8]  # fmt: skip


def test_no_rules_at_all_can_be_planned() -> None:
    assert law(one).plan(()).run(batch(3)).values == {}


def test_a_day_may_be_the_value_of_a_rule() -> None:
    def day(on: Day) -> Day:
        return on + 3

    assert (
        worked_out(law(day), "day", batch(1, on=days("2020-02-27"))) == days("2020-03-01").tolist()
    )
