"""A reform in one file: both laws' answers and what it changes, by person and in total."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import permutations
from pathlib import Path
from typing import Any

import orjson
import pyarrow.parquet as pq
import pytest

from tests.nation.test_bad_rows import nation_of
from tests.nation.test_same_answers import Silent
from tirek.engine.parameters import Parameter
from tirek.law import parameters
from tirek.nation import spark
from tirek.nation.asked import Asked
from tirek.nation.files import tables_of
from tirek.nation.reform import laws, reformed
from tirek.nation.reform_file import read
from tirek.nation.run import Run
from tirek.nation.schema import DIFFERENCES_OUT

EXAMPLES = Path(__file__).parents[2] / "examples" / "reforms"
TITLE = "reform: {kk: a, ru: b, en: c}\nparameters:\n"


def run(folder: Path, reform: str, changes: dict[str, dict[str, Any]]) -> Path:
    facts = nation_of(folder / "facts", changes)
    out = folder / "out"
    reading = (EXAMPLES / f"{reform}.yaml").read_bytes()
    assert Run(tables_of(facts), out, laws(reading)).go(Silent()).complete
    return out


def differences(out: Path) -> list[dict[str, Any]]:
    return pq.read_table(out / "differences").to_pylist()


def test_replacement_rate_of_40_per_cent(tmp_path: Path) -> None:
    """Person 1 of the nation: 200,000 in one month of 24, 84 months: 8333.33 a month; 0.45 and
    0.40 times 1.04."""
    out = run(tmp_path, "replacement_rate", {"persons": {"sex": "woman"}})
    assert differences(out) == [
        {
            "person": 1, "event": 11, "what": "job_loss", "entitled": True,
            "entitled_reform": True, "amount_tiyn": 390_000, "amount_reform_tiyn": 346_667,
            "difference_tiyn": -43_333, "net_tiyn": 351_000, "net_reform_tiyn": 312_000,
            "days": 184, "days_reform": 184, "months": 6, "months_reform": 6,
            "reasons": [], "reasons_reform": [], "basis": None, "basis_reform": None,
        }
    ]  # fmt: skip
    told = orjson.loads((out / "run.json").read_bytes())
    now, then = told["totals"]["laws"]
    assert (now["job_loss.amount_tiyn"], then["job_loss.amount_tiyn"]) == (390_000, 346_667)
    assert told["reform"]["en"].startswith("Job loss")
    for name in ("benefits", "reform/benefits"):
        assert pq.read_table(out / name).num_rows == 1


def test_childcare_to_one_year(tmp_path: Path) -> None:
    """A child born on 2025-01-10: to 2026-01-10 in place of 2026-07-10."""
    childcare = {"child_birth_date": date(2025, 1, 10), "child_order": 1}
    out = run(tmp_path, "childcare_age", {"events": {"childcare": childcare, "job_loss": None}})
    (one,) = differences(out)
    assert (one["person"], one["what"]) == (2, "childcare")
    assert (one["days"], one["days_reform"]) == (488, 307)
    assert one["difference_tiyn"] == 0


def test_rate_of_contributions(tmp_path: Path) -> None:
    """400,000 accrued in 2025-02: 360,000 less the ОПВ, at 5 and at 3.5 per cent."""
    change = {"contributions": {"period": 202502, "accrued_tiyn": 40_000_000}}
    out = run(tmp_path, "contribution_rate", change)
    (one,) = [row for row in differences(out) if row["what"] == "social_contribution"]
    assert (one["amount_tiyn"], one["amount_reform_tiyn"]) == (1_800_000, 1_260_000)


def test_medical_caps_of_2026(tmp_path: Path) -> None:
    """5,000,000 accrued in 2026-01 with a minimum wage of 85,000: 3,400,000 and 1,700,000
    are the limits of the law, 850,000 those of the reform."""
    change = {
        "contributions": {"period": 202601, "accrued_tiyn": 500_000_000},
        "categories": {"until": date(2025, 1, 1)},
    }
    out = run(tmp_path, "medical_caps", change)
    found = {row["what"]: row for row in differences(out)}
    employer, person = found["employer_contribution"], found["personal_contribution"]
    assert (employer["amount_tiyn"], employer["amount_reform_tiyn"]) == (10_200_000, 2_550_000)
    assert (person["amount_tiyn"], person["amount_reform_tiyn"]) == (3_400_000, 1_700_000)


def change(folder: Path, values: str, changes: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The differences that a reform, written as its parameters, makes to the nation."""
    facts = nation_of(folder / "facts", changes)
    run = Run(tables_of(facts), folder / "out", laws(f"{TITLE}  {values}".encode()))
    assert run.go(Silent()).complete
    return differences(folder / "out")


