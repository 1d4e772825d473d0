"""The tables that plans look values up in say, for each day, what the parameter says of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from tests.engine.toy import edition, entry
from tirek.engine.calendar import plus_months, reach_table
from tirek.engine.errors import BadParameter
from tirek.engine.parameter_files import at_full_scale, parameter_from
from tirek.engine.parameters import Parameter, day_number, day_of, month_number, month_text

FIRST, LAST = date(1870, 1, 1), date(2170, 1, 1)
#: Days around every edition of the parameters below, and the ends of the calendar.
DAYS = [
    day + timedelta(days=n)
    for day in (date(2000, 1, 1), date(2010, 3, 1), date(2010, 3, 15), date(2012, 1, 1),
                date(2013, 1, 1), date(2020, 1, 1), date(2021, 1, 1))
    for n in (-1, 0, 1)
] + [FIRST, LAST - timedelta(days=1)]  # fmt: skip


def parameter(*editions: dict[str, Any], **more: Any) -> Parameter:
    return parameter_from("found", entry("count", *editions, **more))


HELD = {
    "by the month": parameter(edition("5"), edition("8", "2010-03-01")),
    "within a month": parameter(edition("5"), edition("8", "2010-03-15")),
    "with an end": parameter(edition("5"), edition("8", "2010-03-01", until="2012-01-01")),
    "each year": parameter(
        edition("5"), edition("8", "2012-01-01"), edition("9", "2020-01-01"), renewed="yearly"
    ),
    "each year, within a month": parameter(
        edition("5"), edition("8", "2010-03-15"), renewed="yearly"
    ),
    "now and then": parameter(
        edition("5", until="2010-03-15"), edition("8", "2012-01-01", until="2013-01-01"),
        renewed="irregularly",
    ),
    "from before the calendar's middle": parameter(edition("5", "1870-01-01")),
}  # fmt: skip


def index(held: Parameter, day: date) -> int:
    number = month_number(day) if held.monthly else day_number(day)
    return number - held.first


@pytest.mark.parametrize("name", HELD)
def test_the_table_holds_for_each_day_the_value_of_that_day(name: str) -> None:
    held = HELD[name]
    for day in DAYS:
        if held.monthly and day.day != 1:
            continue
        value = held.at(day)
        if value is not None:
            assert held.table[index(held, day)] == value, day
        elif not held.renewed:
            assert held.table[index(held, day)] == 0, day


@pytest.mark.parametrize("name", HELD)
def test_only_of_a_renewed_parameter_can_a_value_be_unknown(name: str) -> None:
    held = HELD[name]
    for day in DAYS:
        unknown = bool(held.unknown[index(held, day)])
        assert unknown == (bool(held.renewed) and held.at(day) is None), day


@pytest.mark.parametrize("name", HELD)
def test_the_known_range_is_the_longest_on_which_all_is_known(name: str) -> None:
    held = HELD[name]
    first, last = held.known_range
    inside = held.unknown[first - held.first : last - held.first + 1]
    assert len(inside) == last - first + 1 and not inside.any()
    around = held.unknown[max(first - held.first - 1, 0) : last - held.first + 2]
    assert around.sum() == len(around) - len(inside)
    runs = "".join("x" if one else "." for one in held.unknown).split("x")
    assert len(inside) == max(map(len, runs))


def test_the_known_range_of_a_parameter_that_leaps_years_is_the_longer_stretch() -> None:
    held = parameter(
        edition("5", until="2000-03-01"), edition("8", "2010-01-01", until="2013-01-01"),
        edition("9", "2020-01-01", until="2020-03-01"), renewed="irregularly",
    )  # fmt: skip
    assert [month_text(number) for number in held.known_range] == ["2010-01", "2012-12"]


def test_nothing_is_in_the_known_range_of_a_parameter_that_is_not_known() -> None:
    held = HELD["each year"].known_by(date(1999, 1, 1))
    assert held is None
    never = Parameter("found", {}, HELD["each year"].unit, 1, 1, "never", "",
                      HELD["each year"].editions)  # fmt: skip
    first, last = never.known_range
    assert last < first and never.unknown.all()


@pytest.mark.parametrize("name", ["within a month", "now and then"])
def test_daily_sums_add_up_the_days_between(name: str) -> None:
    held = HELD[name]
    for start in DAYS:
        for end in (start + timedelta(days=n) for n in (0, 1, 40)):
            if end >= LAST:
                continue
            days = [start + timedelta(days=n) for n in range((end - start).days)]
            low, high = index(held, start), index(held, end)
            known = [held.at(day) for day in days]
            assert held.unknown_days[high] - held.unknown_days[low] == (
                known.count(None) if held.renewed else 0)  # fmt: skip
            if None not in known:
                assert held.daily_sums[high] - held.daily_sums[low] == sum(known)  # type: ignore[arg-type]


def test_a_parameter_that_changes_by_the_month_has_no_daily_sums() -> None:
    with pytest.raises(BadParameter, match="changes by the month"):
        _ = HELD["by the month"].daily_sums


def test_a_table_of_bands_has_the_step_of_each_count_in_each_edition() -> None:
    held = parameter(
        edition([[0, "1"], [6, "7"]]), edition([[2, "3"], [4, "5"], [9, "8"]], "2010-03-01")
    )
    flat, width = held.band_table
    assert flat.reshape(2, width).tolist() == [
        [1, 1, 1, 1, 1, 1, 7, 7, 7, 7],
        [0, 0, 3, 3, 5, 5, 5, 5, 5, 8],
    ]
    numbers = [
        held.edition_table[index(held, day)]
        for day in (FIRST, date(2000, 1, 1), date(2010, 2, 1), date(2010, 3, 1), date(2100, 1, 1))
    ]
    assert numbers == [0, 0, 0, 1, 1]
    assert len(held.edition_table) == len(held.table) == 300 * 12
    by_day = parameter(edition([[0, "1"]]), edition([[0, "2"]], "2010-03-15"))
    assert len(by_day.edition_table) == len(by_day.table) == (LAST - FIRST).days


# ---------------------------------------------------------------------- how values are written


def test_values_come_back_on_the_scale_that_they_were_written_in() -> None:
    held = parameter_from(
        "found", entry("ratio", edition("0.50"), edition("1.25", "2010-01-01"), decimals=2)
    )
    assert (held.scale, held.full_scale) == (4, 100)
    assert [one.value for one in held.editions] == [2, 5]
    assert [one.value for one in at_full_scale(held)] == [50, 125]


def test_bands_come_back_on_the_scale_that_they_were_written_in() -> None:
    held = parameter_from("found", entry("ratio", edition([[0, "0.5"], [6, "1.5"]]), decimals=1))
    assert (held.scale, held.full_scale) == (2, 10)
    assert held.editions[0].bands == ((0, 1), (6, 3))
    assert at_full_scale(held)[0].bands == ((0, 5), (6, 15))


def test_money_and_texts_stay_as_they_are_kept() -> None:
    money = parameter_from("found", entry("money", edition("10.50")))
    assert (money.scale, at_full_scale(money)) == (1, money.editions)
    assert money.editions[0].value == 1050
    code = parameter_from("found", entry("code", edition("012")))
    assert at_full_scale(code) == code.editions


@pytest.mark.parametrize(
    ("day", "fine"),
    [("1869-12-31", False), ("1870-01-01", True), ("2169-12-31", True), ("2170-01-01", False)],
)
def test_a_value_begins_and_ends_within_the_calendar(day: str, fine: bool) -> None:
    asked = [edition("1", day)]
    if date.fromisoformat(day) > date(2000, 1, 1):
        asked.append(edition("1", "2000-01-01", until=day))
    for one in asked:
        if fine:
            parameter(one)
        else:
            with pytest.raises(BadParameter, match="outside the calendar"):
                parameter(one)


def test_the_last_number_that_int64_holds_may_be_written_and_no_further_one() -> None:
    largest = 9_223_372_036_854_775_807
    for number in (largest, -largest):
        assert parameter(edition(str(number))).editions[0].value == number
    for number in (largest + 1, -largest - 1, 10**30):
        with pytest.raises(BadParameter, match="beyond what int64 holds"):
            parameter(edition(str(number)))


def test_an_act_may_have_been_published_before_the_calendar_begins() -> None:
    held = parameter(edition("1", published="1800-05-01"))
    assert held.editions[0].published == date(1800, 5, 1)


def test_the_newest_value_and_the_citation() -> None:
    held = parameter_from(
        "found", entry("ratio", edition("0.5"), edition("0.75", "2010-01-01"), decimals=2)
    )
    assert (str(held.newest), held.editions[0].citation) == ("3/4", "Act 1")


# ---------------------------------------------------------------------- days and months


def later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    number = day.year * 12 + day.month - 1 + months
    first = date(number // 12, number % 12 + 1, 1)
    following = date((number + 1) // 12, (number + 1) % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))


@pytest.mark.parametrize("months", [-13, -1, 0, 1, 2, 11, 12, 13, 756])
def test_months_later_over_the_whole_calendar(months: int) -> None:
    ends = (date(1872, 1, 31), date(2106, 11, 30))
    days = [ends[0] + timedelta(days=n) for n in range(0, (ends[1] - ends[0]).days, 97)]
    numbers = np.array([day_number(day) for day in days], dtype=np.int64)
    found = plus_months(numbers, months)
    assert [day_of(int(number)) for number in found] == [later(day, months) for day in days]


def test_an_age_that_rises_is_reached_on_the_first_day_on_which_it_is_met() -> None:
    """60 years of age, from 2010 on 61, from 2012 on 62; once reached it stays reached."""
    held = parameter_from("found", entry(
        "months", edition("720"), edition("732", "2010-01-01"), edition("744", "2012-01-01")
    ))  # fmt: skip
    table = reach_table(held)
    expected = {
        date(1940, 5, 1): date(2000, 5, 1),
        date(1949, 12, 31): date(2009, 12, 31),
        date(1950, 1, 1): date(2011, 1, 1),
        date(1950, 12, 31): date(2011, 12, 31),
        date(1951, 1, 1): date(2013, 1, 1),
        date(2000, 2, 29): date(2062, 2, 28),
        date(2107, 11, 30): date(2169, 11, 30),
    }
    found = {born: day_of(int(table[day_number(born) - day_number(FIRST)])) for born in expected}
    assert found == expected


def test_an_age_that_falls_is_reached_by_many_on_the_day_on_which_it_falls() -> None:
    held = parameter_from("found", entry("months", edition("720"), edition("708", "2010-01-01")))
    table = reach_table(held)
    expected = {
        date(1949, 12, 1): date(2009, 12, 1),
        date(1950, 6, 1): date(2010, 1, 1),
        date(1951, 1, 1): date(2010, 1, 1),
        date(1951, 1, 2): date(2010, 1, 2),
    }
    found = {born: day_of(int(table[day_number(born) - day_number(FIRST)])) for born in expected}
    assert found == expected


def test_every_birth_of_the_calendar_has_a_day_in_the_table() -> None:
    held = parameter_from("found", entry("months", edition("720")))
    table = reach_table(held)
    assert len(table) == (LAST - FIRST).days + 1
    assert day_of(int(table[-1])) == LAST  # beyond the tables
