"""Reforms on the made-up country: its people are what the script makes, each is answered as the
contract answers, and what a page says follows from the reform that it names."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from django.test import Client
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.portal.test_crawl import looked_at
from tirek.contract import assess, contributions
from tirek.contract.messages import LANGUAGES
from tirek.contract.reading import tiyn
from tirek.contract.writing import spoken_money
from tirek.engine.parameters import day_of
from tirek.law.acts import kinds
from tirek.law.book import PAYER_KINDS
from tirek.nation.reform import laws
from tirek.portal.benefits.incomes import payer_number
from tirek.portal.what_if.comparing import BANDS, compared
from tirek.portal.what_if.funds import sums_table
from tirek.portal.what_if.levers import DAY, LEVERS, LeverField
from tirek.portal.what_if.people import BENEFITS, EXAMPLES, LEAVE_DAYS, nation
from tirek.portal.what_if.reforms import LINES, year_under
from tools import what_if_people

HOW = {"social_rate": "6", "childcare_replacement_rate": "0.5"}


def get(lang: str = "en", **words: str) -> Any:
    return Client(headers={"accept-language": lang}).get("/what-if/", words)


def month_text(month: int) -> str:
    return f"{month // 12}-{month % 12 + 1:02d}"


def money(amount: int) -> str:
    return f"{amount // 100}.{amount % 100:02d}"


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


def counted(month: int, kind: str, income: int) -> str:
    """What was accrued, less what the law takes off before contributions are paid on it."""
    asked = {"month": month_text(month), "payer_kind": kind, "income": money(income)}
    answer: Any = contributions.answer(asked)
    base = [line["base"] for line in answer["lines"] if line["fund"] == "social"]
    taken_off = kind in ("employee", "entrepreneur", "civil_contract")
    return str(base[0]) if base and taken_off else money(income)


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
             "income": counted(month, PAYER_KINDS[job["kind"]], job["income"]),
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


def test_all_levers_at_their_ends_make_a_law() -> None:
    for end in ("least", "most"):
        words = {name: getattr(lever, end) for name, lever in LEVERS.items()}
        assert get(**words).status_code == 200


# ---------------------------------------------------------------------- pages


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("words", [{}, HOW])
def test_it_is_a_page_in_each_language(lang: str, words: dict[str, str]) -> None:
    html = get(lang, **words).content.decode()
    page = looked_at(html, lang, "/what-if/")
    assert ("data-chart" in html) == bool(words) and page.text


def test_the_reform_is_told_in_words_with_the_laws_values() -> None:
    html = get("ru", **HOW, social_cap_multiple="7").content.decode()
    assert "6 % вместо 5 %" in html and "0,5 вместо 0,4" in html
    assert "МЗП вместо" not in html  # as the law has it: no change


def test_numbers_are_taken_as_people_write_them() -> None:
    first = get("ru", social_rate="5,5 %", minimum_wage="90 000").content.decode()
    assert "5,5 % вместо 5 %" in first and "minimum_wage=90000&amp;" in first.replace(
        "minimum_wage=90000\"", "minimum_wage=90000&amp;"
    )  # fmt: skip


@pytest.mark.parametrize(("name", "typed", "value"), [
    ("minimum_wage", "92,000", "92000"), ("minimum_wage", "92.000", "92000"),
    ("minimum_wage", "100,000.00", "100000"), ("minimum_wage", "92 000,00 ₸", "92000"),
    ("monthly_calculation_index", "5,000", "5000"),
    ("job_loss_replacement_rate", "40%", "0.4"), ("job_loss_replacement_rate", "50 %", "0.5"),
    ("job_loss_replacement_rate", "0,5", "0.5"), ("social_rate", "5,5%", "5.5"),
])  # fmt: skip
def test_a_number_is_read_as_the_hint_beside_it_is_written(
    name: str, typed: str, value: str
) -> None:
    found = LeverField(LEVERS[name]).clean(typed)
    assert found == Decimal(value) and get(**{name: typed}).status_code == 200


@pytest.mark.parametrize(("words", "said"), [
    ({"social_cap_multiple": "20"}, True), ({"social_cap_multiple": "7"}, False),
    ({"social_cap_multiple": "20", "childcare_maximum_multiple": "20"}, False),
    ({"social_rate": "6"}, False),
])  # fmt: skip
def test_a_limit_of_its_own_is_told_where_it_holds_a_benefit_back(
    words: dict[str, str], said: bool
) -> None:
    """Example: childcare stays at 0.4 x 7 minimum wages for those who earn more."""
    html = get(**words).content.decode()
    assert ("This benefit has a limit of its own" in html) == said
    wider = {one.income: one for one in compared((("social_cap_multiple", Decimal(20)),)).examples}
    assert wider[2_000_000].received["childcare"] == (238_000, 238_000)


def test_a_band_of_incomes_is_said_to_be_an_average() -> None:
    bands = compared((("social_cap_multiple", Decimal(20)),)).bands
    assert bands[3].received.more > 0 and bands[3].paid.more > 0  # below 7 minimum wages
    assert "average income in a month worked" in get(social_cap_multiple="20").content.decode()


def test_an_empty_field_is_the_laws_value() -> None:
    assert "data-chart" not in get(social_rate="", minimum_wage=" ").content.decode()


@pytest.mark.parametrize(("words", "said"), [
    ({"social_rate": "21"}, "from 0.1% to 20%"), ({"social_rate": "-1"}, "in digits"),
    ({"social_rate": "1e1"}, "in digits"), ({"social_rate": "nan"}, "in digits"),
    ({"social_rate": "9" * 500}, "in digits"), ({"social_rate": "٥"}, "in digits"),
    ({"childcare_age_months": "1.5"}, "decimals"), ({"tenure_factor_max": "0.9"}, "from 1 to 3"),
    ({"minimum_wage": "1"}, "from 20,000"), ({"social_cap_multiple": "20%"}, "in digits"),
    ({"social_cap_multiple": "1,000"}, "from 1 minimum"), ({"minimum_wage": "x"}, "in digits"),
    ({"social_rate": "<b>"}, "in digits"), ({"minimum_wage": "0.350"}, "not clear whether"),
    ({"job_loss_replacement_rate": "0.455"}, "decimals"),
])  # fmt: skip
def test_a_wrong_value_is_said_at_its_field(words: dict[str, str], said: str) -> None:
    response = get(**words)
    html = response.content.decode()
    assert response.status_code == 422 and html.count(said) == 2 and "<b>" not in html


def test_the_file_of_a_reform_is_one_of_tirek_batch() -> None:
    response = get(**HOW, minimum_wage="100000", format="reform")
    changed = laws(response.content).laws[1]
    assert changed.parameters["social_rate"].at(DAY) == Decimal("0.06")
    assert changed.parameters["minimum_wage"].at(DAY) == 100_000
    assert changed.parameters["childcare_replacement_rate"].at(DAY) == Decimal("0.5")


def test_the_tables_can_be_had_as_csv() -> None:
    rows = list(csv.DictReader(io.StringIO(get(**HOW, format="csv").content.decode())))
    social = next(row for row in rows if row["name"] == "social_contribution")
    found = compared((("social_rate", Decimal(6)), ("childcare_replacement_rate", Decimal("0.5"))))
    assert int(social["then_tenge"]) == round(found.contributions[0].then)
    assert sum(row["table"] == "benefits_by_income" for row in rows) == len(BANDS)


def test_a_link_to_a_scenario_names_what_it_changes_and_nothing_else() -> None:
    html = get(**HOW, social_cap_multiple="7", minimum_wage="85000").content.decode()
    link = next(part for part in html.split('"') if "format=pdf" in part)
    assert link.endswith("?social_rate=6&amp;childcare_replacement_rate=0.5&amp;format=pdf")


def shown(changes: tuple[tuple[str, Decimal], ...]) -> list[list[str]]:
    """The rows of the table of sums."""
    with translation.override("en"):
        table = sums_table(compared(changes), True)
    return [[getattr(cell, "text", cell) for _, cell in row.cells] for row in table.rows]


def told_number(words: str) -> Decimal:
    return Decimal(words.split("\u00a0")[0].replace(",", "").replace("−", "-").rstrip("%"))


@pytest.mark.parametrize("changes", [
    (("social_rate", Decimal(7)), ("childcare_replacement_rate", Decimal("0.5"))),
    (("social_rate", Decimal(6)),), (("job_loss_months_min", Decimal(7)),),
])  # fmt: skip
def test_what_stands_in_the_table_of_sums_adds_up(
    changes: tuple[tuple[str, Decimal], ...],
) -> None:
    """Before, after, difference and per cent of a row, rows and their total, the balance."""
    rows = {row[0]: row[1:] for row in shown(changes)}
    numbers = {name: [told_number(cell) for cell in row[:3]] for name, row in rows.items()}
    for name, (now, then, difference) in numbers.items():
        assert then - now == difference
        if name != "Social contributions less benefits":
            percent = told_number(rows[name][3])
            assert abs(difference / now * 100 - percent) <= Decimal("0.06")
            assert (difference == 0) == (percent == 0)
    order = list(rows)
    total = order.index("All benefits")
    social, benefits = numbers[order[0]], numbers["All benefits"]
    parts = [numbers[name] for name in order[1:total]]
    assert [sum(one[at] for one in parts) for at in range(3)] == benefits
    left = numbers["Social contributions less benefits"]
    assert [a - b for a, b in zip(social, benefits, strict=True)] == left
    whole = numbers["All contributions"]
    assert [a + b for a, b in zip(social, numbers["Medical contributions together"],
                                  strict=True)] == whole  # fmt: skip


def test_each_fund_has_its_own_total_and_the_social_one_its_balance() -> None:
    with translation.override("en"):
        rows = {row.cells[0][1].text: row for row in sums_table(compared(()), False).rows}
    numbers = {name: told_number(row.cells[1][1].text) for name, row in rows.items()}
    assert numbers["Social contributions less benefits"] == (
        numbers["Social contribution"] - numbers["All benefits"])  # fmt: skip
    assert numbers["Social contributions less benefits"] < 0 < numbers["All contributions"]
    assert rows["Medical contributions together"].total
    assert "paid out of social contributions alone" in get().content.decode()


def test_what_a_change_leaves_as_it_is_does_not_fill_the_page() -> None:
    """Childcare alone: contributions are one total, other benefits one row, no table of payers."""
    html = get(childcare_replacement_rate="0.5").content.decode()
    assert "Contributions: no change." in html and "The others, unchanged" in html
    assert "For whom more is paid" not in html and "Who receives more" in html
    assert [row[0] for row in shown((("childcare_replacement_rate", Decimal("0.5")),))] == [
        "Social contribution", "Childcare benefit", "The others, unchanged", "All benefits",
        "Social contributions less benefits", "Medical contributions together",
        "All contributions",
    ]  # fmt: skip
    assert html.count("Disability benefit") == 0 and "Rows in which nothing changes" in html
    same = get(childcare_maximum_share="0.4", social_cap_multiple="8", social_rate="5")
    assert same.status_code == 200


def test_who_gains_and_who_loses_is_told_for_each_of_them_not_for_all() -> None:
    """A loss of few, spread over all recipients, looked like a few tenge."""
    found = compared((("social_rate", Decimal(7)),))
    each = round(found.received.lost / found.received.less)
    assert found.received.change == pytest.approx(found.received.gained + found.received.lost)
    assert each < -10_000
    with translation.override("en"):
        assert f"−{spoken_money(-each * 100, 'en').partition('.')[0]}" in get(
            social_rate="7").content.decode()  # fmt: skip


def test_the_headline_is_the_total_of_the_tables() -> None:
    html = get(social_rate="7").content.decode()
    lead = html.partition("Benefits: ")[2].partition("<")[0]
    assert html.count(f">{lead}<") == 2  # the table of sums, that of who receives more


def test_a_rate_that_some_do_not_pay_changes_the_sum_by_less_and_that_is_said() -> None:
    assert "The rate changes by +40.0%, contributions by +38.4%." in get(
        social_rate="7").content.decode()  # fmt: skip


def test_the_limit_of_the_childcare_benefit_is_told_in_tenge() -> None:
    html = get(social_cap_multiple="1").content.decode()
    assert html.count("The benefit is then 238,000.00\u202f₸ a month at most.") == 2
    assert "1 minimum wage in place of" in html
    own = get(childcare_replacement_rate="0.6").content.decode()
    assert "0.4 × 7 minimum wages" in own and "highest benefit stays as it is" in own
    both = get(childcare_replacement_rate="0.6", childcare_maximum_share="0.6").content.decode()
    assert "highest benefit stays" not in both


def test_who_has_not_worked_in_the_year_is_grouped_by_the_income_before() -> None:
    """A mother at home was of the lowest band, with a gain that nobody of it can have."""
    band = compared((("childcare_replacement_rate", Decimal("0.6")),)).bands[0]
    assert 0 < band.received.gained / band.received.more <= 0.2 * 100_000 * 18
    people = nation()
    job = np.bincount(np.asarray(people.worked.person), minlength=people.size) > 0
    assert (people.income[job] > 0).all()


def test_a_change_too_small_for_its_decimals_is_not_told_to_be_none() -> None:
    found = compared(())
    first = replace(found.benefits[0], then=found.benefits[0].now + 1000)
    with translation.override("en"):
        table = sums_table(replace(found, benefits=[first, *found.benefits[1:]]), True)
        told = [getattr(cell, "text", cell) for _, cell in table.rows[1].cells]
    assert told[3] == "more, by less than 0.001\u00a0bn\u00a0₸" and told[4] == "less than 0.001%"


def test_another_rate_changes_the_benefits_of_the_self_employed_alone_and_that_is_said() -> None:
    """Their income counts as the contribution of 1 % divided by the general rate (118(3))."""
    now, then = year_under(()), year_under((("social_rate", Decimal(7)),))
    rows = nation().worked
    own = np.isin(rows.kind, [PAYER_KINDS.index(one) for one in ("self_employed",
                                                                 "platform_worker")])  # fmt: skip
    with_own = np.bincount(np.asarray(rows.person)[own], minlength=nation().size) > 0
    for benefit in BENEFITS:
        changed = np.abs(then.received[benefit] - now.received[benefit]) > 0.005
        assert changed.any() and not (changed & ~with_own).any()
        assert (then.received[benefit] <= now.received[benefit]).all()
    html = get("en", social_rate="7").content.decode()
    assert "Now 20.0% of their income counts; with the change it would be 14.3%" in html
    assert "of their income counts" not in get("en", tenure_factor_max="2").content.decode()
