"""Which edition of which act is the law on a day, and from when it could be known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.contract.asking import BENEFITS, EVENTS, ask, assessment
from tirek.engine.parameters import day_number, month_number
from tirek.law.acts import edition_number, editions, kinds, special_months

#: The first day of an edition, its act, the day on which it was signed or published.
EDITIONS = [
    ("2005-01-01", "Law 405", "2003-04-25"),
    ("2018-01-01", "Law 405", "2018-01-01"),  # the day of publication is not held
    ("2020-01-01", "Law 286-VI", "2019-12-26"),
    ("2021-01-01", "Law 286-VI", "2021-01-02"),  # Law 399-VI
    ("2022-01-01", "Law 286-VI", "2021-06-24"),  # Law 52-VII
    ("2023-07-01", "Social Code", "2023-04-20"),
    ("2024-01-01", "Social Code", "2023-04-20"),
    ("2026-01-01", "Social Code", "2025-07-18"),  # Law 215-VIII
    ("2026-07-12", "Social Code", "2026-01-09"),
]
DAY = timedelta(days=1)


def edition_on(day: date, known_on: date | None = None) -> tuple[str, str]:
    found = editions()[edition_number(day_number(day), known_on)]
    return found.since.isoformat(), found.act


@pytest.mark.parametrize(("since", "act", "known"), EDITIONS)
def test_an_edition_holds_from_its_first_day(since: str, act: str, known: str) -> None:
    first = date.fromisoformat(since)
    assert edition_on(first) == edition_on(first + DAY) == (since, act)
    if since > "2005-01-01":
        assert edition_on(first - DAY) != (since, act)


@pytest.mark.parametrize(("since", "act", "known"), EDITIONS)
def test_an_edition_is_not_the_law_for_who_asks_as_of_a_day_before_it_was_known(
    since: str, act: str, known: str
) -> None:
    first, published = date.fromisoformat(since), date.fromisoformat(known)
    day = max(first, published)
    assert edition_on(day, published) == edition_on(day, date(2026, 12, 31)) == (since, act)
    if since > "2005-01-01":
        assert edition_on(day, published - DAY) != (since, act)


def test_before_the_first_edition_the_first_one_is_named() -> None:
    assert edition_on(date(1999, 1, 1)) == ("2005-01-01", "Law 405")
    assert edition_on(date(2020, 1, 1), date(1999, 1, 1)) == ("2005-01-01", "Law 405")


def month(text: str) -> int:
    return month_number(date.fromisoformat(f"{text}-01"))


@pytest.mark.parametrize(
    ("kind", "fund", "first", "last"),
    [
        ("aggregate_payment_city", "social", "2019-01", "2023-12"),
        ("single_payment", "social", "2023-01", None),
        ("employee", "social", "2005-01", None),
    ],
)
def test_a_kind_pays_from_its_first_to_its_last_month(
    kind: str, fund: str, first: str, last: str | None
) -> None:
    span = kinds()[kind][fund]
    assert not span.holds(month(first) - 1) and span.holds(month(first))
    if last:
        assert span.holds(month(last))
        assert not any(span.holds(month(last) + n) for n in (1, 2, 100))
    else:
        assert span.holds(month("2099-12"))


def test_special_months_lie_in_2020_and_2021() -> None:
    for code in ("emergency_benefit", "excluded_media"):
        span = special_months()[code]
        held = [text for text in ("2019-12", "2020-01", "2021-12", "2022-01")
                if span.holds(month(text))]  # fmt: skip
        assert held == ["2020-01", "2021-12"]


@pytest.mark.parametrize("benefit", BENEFITS)
def test_a_benefit_exists_from_its_first_day_though_its_rules_are_held_from_2019(
    benefit: str,
) -> None:
    """Law 405 21-23 from 2005-01-01; 23-1 and 23-2 from 2008-01-01."""
    since = 2005 if benefit in ("job_loss", "disability", "survivor") else 2008
    for day, code in (
        (date(since, 1, 1) - DAY, "not_in_force"), (date(since, 1, 1), "law_not_held"),
        (date(2018, 12, 31), "law_not_held"),
    ):  # fmt: skip
        event = dict(EVENTS[benefit])
        if benefit == "childcare":
            event["child_birth_date"] = day.isoformat()
        case = assessment(benefit, on=day.isoformat(), contributions=[], event=event)
        assert [reason["code"] for reason in ask("assess", case)["reasons"]] == [code]
