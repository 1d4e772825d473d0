"""The marks of curves stand where the law breaks, to the tiyn, and nowhere else."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.portal.curving import DAYS, question_of, rows_of
from tests.portal.walking import boxes
from tirek.contract import assess
from tirek.contract.problems import Problem
from tirek.contract.reading import tiyn
from tirek.portal.curves import numbered
from tirek.portal.curves.breaks import breaks, changes
from tirek.portal.curves.kinds import KINDS
from tirek.portal.curves.numbered import drawn_of

#: Curves of benefits by income.
BY_INCOME = [
    name for name, kind in KINDS.items() if kind.axis == "income" and name != "contributions"
]


# ---------------------------------------------------------------------- where and why


def marks(name: str, **given: Any) -> list[tuple[int, str, str]]:
    with translation.override("en"):
        _, found = drawn_of(name, given)
    return [(one.mark.at, one.mark.what, one.mark.cause.why) for one in found]


WAGE = "minimum wage (85,000.00\u202f₸)"


def test_an_employees_contributions_have_their_floor_and_caps_to_the_tiyn() -> None:
    assert marks("contributions", month=202603, kind="employee", most=400_000_000) == [
        (1, "jump", ""), (9_444_444, "grows", WAGE), (66_111_111, "still", f"7 × {WAGE}"),
        (170_000_000, "still", f"20 × {WAGE}"), (340_000_000, "still", f"40 × {WAGE}"),
    ]  # fmt: skip


def test_each_year_of_the_window_has_its_own_cap() -> None:
    found = marks("job_loss", on=date(2024, 7, 10), participation=60, most=100_000_000)
    assert [(at, why.partition(" (")[2]) for at, _, why in found] == [
        (42_000_000, "60,000.00\u202f₸)"), (49_000_000, "70,000.00\u202f₸)"),
        (59_500_000, "85,000.00\u202f₸)"),
    ]  # fmt: skip


def test_a_right_begins_where_the_average_reaches_the_deduction() -> None:
    found = marks("disability", on=date(2026, 3, 10), degree=60, participation=60, most=10**8)
    assert found[0] == (4_250_002, "begins", f"0.5 × {WAGE}")


def test_months_of_participation_are_exact() -> None:
    found = marks("tenure", on=date(2026, 3, 10), benefit="job_loss", income=30_000_000)
    assert [(at, what) for at, what, _ in found] == [
        (6, "begins"), (12, "jump"), (24, "jump"), (36, "jump"), (72, "jump"), (240, "jump"),
    ]  # fmt: skip
    assert found[0][2] == "shortest participation for a job-loss benefit (6)"
    assert found[-1][2] == "highest tenure factor (1.3)"


def test_where_a_window_fills_up_a_jump_is_still_that_of_the_factor() -> None:
    found = marks("tenure", on=date(2026, 10, 1), benefit="job_loss", income=30_000_000)
    assert found[2] == (24, "jump", "scale of the tenure factor")


@settings(max_examples=30)
@given(st.sampled_from(BY_INCOME), DAYS, st.integers(10_000, 2_000_000))
def test_beside_a_mark_the_contract_breaks(name: str, on: date, most: int) -> None:
    """A jump is one, a cap holds from its mark on, and before it the amount still grew."""
    still = {"income": 0, "participation": 60, "days": 126, "degree": 60, "dependants": 2,
             "order": 2}  # fmt: skip
    asked = {"participation": 60, "days": 126, "adoption_days": 126, "order": 2, "degree": 60,
             "dependants": 2, "most": most * 100, "on": on}  # fmt: skip
    with translation.override("en"):
        _, found = drawn_of(name, {key: asked[key] for key in KINDS[name].asked})

    def amount(number: int) -> int:
        answer: Any = assess.answer(question_of(name, on, number, still), "en", True)
        return tiyn(answer["amount"]) if answer["entitled"] else -1

    for one in found:
        at, what = one.mark.at, one.mark.what
        if what == "begins":
            assert amount(at - 1) == -1 and amount(at) >= 0
        elif what == "still":
            end = one.mark.right.last
            assert amount(end) - amount(at) <= 1  # but for the rounding of a tiyn
            assert amount(at) > amount(at - 1000)
        elif what == "grows":
            assert amount(at - 1) == amount(one.mark.left.first) < amount(at + 1000)


# ---------------------------------------------------------------------- how they are found


def piecewise(corners: list[int], slopes: list[int], jumps: list[int]) -> Any:
    def of(number: int) -> int:
        value, before = Fraction(0), 0
        for corner, slope, jump in zip(corners, slopes, jumps, strict=False):
            if number < corner:
                return round(value + Fraction(slope, 1000) * (number - before))
            value += Fraction(slope, 1000) * (corner - before) + jump
            before = corner
        return round(value + Fraction(slopes[-1], 1000) * (number - before))

    return of


@settings(max_examples=200)
@given(st.data())
def test_breaks_of_any_straight_pieces_are_found(data: st.DataObject) -> None:
    most = 400_000_000
    cells = sorted(data.draw(st.sets(st.integers(1, 9), max_size=4)))
    corners = [cell * (most // 10) + data.draw(st.integers(0, most // 25)) for cell in cells]
    ends = [0, *corners, most]
    slopes = data.draw(st.lists(st.integers(0, 50), min_size=len(ends) - 1, max_size=len(ends) - 1))
    jumps = data.draw(st.lists(st.sampled_from([0, 1000, 10**6]), min_size=len(corners),
                               max_size=len(corners)))  # fmt: skip
    of = piecewise(corners, slopes, jumps)
    grid = [most * part // 96 for part in range(97)]
    found = breaks(lambda numbers: [of(one) for one in numbers], grid)
    wanted = [
        (corner, abs(right - left), jump)
        for corner, left, right, jump in zip(corners, slopes, slopes[1:], jumps, strict=False)
        if left != right or jump
    ]
    assert len(found) == len(wanted)
    for one, (corner, slope, jump) in zip(found, wanted, strict=True):
        if jump:
            assert one.after == corner
        else:  # as near as a tiyn of rounding allows
            assert abs(one.after - corner) <= 10_000 / slope


def test_every_change_of_a_state_is_found() -> None:
    def states(numbers: list[int]) -> list[str]:
        return ["a" if n < 1 else "b" if n < 2 else "c" if n < 70_001 else "d" for n in numbers]

    found = changes(states, [0, 50_000, 100_000])  # type: ignore[arg-type]
    assert [one.after for one in found] == [1, 2, 70_001]


@settings(max_examples=40)
@given(st.sampled_from(BY_INCOME), DAYS, st.integers(10_000, 3_000_000), st.integers(1, 400),
       st.integers(0, 300))  # fmt: skip
@example("adoption", date(2020, 7, 31), 1_853_340, 386, 0)  # each tiyn of rounding times 12
@example("maternity", date(2022, 2, 2), 2_657_554, 274, 0)  # and of the months with a higher cap
@example("adoption", date(2024, 2, 21), 1_756_908, 173, 0)
def test_what_rounding_does_is_no_mark(
    name: str, on: date, most: int, days: int, participation: int
) -> None:
    given_ = {"on": on, "most": most * 100, "days": days, "adoption_days": days, "order": 1,
              "degree": 60, "participation": participation, "dependants": 2}  # fmt: skip
    try:
        drawn, marks = drawn_of(name, {one: given_[one] for one in KINDS[name].asked})
    except Problem:
        return
    assert not drawn.restless and len(marks) <= 8


def test_marks_that_take_too_long_are_left_out_and_the_page_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(numbered, "_SECONDS", 0.0)
    page = Client(headers={"accept-language": "en"}).get(
        "/curves/", {"curve": "maternity", **boxes("on", date(2026, 4, 3)), "most": 987_654}
    ).content.decode()  # fmt: skip
    assert "too many turns here to list" in page and "<table" in page


@pytest.mark.parametrize(("on", "income"), [
    (date(2023, 7, 29), "0.01"), (date(2019, 8, 9), "507624.93"), (date(2024, 3, 25), "1967250.13"),
    (date(2022, 9, 16), "1696915.94"),
])  # fmt: skip
def test_a_mark_on_months_is_no_sum_of_money(on: date, income: str) -> None:
    """Months of two years have two limits: where the second ones come in, the line bends."""
    words = {"curve": "tenure", **boxes("on", on), "income": income}
    places = [int(row["participation"]) for row in rows_of(words)]
    assert places == sorted(places) and places[-1] == 300
