"""Units are checked when the law is loaded: months are not money, a ratio is not a day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.engine.toy import batch, days, law, worked_out
from tirek.engine.errors import LawError, UnitMismatch
from tirek.engine.ops import half_up, length, maximum, minimum, month_of, one_of, where
from tirek.engine.units import Unit

UNITS = {
    "income": "Money", "other_income": "Money", "debt": "Money", "rate": "Ratio", "wage": "Money",
    "months": "Months", "days": "Days", "count": "Count", "flag": "Flag", "kind": "Code",
    "on": "Day", "born": "Day", "lasting": "Months", "steps": "Bands",
}  # fmt: skip


def ruled(gives: str, function: Callable[..., Any], **other: str) -> Callable[..., Any]:
    """A rule from a lambda: its arguments by name, each annotated with its own unit."""
    names = function.__code__.co_varnames[: function.__code__.co_argcount]
    function.__annotations__ = {name: other.get(name, UNITS[name]) for name in names}
    function.__annotations__["return"] = gives
    function.__name__ = "found"
    return function


FITS = [
    ("Money", lambda income, debt: income + debt),
    ("Money", lambda income: 3 * income - income),
    ("Months", lambda months, lasting: months + lasting + 1),
    ("Day", lambda on, days: on + days),
    ("Days", lambda on, born: on - born),
    ("Money", lambda income, rate: half_up(income * rate)),
    ("Money", lambda income, days: half_up(income * days / length(days + 1, Unit.DAYS))),
    ("Ratio", lambda rate, count: rate + count),
    ("Count", lambda count: count * count),
    ("Flag", lambda kind, flag: (kind == "two") & ~flag),
    ("Flag", lambda kind: one_of(kind, "one", "three")),
    ("Count", lambda months, lasting: months // lasting),
    ("Money", lambda flag, income: where(flag, income, 0)),
    ("Ratio", lambda steps, months: steps.at(months)),
    ("Ratio", lambda count, days: days / length(count + 1, Unit.DAYS)),
    ("Months", lambda count: length(count * count, Unit.MONTHS)),  # a number of times is a count
]  # fmt: skip

MISMATCHES = [
    ("Months", lambda count, rate: length(count * rate, Unit.MONTHS)),
    ("Months", lambda rate, count: length(rate * count, Unit.MONTHS)),
    ("Months", lambda rate: length(rate * rate, Unit.MONTHS)),
    ("Money", lambda income, months: income + months),
    ("Money", lambda income, rate: income - rate),
    ("Day", lambda on, born: on + born),
    ("Day", lambda on, months: on + months),
    ("Money", lambda income, debt: income * debt),
    ("Day", lambda on, count: on * count),
    ("Flag", lambda income, months: income > months),
    ("Flag", lambda on: on == month_of(on)),
    ("Money", lambda flag, income, months: where(flag, income, months)),
    ("Money", lambda income, months: minimum(income, months)),
    ("Money", lambda income, rate: maximum(income, rate)),
    ("Money", lambda income, count: where(count, income, 0)),
    ("Flag", lambda flag, count: flag & count),
    ("Flag", lambda count: ~count),
    ("Flag", lambda kind: kind == "four"),
    ("Flag", lambda flag: flag + flag),
    ("Code", lambda kind: kind + 1),
]  # fmt: skip


@pytest.mark.parametrize(("gives", "function"), FITS, ids=range(len(FITS)))
def test_units_that_fit_are_taken(gives: str, function: Callable[..., Any]) -> None:
    law(ruled(gives, function))


@pytest.mark.parametrize(("gives", "function"), MISMATCHES, ids=range(len(MISMATCHES)))
def test_units_that_do_not_fit_are_refused_where_they_stand(
    gives: str, function: Callable[..., Any]
) -> None:
    with pytest.raises(UnitMismatch, match=r"found \(art\. found\)"):
        law(ruled(gives, function))


@pytest.mark.parametrize("gives", ["Months", "Ratio", "Day", "Flag", "Count", "Code"])
def test_a_rule_that_gives_another_unit_than_it_says_is_refused(gives: str) -> None:
    with pytest.raises(UnitMismatch, match=f"found .* gives money, not {gives.lower()}"):
        law(ruled(gives, lambda income: income))


@pytest.mark.parametrize("wrong", ["Months", "Ratio", "Day", "Flag", "Bands", "Schedule", "Code"])
def test_an_argument_annotated_with_another_unit_is_refused(wrong: str) -> None:
    with pytest.raises(UnitMismatch, match="income is money"):
        law(ruled("Money", lambda income: income, income=wrong))


@pytest.mark.parametrize("wrong", ["Money", "Ratio", "Months"])
def test_a_parameter_annotated_as_something_else_is_refused(wrong: str) -> None:
    with pytest.raises(LawError, match="steps"):
        law(ruled(wrong, lambda steps: steps, steps=wrong))
    with pytest.raises(UnitMismatch, match=r"lasting|rate"):
        law(ruled("Flag", lambda rate, lasting: rate > 0,
                  rate="Money" if wrong != "Money" else "Months",
                  lasting=wrong if wrong != "Months" else "Money"))  # fmt: skip


@pytest.mark.parametrize("nonsense", ["", "int", "float", "money", "Value", "Money | None"])
def test_an_annotation_that_is_no_unit_is_refused(nonsense: str) -> None:
    with pytest.raises(UnitMismatch, match="found: income"):
        law(ruled("Money", lambda income: income, income=nonsense))
    with pytest.raises(UnitMismatch, match="found: return"):
        law(ruled(nonsense, lambda income: income))


def test_bands_or_a_schedule_cannot_be_what_a_rule_gives() -> None:
    for kind in ("Bands", "Schedule"):
        with pytest.raises(UnitMismatch, match="found"):
            law(ruled(kind, lambda income: income))


def test_an_if_on_a_traced_value_is_refused_with_the_way_to_write_it() -> None:
    def choose(income: Any) -> Any:
        return income if income > 5 else 0

    def both(flag: Any, income: Any) -> Any:
        return flag and income > 5

    for gives, function in (("Money", choose), ("Flag", both)):
        with pytest.raises(LawError, match=r"found \(art\. found\).*where\("):
            law(ruled(gives, function))


def test_a_division_of_money_that_is_not_rounded_is_refused() -> None:
    with pytest.raises(UnitMismatch, match="found"):
        law(ruled("Money", lambda income, count: income / (count + 1)))


def test_a_product_of_money_that_is_not_rounded_is_refused() -> None:
    """Every amount that has a name is whole tiyn: 0.10 of 5 tiyn is not half a tiyn."""
    with pytest.raises(LawError, match="found"):
        law(ruled("Money", lambda income, rate: income * rate))


def test_a_divisor_that_may_be_zero_or_less_is_refused() -> None:
    for gives, function in (
        ("Money", lambda income, count: half_up(income / count)),
        ("Money", lambda income, debt: income // debt),
        ("Money", lambda income, months: income % months),
    ):  # fmt: skip
        with pytest.raises(LawError, match="found"):
            law(ruled(gives, function))


def test_a_quotient_cannot_be_added_before_it_is_rounded() -> None:
    with pytest.raises((LawError, TypeError)):
        law(ruled("Money", lambda income, count: income / (count + 1) + income))


def test_days_and_dates_come_out_as_the_calendar_has_them() -> None:
    the_law = law(ruled("Days", lambda on, born: on - born))
    found = batch(2, on=days("2020-03-01", "2021-03-01"), born=days("2020-02-28", "2021-02-28"))
    assert worked_out(the_law, "found", found) == [2, 1]


def test_a_code_that_is_compared_is_found_by_its_name() -> None:
    the_law = law(ruled("Flag", lambda kind: (kind != "one") & one_of(kind, "two", "one")))
    assert worked_out(the_law, "found", batch(3, kind=[0, 1, 2])) == [False, True, False]
