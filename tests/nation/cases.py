"""Cases of the contract as tables of a nation, and the contract's answers as rows of its tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

import pyarrow as pa

from tirek.contract import assess, contributions, insured_status
from tirek.law.acts import categories, kinds
from tirek.nation.schema import LINES, TABLES

Case = Mapping[str, Any]


def tiyn(text: str | None) -> int | None:
    if text is None:
        return None
    tenge, _, rest = text.partition(".")
    return int(tenge) * 100 + int(rest.ljust(2, "0") or 0)


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def month(text: str) -> int:
    return int(text.replace("-", ""))


class Nation:
    """Tables being filled, a person a case."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}

    def add(self, case: Case, number: int) -> None:
        """A case of ``tirek assess`` as person, rows and event of that number."""
        person = case["person"]
        self.rows["persons"].append(
            {"person": number, "birth_date": day(person["birth_date"]), "sex": person["sex"]}
        )
        for row in case["contributions"]:
            self.rows["contributions"].append(
                {
                    "person": number, "period": month(row["period"]), "payer": int(row["payer"]),
                    "kind": row.get("kind"), "income_tiyn": tiyn(row.get("income")),
                    "contribution_tiyn": tiyn(row.get("contribution")),
                }
            )  # fmt: skip
        for special in case.get("special_months") or ():
            self.rows["contributions"].append(
                {
                    "person": number, "period": month(special["period"]), "kind": special["kind"],
                    "income_tiyn": tiyn(special.get("income")),
                }
            )  # fmt: skip
        event = dict(case["event"])
        kind = event.pop("kind")
        self.rows["events"].append(
            {
                "event": number, "person": number, "on": day(case["on"]),
                "applied_on": day(case.get("applied_on")),
                "participation_months": case.get("participation_months"),
                "pension_exempt": case.get("pension_exempt"),
                kind: {key: _cell(value) for key, value in event.items()},
            }
        )  # fmt: skip

    def add_status(self, case: Case, number: int) -> None:
        """A case of ``tirek insured-status``."""
        self.rows["persons"].append(
            {
                "person": number, "birth_date": day(case["person"]["birth_date"]), "sex": "male",
                "status_on": day(case["on"]),
            }
        )  # fmt: skip
        for payment in case["payments"]:
            self.rows["contributions"].append(
                {
                    "person": number, "period": month(payment["period"]), "payer": 1,
                    "kind": payment["kind"], "income_tiyn": 100_000_00,
                    "paid_on": day(payment.get("paid_on")),
                }
            )  # fmt: skip
        self._add_categories(case["categories"], number)

    def add_dues(self, person: Case, rows: Sequence[Case]) -> None:
        """A person of :func:`random_dues` with the rows that ask."""
        told = {name: person[name] for name in ("person", "birth_date", "sex")}
        self.rows["persons"].append(told)
        self.rows["contributions"] += rows
        if person["category"] is not None:
            self.rows["categories"].append({"person": person["person"], **person["category"]})

    def _add_categories(self, entries: Sequence[Case], number: int) -> None:
        for entry in entries:
            self.rows["categories"].append(
                {
                    "person": number, "code": entry["code"], "from": day(entry["from"]),
                    "until": day(entry["until"]),
                }
            )  # fmt: skip

    def tables(self) -> dict[str, pa.Table]:
        return {
            name: pa.Table.from_pylist(rows, TABLES[name].arrow) for name, rows in self.rows.items()
        }


