"""The law as data: what the command line says of it, kept by clients until it changes."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import orjson
import pytest

from tests.api.asking import get
from tirek.contract import law_data
from tirek.law import law
from tirek.project import clock

DAY = "2025-06-01"


def same(told: bytes, found: object) -> bool:
    return told == orjson.dumps(found)


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_all_of_it(lang: str) -> None:
    assert same(get(f"/api/law?lang={lang}").content, law_data.listing(None, None, lang))
    told = get(f"/api/law?on={DAY}&known_on=2020-01-01&lang={lang}")
    assert same(told.content, law_data.listing(DAY, "2020-01-01", lang))
    questions = get("/api/law/questions", {"Accept-Language": lang})
    assert same(questions.content, {"questions": law_data.questions(lang)})


def test_every_rule_parameter_and_fact_has_an_address() -> None:
    held = law()
    for name in [*held.rules, *held.parameters, *held.book.facts][::7]:
        told = get(f"/api/law/{name}?lang=en&on={DAY}")
        assert told.status == 200 and same(told.content, law_data.entry(name, DAY, None, "en"))


def test_a_name_that_is_none_is_404_with_names_like_it() -> None:
    told = get("/api/law/minimum_wge")
    assert (told.status, told.code) == (404, "not_found")
    assert "Names like it: minimum_wage" in told.json["error"]["message"]["en"]
    told = get("/api/law/nonsense")
    assert (told.status, told.code) == (404, "not_found")
    assert "like it" not in told.json["error"]["message"]["en"]


@pytest.mark.parametrize("address", ["/api/law", "/api/law/minimum_wage", "/api/law/nothing"])
@pytest.mark.parametrize("name", ["on", "known_on"])
def test_a_day_that_is_none_is_422(address: str, name: str) -> None:
    told = get(f"{address}?{name}=2025-02-30")
    assert (told.status, told.code, told.json["error"]["at"]) == (422, "bad_date", f"/{name}")


def test_the_graph_leads_from_names_to_names() -> None:
    graph = get("/api/law/graph?lang=en").json
    names = {node["name"] for node in graph["nodes"]}
    assert {edge["rule"] for edge in graph["edges"]} == set(law().rules)
    assert {edge["uses"] for edge in graph["edges"]} <= names
    assert all(node["title"] for node in graph["nodes"])


@pytest.mark.parametrize("how", ["format", "accept"])
def test_parameters_as_csv(how: str) -> None:
    if how == "format":
        told = get(f"/api/law?format=csv&lang=ru&on={DAY}")
    else:
        told = get(f"/api/law?lang=ru&on={DAY}", {"Accept": "text/csv"})
    assert told.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(told.content.decode())))
    assert {row["name"] for row in rows} == set(law().parameters)
    [wage] = [r for r in rows if r["name"] == "minimum_wage" and r["in_force"] == "true"]
    assert wage["value"] == "85000.00" and wage["since"] <= DAY


def test_a_client_keeps_what_is_still_the_same() -> None:
    for address in ("/api/law", "/api/law/minimum_wage", "/api/openapi.json", "/api/law/graph"):
        first = get(address)
        assert "max-age" in first.headers["cache-control"]
        again = get(address, {"If-None-Match": first.headers["etag"]})
        assert (again.status, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    assert get("/api/law?lang=ru").headers["etag"] != get("/api/law?lang=kk").headers["etag"]


def test_without_a_day_a_value_is_in_force_today_and_an_old_one_has_its_end() -> None:
    with clock.at(date(2026, 3, 10)):
        editions = get("/api/law/minimum_wage").json["editions"]
        told = get("/api/law?format=csv")
        rule = get("/api/law/tenure_factor").json["editions"]
    assert editions[0]["until"] == "2005-12-31" and editions[-1]["until"] == "2026-12-31"
    assert [one["since"] for one in editions if one["in_force"]] == ["2026-01-01"]
    assert [one["since"] for one in rule if one["in_force"]] == ["2023-07-01"]
    rows = list(csv.DictReader(io.StringIO(told.content.decode())))
    wage = {row["since"]: row for row in rows if row["name"] == "minimum_wage"}
    assert (wage["2005-01-01"]["until"], wage["2005-01-01"]["in_force"]) == ("2005-12-31", "false")
    assert wage["2026-01-01"]["in_force"] == "true"
    with clock.at(date(2027, 1, 1)):  # nothing is published for that year: none is in force
        editions = get("/api/law/minimum_wage").json["editions"]
    assert not any(one["in_force"] for one in editions)


@pytest.mark.parametrize("name", sorted(law().parameters))
def test_a_value_holds_on_its_last_day_and_not_on_the_next(name: str) -> None:
    parameter = law().parameters[name]
    for one in law_data.entry(name, None, None, "en")["editions"]:
        for day, held in (
            (one["since"], True),
            (one["until"], True),
            (_after(one["until"]), False),
        ):
            if day is not None:
                found = parameter.edition(date.fromisoformat(day))
                assert (found is not None and found.since.isoformat() == one["since"]) == held


def _after(day: str | None) -> str | None:
    return day and (date.fromisoformat(day) + timedelta(1)).isoformat()
