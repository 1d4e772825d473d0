"""The page of reforms: what is typed and offered, and what it says of sums, of who gains and loses
and why; all of it follows from the reform that it names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from django.test import Client
from django.utils import translation

from tests.portal.sheets import sheet
from tests.portal.test_crawl import looked_at
from tirek.contract.messages import LANGUAGES, say
from tirek.contract.writing import spoken_money
from tirek.law.book import PAYER_KINDS
from tirek.nation.reform import laws
from tirek.portal.texts import catalogue
from tirek.portal.what_if.comparing import BANDS, compared
from tirek.portal.what_if.funds import (
    balance_of,
    benefit_name,
    change_of,
    contribution_name,
    places_of,
    sums_table,
)
from tirek.portal.what_if.levers import DAY, LEVERS, LeverField
from tirek.portal.what_if.people import BENEFITS, nation
from tirek.portal.what_if.reforms import LINES, year_under
from tirek.portal.what_if.telling import told

HOW = {"social_rate": "6", "childcare_replacement_rate": "0.5"}


def get(lang: str = "en", **words: str) -> Any:
    return Client(headers={"accept-language": lang}).get("/what-if/", words)


# ---------------------------------------------------------------------- typed, and files


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
    assert "5,5 % вместо 5 %" in first and re.search('minimum_wage=90000["&]', first)


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


def test_an_empty_field_is_the_laws_value() -> None:
    assert "data-chart" not in get(social_rate="", minimum_wage=" ").content.decode()


def test_all_levers_at_their_ends_make_a_law() -> None:
    for end in ("least", "most"):
        words = {name: getattr(lever, end) for name, lever in LEVERS.items()}
        assert get(**words).status_code == 200


@pytest.mark.parametrize(("words", "said"), [
    ({"social_rate": "21"}, "from 0.1% to 20%"), ({"social_rate": "-1"}, "in digits"),
    ({"social_rate": "1e1"}, "in digits"), ({"social_rate": "nan"}, "in digits"),
    ({"social_rate": "9" * 500}, "in digits"), ({"social_rate": "٥"}, "in digits"),
    ({"childcare_age_months": "1.5"}, "places"), ({"tenure_factor_max": "0.9"}, "from 1 to 3"),
    ({"minimum_wage": "1"}, "from 20,000"), ({"social_cap_multiple": "20%"}, "in digits"),
    ({"social_cap_multiple": "1,000"}, "from 1 minimum"), ({"minimum_wage": "x"}, "in digits"),
    ({"social_rate": "<b>"}, "in digits"), ({"minimum_wage": "0.350"}, "not clear whether"),
    ({"job_loss_replacement_rate": "0.455"}, "places"),
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
    rows = sheet(get(**HOW, format="csv"))
    social = next(row for row in rows if row["What"] == say("lines", "social_contribution", "en"))
    found = compared((("social_rate", Decimal(6)), ("childcare_replacement_rate", Decimal("0.5"))))
    assert int(social["With the change, ₸"]) == round(found.contributions[0].then)
    assert sum(row["Table"] == "Who receives more, who less" for row in rows) == len(BANDS)


def test_a_link_to_a_scenario_names_what_it_changes_and_nothing_else() -> None:
    html = get(**HOW, social_cap_multiple="7", minimum_wage="85000").content.decode()
    link = next(part for part in html.split('"') if "format=pdf" in part)
    assert link.endswith("?social_rate=6&amp;childcare_replacement_rate=0.5&amp;format=pdf")


# ---------------------------------------------------------------------- sums by fund


def shown(changes: tuple[tuple[str, Decimal], ...]) -> list[list[str]]:
    """The rows of the table of sums."""
    with translation.override("en"):
        table = sums_table(compared(changes), True)
    return [[getattr(cell, "text", cell) for _, cell in row.cells] for row in table.rows]


def told_number(words: str) -> Decimal:
    return Decimal(words.split("\u00a0")[0].replace(",", "").replace("−", "-").rstrip("%"))


@pytest.mark.parametrize("words", [
    {"social_cap_multiple": "5"}, {"social_rate": "7", "childcare_replacement_rate": "0.5"},
    {"social_cap_multiple": "5", "childcare_replacement_rate": "0.5"}, {"social_rate": "6"},
    {"job_loss_months_min": "7"},
])  # fmt: skip
def test_every_sum_is_rounded_from_the_exact_one_that_the_file_has(words: dict[str, str]) -> None:
    """Totals and differences of rounded sums were others than those of the page's own file."""
    columns = ("By the law, ₸", "With the change, ₸", "Difference, ₸")
    with translation.override("en"):
        names = {contribution_name(one): one for one in LINES} | {
            benefit_name(one): one for one in BENEFITS}  # fmt: skip
    exact: dict[str, list[int]] = {
        names[row["What"]]: [int(row[name]) for name in columns]
        for row in sheet(get(**words, format="csv")) if row["What"] in names
    }  # fmt: skip

    def added(names: Iterable[str]) -> list[int]:
        return [sum(column) for column in zip(*(exact[name] for name in names), strict=True)]

    social = exact["social_contribution"]
    whole = {
        "Social contribution": social, "All benefits": added(BENEFITS),
        "Childcare benefit": exact["childcare"], "All contributions": added(LINES),
        "Social contributions less benefits":
            [a - b for a, b in zip(social, added(BENEFITS), strict=True)],
    }  # fmt: skip
    changes = tuple((name, Decimal(value)) for name, value in words.items())
    changes = tuple(sorted(changes, key=lambda one: list(LEVERS).index(one[0])))
    rows = {row[0]: row[1:] for row in shown(changes)}
    for name, sums in whole.items():
        for cell, tenge in zip(rows.get(name, [])[:3], sums, strict=False):
            places = len(cell.partition(".")[2].partition("\u00a0")[0])
            assert told_number(cell) == round(Decimal(tenge) / 10**9, places)
    assert "rounded from the exact one" in get(**words).content.decode()


