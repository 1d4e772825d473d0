"""Changes of a running payment. Expectations: the articles named in each case."""

from __future__ import annotations

from datetime import date

import pytest

from tirek.law.payment_changes import (
    Change,
    Kind,
    Resumption,
    effective,
    grounds,
    refusals,
    resumed_from,
)

BENEFITS = ("disability", "survivor", "job_loss", "maternity", "adoption", "childcare")
KINDS: tuple[Kind, ...] = ("suspension", "termination", "recalculation")
ACTS = {"Law 405": date(2019, 6, 1), "Law 286-VI": date(2022, 6, 1), "SC": date(2026, 6, 1)}


def change(
    benefit: str,
    ground: str,
    event: date,
    informed: date | None = None,
    assigned_from: date = date(2018, 1, 1),
) -> Change:
    return effective(
        benefit, ground, event=event, informed=informed or event, assigned_from=assigned_from
    )


def codes(benefit: str, kind: Kind, on: date) -> set[str]:
    return {ground.code for ground in grounds(benefit, kind, on) or ()}


def resumption(found: Change, case: str) -> Resumption:
    return next(item for item in found.resumes if item.case == case)


# --- suspension


@pytest.mark.parametrize(
    ("benefit", "article"),
    [
        ("disability", "SC 182(1)1)"),
        ("survivor", "SC 241(1)1)"),
        ("job_loss", "SC 119(1)1)"),
        ("childcare", "SC 86(1)1)"),
    ],
)
def test_suspension_begins_on_the_first_of_the_month_after_the_information(
    benefit: str, article: str
) -> None:
    found = change(benefit, "no_debit_operations", date(2026, 1, 15), date(2026, 1, 31))
    assert found.kind == "suspension"
    assert found.first_day_not_paid == date(2026, 2, 1)
    assert found.last_day_paid == date(2026, 1, 31)
    assert found.citations == (article,)
    back = resumption(found, "circumstance_over")
    day = date(2026, 4, 10)
    assert resumed_from(back, suspended=date(2026, 2, 1), case_day=day, applied=day) == date(
        2026, 2, 1
    )


def test_childcare_stops_after_the_month_of_the_event_whenever_it_became_known() -> None:
    # SC 86(2)1)
    found = change("childcare", "child_on_state_support", date(2024, 2, 29), date(2024, 6, 5))
    assert (found.first_day_not_paid, found.last_day_paid) == (date(2024, 3, 1), date(2024, 2, 29))
    back = resumption(found, "child_placed")
    placed = date(2024, 5, 20)
    assert resumed_from(back, suspended=date(2024, 3, 1), case_day=placed, applied=placed) == placed


def test_december_is_followed_by_january() -> None:
    found = change("survivor", "study_ended_early", date(2025, 12, 1), date(2025, 12, 31))
    assert found.first_day_not_paid == date(2026, 1, 1)  # SC 241(1)7)


def test_who_comes_back_to_kazakhstan_gets_at_most_three_years() -> None:
    # SC 182(1)2), 241(1)2)
    found = change("disability", "moved_abroad", date(2020, 1, 10), date(2023, 8, 14))
    assert found.first_day_not_paid == date(2023, 9, 1)
    back = resumption(found, "returned_not_paid_abroad")
    for applied, first in (
        (date(2026, 8, 31), date(2023, 9, 1)),
        (date(2026, 9, 1), date(2023, 9, 1)),
        (date(2028, 2, 29), date(2025, 2, 28)),
    ):
        day = resumed_from(back, suspended=date(2023, 9, 1), case_day=applied, applied=applied)
        assert day == first
    paid = resumption(found, "returned_paid_abroad")
    day = date(2028, 2, 29)
    assert resumed_from(paid, suspended=date(2023, 9, 1), case_day=day, applied=day) == day


def test_childcare_after_a_payment_abroad_goes_on_the_month_after_it_ended() -> None:
    # SC 86(1)2)
    found = change("childcare", "moved_abroad", date(2025, 3, 3))
    back = resumption(found, "payment_abroad_ended")
    day = resumed_from(
        back, suspended=date(2025, 4, 1), case_day=date(2025, 7, 31), applied=date(2025, 9, 1)
    )
    assert day == date(2025, 8, 1)


def test_a_guardian_is_paid_from_his_naming_but_not_before_the_suspension() -> None:
    # SC 86(1)3), 86(2)4)
    found = change("childcare", "recipient_death", date(2025, 5, 20))
    assert found.kind == "suspension"
    back = resumption(found, "guardian_named")
    assert back.to == "guardian"
    for named, first in ((date(2025, 5, 25), date(2025, 6, 1)), (date(2025, 7, 3),) * 2):
        assert (
            resumed_from(back, suspended=date(2025, 6, 1), case_day=named, applied=named) == first
        )


