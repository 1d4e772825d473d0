"""Reforms on the made-up country: its people are what the script makes, and each is answered as
the contract answers, under the law and under a reform."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle.dates import month_text
from tests.portal.accrued import counted
from tirek.contract import assess, contributions
from tirek.contract.reading import tiyn
from tirek.contract.writing import money
from tirek.engine.parameters import day_of
from tirek.law.acts import kinds
from tirek.law.book import PAYER_KINDS
from tirek.portal.benefits.incomes import payer_number
from tirek.portal.what_if.comparing import BANDS, compared
from tirek.portal.what_if.levers import DAY, LEVERS
from tirek.portal.what_if.people import BENEFITS, EXAMPLES, LEAVE_DAYS, nation
from tirek.portal.what_if.reforms import LINES, year_under
from tools import what_if_people

# ---------------------------------------------------------------------- people


def test_the_people_are_those_of_the_script() -> None:
    with np.load(what_if_people.FILE) as held:
        for name, array in what_if_people.made().items():
            assert (held[name] == array).all(), name
    assert what_if_people.FILE.stat().st_size < 2_000_000


def test_the_people_stand_for_the_nation_of_the_report() -> None:
    people = nation()
    assert round(people.weight.sum()) == 6_753_338
    for name, (count, _) in what_if_people.REPORTED.items():
        assert people.recipients[name].sum() == pytest.approx(count, rel=1e-5)
    year = year_under(())
    billions = float((year.paid["social_contribution"] * people.weight).sum()) / 1e9
    # The report's 432 at 3.5 per cent, at the rate of 2026 and four years of growth by 11 %.
    assert billions == pytest.approx(432 * 5 / 3.5 * 1.11**4, rel=0.08)


def test_who_has_not_worked_in_the_year_is_grouped_by_the_income_before() -> None:
    """A mother at home was of the lowest band, with a gain that nobody of it can have."""
    band = compared((("childcare_replacement_rate", Decimal("0.6")),)).bands[0]
    assert 0 < band.received.gained / band.received.more <= 0.2 * 100_000 * 18
    people = nation()
    job = np.bincount(np.asarray(people.worked.person), minlength=people.size) > 0
    assert (people.income[job] > 0).all()


@settings(max_examples=60)
@given(st.integers(0, 10_004))
def test_a_person_pays_what_the_contract_makes_due(person: int) -> None:
    people, year = nation(), year_under(())
    found = dict.fromkeys(LINES, 0)
    names = {"social_contribution": "social_contribution",
             "employer_contribution": "employer_medical_contribution",
             "personal_contribution": "personal_medical_contribution"}  # fmt: skip
    month, elsewhere = 0, 0
    shared = ("employee", "civil_contract", "single_payment")
    for row in np.flatnonzero(people.person == person).tolist():
        dues = {name: one[row] for name, one in people.dues.items()}
        if people.month[row] != month:
            month, elsewhere = int(people.month[row]), 0
        kind = PAYER_KINDS[dues["payer_kind"]]
        answer: Any = contributions.answer({
            "month": month_text(month), "payer_kind": kind, "income": money(dues["income"]),
            "medical_base_elsewhere": money(elsewhere if kind in shared else 0),
            "birth_date": day_of(int(dues["birth_date"])).isoformat(),
            "sex": ("female", "male")[dues["sex"]],
            "categories": ["student"] if dues["state_insured"] else [],
        }, "en", True)  # fmt: skip
        for line in answer["lines"]:
            found[names[line["kind"]]] += tiyn(line["amount"])
        if kind in shared:
            cap = 20 * 8_500_000
            elsewhere += min(int(dues["income"]), max(cap - elsewhere, 0))
    for name, amount in found.items():
        assert round(year.paid[name][person] * 100) == amount, name


@settings(max_examples=60)
@given(st.integers(0, 10_004), st.sampled_from(BENEFITS))
def test_a_person_receives_what_the_contract_answers(person: int, benefit: str) -> None:
    people, year = nation(), year_under(())
    facts = people.facts
    child = {"birth_date": DAY.replace(year=DAY.year - 4).isoformat(), "relation": "child"}
    count = int(facts["child_order"][person])
    event: dict[str, Any] = {
        "job_loss": {}, "maternity": {"leave_days": LEAVE_DAYS},
        "childcare": {"child_birth_date": DAY.isoformat(), "child_order": count},
        "disability": {"degree_percent": int(facts["degree_percent"][person]), "until": None},
        "survivor": {"dependants": [child] * count},
    }[benefit]  # fmt: skip
    with np.load(what_if_people.FILE) as held:
        jobs = [
            {name: int(held[name][at]) for name in ("payer", "kind", "first", "last", "income")}
            for at in np.flatnonzero(held["person"] == person).tolist()
        ]
    if person >= people.people:
        jobs = [{"payer": 0, "kind": 0, "first": 0, "last": 10**6,
                 "income": EXAMPLES[person - people.people] * 100}]  # fmt: skip
    right = DAY.year * 12 + DAY.month - 1
    question = {
        "on": DAY.isoformat(), "person": {"birth_date": "1990-01-01", "sex": "female"},
        "participation_months": int(facts["participation_months_given"][person]),
        "contributions": [
            {"period": month_text(month), "payer": payer_number(job["payer"] + 1),
             "income": counted(month_text(month), money(job["income"]), PAYER_KINDS[job["kind"]]),
             "kind": PAYER_KINDS[job["kind"]]}
            for job in jobs for month in range(right - 24, right)
            if job["first"] <= month <= job["last"]
            and kinds()[PAYER_KINDS[job["kind"]]]["social"].holds(month)
        ],
        "event": {"kind": benefit, **event},
    }  # fmt: skip
    answer: Any = assess.answer(question, "en", True)
    amount = tiyn(answer["amount"]) if answer["entitled"] else 0
    assert round(year.monthly[benefit][person] * 100) == amount
    months = answer["months"] if benefit == "job_loss" and answer["entitled"] else None
    if months is not None:
        assert round(year.received[benefit][person] * 100) == amount * months


# ---------------------------------------------------------------------- reforms


def test_a_rate_that_is_twice_as_high_brings_twice_as_much() -> None:
    found = compared((("employer_medical_rate", Decimal(6)),))
    sums = {one.name: one for one in found.contributions}
    employers = sums["employer_medical_contribution"]
    assert employers.then == pytest.approx(2 * employers.now, rel=1e-6)
    assert sums["social_contribution"].then == sums["social_contribution"].now
    assert found.received.change == 0 and found.paid.less == 0
    assert found.paid.change == pytest.approx(employers.then - employers.now)


def test_bands_add_up_to_the_whole() -> None:
    found = compared((("social_cap_multiple", Decimal(3)), ("job_loss_months_min", Decimal(30))))
    for side in ("paid", "received"):
        for field in ("people", "more", "less", "change"):
            parts = sum(getattr(getattr(band, side), field) for band in found.bands)
            assert parts == pytest.approx(getattr(getattr(found, side), field))
    total = sum(one.then - one.now for one in found.contributions)
    assert found.paid.change == pytest.approx(total)
    assert len(found.bands) == len(BANDS)


def test_a_higher_minimum_gives_nobody_a_right_to_less_but_takes_rights_away() -> None:
    found = compared((("job_loss_months_min", Decimal(60)),))
    assert found.received.more == 0 < found.received.less and found.received.change < 0


def test_incomes_count_for_benefits_as_far_as_the_reform_takes_contributions_on_them() -> None:
    """Worked out by hand: 126 days of leave are 4.2 average incomes; of a disability of 60 % with
    60 months of participation, 0.6 x 0.6 of the average less half a minimum wage."""
    wider = {one.income: one for one in compared((("social_cap_multiple", Decimal(20)),)).examples}
    assert wider[2_000_000].received["maternity"] == (2_499_000, 4.2 * 20 * 85_000)
    assert wider[700_000].received["maternity"] == (2_499_000, 4.2 * 630_000)
    assert wider[300_000].received["maternity"] == (1_134_000, 1_134_000)
    wages = {one.income: one for one in compared((("minimum_wage", Decimal(100_000)),)).examples}
    assert wages[85_000].received["maternity"] == (357_000, 420_000)
    assert wages[2_000_000].received["disability"] == (198_900, 0.36 * (700_000 - 50_000))


def test_the_same_scenario_is_worked_out_once() -> None:
    changes = (("social_rate", Decimal("6.5")),)
    assert compared(changes) is compared(changes)


@pytest.mark.parametrize("name", LEVERS)
def test_every_lever_can_be_pulled_to_its_ends(name: str) -> None:
    lever = LEVERS[name]
    for value in (lever.least, lever.most):
        assert compared(((name, Decimal(value)),)).contributions
        assert Decimal(lever.least) <= lever.present <= Decimal(lever.most)