def test_each_fund_has_its_own_total_and_the_social_one_its_balance() -> None:
    with translation.override("en"):
        rows = {row.cells[0][1].text: row for row in sums_table(compared(()), False).rows}
    numbers = {name: told_number(row.cells[1][1].text) for name, row in rows.items()}
    now = compared(())
    left = now.contributions[0].now - sum(one.now for one in now.benefits)
    assert float(numbers["Social contributions less benefits"]) == round(left / 1e9, 1)
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


def test_a_change_too_small_for_its_decimals_is_not_told_to_be_none() -> None:
    found = compared(())
    first = replace(found.benefits[0], then=found.benefits[0].now + 1000)
    with translation.override("en"):
        table = sums_table(replace(found, benefits=[first, *found.benefits[1:]]), True)
        told = [getattr(cell, "text", cell) for _, cell in table.rows[1].cells]
    assert told[3] == "practically no change (a rise of less than 0.001\u00a0bn\u00a0₸)"
    assert told[4] == "less than 0.001%"


@pytest.mark.parametrize("words", [{"social_rate": "7"}, {"social_cap_multiple": "5"}])
def test_the_headline_is_the_total_of_the_tables(words: dict[str, str]) -> None:
    """The bands may need more decimals; their total is then the same sum, written closer."""
    html = get(**words).content.decode()
    lead = html.partition("Contributions: ")[2].partition(". Benefits")[0]
    sums, bands = re.findall(r"(?s)>(?:All contributions|All)</th>(.*?)</tr>", html)[:2]
    assert f">{lead}<" in sums
    number = lead.partition("\u00a0")[0]
    told = told_number(re.findall(r"<td[^>]*>([^<]*bn)", bands)[-1])
    assert round(told, len(number.partition(".")[2])) == told_number(number)


# ---------------------------------------------------------------------- who gains, and why


def test_who_gains_and_who_loses_is_told_for_each_of_them_not_for_all() -> None:
    """A loss of few, spread over all recipients, looked like a few tenge."""
    found = compared((("social_rate", Decimal(7)),))
    each = round(found.received.lost / found.received.less)
    assert found.received.change == pytest.approx(found.received.gained + found.received.lost)
    assert each < -10_000
    with translation.override("en"):
        assert f"−{spoken_money(-each * 100, 'en').partition('.')[0]}" in get(
            social_rate="7").content.decode()  # fmt: skip


def test_a_band_of_incomes_is_said_to_be_an_average() -> None:
    bands = compared((("social_cap_multiple", Decimal(20)),)).bands
    assert bands[3].received.more > 0 and bands[3].paid.more > 0  # below 7 minimum wages
    assert "average income in a month worked" in get(social_cap_multiple="20").content.decode()


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


def test_the_limit_of_the_childcare_benefit_is_told_in_tenge() -> None:
    html = get(social_cap_multiple="1").content.decode()
    assert html.count("The benefit is then 238,000.00\u202f₸ a month at most.") == 2
    assert "1 minimum wage in place of" in html
    own = get(childcare_replacement_rate="0.6").content.decode()
    assert "0.4 × 7 minimum wages" in own and "highest benefit stays as it is" in own
    both = get(childcare_replacement_rate="0.6", childcare_maximum_share="0.6").content.decode()
    assert "highest benefit stays" not in both


