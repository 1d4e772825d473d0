"""Every ground of refusal, alone and together, and every field of every answer."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.asking import BENEFITS, DEPENDANT, EVENTS, PAYER, Case, ask, assessment, rows

ORDER = (
    "not_in_force", "law_not_held", "deadline_passed", "not_insured_pensioner",
    "no_contributions_in_window", "tenure_too_short", "kind_not_covered", "degree_too_low",
    "no_eligible_dependant", "child_too_old", "child_on_state_support", "other_carer_receives",
    "amount_not_positive",
)  # fmt: skip
FIELDS = {
    "benefit", "entitled", "reasons", "undetermined", "average_income", "participation_months",
    "factors", "amount", "pension_contribution", "net", "pays", "months", "from", "until", "law",
}  # fmt: skip
PROSE = {"what_would_change_it", "explanation"}
OLD = {"birth_date": "1955-01-01", "sex": "male"}
WITHOUT_TENURE = ("maternity", "adoption", "childcare")
ADULT = {"birth_date": "2000-01-01", "relation": "child"}


def esp(month: str) -> Case:
    return {
        "period": month,
        "payer": PAYER,
        "kind": "aggregate_payment_city",
        "contribution": "3063",
    }


def child(birth: str, **fields: Any) -> Case:
    return {"kind": "childcare", "child_birth_date": birth, "child_order": 1, **fields}


#: (the question, the codes expected), each code alone where it can stand alone.
ALONE: dict[str, list[tuple[Case, list[str]]]] = {
    "not_in_force": [
        (assessment("job_loss", on="2004-12-31"), ["not_in_force"]),
        (assessment("maternity", on="2007-12-31"), ["not_in_force"]),
        (assessment("adoption", on="2007-12-31"), ["not_in_force"]),
        (assessment("childcare", on="2007-12-31", event=child("2007-12-31")), ["not_in_force"]),
        (assessment("disability", on="2004-12-31"), ["not_in_force"]),
        (assessment("survivor", on="2004-12-31"), ["not_in_force"]),
    ],
    "law_not_held": [
        (assessment("job_loss", on="2005-01-01"), ["law_not_held"]),
        (assessment("maternity", on="2018-12-31"), ["law_not_held"]),
        (assessment("adoption", on="2008-01-01"), ["law_not_held"]),
        (assessment("childcare", on="2018-12-31", event=child("2018-12-31")), ["law_not_held"]),
        (assessment("disability", on="2018-12-31"), ["law_not_held"]),
        (assessment("survivor", on="2018-12-31"), ["law_not_held"]),
    ],
    "deadline_passed": [
        (assessment("job_loss", applied_on="2026-03-11"), ["deadline_passed"]),
        (assessment("maternity", applied_on="2026-03-11"), ["deadline_passed"]),
        (assessment("adoption", applied_on="2026-03-11"), ["deadline_passed"]),
        (assessment("childcare", applied_on="2026-09-11"), ["deadline_passed"]),
        (assessment("survivor", applied_on="2026-01-02", event={"kind": "survivor", "dependants": [
            {"birth_date": "2003-01-01", "relation": "sibling", "full_time_student": True}]},
            on="2025-12-31"), ["deadline_passed"]),
    ],
    "not_insured_pensioner": [
        (assessment("job_loss", person=OLD), ["not_insured_pensioner"]),
        (assessment("disability", person=OLD), ["not_insured_pensioner"]),
        (assessment("job_loss", person={"birth_date": "1962-03-10", "sex": "male"}),
         ["not_insured_pensioner"]),
    ],
    "no_contributions_in_window": [
        (assessment("job_loss", contributions=[]), ["no_contributions_in_window"]),
        (assessment("maternity", contributions=rows("2023-03", 12)),
         ["no_contributions_in_window"]),
        (assessment("adoption", contributions=rows("2025-03", 1)), ["no_contributions_in_window"]),
        (assessment("childcare", contributions=rows("2023-02", 1)), ["no_contributions_in_window"]),
        (assessment("job_loss", contributions=rows("2023-03", 24, "0")),
         ["no_contributions_in_window"]),
    ],
    "tenure_too_short": [
        (assessment("job_loss", participation_months=5), ["tenure_too_short"]),
        (assessment("job_loss", participation_months=29, event__months_already_paid=2),
         ["tenure_too_short"]),
    ],
    "kind_not_covered": [
        (assessment("job_loss", on="2020-01-01", contributions=[esp("2019-12")]),
         ["kind_not_covered"]),
        (assessment("job_loss", on="2023-12-31",
                    contributions=[esp("2023-11"), *rows("2021-11", 1)]),
         ["kind_not_covered"]),
    ],
    "degree_too_low": [
        (assessment("disability", event__degree_percent=29), ["degree_too_low"]),
        (assessment("disability", event__degree_percent=0), ["degree_too_low"]),
    ],
    "no_eligible_dependant": [
        (assessment("survivor", event__dependants=[]), ["no_eligible_dependant"]),
        (assessment("survivor", event__dependants=[ADULT]), ["no_eligible_dependant"]),
    ],
    "child_too_old": [
        (assessment("childcare", event=child("2023-09-09")), ["child_too_old"]),
        (assessment("childcare", on="2023-01-01", contributions=rows("2021-01", 24),
                    event=child("2021-12-31")), ["child_too_old"]),
    ],
    "child_on_state_support": [
        (assessment("childcare", event__child_on_state_support=True), ["child_on_state_support"]),
    ],
    "other_carer_receives": [
        (assessment("childcare", event__other_carer_receives=True), ["other_carer_receives"]),
    ],
    "amount_not_positive": [
        (assessment("job_loss", contributions=rows("2025-02", 1, "0.20")), ["amount_not_positive"]),
        (assessment("maternity", contributions=rows("2025-02", 1, "0.05"), event__leave_days=1),
         ["amount_not_positive"]),
        (assessment("disability", contributions=[]), ["amount_not_positive"]),
        (assessment("survivor", contributions=rows("2023-03", 24, "42500")),
         ["amount_not_positive"]),
    ],
}  # fmt: skip

TOGETHER: list[tuple[Case, list[str]]] = [
    (assessment("job_loss", applied_on="2026-03-11", person=OLD, contributions=[],
                participation_months=0),
     ["deadline_passed", "not_insured_pensioner", "no_contributions_in_window",
      "tenure_too_short"]),
    (assessment("job_loss", on="2023-02-01", applied_on="2024-02-02", person=OLD,
                contributions=[esp("2023-01")], participation_months=1),
     ["deadline_passed", "not_insured_pensioner", "tenure_too_short", "kind_not_covered"]),
    (assessment("maternity", applied_on="2026-03-11", contributions=[]),
     ["deadline_passed", "no_contributions_in_window"]),
    (assessment("childcare", applied_on="2026-09-11", contributions=[],
                event=child("2020-01-01", child_on_state_support=True, other_carer_receives=True)),
     ["deadline_passed", "no_contributions_in_window", "child_too_old", "child_on_state_support",
      "other_carer_receives"]),
    (assessment("disability", person=OLD, contributions=[], event__degree_percent=10),
     ["not_insured_pensioner", "degree_too_low"]),
    (assessment("disability", event__degree_percent=29, contributions=[]), ["degree_too_low"]),
    (assessment("survivor", contributions=[], event__dependants=[]), ["no_eligible_dependant"]),
]  # fmt: skip


def codes(answer: Case) -> list[str]:
    return [reason["code"] for reason in answer["reasons"]]


def check_refused(answer: Case) -> None:
    assert answer["entitled"] is False
    assert answer["undetermined"] == []
    for name in ("amount", "pension_contribution", "net", "months", "from", "until"):
        assert answer[name] is None, name
    assert isinstance(answer["average_income"], str)
    without = answer["benefit"] in WITHOUT_TENURE
    assert isinstance(answer["participation_months"], type(None) if without else int)
    for dependant in answer.get("dependants", ()):
        assert dependant["share"] is None


ALL_ALONE = [(code, *row) for code, found in ALONE.items() for row in found]


@pytest.mark.parametrize(
    ("code", "case", "expected"), ALL_ALONE,
    ids=[f"{code} {case['event']['kind']} {n}" for n, (code, case, _) in enumerate(ALL_ALONE)],
)  # fmt: skip
def test_each_ground_refuses(code: str, case: Case, expected: list[str]) -> None:
    answer = ask("assess", case)
    assert code in expected
    assert codes(answer) == expected
    check_refused(answer)


@pytest.mark.parametrize(("case", "expected"), TOGETHER, ids=range(len(TOGETHER)))
def test_grounds_stand_together_in_the_order_of_the_contract(
    case: Case, expected: list[str]
) -> None:
    answer = ask("assess", case)
    assert codes(answer) == expected == sorted(expected, key=ORDER.index)
    check_refused(answer)


def test_the_table_reaches_every_code() -> None:
    assert tuple(ALONE) == ORDER


@pytest.mark.parametrize("code", ORDER)
def test_a_ground_is_said_in_three_languages_with_its_article(code: str) -> None:
    case = ALONE[code][0][0]
    said = [ask("assess", case, lang)["reasons"][0] for lang in ("kk", "ru", "en")]
    assert len({reason["text"] for reason in said}) == 3
    assert all(set(reason) == {"code", "text", "citations"} and reason["text"] for reason in said)
    if code not in ("not_in_force", "law_not_held"):
        assert said[0]["citations"]


@pytest.mark.parametrize("benefit", BENEFITS)
@pytest.mark.parametrize("date", ["2004-12-31", "2007-12-31", "2018-12-31"])
def test_without_held_rules_no_other_ground_is_looked_at(benefit: str, date: str) -> None:
    event = {**EVENTS[benefit], **({"dependants": []} if benefit == "survivor" else {})}
    if benefit == "childcare":
        event = child("1990-01-01", child_on_state_support=True)
    person = {"birth_date": "1930-01-01", "sex": "male"}
    case = assessment(benefit, on=date, person=person, contributions=[], event=event,
                      applied_on="2026-01-01", participation_months=0)  # fmt: skip
    begins = "2008" if benefit in WITHOUT_TENURE else "2005"
    answer = ask("assess", case, brief=False)
    assert codes(answer) == ["not_in_force" if date < begins else "law_not_held"]
    check_refused(answer)
    assert answer["what_would_change_it"] == []


@pytest.mark.parametrize("benefit", BENEFITS)
def test_all_fields_stand_in_every_answer(benefit: str) -> None:
    entitled = ask("assess", assessment(benefit), brief=False)
    late = assessment(benefit, applied_on="2099-01-01", person=OLD)
    if benefit == "survivor":
        late = assessment(benefit, event__dependants=[ADULT])
    refused = ask("assess", late, brief=False)
    unknown = ask("assess", assessment(
        benefit, on="2027-03-10", contributions=rows("2027-01", 2),
        **({"event__until": None} if benefit == "disability" else {}),
        **({"event": child("2027-03-10")} if benefit == "childcare" else {}),
    ), brief=False)  # fmt: skip
    assert [one["entitled"] for one in (entitled, refused, unknown)] == [True, False, None]
    fields = FIELDS | PROSE | ({"dependants"} if benefit == "survivor" else set())
    for answer in (entitled, refused, unknown):
        assert set(answer) == fields
        assert answer["pays"] == ("once" if benefit in ("maternity", "adoption") else "monthly")
        assert set(answer["law"]) == {"act", "edition"}
    assert unknown["undetermined"] and not entitled["undetermined"]
    for name in ("average_income", "participation_months", "amount", "net", "months", "until"):
        assert unknown[name] is None
    assert entitled["explanation"] and refused["explanation"]


@pytest.mark.parametrize("benefit", BENEFITS)
def test_brief_leaves_out_the_prose_and_nothing_else(benefit: str) -> None:
    full, brief = (
        ask("assess", assessment(benefit), brief=False),
        ask("assess", assessment(benefit)),
    )
    assert {key: value for key, value in full.items() if key not in PROSE} == brief


def test_months_stand_for_job_loss_only_and_are_not_cut_by_pension_age() -> None:
    near = {"birth_date": "1962-04-10", "sex": "male"}
    answer = ask("assess", assessment("job_loss", person=near))
    assert (answer["months"], answer["until"]) == (6, "2025-04-09")
    for benefit in BENEFITS[1:]:
        assert ask("assess", assessment(benefit))["months"] is None


DEPENDANTS: list[tuple[str, list[Case], list[str | None]]] = [
    ("too_old", [DEPENDANT, ADULT], [None, "too_old"]),
    ("has_able_parents_or_alimony",
     [DEPENDANT, {"birth_date": "2015-05-01", "relation": "sibling",
                  "without_able_parents_or_alimony": False}],
     [None, "has_able_parents_or_alimony"]),
    ("no_child_under_3", [DEPENDANT, {"birth_date": "1990-01-01", "relation": "carer"}],
     [None, "no_child_under_3"]),
    ("second_carer",
     [{"birth_date": "2024-05-01", "relation": "grandchild"},
      {"birth_date": "1990-01-01", "relation": "carer"},
      {"birth_date": "1991-01-01", "relation": "carer"}],
     [None, None, "second_carer"]),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "dependants", "expected"), DEPENDANTS)
def test_each_reason_why_a_dependant_has_no_right(
    reason: str, dependants: list[Case], expected: list[str | None]
) -> None:
    assert reason in expected
    answer = ask("assess", assessment("survivor", event__dependants=dependants))
    found = answer["dependants"]
    assert [one["reason"] for one in found] == expected
    assert [one["index"] for one in found] == list(range(len(dependants)))
    for one in found:
        assert set(one) == {"index", "eligible", "reason", "until", "share"}
        assert one["eligible"] == (one["reason"] is None)
        assert (one["share"] is None) == (not one["eligible"])
        if not one["eligible"]:
            assert one["until"] is None