def told(row: dict[str, Any], *names: str) -> list[tuple[Any, Any]]:
    """What a difference says, under the law and under the reform."""
    return [
        (row[f"{n}_tiyn"], row[f"{n}_reform_tiyn"]) if n in ("amount", "net")
        else (row[n], row[f"{n}_reform"]) for n in names
    ]  # fmt: skip


def test_another_pension_contribution_changes_what_is_paid_out(tmp_path: Path) -> None:
    rate = "benefit_pension_rate: [{since: 2023-07-01, value: '0.2'}]"
    row = change(tmp_path, rate, {"events": {}})[0]
    assert told(row, "amount", "net") == [(390_000, 390_000), (351_000, 312_000)]
    assert row["difference_tiyn"] == 0


def test_another_number_of_months_is_told(tmp_path: Path) -> None:
    bands = "job_loss_duration_bands: [{since: 2023-07-01, bands: [[6, '1'], [60, '9']]}]"
    row = change(tmp_path, bands, {"events": {}})[0]
    assert told(row, "months", "days") == [(6, 9), (184, 275)]


def test_a_right_that_is_lost_tells_the_reason(tmp_path: Path) -> None:
    least = "job_loss_months_min: [{since: 2023-07-01, value: '100'}]"
    row = change(tmp_path, least, {"events": {}})[0]
    assert told(row, "entitled", "amount", "net", "reasons") == [
        (True, False), (390_000, 0), (351_000, 0), ([], ["tenure_too_short"]),
    ]  # fmt: skip


def test_another_reason_of_a_refusal_is_told(tmp_path: Path) -> None:
    least = "job_loss_months_min: [{since: 2023-07-01, value: '100'}]"
    late = {"events": {"applied_on": date(2027, 3, 10)}}
    row = change(tmp_path, least, late)[-1]
    assert told(row, "entitled", "reasons") == [
        (False, False), (["deadline_passed"], ["deadline_passed", "tenure_too_short"]),
    ]  # fmt: skip


def test_what_was_undetermined_and_is_then_refused_is_told(tmp_path: Path) -> None:
    """The wage of 2028, which a disability of that year rests on, is not known; with a degree of
    90 as the least the refusal needs no wage."""
    year = {"events": {"on": date(2028, 3, 10), "job_loss": None,
                       "disability": {"degree_percent": 60}}}  # fmt: skip
    least = "disability_degree_min: [{since: 2023-07-01, value: '90'}]"
    (row,) = [row for row in change(tmp_path, least, year) if row["what"] == "disability"]
    assert told(row, "entitled", "amount", "reasons") == [
        (None, False), (None, 0), ([], ["degree_too_low"]),
    ]  # fmt: skip
    assert row["difference_tiyn"] is None


def test_a_month_that_becomes_known_changes_what_is_due(tmp_path: Path) -> None:
    wage = "minimum_wage: [{since: 2028-01-01, value: '100000'}]"
    due = {"contributions": {"period": 202802, "accrued_tiyn": 0}}
    rows = [row for row in change(tmp_path, wage, due) if row["what"] == "social_contribution"]
    assert [told(row, "entitled") for row in rows] == [[(None, True)]]


def test_another_insured_status_is_told(tmp_path: Path) -> None:
    """January 2024 is paid for; the usual grace of three months ends with April, one of five with
    June."""
    asks = {
        "persons": {"status_on": date(2024, 5, 10), "birth_date": date(2005, 12, 31)},
        "categories": {"until": date(2024, 1, 31)},
    }
    grace = "grace_months: [{since: 2020-01-01, value: '5'}]"
    rows = [row for row in change(tmp_path, grace, asks) if row["what"] == "status"]
    assert [(row["person"], row["event"]) for row in rows] == [(2, None)]
    assert told(rows[0], "entitled", "basis") == [(False, True), (None, "grace")]
    assert told(rows[0], "days") == [(None, 52)]


def test_the_price_of_insurance_is_told(tmp_path: Path) -> None:
    no_category = {"until": date(2024, 1, 31)}
    asks = {"persons": {"status_on": date(2026, 5, 10)}, "categories": no_category}
    share = "missing_month_price_share: [{since: 2020-01-01, value: '0.1'}]"
    (row,) = [row for row in change(tmp_path, share, asks) if row["what"] == "status"]
    assert told(row, "entitled", "amount") == [(False, False), (5_100_000, 10_200_000)]
    assert row["months"] == row["months_reform"] == 12


def test_a_longer_look_back_finds_the_categories_of_all_its_months(tmp_path: Path) -> None:
    """Sixty months are looked at, and a category has covered every one of them."""
    changes = {
        "persons": {"status_on": date(2026, 5, 10)},
        "categories": {"from": date(2019, 1, 1), "until": date(2026, 4, 30)},
    }
    window = "missing_months_window: [{since: 2020-01-01, value: '60'}]"
    assert not [row for row in change(tmp_path, window, changes) if row["what"] == "status"]


