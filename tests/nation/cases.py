"""Cases of the contract as tables of a nation, and the contract's answers as rows of its tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from tirek.contract import assess, insured_status
from tirek.nation.schema import TABLES

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