@pytest.mark.parametrize(("cap", "rate", "said", "limited"), [
    ("5", "0.5", False, ""), ("6", "0.5", True, ""), ("5", "0.6", True, ""),
    ("20", "0.5", True, "income counts up to 5.6 minimum wages"),
    ("20", "0.2", False, "income counts up to 14 minimum wages"), ("14", "0.2", False, ""),
    ("20", "0", False, ""),
])  # fmt: skip
def test_a_limit_is_told_only_where_the_counted_income_reaches_it(
    cap: str, rate: str, said: bool, limited: str
) -> None:
    """Half of 5 minimum wages is 212,500: the limit of 238,000 holds nobody with one job back."""
    html = get(social_cap_multiple=cap, childcare_replacement_rate=rate).content.decode()
    assert ("highest benefit stays" in html) == said
    assert ("This benefit has a limit of its own" in html) == bool(limited) and limited in html


def test_a_rate_that_some_do_not_pay_changes_the_sum_by_less_and_that_is_said() -> None:
    assert "The rate changes by +40.0%, contributions by +38.4%." in get(
        social_rate="7").content.decode()  # fmt: skip


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


def test_a_limit_is_spoken_of_where_one_is_changed_and_sums_are_told_to_be_of_a_year() -> None:
    limit = "so a change of a limit also touches some people in bands below it"
    rate = get(social_rate="6").content.decode()
    assert limit not in rate and "a year each on average" in rate
    assert limit in get(social_cap_multiple="9").content.decode()


def test_a_change_of_no_tenge_is_nobodys_and_few_made_up_people_are_said_to_be() -> None:
    """“0 ₸ a year each” said nothing, and one made-up person looked like hundreds of real ones."""
    found = compared((("social_cap_multiple", Decimal(10)),))
    few = [one for band in found.bands for one in (band.paid, band.received)
           if 0 < one.made_up_more < 30]  # fmt: skip
    html = get(social_cap_multiple="10").content.decode()
    assert few and "going by only so many made-up people" in html
    assert not re.search(r"[^\d,.][+−]?0\u00a0₸ a year each", html)
    for lang in LANGUAGES:
        tiny = catalogue()["what_if"]["tiny"][lang].partition("{")[0] or "мәнінен аз"
        people = get(lang, social_cap_multiple="10").content.decode()
        assert not re.search(rf"{tiny}0[.,]1[^\d]", people)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_change_costs_the_fund_stands_in_the_headline(lang: str) -> None:
    changes = (("childcare_replacement_rate", Decimal("0.5")),)
    html = get(lang, childcare_replacement_rate="0.5").content.decode()
    found = compared(changes)
    with translation.override(lang):
        balance = change_of([balance_of(found)], places_of(found))
        lead = catalogue()["what_if"]["lead_changed"][lang].split(". ")[-1]
    assert lead.format(balance=balance) in html and balance.startswith("−")


@pytest.mark.parametrize(
    ("lang", "change"), [("kk", "өзгерісі"), ("ru", "Изменение"), ("en", "Change of")]
)
def test_the_headline_calls_the_balance_a_change_and_says_it_as_the_table_does(
    lang: str, change: str
) -> None:
    """“What the fund is left with: −92.847 bn” stood over a table with a balance of −164.382."""
    changes = (("social_rate", Decimal(7)), ("childcare_age_months", Decimal(36)))
    found = compared(changes)
    with translation.override(lang):
        answer = told(found, changes, ())
        assert change in answer.lead
        assert change_of([balance_of(found)], places_of(found)) in answer.lead
        balance = catalogue()["what_if"]["balance"][lang]
        row = next(one for part in answer.parts if part.table for one in part.table.rows
                   if getattr(one.cells[0][1], "text", one.cells[0][1]) == balance)  # fmt: skip
        then, change_told = (getattr(cell, "text", cell) for _, cell in row.cells[2:4])
        assert change_told in answer.lead and then not in answer.lead


@pytest.mark.parametrize("lang", LANGUAGES)
def test_why_the_rate_alone_moves_benefits_stands_right_under_the_table_of_sums(lang: str) -> None:
    changes = (("social_rate", Decimal(7)),)
    with translation.override(lang):
        headings = [part.heading for part in told(compared(changes), changes, ()).parts]
    said = {key: words[lang] for key, words in catalogue()["what_if"].items()}
    after = headings.index(said["sums"]) + 1
    assert headings[after : after + 2] == [said["rate_and_sums"], said["rate_and_benefits"]]
    assert re.search("платформ|platforms", said["rate_and_benefits_why"])
