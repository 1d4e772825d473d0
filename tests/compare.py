"""The product beside the oracle, over random cases: ``./run fuzz [--cases N] [--seed S]``.

Prints for each benefit the cases, the differences (the first few in full), the share entitled
and how often each edge was hit; ends with status 1 if anything differs.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from random import Random
from typing import Any, NamedTuple

from tests import oracle
from tests.oracle import cases as generator
from tirek.contract import assess, assess_question, contributions, insured_status

Case = dict[str, Any]

#: Fields of a contribution line that the oracle works out too.
LINE = ("fund", "kind", "paid_by", "rate", "base", "amount", "due")
STATUS = ("insured", "basis", "until", "grace_until", "missing_months", "upcoming")
EDITIONS = (
    "2019-01-01", "2020-01-01", "2021-01-01", "2022-01-01", "2023-01-01", "2023-07-01",
    "2024-01-01", "2025-01-01", "2026-01-01",
)  # fmt: skip
CHUNK = 1000


class Outcome(NamedTuple):
    cases: int
    entitled: int
    edges: Counter[str]
    differences: list[tuple[Case, dict[str, Any], dict[str, Any]]]


def product_assess(questions: Sequence[Case]) -> list[dict[str, Any]]:
    read = [assess_question.read(question) for question in questions]
    return [_like_oracle(one) for one in assess.answers(read, "en", brief=True)]


def _like_oracle(one: dict[str, Any]) -> dict[str, Any]:
    """An answer of the product with the fields that the oracle gives."""
    if one["undetermined"]:
        return {"undetermined": True}
    result = {
        key: value
        for key, value in one.items()
        if key not in ("reasons", "undetermined", "law", "benefit")
    }
    result["reason_codes"] = [reason["code"] for reason in one["reasons"]]
    return _comparable(result)


def _comparable(one: dict[str, Any]) -> dict[str, Any]:
    """Factors are part of the contract where there is an amount."""
    result = {key: value for key, value in one.items() if key != "benefit"}
    if result.get("reason_codes", [])[:1] in (["not_in_force"], ["law_not_held"]):
        return {key: result[key] for key in ("entitled", "reason_codes", "average_income")}
    if not result.get("entitled"):
        result.pop("factors", None)
        for dependant in result.get("dependants", ()):
            dependant.pop("until", None)
    return result


def oracle_assess(question: Case) -> dict[str, Any]:
    one = oracle.assess(question)
    return {"undetermined": True} if "undetermined" in one else _comparable(one)


def product_contributions(questions: Sequence[Case]) -> list[dict[str, Any]]:
    return [_lines(contributions.answer(q, "en", brief=True)["lines"]) for q in questions]


def _lines(lines: Any) -> dict[str, Any]:
    if lines is None:
        return {"undetermined": True}
    kept = [{key: line[key] for key in LINE} for line in lines]
    return {"lines": sorted(kept, key=lambda line: (line["fund"], line["kind"]))}


def oracle_contributions(question: Case) -> dict[str, Any]:
    lines = oracle.contributions(question)
    return _lines(None if any("undetermined" in line for line in lines) else lines)


def product_insured(questions: Sequence[Case]) -> list[dict[str, Any]]:
    return [_status(insured_status.answer(q, "en", brief=True)) for q in questions]


def _status(one: dict[str, Any]) -> dict[str, Any]:
    if one.get("insured") is None:
        return {"undetermined": True}
    result = {key: one[key] for key in STATUS}
    result["priced"] = [
        {key: way[key] for key in ("way", "months", "amount", "insured_from")}
        for way in one["ways_to_become_insured"]
        if way["amount"] is not None
    ]
    return result


def oracle_insured(question: Case) -> dict[str, Any]:
    one = oracle.insured_status(question)
    return {"undetermined": True} if "undetermined" in one else _status(one)


def _edges(kind: str, question: Case, answer: dict[str, Any]) -> Counter[str]:
    """Which edges of bands, ages and terms a case stands on."""
    edges: Counter[str] = Counter({f"law of {_edition(question)}": 1})
    months = answer.get("participation_months")
    if any(months in (step - 1, step) for step in generator.TENURE_STEPS):
        edges[f"tenure {months}"] += 1
    event = question.get("event", {})
    if kind == "disability" and event["degree_percent"] in (29, 30, 59, 60, 79, 80, 100):
        edges[f"degree {event['degree_percent']}"] += 1
    if kind == "survivor":
        eligible = sum(d["eligible"] for d in answer.get("dependants", ()))
        edges[f"dependants {min(eligible, 5)}"] += 1
    if kind == "childcare":
        edges[f"order {min(event['child_order'], 5)}"] += 1
    return edges


def _edition(question: Case) -> str:
    """The day of the newest edition of the law that a case lies under."""
    on = str(question.get("on") or f"{question['month']}-01")
    return max((day for day in EDITIONS if day <= on), default="before")


Runner = tuple[
    Callable[[Random], Case],
    Callable[[Sequence[Case]], list[dict[str, Any]]],
    Callable[[Case], dict[str, Any]],
]


def runner(kind: str) -> Runner:
    if kind == "contributions":
        return generator.random_contributions_case, product_contributions, oracle_contributions
    if kind == "insured_status":
        return generator.random_insured_case, product_insured, oracle_insured
    return lambda rng: generator.random_case(kind, rng), product_assess, oracle_assess


KINDS = (*generator.BENEFITS, "contributions", "insured_status")


def compare(kind: str, count: int, seed: int) -> Outcome:
    """So many random cases of one kind, through both."""
    make, product, by_hand = runner(kind)
    rng = Random(f"{kind} {seed}")
    entitled, edges = 0, Counter[str]()
    differences: list[tuple[Case, dict[str, Any], dict[str, Any]]] = []
    questions = [make(rng) for _ in range(count)]
    for question, ours in zip(questions, product(questions), strict=True):
        theirs = by_hand(question)
        if ours != theirs:
            differences.append((question, ours, theirs))
        entitled += bool(theirs.get("entitled") or theirs.get("insured") or theirs.get("lines"))
        edges += _edges(kind, question, theirs)
    return Outcome(count, entitled, edges, differences)


def _part(args: tuple[str, int, int]) -> Outcome:
    return compare(*args)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="The product beside the oracle.")
    parser.add_argument("--cases", type=int, default=120_000, help="cases a kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=KINDS)
    options = parser.parse_args(argv)
    failed = False
    with ProcessPoolExecutor(2) as pool:
        for kind in (options.only,) if options.only else KINDS:
            parts = [
                (kind, min(CHUNK, options.cases - at), options.seed * 1_000_003 + at)
                for at in range(0, options.cases, CHUNK)
            ]
            outcomes = list(pool.map(_part, parts))
            failed |= _report(kind, outcomes)
    return 1 if failed else 0


def _report(kind: str, outcomes: Sequence[Outcome]) -> bool:
    cases = sum(o.cases for o in outcomes)
    entitled = sum(o.entitled for o in outcomes)
    differences = [d for o in outcomes for d in o.differences]
    edges = sum((o.edges for o in outcomes), Counter[str]())
    print(f"{kind:15} {cases:7} cases  {entitled / cases:6.1%} positive  "
          f"{len(differences)} differences", flush=True)  # fmt: skip
    print("    hit:", ", ".join(f"{k}: {v}" for k, v in sorted(edges.items())))
    for question, ours, theirs in differences[:3]:
        keys = [k for k in {*ours, *theirs} if ours.get(k) != theirs.get(k)]
        print("   ", json.dumps(question, ensure_ascii=False))
        for key in keys:
            print(f"      {key}: product {ours.get(key)!r}, oracle {theirs.get(key)!r}")
    return bool(differences)


if __name__ == "__main__":
    sys.exit(main())
