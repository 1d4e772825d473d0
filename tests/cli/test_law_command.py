"""``tirek law``: what is in force, since when, by which article, and who uses it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.cli.running import good, problem, tirek
from tirek.law import law

SVG = "{http://www.w3.org/2000/svg}"


def listed(*args: str) -> Any:
    return json.loads(good("law", *args, "--json"))


def test_everything_is_listed_with_titles_in_the_language_asked_for() -> None:
    the_law = law()
    for lang, title in (("kk", "ең төмен жалақы мөлшері"), ("en", "minimum wage")):
        printed = good("law", "--lang", lang)
        assert title in printed
        assert all(name in printed for name in (*the_law.rules, *the_law.parameters))


def test_the_listing_as_of_a_day() -> None:
    found = listed("--on", "2024-05-05", "--lang", "en")
    values = {one["name"]: one["value"] for one in found["parameters"]}
    assert values["minimum_wage"] == "85000.00" and values["social_rate"] == "0.035"
    assert {one["name"] for one in found["rules"]} == set(law().rules)
    later = {one["name"]: one["value"] for one in listed("--on", "2027-01-01")["parameters"]}
    assert later["minimum_wage"] is None


def test_a_parameter_shows_its_values_over_time_with_their_sources() -> None:
    found = listed("minimum_wage", "--on", "2022-06-01", "--lang", "en")
    assert found["kind"] == "parameter" and found["unit"] == "money"
    in_force = [edition for edition in found["editions"] if edition["in_force"]]
    assert [(one["since"], one["value"]) for one in in_force] == [("2022-01-01", "60000.00")]
    assert all(one["source"] or one["article"] for one in found["editions"])
    assert all(one["confidence"] for one in found["editions"])
    assert {"income_cap", "social_cap"} <= set(found["used_by"])
    assert "60000.00" in good("law", "minimum_wage", "--on", "2022-06-01", "--lang", "en")


def test_a_rule_shows_its_editions_articles_and_inputs() -> None:
    found = listed("tenure_factor", "--on", "2020-05-05")
    assert [one["since"] for one in found["editions"]] == [None, "2020-01-01", "2023-07-01"]
    assert [one["in_force"] for one in found["editions"]] == [False, True, False]
    assert all(one["article"] for one in found["editions"])
    assert {"participation_months", "tenure_bands", "tenure_factor_max"} <= set(found["uses"])
    assert "job_loss_amount" in found["used_by"]
    printed = good("law", "tenure_factor", "--lang", "ru")
    assert "SC 118(3)" in printed or "СК 118(3)" in printed


def test_a_fact_is_shown_too() -> None:
    found = listed("degree_percent")
    assert found["kind"] == "fact" and "disability_factor" in found["used_by"]
    assert "degree_percent" in good("law", "degree_percent")


def test_what_was_published_later_is_not_shown_for_an_earlier_day() -> None:
    found = listed("minimum_wage", "--on", "2026-02-01", "--known-on", "2025-06-01")
    assert not any(one["since"] == "2026-01-01" for one in found["editions"])
    assert not any(one["in_force"] for one in found["editions"])
    rule = listed("tenure_factor", "--known-on", "2023-01-01")
    assert [one["since"] for one in rule["editions"]] == [None, "2020-01-01"]


def test_assumptions_and_open_questions_name_what_they_touch() -> None:
    found = listed("--questions", "--lang", "en")
    assert {one["kind"] for one in found} == {"assumption", "question"}
    known = {*law().rules, *law().parameters}
    for one in found:
        assert one["text"] and one["source"]
        assert all(isinstance(name, str) for name in one["touches"])
    assert len({name for one in found for name in one["touches"]} & known) > 20
    printed = good("law", "--questions", "--lang", "en")
    assert all(one["id"] in printed for one in found)


@pytest.mark.parametrize(
    ("args", "at"),
    [(("minimum",), "/name"), (("minimum_wage", "--on", "2025-02-30"), "/on"),
     (("--known-on", "yesterday"), "/known_on"), (("no such rule", "--graph", "g.svg"), "/name")],
)  # fmt: skip
def test_a_name_or_day_that_is_none_is_a_problem(
    args: tuple[str, ...], at: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert problem("law", *args)["at"] == at
    assert not list(tmp_path.iterdir())


def test_the_graph_is_well_formed_and_holds_every_rule(tmp_path: Path) -> None:
    whole, one = tmp_path / "whole.svg", tmp_path / "one.svg"
    for name, file in (("", whole), ("job_loss_amount", one)):
        done = tirek("law", *([name] if name else []), "--graph", file, "--lang", "kk")
        assert done.returncode == 0

    def names(file: Path) -> set[str]:
        root = ElementTree.parse(file).getroot()
        assert root.tag == f"{SVG}svg"
        return {(title.text or "").split(":")[0] for title in root.iter(f"{SVG}title")}

    assert set(law().rules) <= names(whole)
    assert names(one) >= {"job_loss_amount", "average_income", "tenure_factor", "minimum_wage"}
    assert "survivor_amount" not in names(one)


def test_a_graph_that_cannot_be_written_is_said_without_a_traceback(tmp_path: Path) -> None:
    done = tirek("law", "--graph", tmp_path / "nowhere" / "graph.svg")
    assert done.returncode != 0 and done.stderr
    assert b"Traceback" not in done.stderr
