"""Terms of procedure. Expectations: the articles named in each case."""

from __future__ import annotations

from datetime import date

import pytest

from tirek.law.deadlines import Deadline, arrears_steps, names, term


def found(deadline: Deadline) -> tuple[int | None, date | None, bool, tuple[str, ...]]:
    return deadline.days, deadline.day, deadline.confirmed, deadline.citations


@pytest.mark.parametrize(
    ("name", "benefit", "start", "expected"),
    [
        # Law 405 art. 20: 4 + 4, 8 in all, job loss too
        ("transfer_to_fund", "job_loss", date(2019, 6, 3), (4, date(2019, 6, 7), True)),
        ("assignment", "job_loss", date(2019, 6, 3), (8, date(2019, 6, 13), True)),
        # Law 286-VI art. 19(3), (4), (8): initial text, then 2 and 6 for job loss
        ("transfer_to_fund", "job_loss", date(2020, 6, 1), (4, date(2020, 6, 5), True)),
        ("transfer_to_fund", "job_loss", date(2022, 6, 1), (2, date(2022, 6, 3), True)),
        ("transfer_to_fund", "disability", date(2022, 6, 1), (4, date(2022, 6, 7), True)),
        ("fund_decision", "survivor", date(2022, 6, 1), (4, date(2022, 6, 7), True)),
        ("assignment", "childcare", date(2023, 6, 1), (8, date(2023, 6, 13), True)),
        ("assignment", "job_loss", date(2023, 6, 30), (6, date(2023, 7, 11), True)),
        # the Social Code: by-laws, not held
        ("assignment", "job_loss", date(2026, 2, 2), (6, date(2026, 2, 10), False)),
        ("assignment", "maternity", date(2026, 2, 2), (8, date(2026, 2, 12), False)),
        ("fund_decision", None, date(2026, 2, 2), (4, date(2026, 2, 6), False)),
        # a year in which it is not held on which day the shorter term came in
        ("assignment", "job_loss", date(2021, 6, 1), (None, None, False)),
    ],
)
def test_terms_of_assigning_a_benefit(
    name: str, benefit: str | None, start: date, expected: tuple[int | None, date | None, bool]
) -> None:
    assert found(term(name, start, benefit=benefit))[:3] == expected


def test_the_terms_of_assigning_are_not_confirmed_from_july_2023() -> None:
    assert term("assignment", date(2023, 6, 30)).confirmed
    assert not term("assignment", date(2023, 7, 1)).confirmed


def test_checking_documents_takes_a_month_more() -> None:
    assert found(term("checking_extension", date(2022, 1, 31))) == (
        1,
        date(2022, 2, 28),
        True,
        ("Law 286-VI 19(5)",),
    )
    assert not term("checking_extension", date(2026, 1, 31)).confirmed


@pytest.mark.parametrize(
    ("start", "benefit", "unit", "last", "citation"),
    [
        (date(2023, 6, 20), None, "calendar_days", date(2023, 6, 30), "Law 286-VI 12"),
        (date(2023, 7, 3), "childcare", "working_days", date(2023, 7, 19), "SC 74(2)2)"),  # 6-7 off
        (date(2026, 4, 30), "survivor", "working_days", date(2026, 5, 19), "SC 232(2)2)"),
        (date(2026, 2, 2), "job_loss", "working_days", date(2026, 2, 16), "SC 116(2)2)"),
        (date(2026, 2, 2), "disability", "working_days", date(2026, 2, 16), "SC 173(2)2)"),
    ],
)
def test_the_recipient_informs_within_ten_days(
    start: date, benefit: str | None, unit: str, last: date, citation: str
) -> None:
    deadline = term("informing_of_changes", start, benefit=benefit)
    assert (deadline.days, deadline.unit, deadline.day) == (10, unit, last)
    assert deadline.confirmed
    assert deadline.citations == (citation,)


def test_what_is_not_held_has_no_day() -> None:
    # Law 405 arts 1-13; order 229 of 2023; the texts before 2019.
    for name, start in (
        ("informing_of_changes", date(2019, 3, 1)),
        ("refund", date(2023, 7, 1)),
        ("fund_decision", date(2018, 12, 31)),
    ):
        assert found(term(name, start))[:3] == (None, None, False)


def test_a_refund_took_seven_banking_days() -> None:
    # Law 286-VI art. 18(1)
    assert found(term("refund", date(2023, 6, 30))) == (
        7,
        date(2023, 7, 12),  # 6 July, and 7 July moved from 1 July, are off; 1 July is worked
        True,
        ("Law 286-VI 18(1)",),
    )


def test_a_term_over_kurban_ait_is_an_estimate() -> None:
    assert term("assignment", date(2026, 5, 20)).estimated
    assert not term("assignment", date(2025, 6, 2)).estimated