def test_a_new_document_resumes_from_its_day() -> None:
    # SC 119(1)2)
    back = resumption(
        change("job_loss", "identity_document_expired", date(2026, 1, 5)), "document_issued"
    )
    issued = date(2026, 3, 17)
    assert resumed_from(back, suspended=date(2026, 2, 1), case_day=issued, applied=issued) == issued


def test_the_law_of_2020_names_no_day_of_resumption() -> None:
    # Law 286-VI art. 27(4)
    found = change("disability", "moved_abroad", date(2022, 5, 5))
    back = resumption(found, "circumstance_over")
    assert back.citations == ("Law 286-VI 27(4)",)
    day = date(2022, 9, 9)
    assert resumed_from(back, suspended=date(2022, 6, 1), case_day=day, applied=day) is None


def test_a_term_of_disability_is_paid_to_its_last_day() -> None:
    for on, kind in (
        (date(2019, 3, 10), "suspension"),  # Law 405 art. 21(7)
        (date(2022, 3, 10), "suspension"),  # Law 286-VI art. 27(2)
        (date(2026, 3, 10), "termination"),  # SC 171(6)
    ):
        found = change("disability", "degree_term_over", on)
        assert found.kind == kind
        assert found.last_day_paid == on


# --- termination


@pytest.mark.parametrize(
    ("benefit", "on", "article"),
    [
        ("disability", date(2024, 2, 10), "SC 182(3)1)"),
        ("job_loss", date(2024, 2, 10), "SC 119(3)1)"),
        ("survivor", date(2022, 2, 10), "Law 286-VI 28(1)1)"),
        ("disability", date(2019, 2, 10), "Law 405 21(6)2)"),
    ],
)
def test_death_is_paid_through_its_month(benefit: str, on: date, article: str) -> None:
    found = change(benefit, "recipient_death", on)
    assert found.kind == "termination"
    assert found.last_day_paid == (date(2024, 2, 29) if on.year == 2024 else on.replace(day=28))
    assert found.citations == (article,)


def test_a_court_s_decision_of_death_was_paid_to_its_day_before_the_code() -> None:
    day = date(2022, 2, 10)
    assert change("disability", "recipient_declared_dead", day).last_day_paid == day  # 28(1)1)
    later = change("disability", "recipient_declared_dead", date(2026, 2, 10))
    assert later.last_day_paid == date(2026, 2, 28)  # SC 182(3)1)


def test_false_documents_end_the_payment_from_its_assignment() -> None:
    # SC 182(3)2), 241(3)1), 119(3)2), 86(4)4)
    for benefit in ("disability", "survivor", "job_loss", "childcare"):
        found = change(
            benefit, "false_documents", date(2026, 5, 5), assigned_from=date(2025, 11, 20)
        )
        assert (found.first_day_not_paid, found.last_day_paid) == (date(2025, 11, 20), None)


def test_the_recipient_s_own_application_works_from_the_next_month() -> None:
    found = change("childcare", "recipient_application", date(2026, 4, 1))
    assert (found.first_day_not_paid, found.last_day_paid) == (date(2026, 5, 1), date(2026, 4, 30))


def test_found_able_to_work() -> None:
    day = date(2019, 9, 12)
    assert change("disability", "found_able", day).first_day_not_paid == day  # Law 405 21(6)3)
    day = date(2023, 6, 30)
    assert change("disability", "found_able", day).first_day_not_paid == day  # 286-VI 28(2)2)
    day = date(2023, 7, 1)
    assert change("disability", "found_able", day).first_day_not_paid == date(2023, 8, 1)


def test_leaving_the_register_of_the_unemployed() -> None:
    event, informed = date(2019, 3, 29), date(2019, 4, 2)
    found = change("job_loss", "deregistered_unemployed", event, informed)
    assert found.first_day_not_paid == date(2019, 5, 1)  # Law 405 23(8): of the information
    event, informed = date(2026, 3, 31), date(2026, 4, 2)
    found = change("job_loss", "deregistered_unemployed", event, informed)
    assert found.first_day_not_paid == date(2026, 4, 1)  # SC 119(3)4): of the removal


def test_ages_end_the_payment_as_the_contract_says() -> None:
    birthday = date(2026, 3, 1)
    assert change("survivor", "dependant_age_reached", birthday).last_day_paid == date(2026, 2, 28)
    assert change("disability", "pension_age", birthday).last_day_paid == date(2026, 2, 28)
    assert change("childcare", "child_age_reached", birthday).last_day_paid == birthday


def test_the_same_ground_may_end_or_suspend_by_the_act() -> None:
    kinds = [change("childcare", "parental_rights_lost", day).kind for day in sorted(ACTS.values())]
    assert kinds == ["termination", "termination", "suspension"]


