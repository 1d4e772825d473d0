"""Random questions of every command, made up as a seed says; some of a year to come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from random import Random

from tests.contract.asking import BENEFITS, Case
from tests.oracle.cases import random_case, random_contributions_case, random_insured_case

COUNT = 100
CODES = ("G40", "I10", "B18.1", "K74.6", "E11", "I21", "Z99", "J45", "C50")
SERVICES = (
    "ambulance", "primary_care", "planned_consultation", "diagnostics", "outpatient_drugs",
    "planned_inpatient", "rehabilitation", "dentistry", "ivf", "sanatorium",
)  # fmt: skip


def random_assessment(rng: Random) -> Case:
    case = random_case(rng.choice(BENEFITS), rng)
    if rng.random() < 0.1:
        case["known_on"] = rng.choice(("2018-12-31", "2023-01-01", "2025-06-01", "2026-12-31"))
    if rng.random() < 0.05:  # a year to come
        case["on"] = "2027-02-10"
        case.pop("applied_on", None)
        if "until" in case["event"]:
            case["event"]["until"] = None
    return case


def random_month(rng: Random) -> Case:
    case = random_contributions_case(rng)
    if rng.random() < 0.1:
        case["known_on"] = rng.choice(("2004-01-01", "2019-06-01", "2026-12-31"))
    return case


def random_status(rng: Random) -> Case:
    case = random_insured_case(rng)
    if rng.random() < 0.1:
        case["on"] = rng.choice(("2019-12-31", "2027-01-31"))
        case["person"]["birth_date"] = "1980-01-01"
    return case


def random_care(rng: Random) -> Case:
    on = date(2019, 6, 1) + timedelta(days=rng.randrange(2900))
    case: Case = {
        "on": on.isoformat(), "service": rng.choice(SERVICES), "insured": rng.random() < 0.5,
    }  # fmt: skip
    case["icd10"] = rng.choice(CODES) if rng.random() < 0.8 else None
    if rng.random() < 0.3:
        case["onset"] = (on - timedelta(days=rng.randrange(900))).isoformat()
    if rng.random() < 0.3:
        case["categories"] = [rng.choice(("child", "disabled", "pensioner", "student"))]
    if rng.random() < 0.3:
        case["residence"] = rng.choice(("eaeu_worker", "temporary_foreigner"))
    if rng.random() < 0.2:
        case["suspected"] = True
    return case


MAKERS: dict[str, Callable[[Random], Case]] = {
    "assess": random_assessment,
    "contributions": random_month,
    "insured-status": random_status,
    "care": random_care,
}


@lru_cache
def made(command: str) -> list[Case]:
    rng = Random(f"batches {command}")
    return [MAKERS[command](rng) for _ in range(COUNT)]
