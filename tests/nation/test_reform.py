"""A reform in one file: both laws' answers and what it changes, by person and in total."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pyarrow.parquet as pq
import pytest

from tests.nation.test_bad_rows import nation_of
from tests.nation.test_same_answers import Silent
from tirek.contract.problems import Problem
from tirek.law import parameters
from tirek.nation.files import tables_of
from tirek.nation.reform import laws, reformed
from tirek.nation.run import Run

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
            "difference_tiyn": -43_333, "days": 184, "days_reform": 184,
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


def test_a_value_holds_until_its_end_and_then_the_law_again() -> None:
    value = {"since": date(2024, 1, 1), "until": date(2025, 1, 1), "value": "0.5"}
    rate = reformed(parameters(), {"job_loss_replacement_rate": [value]})[
        "job_loss_replacement_rate"
    ]
    days = (date(2023, 12, 31), date(2024, 1, 1), date(2024, 12, 31), date(2025, 1, 1))
    assert [str(rate.at(day)) for day in days] == ["9/20", "1/2", "1/2", "9/20"]


def test_a_value_may_have_more_decimals_than_the_law_writes() -> None:
    value = {"since": date(2024, 1, 1), "value": "0.4555"}
    rate = reformed(parameters(), {"job_loss_replacement_rate": [value]})[
        "job_loss_replacement_rate"
    ]
    assert str(rate.at(date(2026, 1, 1))) == "911/2000"
    assert str(rate.at(date(2020, 1, 1))) == "2/5"


def test_a_yearly_value_holds_for_its_year() -> None:
    value = {"since": date(2027, 1, 1), "value": "95000"}
    wage = reformed(parameters(), {"minimum_wage": [value]})["minimum_wage"]
    assert wage.at(date(2027, 12, 31)) == 95_000
    assert wage.at(date(2028, 1, 1)) is None
    assert wage.at(date(2026, 12, 31)) == 85_000


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[", "bad_reform"),
        ("reform: x\nparameters: {}", "bad_reform"),
        (TITLE + "  no_such_rate: [{since: 2024-01-01, value: '1'}]", "bad_enum"),
        (TITLE + "  social_rate: []", "bad_reform"),
        (TITLE + "  social_rate: [{since: 2024-01-01}]", "bad_reform"),
        (TITLE + "  social_rate: [{since: soon, value: '0.05'}]", "bad_reform"),
        (TITLE + "  social_rate: [{since: 2024-01-01, value: 0.05}]", "bad_reform"),
        (TITLE + "  social_rate: [{since: 2024-01-01, value: many}]", "bad_reform"),
        (TITLE + "  social_rate: [{since: 2024-01-01, value: '0.05', act: x}]", "bad_reform"),
        (TITLE + "  social_rate: [{since: 2024-01-01, bands: [[0, '1']]}]", "bad_reform"),
        (TITLE + "  minimum_wage: [{since: 2024-01-01, value: '99999999999999'}]", "bad_reform"),
    ],
)
def test_what_is_no_reform_is_refused(text: str, code: str) -> None:
    with pytest.raises(Problem) as refused:
        laws(text.encode())
    assert refused.value.code == code
    told = refused.value.as_dict()["error"]
    assert isinstance(told, dict)
    assert set(told["message"]) == {"kk", "ru", "en"}