def test_no_day_is_made_up_where_the_law_names_none() -> None:
    found = change("survivor", "breadwinner_alive", date(2026, 3, 1))  # SC 241(1)11)
    assert (found.first_day_not_paid, found.last_day_paid, found.confirmed) == (None, None, False)


# --- recalculation


@pytest.mark.parametrize(
    ("day", "article"),
    [
        (date(2019, 5, 17), "Law 405 21(4)"),
        (date(2022, 5, 17), "Law 286-VI 20(3)"),
        (date(2026, 5, 17), "SC 181(4)"),
    ],
)
def test_a_new_degree_counts_from_its_day(day: date, article: str) -> None:
    found = change("disability", "degree_changed", day)
    assert (found.kind, found.amount_changes_from) == ("recalculation", day)
    assert (found.first_day_not_paid, found.citations) == (None, (article,))


def test_a_change_that_was_not_reported_counts_from_its_day_not_before_the_assignment() -> None:
    # SC 232(2)2), 74(2)2)
    start = date(2025, 3, 1)
    for event, first in ((date(2025, 6, 7),) * 2, (date(2025, 1, 7), start)):
        found = change("survivor", "change_not_reported", event, date(2026, 1, 1), start)
        assert (found.amount_changes_from, found.confirmed) == (first, True)
    assert not change("survivor", "dependants_changed", date(2025, 6, 7)).confirmed


def test_a_share_is_separated_from_the_application() -> None:
    for day in ACTS.values():
        assert change("survivor", "share_separated", day).amount_changes_from == day


def test_the_recalculations_of_2020_and_2023() -> None:
    found = change("job_loss", "law_of_2020", date(2020, 1, 1))  # Law 286-VI 39(3)
    assert found.amount_changes_from == date(2020, 1, 1)
    found = change("job_loss", "replacement_rate_of_2023", date(2023, 1, 1))  # seed 002
    assert (found.amount_changes_from, found.citations) == (date(2023, 1, 1), ("seed 002",))
    with pytest.raises(ValueError):
        change("job_loss", "replacement_rate_of_2023", date(2022, 12, 31))


def test_complicated_births_and_the_index_of_childcare() -> None:
    assert "complicated_or_multiple_birth" in codes("maternity", "recalculation", ACTS["SC"])
    assert "complicated_or_multiple_birth" not in codes("adoption", "recalculation", ACTS["SC"])
    day = date(2026, 1, 1)
    assert change("childcare", "mrp_changed", day).amount_changes_from == day  # SC 88(2)
    assert {"uncounted_child", "mrp_changed"} <= codes("childcare", "recalculation", day)
    assert {"indexation", "degree_changed"} == codes("disability", "recalculation", day)


# --- the lists as a whole


@pytest.mark.parametrize(
    ("benefit", "articles"),
    [
        ("disability", [f"SC 182(1){n})" for n in range(1, 10)]),
        ("survivor", [f"SC 241(1){n})" for n in range(1, 13)]),
        ("job_loss", [f"SC 119(1){n})" for n in range(1, 4)]),
        (
            "childcare",
            [*(f"SC 86(1){n})" for n in range(1, 9)), *(f"SC 86(2){n})" for n in range(1, 5))],
        ),
    ],
)
def test_every_suspension_of_the_code_is_there(benefit: str, articles: list[str]) -> None:
    found = {c for g in grounds(benefit, "suspension", ACTS["SC"]) or () for c in g.citations}
    assert found == set(articles)


@pytest.mark.parametrize(
    ("benefit", "articles"),
    [
        ("disability", {f"SC 182(3){n})" for n in range(1, 5)}),
        ("survivor", {f"SC 241(3){n})" for n in range(1, 6)}),
        ("job_loss", {f"SC 119(3){n})" for n in range(1, 6)}),
        ("childcare", {f"SC 86(4){n})" for n in range(1, 5)}),
    ],
)
def test_every_termination_of_the_code_is_there(benefit: str, articles: set[str]) -> None:
    found = {c for g in grounds(benefit, "termination", ACTS["SC"]) or () for c in g.citations}
    assert articles <= found


def test_a_lump_sum_is_neither_suspended_nor_ended_under_the_code() -> None:
    for benefit in ("maternity", "adoption"):
        assert grounds(benefit, "suspension", ACTS["SC"]) == ()
        assert grounds(benefit, "termination", ACTS["SC"]) == ()


