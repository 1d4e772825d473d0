"""A reform's file: whatever is not written as it must be is refused, with its place and reason."""

from __future__ import annotations

import orjson
import pytest

from tests.nation.test_reform import TITLE
from tirek.contract.problems import Problem
from tirek.nation.reform import laws


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
