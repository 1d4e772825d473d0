"""Cases as data: tests/cases/*.yaml, each a situation, what is expected, and where that stands."""

from __future__ import annotations

import copy
from decimal import ROUND_HALF_UP, ROUND_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.contract.asking import OTHER_PAYER, PAYER, Case, ask, changed, rows

FOLDER = Path(__file__).parent.parent / "cases"
KEYS = {
    "name",
    "rows",
    "source",
    "printed",
    "command",
    "case",
    "worked",
    "vary",
    "expect",
    "rounded",
}
#: Every row of facts.md §9 and of facts_2026.md B6.
ROWS_OF_FACTS = {3, 4, 5, 6, 7, 8, *range(10, 17), 19, *range(23, 40)}


def loaded(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return content


def question(entry: dict[str, Any]) -> Case:
    case: Case = copy.deepcopy(entry["case"])
    if entry["command"] == "assess":
        case.setdefault("person", {"birth_date": "1985-01-01", "sex": "female"})
        case["contributions"] = [
            {**row, **({"kind": stretch["kind"]} if "kind" in stretch else {})}
            for stretch, payer in zip(entry["worked"], (PAYER, OTHER_PAYER), strict=False)
            for row in rows(stretch["first"], stretch["months"], stretch["income"], payer)
        ]
    return case


def nth(expected: Any, number: int) -> Any:
    """What is expected of the question of that number."""
    if isinstance(expected, dict):
        return {key: nth(value, number) for key, value in expected.items()}
    return expected[number] if isinstance(expected, list) else expected


def cases() -> list[Any]:
    """Every question of every file, one test each."""
    found = []
    for file in sorted(FOLDER.glob("*.yaml")):
        for entry in loaded(file.name)["cases"]:
            vary = entry.get("vary", {})
            count = len(next(iter(vary.values()), [None]))
            for number in range(count):
                fields = {name: values[number] for name, values in vary.items()}
                found.append(
                    pytest.param(
                        entry["command"], changed(question(entry), **fields),
                        nth(entry["expect"], number), entry.get("rounded"),
                        id=f"{file.stem}: {entry['name']} {number}",
                    )
                )  # fmt: skip
    return found


def as_printed(value: str, rounded: str | None) -> str:
    """Money as the source prints it."""
    if rounded is None:
        return value
    mode = {"tenge": ROUND_HALF_UP, "up": ROUND_UP}[rounded]
    return str(Decimal(value).quantize(Decimal(1), mode))


@pytest.mark.parametrize(("command", "case", "expected", "rounded"), cases())
def test_the_case_comes_out_as_its_source_says(
    command: str, case: Case, expected: dict[str, Any], rounded: str | None
) -> None:
    answer = ask(command, case)
    if command == "contributions":
        lines = {f"{line['fund']} {line['kind']}": line for line in answer["lines"]}
        for name, fields in expected.items():
            for field, value in fields.items():
                assert as_printed(lines[name][field], rounded) == value, (name, field)
        return
    for name, value in expected.items():
        found: Any = answer
        for step in name.split("__"):
            found = found[step]
        assert as_printed(found, rounded) == value, name


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.yaml")), ids=lambda file: str(file.stem))
def test_each_case_names_its_source(file: Path) -> None:
    content = loaded(file.name)
    assert set(content) == {"cases", "left_out"}
    for entry in content["cases"]:
        assert set(entry) <= KEYS and entry["source"] and isinstance(entry["printed"], bool)
    for entry in content["left_out"]:
        assert entry["rows"] and entry["reason"]


def test_no_worked_example_of_the_facts_is_forgotten() -> None:
    content = loaded("facts.yaml")
    told = [
        row for part in ("cases", "left_out") for entry in content[part] for row in entry["rows"]
    ]
    assert set(told) == ROWS_OF_FACTS