@pytest.mark.parametrize(
    ("value", "days"),
    [("since: 2020-03-01, value: '0'", 20), ("since: 2020-01-01, value: '1'", None)],
)
def test_everybody_is_insured_as_long_as_the_reform_says(
    value: str, days: int | None, tmp_path: Path
) -> None:
    """Asked on 2020-02-10: to 2020-06-30 by the law, to the end of February, or without an end."""
    asks = {
        "persons": {"status_on": date(2020, 2, 10)}, "categories": {"from": date(2024, 1, 1)},
    }  # fmt: skip
    reform = f"everybody_insured: [{{{value}}}]"
    (row,) = [row for row in change(tmp_path, reform, asks) if row["what"] == "status"]
    assert told(row, "basis", "days") == [("everybody", "everybody"), (142, days)]


def test_differences_are_sent_through_spark_as_plain_columns(tmp_path: Path) -> None:
    rate = "job_loss_replacement_rate: [{since: 2023-07-01, value: '0.5'}]"
    rows = change(tmp_path, rate, {"persons": {"status_on": date(2026, 5, 10)}})
    table = pq.read_table(tmp_path / "out" / "differences").cast(DIFFERENCES_OUT)
    chosen = laws(f"{TITLE}  {rate}".encode())
    schema = spark._stream_schema(chosen, Asked(("job_loss",), True, False, False))
    (batch,) = spark._streamed("differences", table, schema)
    assert batch.schema == schema
    assert batch.column("differences").to_pylist() == rows


def test_nothing_changes_where_the_reform_is_the_law(tmp_path: Path) -> None:
    same = "social_rate: [{since: 2025-01-01, value: '0.05'}]"
    assert change(tmp_path, same, {"persons": {"status_on": date(2026, 5, 10)}}) == []


def changed(name: str, *values: str) -> Parameter:
    """A parameter under a reform of it."""
    lines = "\n".join(f"    - {{{value}}}" for value in values)
    held = parameters()
    return reformed(held, read(f"{TITLE}  {name}:\n{lines}".encode(), held).changes)[name]


def test_a_value_holds_until_its_end_and_then_the_law_again() -> None:
    rate = changed("job_loss_replacement_rate", "since: 2024-01-01, until: 2025-01-01, value: 0.5")
    days = (date(2023, 12, 31), date(2024, 1, 1), date(2024, 12, 31), date(2025, 1, 1))
    assert [str(rate.at(day)) for day in days] == ["9/20", "1/2", "1/2", "9/20"]


def test_values_of_a_parameter_may_stand_in_any_order() -> None:
    values = (
        "since: 2026-01-01, value: 0.6", "since: 2024-01-01, value: 0.5",
        "since: 2025-03-01, until: 2025-05-01, value: 0.55",
    )  # fmt: skip
    days = (date(2024, 1, 1), date(2025, 3, 1), date(2025, 5, 1), date(2026, 1, 1))
    for some in permutations(values):
        rate = changed("job_loss_replacement_rate", *some)
        assert [str(rate.at(day)) for day in days] == ["1/2", "11/20", "9/20", "3/5"]


def test_a_value_may_have_more_decimals_than_the_law_writes() -> None:
    rate = changed("job_loss_replacement_rate", "since: 2024-01-01, value: '0.4555'")
    assert str(rate.at(date(2026, 1, 1))) == "911/2000"
    assert str(rate.at(date(2020, 1, 1))) == "2/5"


def test_a_yearly_value_holds_for_its_year() -> None:
    wage = changed("minimum_wage", "since: 2027-01-01, value: '95000'")
    assert wage.at(date(2027, 12, 31)) == 95_000
    assert wage.at(date(2028, 1, 1)) is None
    assert wage.at(date(2026, 12, 31)) == 85_000


def test_a_yearly_value_may_be_given_for_years_or_for_a_part_of_one() -> None:
    long = changed("minimum_wage", "since: 2027-01-01, until: 2029-07-01, value: '95000'")
    assert [long.at(date(year, 3, 1)) for year in (2027, 2028, 2029, 2030)] == [95_000] * 3 + [None]
    assert long.at(date(2029, 7, 1)) is None
    short = changed("minimum_wage", "since: 2024-03-01, until: 2024-07-01, value: '95000'")
    days = (date(2024, 2, 29), date(2024, 3, 1), date(2024, 7, 1), date(2025, 1, 1))
    assert [short.at(day) for day in days] == [85_000, 95_000, 85_000, 85_000]


def test_bands_are_put_in_place_of_bands() -> None:
    bands = changed("tenure_bands", "since: 2024-01-01, bands: [[0, '0.5'], [6, '1.25']]")
    assert bands.edition(date(2024, 1, 1)) is bands.editions[-1]
    assert [(first, Fraction(raw, bands.scale)) for first, raw in bands.editions[-1].bands] == [
        (0, Fraction(1, 2)), (6, Fraction(5, 4)),
    ]  # fmt: skip
