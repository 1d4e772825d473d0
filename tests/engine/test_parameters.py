"""A parameter that is not written as it must be is refused by name; values by date."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from tests.engine.toy import CITED, TITLE, USUAL, edition, entry
from tirek.engine.errors import BadParameter, Gap, LawError, Overlap
from tirek.engine.parameter_files import parameter_from, read_parameters

GOOD = entry("ratio", edition("0.10"), edition("0.25", "2021-01-01"), decimals=2)


def without(one: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in one.items() if name not in names}


BAD: dict[str, dict[str, Any]] = {
    "no source, no act": entry("count", without(edition("1"), "act", "article")),
    "an act without an article": entry("count", without(edition("1"), "article")),
    "an article without an act": entry("count", without(edition("1"), "act")),
    "no confidence": entry("count", without(edition("1"), "confidence")),
    "a confidence that is none": entry("count", edition("1", confidence="SURE")),
    "a number without quotes": entry("count", edition(1)),
    "a float": entry("ratio", edition(0.1), decimals=2),
    "a truth value": entry("count", edition(True)),
    "more decimals than declared": entry("ratio", edition("0.105"), decimals=2),
    "decimals where none are declared": entry("count", edition("1.5")),
    "a third decimal of money": entry("money", edition("1.005")),
    "a text that is no number": entry("count", edition("one")),
    "an empty text": entry("count", edition("")),
    "not a number": entry("count", edition("NaN")),
    "a number with an exponent": entry("count", edition("1E999999999")),
    "digits of another script": entry("count", edition("١")),
    "a number with spaces": entry("count", edition(" 1")),
    "a decimal beyond what decimals of Python hold": entry(
        "ratio", edition("0.1000000000000000000000000000001"), decimals=2
    ),
    "a number as long as a line": entry("count", edition("1" * 5000)),
    "bands that are one text": entry("count", {**without(edition("1"), "value"), "bands": "12"}),
    "bands of texts": entry("count", {**without(edition("1"), "value"), "bands": ["12"]}),
    "bands of mappings": entry("count", {**without(edition("1"), "value"), "bands": [{0: "1"}]}),
    "infinity": entry("count", edition("Infinity")),
    "a value and bands": entry("count", {**edition("1"), "bands": [[0, "1"]]}),
    "neither value nor bands": entry("count", without(edition("1"), "value")),
    "bands in falling order": entry("count", edition([[6, "1"], [0, "2"]])),
    "a band twice": entry("count", edition([[6, "1"], [6, "2"]])),
    "a band without quotes": entry("count", edition([[0, 1]])),
    "bands that are a number": entry("count", {**without(edition("1"), "value"), "bands": 5}),
    "no day from which it holds": entry("count", without(edition("1"), "since")),
    "a day that is a text": entry("count", {**edition("1"), "since": "2020-01-01"}),
    "an end that is a text": entry("count", {**edition("1"), "until": "2020-01-01"}),
    "an end before the beginning": entry("count", edition("1", "2020-01-01", until="2019-01-01")),
    "an unknown key of a value": entry("count", edition("1", artcle="1")),
    "an unknown key": entry("count", edition("1"), untis="1"),
    "an unknown unit": entry("tenge", edition("1")),
    "no unit": without(GOOD, "unit"),
    "no title": without(GOOD, "title"),
    "a title in two languages": {**GOOD, "title": {"kk": "а", "ru": "б"}},
    "an empty title": {**GOOD, "title": {**TITLE, "kk": ""}},
    "no values": entry("count"),
    "values that are no list": {**GOOD, "values": "0.1"},
    "a value that is no mapping": {**GOOD, "values": ["0.1"]},
    "another way of being renewed": {**GOOD, "renewed": "monthly"},
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_parameter_that_is_written_badly_is_refused_by_name(name: str) -> None:
    with pytest.raises(BadParameter, match="wage"):
        parameter_from("wage", BAD[name])


def test_what_is_no_mapping_is_no_parameter() -> None:
    for nonsense in (None, "0.1", ["0.1"], 5):
        with pytest.raises(BadParameter, match="wage"):
            parameter_from("wage", nonsense)


def test_a_source_may_stand_for_an_act_and_the_other_way() -> None:
    sourced = {**without(edition("1"), "act", "article"), "source": "a page"}
    assert parameter_from("x", entry("count", sourced)).editions[0].source == "a page"
    assert parameter_from("x", entry("count", edition("1"))).editions[0].citation == "Act 1"


def test_a_gap_between_values_is_refused() -> None:
    found = entry(
        "count", edition("1", "2020-01-01", until="2021-01-01"), edition("2", "2022-01-01")
    )
    with pytest.raises(Gap, match=r"wage.*2021-01-01.*2022-01-01"):
        parameter_from("wage", found)


def test_an_overlap_of_values_is_refused() -> None:
    for later in (
        [edition("1", "2020-01-01", until="2022-01-02"), edition("2", "2022-01-01")],
        [edition("1", "2020-01-01"), edition("2", "2020-01-01")],
        [edition("1", "2021-01-01"), edition("2", "2020-01-01")],
    ):
        with pytest.raises(Overlap, match="wage"):
            parameter_from("wage", entry("count", *later))


def test_a_parameter_is_written_once() -> None:
    with pytest.raises(Overlap, match="rate"):
        read_parameters([{"rate": GOOD}, {"rate": GOOD}])
    assert set(read_parameters([{"rate": GOOD}, {"wage": USUAL["wage"]}])) == {"rate", "wage"}


def test_every_error_of_a_parameter_is_an_error_of_the_law() -> None:
    assert issubclass(BadParameter, LawError) and issubclass(Gap, LawError)
    assert issubclass(Overlap, LawError)


# ---------------------------------------------------------------------- values by date


def at(found: dict[str, Any], *days: str) -> list[Fraction | None]:
    parameter = parameter_from("found", found)
    return [parameter.at(date.fromisoformat(day)) for day in days]


def test_a_value_holds_until_the_next_one_begins() -> None:
    assert at(GOOD, "1999-12-31", "2000-01-01", "2020-12-31", "2021-01-01", "2099-01-01") == [
        None, Fraction(1, 10), Fraction(1, 10), Fraction(1, 4), Fraction(1, 4),
    ]  # fmt: skip


def test_a_value_ends_on_the_day_before_its_until() -> None:
    found = entry("count", edition("1", "2020-01-01", until="2020-07-15"))
    assert at(found, "2020-07-14", "2020-07-15") == [1, None]


def test_a_value_may_change_within_a_month() -> None:
    found = entry("count", edition("1", "2020-01-01"), edition("2", "2020-03-16"))
    assert at(found, "2020-03-15", "2020-03-16") == [1, 2]


def test_a_yearly_value_is_unknown_after_its_year() -> None:
    found = entry("money", edition("100", "2020-01-01"), edition("150", "2020-07-01"),
                  edition("300", "2022-01-01"), renewed="yearly")  # fmt: skip
    assert at(found, "2020-06-30", "2020-07-01", "2020-12-31", "2021-01-01", "2022-12-31",
              "2023-01-01") == [100, 150, 150, None, 300, None]  # fmt: skip


def test_an_irregularly_renewed_value_is_unknown_after_its_until() -> None:
    found = entry("ratio", edition("0.1", "2020-01-15", until="2020-03-01"),
                  edition("0.2", "2020-04-01"), decimals=1, renewed="irregularly")  # fmt: skip
    assert at(found, "2020-02-29", "2020-03-01", "2020-04-01") == [
        Fraction(1, 10), None, Fraction(1, 5)]  # fmt: skip


def test_values_published_by_a_day() -> None:
    found = parameter_from("found", entry(
        "count", edition("1", "2020-01-01"),
        edition("2", "2021-01-01", published="2020-06-01"),
        edition("3", "2022-01-01")))  # fmt: skip

    def known(day: str) -> list[int]:
        parameter = found.known_by(date.fromisoformat(day))
        return [] if parameter is None else [int(e.value) for e in parameter.editions]

    assert known("2019-12-31") == []
    assert known("2020-05-31") == [1]
    assert known("2020-06-01") == [1, 2]
    assert known("2022-01-01") == [1, 2, 3]


@pytest.mark.parametrize("text", ["0.1", "0.10", "0.25", "1", "-0.5", "12.34", "100"])
def test_a_ratio_is_kept_exactly(text: str) -> None:
    found = entry("ratio", edition(text), edition("0.01", "2021-01-01"), decimals=2)
    assert at(found, "2020-01-01") == [Fraction(text)]


def test_money_is_given_in_tenge_to_the_tiyn() -> None:
    assert at(entry("money", edition("72800.50")), "2020-01-01") == [Fraction("72800.5")]
    assert parameter_from("x", entry("money", edition("72800.50"))).editions[0].value == 7280050


def test_a_text_is_the_value_of_a_code() -> None:
    found = parameter_from("x", entry("code", edition("012"), edition("121", "2021-01-01")))
    assert found.text(date(2020, 12, 31)) == "012" and found.text(date(2021, 1, 1)) == "121"
    assert found.text(date(1999, 1, 1)) is None


def test_the_confidences_are_those_of_the_fact_sheets() -> None:
    for name in ("V-LAW", "V-SEED", "V-PAGE", "V-CODE", "DERIVED", "MEM"):
        parameter_from("x", entry("count", edition("1", **{**CITED, "confidence": name})))
