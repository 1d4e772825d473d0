"""The calendar. Expectations: Law 267-II art. 5, Labour Code arts 84-85, the ministry's notices."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from holidays import country_holidays
from hypothesis import given
from hypothesis import strategies as st

from tirek.law.working_days import (
    add_working_days,
    is_working_day,
    months_later,
    working_days_between,
)

DAYS = st.dates(date(2019, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("day", "working", "name"),
    [
        (date(2026, 1, 1), False, "New Year"),
        (date(2026, 1, 2), False, "New Year"),
        (date(2026, 1, 3), False, "Weekend"),
        (date(2026, 1, 5), True, None),  # alau.kz 19.11.2025: 5 and 6 January are worked
        (date(2026, 1, 7), False, "Orthodox Christmas"),
        (date(2023, 1, 7), False, "Orthodox Christmas"),  # a Saturday: does not move (art. 84)
        (date(2023, 1, 9), True, None),
        (date(2026, 3, 9), False, "International Women's Day (day off in lieu)"),
        (date(2026, 3, 24), False, "Nauryz (day off in lieu)"),  # inform.kz 02.01.2026
        (date(2026, 3, 25), False, "Nauryz (day off in lieu)"),
        (date(2026, 3, 26), True, None),
        (date(2026, 5, 8), True, None),  # no move was ordered for it
        (date(2026, 5, 11), False, "Victory Day (day off in lieu)"),
        (date(2022, 5, 10), False, "Defender of the Fatherland Day (day off in lieu)"),  # paryz.kz
        (date(2025, 9, 1), False, "Constitution Day (day off in lieu)"),
        (date(2026, 8, 31), True, None),  # taspanews.kz 18.03.2026: no longer a holiday
        (date(2027, 3, 15), False, "Constitution Day"),
        (date(2026, 10, 26), False, "Republic Day (day off in lieu)"),
        (date(2018, 8, 21), False, "First day of Kurban Ait"),  # before the proclaimed days held
        (date(2021, 12, 17), False, "Independence Day"),
        (date(2022, 12, 16), False, "Independence Day"),
        (date(2022, 12, 19), True, None),  # one day of independence since 2022, a Friday
    ],
)
def test_holidays_and_their_days_in_lieu(day: date, working: bool, name: str | None) -> None:
    found = is_working_day(day)
    assert found.working is working
    assert (found.name["en"] if found.name else None) == name
    assert not found.estimated


@pytest.mark.parametrize(
    ("rest", "work"),
    [
        (date(2021, 7, 5), date(2021, 7, 3)),  # kt.kz 1377917736
        (date(2022, 10, 24), date(2022, 10, 22)),  # ortcom.kz 1665217461
        (date(2023, 7, 7), date(2023, 7, 1)),  # zhanaqorgan-tynysy.kz 23701
        (date(2024, 5, 8), date(2024, 5, 4)),  # smartnews.kz 18380
        (date(2025, 1, 3), date(2025, 1, 5)),  # order 436 of 21.11.2024
        (date(2020, 5, 8), date(2020, 5, 11)),  # a day in lieu (Monday) that was worked
    ],
)
def test_days_moved_by_decree(rest: date, work: date) -> None:
    assert not is_working_day(rest).working
    assert is_working_day(work).working
    assert str(work) in (is_working_day(rest).name or {})["ru"]


@pytest.mark.parametrize("day", [date(2018, 3, 3), date(2018, 5, 5), date(2018, 12, 29)])
def test_a_saturday_that_was_worked_before_the_decrees_that_are_held(day: date) -> None:
    found = is_working_day(day)  # government decree of 2017 on moving days off in 2018
    assert found.working and found.name


def test_kurban_ait_is_one_day_off_and_does_not_move() -> None:
    # Ministry of Labour, 07.06.2024: 16 June, a Sunday; Monday 17 June is worked.
    assert not is_working_day(date(2024, 6, 16)).working
    assert is_working_day(date(2024, 6, 17)).working
    assert not is_working_day(date(2024, 6, 17)).estimated
    friday = is_working_day(date(2025, 6, 6))
    assert (friday.working, friday.estimated) == (False, False)


def test_kurban_ait_of_a_year_not_yet_proclaimed_is_an_estimate() -> None:
    assert [is_working_day(date(2026, 5, day)).estimated for day in (25, 26, 27, 28, 29)] == [
        False,
        True,
        True,
        True,
        False,
    ]
    monday = is_working_day(date(2027, 5, 17))  # the estimate is Sunday 16 May
    assert (monday.working, monday.estimated) == (True, True)
    for weekend in (date(2027, 5, 16), date(2030, 4, 13)):  # off in any case
        assert not is_working_day(weekend).estimated
    assert is_working_day(date(2028, 5, 5)).estimated  # a Friday


def test_a_term_over_an_estimated_holiday_says_so() -> None:
    over = add_working_days(date(2026, 5, 20), 8)
    assert over.estimated
    assert over.estimated_holidays == ("kurban_ait:2026-05-27",)
    before = add_working_days(date(2026, 5, 20), 3)  # 21, 22, 25 May
    assert (before.day, before.estimated, before.estimated_holidays) == (
        date(2026, 5, 25),
        False,
        (),
    )


@pytest.mark.parametrize(
    ("start", "n", "last"),
    [
        (date(2025, 12, 30), 1, date(2025, 12, 31)),
        (date(2025, 12, 30), 2, date(2026, 1, 5)),  # 1-4 January off
        (date(2025, 12, 30), 4, date(2026, 1, 8)),  # 7 January off
        (date(2024, 12, 31), 1, date(2025, 1, 5)),  # a working Sunday
        (date(2026, 4, 30), 1, date(2026, 5, 4)),  # 1 May, then the weekend
        (date(2026, 5, 6), 1, date(2026, 5, 8)),
        (date(2026, 5, 6), 2, date(2026, 5, 12)),  # 9-11 May off
        (date(2022, 5, 6), 1, date(2022, 5, 11)),  # 7-10 May off
        (date(2026, 3, 20), 1, date(2026, 3, 26)),  # 21-25 March off
        (date(2024, 2, 28), 1, date(2024, 2, 29)),
        (date(2026, 2, 27), 1, date(2026, 3, 2)),
        (date(2026, 5, 9), 0, date(2026, 5, 9)),
        (date(2026, 5, 9), 1, date(2026, 5, 12)),  # begins on a day off
    ],
)
def test_the_day_of_the_event_is_not_counted(start: date, n: int, last: date) -> None:
    assert add_working_days(start, n).day == last


def test_a_negative_term_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        add_working_days(date(2026, 1, 1), -1)


@given(DAYS, st.integers(1, 60))
def test_a_term_ends_on_a_working_day_and_counts_back(start: date, n: int) -> None:
    last = add_working_days(start, n).day
    assert is_working_day(last).working
    assert working_days_between(start, last) == n
    assert working_days_between(last, start) == -n


@given(DAYS, DAYS, DAYS)
def test_working_days_add_up(a: date, b: date, c: date) -> None:
    a, b, c = sorted((a, b, c))
    assert working_days_between(a, b) + working_days_between(b, c) == working_days_between(a, c)


def test_the_year_2026_has_247_working_days() -> None:
    # The calendar of December 2025 printed 246 (alau.kz 11.12.2025); 31 August was added in March.
    assert working_days_between(date(2025, 12, 31), date(2026, 12, 31)) == 247


@pytest.mark.parametrize("year", range(2020, 2027))
def test_the_table_agrees_with_a_library_that_knows_the_decrees(year: int) -> None:
    library = country_holidays("KZ", years=(year, year + 1))
    day = date(year, 1, 1)
    while day.year == year:
        assert is_working_day(day).working == library.is_working_day(day), day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -36, date(2023, 1, 15)),
    ],
)
def test_a_month_that_lacks_the_day_ends_on_its_last(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later