def _cell(value: Any) -> Any:
    """A JSON value as a cell."""
    if isinstance(value, dict):
        return {key: _cell(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_cell(entry) for entry in value]
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        return day(value)
    return value


def benefit_row(case: Case, number: int) -> dict[str, Any]:
    """The contract's answer as a row of the benefits table."""
    one = assess.answer(case, "en", brief=True)
    kind = str(one["benefit"])
    of_year = kind in ("maternity", "adoption")
    answer = {
        "entitled": one["entitled"],
        "amount_tiyn": tiyn(one["amount"]),
        "pension_contribution_tiyn": tiyn(one["pension_contribution"]),
        "net_tiyn": tiyn(one["net"]),
        "months": one["months"],
        "until": day(one["until"]),
        "reasons": [reason["code"] for reason in one["reasons"]],
        "undetermined": [f"{u['parameter']} {u['on']}" for u in one["undetermined"]] or None,
    }
    average = "average_income_of_year_tiyn" if of_year else "average_income_tiyn"
    row = {"person": number, "event": number, "on": day(case["on"]), kind: answer}
    row[average] = tiyn(one["average_income"])
    row["participation_months"] = one["participation_months"]
    return row


def status_row(case: Case, number: int) -> dict[str, Any]:
    """The contract's answer as a row of the status table."""
    one = insured_status.answer(case, "en", brief=True)
    prices = {way["way"]: tiyn(way["amount"]) for way in one["ways_to_become_insured"]}
    return {
        "person": number, "on": day(case["on"]), "insured": one["insured"], "basis": one["basis"],
        "until": day(one["until"]), "grace_until": day(one["grace_until"]),
        "missing_months": [month(text) for text in one["missing_months"]],
        "price_of_missing_months_tiyn": prices.get("pay_missing_months"),
        "price_of_year_tiyn": prices.get("prepay_year"),
    }  # fmt: skip


# ---------------------------------------------------------------------- contributions


def random_dues(rng: Random, number: int) -> tuple[Case, list[dict[str, Any]]]:
    """A person with a category and some months of several payers, and the rows that ask."""
    born = date(1950 + rng.randrange(65), rng.randrange(1, 13), rng.randrange(1, 29))
    year = rng.randrange(2018, 2027)
    interval = None
    if rng.random() < 0.4:
        first = date(year, rng.randrange(1, 13), rng.randrange(1, 29))
        last = first + timedelta(rng.randrange(0, 400)) if rng.random() < 0.8 else None
        interval = {"code": rng.choice(CATEGORIES), "from": first, "until": last}
    person = {
        "person": number, "birth_date": born, "sex": rng.choice(["female", "male"]),
        "category": interval,
    }  # fmt: skip
    rows = []
    for at in sorted(rng.sample(range(12), rng.randrange(1, 4))):
        period = year * 12 + at
        able = [k for k, spans in kinds().items() if any(s.holds(period) for s in spans.values())]
        for payer in range(rng.randrange(1, 4)):
            income = rng.choice([rng.randrange(0, 10**7), rng.randrange(0, 3 * 10**8)])
            rows.append(
                {
                    "person": number, "period": period // 12 * 100 + period % 12 + 1,
                    "payer": payer, "kind": rng.choice(able), "income_tiyn": income,
                    "accrued_tiyn": income,
                }
            )  # fmt: skip
    return person, rows


CATEGORIES = ("student", "unemployed", "disabled", "welfare_level_d", "pensioner", "prisoner")
_SHARED = ("employee", "civil_contract", "single_payment", "individual_helper")


def dues_rows(person: Case, rows: Sequence[Case]) -> list[dict[str, Any]]:
    """What the contract says of each row, the payers of a month one after another."""
    found = []
    elsewhere: dict[int, int] = {}
    for row in sorted(rows, key=lambda r: (r["period"], r["payer"])):
        period = row["period"]
        question = {
            "month": f"{period // 100}-{period % 100:02d}", "payer_kind": row["kind"],
            "income": tenge(row["accrued_tiyn"]), "sex": person["sex"],
            "birth_date": person["birth_date"].isoformat(),
            "categories": _categories_of(person, period),
            "medical_base_elsewhere": tenge(elsewhere.get(period, 0)),
        }  # fmt: skip
        if month(question["month"]) < month(person["birth_date"].isoformat()[:7]):
            question.pop("birth_date"), question.pop("sex")
        answer = contributions.answer(question, "en", brief=True)
        assert isinstance(answer["lines"], list) or answer["undetermined"]
        lines = {line["kind"]: line for line in answer["lines"] or ()}  # type: ignore[attr-defined]
        if row["kind"] in _SHARED and not question["categories"]:
            base = lines.get("personal_contribution", {}).get("base", "0.00")
            elsewhere[period] = elsewhere.get(period, 0) + (tiyn(base) or 0)
        known = answer["lines"] is not None
        found.append(
            {
                "person": row["person"], "period": period, "payer": row["payer"],
                "kind": row["kind"],
                **{
                    f"{name}_tiyn": tiyn(lines[name]["amount"] if name in lines else "0.00")
                    if known else None
                    for name in LINES
                },
            }
        )  # fmt: skip
    return found


def tenge(amount: int) -> str:
    return f"{amount // 100}.{amount % 100:02d}"


def _categories_of(person: Case, period: int) -> list[str]:
    """The categories that hold on any day of a month, that of children with them."""
    first = date(period // 100, period % 100, 1)
    last = (first + timedelta(31)).replace(day=1) - timedelta(1)
    born = person["birth_date"]
    adult = date(born.year + 18, born.month, born.day)
    found = ["child"] if born <= last and first < adult else []
    held = person["category"]
    since = held and max(held["from"], categories()[held["code"]].since)
    if held and since <= last and (held["until"] is None or held["until"] >= max(first, since)):
        found.append(held["code"])
    return found
