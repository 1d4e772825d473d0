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
from tirek.contract.problems import Problem
from tirek.engine.parameters import Parameter
from tirek.law import parameters
from tirek.nation.files import tables_of
from tirek.nation.reform import laws, reformed
from tirek.nation.reform_file import read
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


def _of(*values: str, name: str = "social_rate") -> str:
    return f"{TITLE}  {name}: [{', '.join(f'{{{value}}}' for value in values)}]"


_AGE, _BANDS, _TENURE = "childcare_age_months", "since: 2024-01-01, bands: ", "tenure_bands"
_FROM = "since: 2024-01-01, value: "
BAD: list[tuple[str, str, str]] = [
    ("[", "yaml", ""),
    ("a: &a [x]\nb: *a", "yaml", ""),
    ("a: " + "[" * 100_000, "yaml", ""),
    ('"\\ud800": x', "yaml", ""),
    ('"\\UFFFFFFFF": x', "yaml", ""),
    ("reform: x\nreform: y", "yaml", ""),
    ("a: b\n---\nc: d", "yaml", ""),
    ("? [a]\n: b", "yaml", ""),
    ("#" * 300_000, "size", ""),
    ("", "", ""),
    ("- x", "", ""),
    ("reform: x", "", ""),
    (TITLE + "  {}\nmore: x", "", ""),
    ("reform: x\nparameters: {}", "title", "/reform"),
    ("reform: {kk: a, ru: b}\nparameters: {}", "title", "/reform"),
    ("reform: {kk: a, ru: b, en: [c]}\nparameters: {}", "title", "/reform"),
    ("reform: {kk: a, ru: b, en: c}\nparameters: {}", "parameters", "/parameters"),
    ("reform: {kk: a, ru: b, en: c}\nparameters: []", "parameters", "/parameters"),
    (TITLE + "  social_rate: []", "values", ""),
    (TITLE + "  social_rate: {since: 2024-01-01}", "values", ""),
    (TITLE + "  social_rate: ['0.05']", "values", "/0"),
    (_of("value: '0.05'"), "values", "/0"),
    (_of("since: 2024-01-01, value: '0.05', act: x"), "values", "/0"),
    (_of("since: 2024-01-01"), "value", "/0"),
    (_of("since: 2024-01-01, bands: [[0, '1']]"), "value", "/0"),
    (_of("since: soon, value: '0.05'"), "day", "/0/since"),
    (_of("since: [2024], value: '0.05'"), "day", "/0/since"),
    (_of("since: 2024-02-30, value: '0.05'"), "day", "/0/since"),
    (_of("since: 20240201, value: '0.05'"), "day", "/0/since"),
    (_of("since: 2024-W01-1, value: '0.05'"), "day", "/0/since"),
    (_of("since: 1899-12-31, value: '0.05'"), "day", "/0/since"),
    (_of("since: 2024-01-01, until: 2100-01-01, value: '0.05'"), "day", "/0/until"),
    (_of("since: 2024-01-01, until: 2024-01-01, value: '0.05'"), "end", "/0/until"),
    (_of(_FROM + "'0.05'", _FROM + "'0.06'"), "order", "/1"),
    (_of("since: 2025-01-01, value: '0.06'", "since: 2024-01-01, until: 2025-01-02, value: '0.05'"),
     "order", "/1"),
    *((_of(_FROM + text), "number", "/0/value") for text in (
        "many", "yes", "[1]", "{a: b}", "NaN", "Infinity", "1E999999999", "'0.1234567'", "'1_0'",
        "' 1'", "'١'", "1" * 5000, "''",
    )),
    (_of(_FROM + "'1.5'", name=_AGE), "number", "/0/value"),
    (_of(_FROM + "'1.005'", name="minimum_wage"), "number", "/0/value"),
    (_of(_FROM + "'-0.1'"), "bounds", "/0/value"),
    (_of(_FROM + "'100.5'"), "bounds", "/0/value"),
    (_of(_FROM + "100000", name=_AGE), "bounds", "/0/value"),
    (_of(_FROM + "-1", name=_AGE), "bounds", "/0/value"),
    (_of(_FROM + "'99999999999999'", name="minimum_wage"), "bounds", "/0/value"),
    (_of(_FROM + "'1'", name=_TENURE), "bands", "/0"),
    (_of(_BANDS + "[]", name=_TENURE), "bands", "/0/bands"),
    (_of(_BANDS + "x", name=_TENURE), "bands", "/0/bands"),
    (_of(_BANDS + "{0: '1'}", name=_TENURE), "bands", "/0/bands"),
    (_of(_BANDS + "[x]", name=_TENURE), "bands", "/0/bands/0"),
    (_of(_BANDS + "[[0]]", name=_TENURE), "bands", "/0/bands/0"),
    (_of(_BANDS + "[['0.5', '1']]", name=_TENURE), "bands", "/0/bands/0/0"),
    (_of(_BANDS + "[[[0], '1']]", name=_TENURE), "bands", "/0/bands/0/0"),
    (_of(_BANDS + "[[6, '1'], [6, '2']]", name=_TENURE), "bands", "/0/bands/1/0"),
    (_of(_BANDS + "[[0, [1]]]", name=_TENURE), "number", "/0/bands/0/1"),
    (_of(_BANDS + "[[-1, '1']]", name=_TENURE), "bounds", "/0/bands/0/0"),
    (_of(_BANDS + "[[1000000000, '1']]", name=_TENURE), "bounds", "/0/bands/0/0"),
    (_of("since: 2000-01-01, until: 2001-01-01, value: '0.05'"), "gap", ""),
    (_of("since: 2024-01-01, value: '0'"), "law", "/parameters"),
    (_of(_FROM + "'0'", name="average_months_long"), "law", "/parameters"),
    (_of(_FROM + "'1'", name="benefit_pension_rate"), "law", "/parameters"),
    (_of(_FROM + "'6'", name="prepaid_months"), "law", "/parameters"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "key", "place"), BAD)