@pytest.mark.parametrize("benefit", BENEFITS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("act", ACTS)
def test_every_ground_has_titles_and_an_article_of_its_act(
    benefit: str, kind: Kind, act: str
) -> None:
    for ground in grounds(benefit, kind, ACTS[act]) or ():
        assert set(ground.title) == set(ground.moment_title) == {"kk", "ru", "en"}
        assert ground.citations[0].startswith((act, "seed"))
        for item in ground.resumes:
            assert set(item.title) == set(item.to_title) == {"kk", "ru", "en"}
        found = effective(
            benefit,
            ground.code,
            event=ACTS[act],
            informed=ACTS[act],
            assigned_from=date(2018, 1, 1),
        )
        assert found.kind == kind
        if found.confirmed and kind != "recalculation":
            assert found.first_day_not_paid is not None
        assert bool(ground.resumes) or kind != "suspension"


def test_what_is_not_held_is_answered_as_such() -> None:
    assert grounds("disability", "suspension", date(2018, 12, 31)) is None
    assert refusals("disability", date(2023, 6, 30)) is None
    with pytest.raises(ValueError):
        change("disability", "recipient_death", date(2018, 12, 31))


def test_wrong_names_are_refused() -> None:
    with pytest.raises(ValueError, match="benefit"):
        grounds("pension", "suspension", ACTS["SC"])
    with pytest.raises(ValueError, match="ground"):
        change("job_loss", "moved_abroad", ACTS["SC"])


# --- refusals


@pytest.mark.parametrize(
    ("benefit", "acceptance", "assignment"),
    [
        ("maternity", "SC 73(1)", 3),
        ("adoption", "SC 73(1)", 3),
        ("childcare", "SC 73(1)", 3),
        ("job_loss", "SC 115(1)", 3),
        ("disability", "SC 172(1)", 4),
        ("survivor", "SC 231(1)", 4),
    ],
)
def test_the_grounds_of_refusal(benefit: str, acceptance: str, assignment: int) -> None:
    found = refusals(benefit, date(2023, 7, 1)) or ()
    first = [item for item in found if item.stage == "acceptance"]
    assert [item.citations[0] for item in first] == [
        f"{acceptance}{n})" for n in range(1, 8 if benefit == "job_loss" else 6)
    ]
    assert len(found) - len(first) == assignment
    negative = "negative_amount" in {item.code for item in found}
    assert negative is (benefit in ("disability", "survivor"))


# --- from day to day


@pytest.mark.parametrize(
    ("day", "act"),
    [
        (date(2019, 1, 1), "Law 405"), (date(2019, 12, 31), "Law 405"),
        (date(2020, 1, 1), "Law 286-VI"), (date(2023, 6, 30), "Law 286-VI"),
        (date(2023, 7, 1), "SC"), (date(2026, 7, 12), "SC"),
    ],
)  # fmt: skip
def test_a_change_follows_the_act_of_the_day_on_which_it_became_known(day: date, act: str) -> None:
    found = change("disability", "degree_changed", date(2018, 5, 5), informed=day)
    assert [cited.startswith(f"{act} ") for cited in found.citations] == [True]
    held = grounds("disability", "recalculation", day)
    assert held and all(one.citations[0].startswith(f"{act} ") for one in held)


def test_a_ground_that_does_not_exist_is_refused_as_such() -> None:
    with pytest.raises(ValueError, match="no ground"):
        change("disability", "no_such_ground", date(2026, 6, 1))


def test_nothing_is_held_before_2019() -> None:
    assert refusals("disability", date(2018, 12, 31)) is None
    assert grounds("disability", "recalculation", date(2018, 12, 31)) is None
    with pytest.raises(ValueError, match="no ground"):
        change("disability", "degree_changed", date(2018, 12, 31))


def test_what_ends_before_the_first_day_of_the_payment_leaves_no_last_day_paid() -> None:
    """SC 182(2)5): pension age ends the payment on its day; who is paid from a later one never
    got a day."""
    first = date(2025, 3, 10)
    for event, last in (
        (date(2025, 3, 9), None), (first, None), (date(2025, 3, 11), first),
        (date(2025, 3, 12), date(2025, 3, 11)),
    ):  # fmt: skip
        found = change("disability", "pension_age", event, assigned_from=first)
        assert (found.first_day_not_paid, found.last_day_paid) == (event, last)


@pytest.mark.parametrize(
    ("day", "held"),
    [(date(2020, 1, 1), True), (date(2023, 6, 30), True), (date(2019, 12, 31), False)],
)
def test_the_conversion_of_2020_is_a_ground_of_its_act(day: date, held: bool) -> None:
    assert ("law_of_2020" in codes("disability", "recalculation", day)) is held


@pytest.mark.parametrize(("day", "held"), [(date(2022, 12, 31), False), (date(2023, 1, 1), True)])
def test_the_rate_of_2023_is_a_ground_from_its_day(day: date, held: bool) -> None:
    assert ("replacement_rate_of_2023" in codes("job_loss", "recalculation", day)) is held
