"""What the law of a date does not yet hold is undetermined; two times: in force and known on."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.asking import (
    BENEFITS,
    CARE,
    CONTRIBUTIONS,
    DEPENDANT,
    EVENTS,
    STATUS,
    Answer,
    Case,
    ask,
    assessment,
    changed,
    rows,
)

KINDS = (
    "employee", "entrepreneur", "civil_contract", "self_employed", "platform_worker",
    "single_payment", "individual_helper", "independent_medical",
)  # fmt: skip
NOT_PAID = {"kind": "disability", "degree_percent": 29, "until": None}


def unknown(answer: Answer) -> set[tuple[str, str]]:
    return {(one["parameter"], one["on"]) for one in answer["undetermined"]}


def next_year(benefit: str, on: str, *found: list[Case], **fields: Any) -> Case:
    """A question of a year whose values are not held."""
    event = dict(EVENTS[benefit])
    if benefit == "childcare":
        event["child_birth_date"] = on
    if benefit == "disability":
        event["until"] = None
    case = assessment(benefit, on=on, event=event, contributions=[r for one in found for r in one])
    return changed(case, **fields)


# ---------------------------------------------------------------------- a year to come


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("month", ["2027-01", "2099-12"])
@pytest.mark.parametrize("income", ["1.00", "1000000"])
def test_what_is_due_for_a_year_to_come_is_undetermined(kind: str, month: str, income: str) -> None:
    for brief in (True, False):
        case = {"month": month, "payer_kind": kind, "income": income}
        answer = ask("contributions", case, brief=brief)
        assert answer["lines"] is None
        assert ("minimum_wage", f"{month}-01") in unknown(answer)
        assert all(on == f"{month}-01" for _, on in unknown(answer))


def test_the_limit_of_the_self_employed_rests_on_the_index_too() -> None:
    answer = ask(
        "contributions", {"month": "2027-03", "payer_kind": "self_employed", "income": "9"}
    )
    names = {name for name, _ in unknown(answer)}
    assert names == {"minimum_wage", "monthly_calculation_index_for_payments"}


@pytest.mark.parametrize("benefit", BENEFITS)
@pytest.mark.parametrize("on", ["2027-02-01", "2031-12-31"])
def test_a_benefit_of_a_year_to_come_is_undetermined_and_no_refusal(benefit: str, on: str) -> None:
    year, month = int(on[:4]), int(on[5:7])
    before = f"{year}-{month - 1:02d}"
    answer = ask("assess", next_year(benefit, on, rows(before, 1)))
    assert answer["entitled"] is None and answer["reasons"] == []
    assert ("minimum_wage", f"{before}-01") in unknown(answer)
    for name in ("average_income", "participation_months", "amount", "pension_contribution", "net",
                 "months", "from", "until"):  # fmt: skip
        assert answer[name] is None, name
    assert answer["factors"] == {}


def test_what_rests_on_held_values_only_is_answered_in_january() -> None:
    held = rows("2025-01", 24)
    job_loss = ask("assess", next_year("job_loss", "2027-01-15", held))
    assert (job_loss["amount"], job_loss["undetermined"]) == ("70200.00", [])
    once = ask("assess", next_year("maternity", "2027-01-15", held))
    assert once["amount"] == "630000.00"
    for benefit, names in {
        "childcare": {"minimum_wage", "monthly_calculation_index"},
        "disability": {"minimum_wage"}, "survivor": {"minimum_wage"},
    }.items():  # fmt: skip
        answer = ask("assess", next_year(benefit, "2027-01-15", held))
        assert answer["entitled"] is None
        assert unknown(answer) == {(name, "2027-01-15") for name in names}


def test_a_month_outside_the_window_leaves_nothing_open() -> None:
    held, later = rows("2025-01", 24), rows("2027-01", 30)
    for benefit in ("job_loss", "maternity", "adoption"):
        case = next_year(benefit, "2027-01-15", held)
        with_later = next_year(benefit, "2027-01-15", held, later)
        assert ask("assess", with_later) == ask("assess", case)
    present = assessment(contributions=[*rows("2023-03", 24), *later])
    assert ask("assess", present) == ask("assess", assessment())


def test_only_the_dates_that_the_answer_rests_on_are_named() -> None:
    held, later = rows("2025-01", 24), rows("2027-01", 3)
    answer = ask("assess", next_year("disability", "2027-01-15", held, later))
    assert unknown(answer) == {("minimum_wage", "2027-01-15")}
    assert len(answer["undetermined"]) == 1


def test_a_refusal_that_rests_on_nothing_unknown_stays_a_refusal() -> None:
    held = rows("2025-01", 24)
    low = ask("assess", next_year("disability", "2027-01-15", held, event=NOT_PAID))
    assert [reason["code"] for reason in low["reasons"]] == ["degree_too_low"]
    short = ask("assess", next_year("job_loss", "2027-01-15", held, participation_months=1))
    assert short["entitled"] is False
    # Its average income rests on a value of 2027.
    open_ = ask("assess", next_year("job_loss", "2027-02-15", rows("2027-01", 1),
                                    participation_months=1))  # fmt: skip
    assert open_["entitled"] is None


def test_a_year_to_come_costs_an_unknown_price_and_insures_all_the_same() -> None:
    student = changed(STATUS, on="2027-02-15", categories__0__until=None)
    assert ask("insured-status", student)["insured"] is True
    assert ask("insured-status", student)["undetermined"] == []
    nobody = changed(STATUS, on="2027-02-15", payments=[], categories=[])
    answer = ask("insured-status", nobody)
    assert answer["insured"] is False
    assert unknown(answer) == {("minimum_wage", "2027-02-15")}
    prices = {way["way"]: way["amount"] for way in answer["ways_to_become_insured"]}
    assert prices["pay_missing_months"] is None and prices["prepay_year"] is None


def test_insured_status_before_2020_is_undetermined() -> None:
    for on in ("1990-06-01", "2017-07-01", "2019-12-31"):
        answer = ask("insured-status", changed(STATUS, on=on, payments=[]))
        assert answer["insured"] is None and answer["basis"] is None
        assert answer["undetermined"]


def test_care_of_a_year_to_come_follows_the_lists_that_are_held() -> None:
    answer = ask("care", changed(CARE, on="2027-02-01"))
    assert answer == ask("care", CARE)
    assert answer["undetermined"] == []


# ---------------------------------------------------------------------- known on


@pytest.mark.parametrize("benefit", ["childcare", "disability", "survivor"])
def test_a_value_published_later_is_not_used(benefit: str) -> None:
    held = rows("2024-01", 24)
    case = next_year(benefit, "2026-01-10", held)
    answer = ask("assess", {**case, "known_on": "2025-06-01"})
    assert ("minimum_wage", "2026-01-10") in unknown(answer)
    assert answer["entitled"] is None
    assert ask("assess", {**case, "known_on": "2025-12-07"})["entitled"] is None
    since = ask("assess", {**case, "known_on": "2025-12-08"})
    assert {**since, "law": None} == {**ask("assess", case), "law": None}


def test_months_of_income_need_their_own_years_values() -> None:
    case = assessment(on="2026-03-10", contributions=rows("2024-03", 24), known_on="2025-06-01")
    assert unknown(ask("assess", case)) == {("minimum_wage", "2026-01-01"),
                                            ("minimum_wage", "2026-02-01")}  # fmt: skip
    early = changed(case, contributions=rows("2024-01", 24))
    assert ask("assess", early)["entitled"] is True


def test_contributions_and_prices_follow_what_was_published() -> None:
    month = changed(CONTRIBUTIONS, month="2026-01")
    assert ask("contributions", {**month, "known_on": "2025-12-07"})["lines"] is None
    assert ask("contributions", {**month, "known_on": "2025-12-08"}) == ask("contributions", month)
    status = changed(STATUS, on="2026-02-15", payments=[], categories=[])
    assert unknown(ask("insured-status", {**status, "known_on": "2025-12-07"}))
    assert not unknown(ask("insured-status", {**status, "known_on": "2025-12-08"}))


def test_before_the_social_code_was_published_the_older_acts_rules_hold() -> None:
    """On 2023-08-01: no ceiling of the tenure factor, 0.55 taken off, 12 months to apply."""
    case = assessment(on="2023-08-01", contributions=rows("2021-08", 24, "200000"),
                      participation_months=400)  # fmt: skip
    before = {"known_on": "2023-01-01"}
    assert ask("assess", case)["factors"]["tenure_factor"] == "1.3"
    assert ask("assess", {**case, **before})["factors"]["tenure_factor"] == "1.56"
    disability = changed(case, event={"kind": "disability", "degree_percent": 60, "until": None})
    now, then = ask("assess", disability), ask("assess", {**disability, **before})
    assert (now["factors"]["deduction"], then["factors"]["deduction"]) == ("0.5", "0.55")
    # (200 000 - 0.55 x 70 000) x 0.6 x 0.6 x 1.56
    assert then["amount"] == "90698.40"
    care = next_year("childcare", "2023-08-01", rows("2021-08", 24), applied_on="2024-10-01")
    assert ask("assess", care)["entitled"] is True
    late = ask("assess", {**care, **before})
    assert [reason["code"] for reason in late["reasons"]] == ["deadline_passed"]


def test_the_act_named_is_the_one_that_was_known() -> None:
    case = assessment(on="2023-08-01", contributions=rows("2021-08", 24), known_on="2023-01-01")
    answer = ask("assess", case, brief=False)
    assert answer["law"]["act"] == "Law 286-VI"
    cited = {step["name"]: step["citations"] for step in answer["explanation"]}
    assert cited["tenure_factor"] == ["Law 286-VI 20(4)"]
    assert cited["job_loss_amount"] == ["Law 286-VI 22(2)"]
    assert ask("assess", {**case, "known_on": "2023-04-20"})["law"]["act"] == "Social Code"


def test_a_value_without_a_day_of_publication_was_known_when_it_began() -> None:
    """МРП 2 651, from 2020-04-01 2 778; 3 180 from 2022-04-01 was published on 2022-05-12."""

    def minimum(on: str, known_on: str) -> str:
        case = next_year("childcare", on, rows("2018-04", 24, "1") if on < "2021" else rows(
            "2020-04", 24, "1"), known_on=known_on)  # fmt: skip
        return str(ask("assess", case)["amount"])

    assert minimum("2020-04-10", "2020-03-31") == "16966.40"  # 2 651 x 5.76 / 0.9
    assert minimum("2020-04-10", "2020-04-01") == "17779.20"  # 2 778 x 5.76 / 0.9
    assert minimum("2022-04-15", "2022-05-11") == "19603.20"  # 3 063 x 5.76 / 0.9
    assert minimum("2022-04-15", "2022-05-12") == "20352.00"  # 3 180 x 5.76 / 0.9


@pytest.mark.parametrize("brief", [True, False])
@pytest.mark.parametrize("known_on", ["1900-01-01", "2004-12-31", "2019-12-25"])
def test_nothing_is_answered_by_a_law_that_was_not_yet_published(
    known_on: str, brief: bool
) -> None:
    known = {"known_on": known_on}
    for benefit in BENEFITS:
        answer = ask("assess", {**assessment(benefit), **known}, brief=brief)
        assert answer["entitled"] is None and answer["undetermined"], benefit
    month = ask("contributions", {**CONTRIBUTIONS, **known}, brief=brief)
    assert month["lines"] is None and month["undetermined"]
    for on in ("2020-03-01", "2026-02-15"):
        nobody = changed(STATUS, on=on, payments=[], categories=[], **known)
        status = ask("insured-status", nobody, brief=brief)
        assert status["insured"] is None and status["undetermined"], on


def test_known_on_a_later_day_changes_nothing() -> None:
    for command, case in (
        ("assess", assessment()), ("contributions", CONTRIBUTIONS), ("insured-status", STATUS),
        ("care", CARE), ("assess", assessment("survivor", event__dependants=[DEPENDANT] * 3)),
    ):  # fmt: skip
        full = ask(command, case, brief=False)
        assert ask(command, {**case, "known_on": "2099-12-31"}, brief=False) == full


def test_care_follows_the_lists_that_were_known() -> None:
    """Hypertension left the guaranteed volume on 2026-01-01 (seed 003)."""
    case = {"on": "2026-02-01", "icd10": "I10", "service": "outpatient_drugs", "insured": False}
    assert ask("care", case)["package"] == "insurance"
    assert ask("care", {**case, "known_on": "2025-12-31"})["package"] == "guaranteed"
    assert ask("care", {**case, "known_on": "2026-01-01"})["package"] == "insurance"