@pytest.mark.parametrize(
    ("risk", "stopped", "listed"),
    [
        ("high", date(2026, 3, 11), date(2026, 3, 17)),  # SC 256(3), (5)1): 1 and 5
        ("medium", date(2026, 3, 27), date(2026, 4, 3)),  # 10 and 15, over 21-25 March
    ],
)
def test_the_steps_that_follow_on_arrears(risk: str, stopped: date, listed: date) -> None:
    steps = arrears_steps(date(2026, 2, 26), date(2026, 3, 10), risk)
    assert [(step.name, step.day) for step in steps] == [
        ("arrears_notice", date(2026, 3, 5)),  # SC 256(2): 5 working days
        ("arrears_accounts_stopped", stopped),
        ("arrears_list", listed),
        ("arrears_collected", None),  # counts from the list's arrival
        ("arrears_published", date(2026, 8, 26)),  # SC 256(8): six months
    ]
    assert all(step.confirmed and step.citations[0].startswith("SC 256") for step in steps)


def test_collection_counts_from_the_list() -> None:
    steps = arrears_steps(
        date(2026, 2, 26), date(2026, 3, 10), "high", list_received=date(2026, 3, 17)
    )
    assert steps[3].day == date(2026, 3, 27)  # SC 256(6): 5 working days over Nauryz


def test_before_the_notice_is_served_later_steps_have_no_day() -> None:
    steps = arrears_steps(date(2026, 2, 26), None, "high")
    assert [step.day is None for step in steps] == [False, True, True, True, False]


def test_a_payer_of_low_risk_gets_no_notice() -> None:
    assert [step.name for step in arrears_steps(date(2026, 2, 26), None, "low")] == [
        "arrears_published"
    ]


def test_in_2019_accounts_were_stopped_five_days_after_the_notice() -> None:
    # Law 405 art. 17(2-1), whatever the risk
    stop = term("arrears_accounts_stopped", date(2019, 4, 1), risk="high")
    assert found(stop) == (5, date(2019, 4, 8), True, ("Law 405 17(2-1)",))


def test_terms_that_need_a_risk_ask_for_it() -> None:
    with pytest.raises(ValueError, match="risk"):
        term("arrears_list", date(2026, 2, 2))
    with pytest.raises(ValueError, match="risk"):
        term("arrears_list", date(2026, 2, 2), risk="huge")
    with pytest.raises(ValueError, match="term"):
        term("holiday", date(2026, 2, 2))


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("start", [date(2019, 5, 5), date(2022, 5, 5), date(2026, 5, 5)])
def test_every_term_has_a_title_and_an_article(name: str, start: date) -> None:
    deadline = term(name, start, risk="high")
    assert set(deadline.title) == {"kk", "ru", "en"}
    assert deadline.citations or not deadline.confirmed


# ---------------------------------------------------------------------- from day to day


@pytest.mark.parametrize(
    ("day", "days"),
    [
        (date(2021, 1, 1), 4), (date(2021, 1, 2), None), (date(2021, 10, 11), None),
        (date(2021, 10, 12), 2), (date(2023, 6, 30), 2), (date(2023, 7, 1), 2),
    ],
)  # fmt: skip
def test_a_term_changes_on_the_day_on_which_the_law_did(day: date, days: int | None) -> None:
    """Law 286-VI 19(3), changed from 2021-01-02 (text not held) and 2021-10-12; the other
    benefits kept their four days."""
    assert term("transfer_to_fund", day, benefit="job_loss").days == days
    assert term("transfer_to_fund", day, benefit="disability").days == 4


@pytest.mark.parametrize(
    ("day", "act"),
    [
        (date(2019, 1, 1), "Law 405"), (date(2019, 12, 31), "Law 405"),
        (date(2020, 1, 1), "Law 286-VI"), (date(2023, 6, 30), "Law 286-VI"),
        (date(2023, 7, 1), "SC"),
    ],
)  # fmt: skip
def test_a_term_is_that_of_the_act_of_its_day(day: date, act: str) -> None:
    assert [cited.startswith(act) for cited in term("fund_decision", day).citations] == [True]


def test_no_term_is_held_before_2019() -> None:
    for name in names():
        held = term(name, date(2018, 12, 31), risk="high")
        assert (held.days, held.day, held.confirmed, held.citations) == (None, None, False, ())


def test_a_term_in_months_or_calendar_days_is_no_estimate() -> None:
    for name, day in (
        ("checking_extension", date(2026, 4, 27)), ("informing_of_changes", date(2022, 5, 20)),
    ):  # fmt: skip
        assert term(name, day).day and not term(name, day).estimated