def test_what_is_no_reform_is_refused_with_its_place_in_three_languages(
    text: str, key: str, place: str
) -> None:
    with pytest.raises(Problem) as refused:
        laws(text.encode())
    assert refused.value.key == f"bad_reform.{key}".rstrip(".")
    assert refused.value.at.endswith(place)
    told = refused.value.as_dict()["error"]
    assert isinstance(told, dict)
    assert told["code"] == "bad_reform"
    assert set(told["message"]) == {"kk", "ru", "en"}
    orjson.dumps(told)
    for message in told["message"].values():
        assert "{{" not in message and len(message) < 700


def test_an_unknown_parameter_is_refused_with_names_like_it() -> None:
    with pytest.raises(Problem, match="bad_enum") as refused:
        laws(_of(_FROM + "'1'", name="social_ratio").encode())
    assert "social_rate" in str(refused.value.as_dict())


@pytest.mark.parametrize("content", [TITLE.encode("utf-16"), b"\xff\xfe", b"\xe9"])
def test_a_file_that_is_not_utf_8_is_refused(content: bytes) -> None:
    with pytest.raises(Problem) as refused:
        laws(content)
    assert refused.value.key == "bad_reform.encoding"


def test_bounds_say_the_parameter_the_value_and_what_it_may_be() -> None:
    with pytest.raises(Problem) as refused:
        laws(_of(_FROM + "100000", name=_AGE).encode())
    message = str(refused.value.as_dict())
    assert all(word in message for word in (_AGE, "100000", "828"))


def test_a_message_gives_the_whole_reason_of_the_law() -> None:
    with pytest.raises(Problem) as refused:
        laws(_of(_FROM + "'6'", name="prepaid_months").encode())
    assert "prepaid_months may change only on all days at once" in str(refused.value.as_dict())
