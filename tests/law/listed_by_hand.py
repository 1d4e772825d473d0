"""The rows that the lists of the law give: acts, payers, categories, packages, terms, days off.

Each row is (list and code, first day, last or next day, what stands there), as text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Row = tuple[str, str, str, str]
Entry = Mapping[str, Any]


def held(files: Mapping[str, Any]) -> Iterator[Row]:
    """All rows of the lists."""
    yield from _acts(files["acts.yaml"])
    yield from _payers(files["payer_kinds.yaml"])
    yield from _categories(files["categories.yaml"])
    yield from _care(files["care_packages.yaml"])
    yield from _terms(files["deadlines.yaml"])
    yield from _changes(files["payment_changes.yaml"])
    yield from _days(files["working_days.yaml"])


def _row(name: str, entry: Entry, value: object = "") -> Row:
    since, until = (str(entry.get(key) or "") for key in ("since", "until"))
    return name, since, until, str(value or "")


def _acts(file: Entry) -> Iterator[Row]:
    for act in file["acts"]:
        yield _row(f"act: {act['code']}", act, act["signed"])
        for edition in act["editions"]:
            yield _row(f"act_edition: {act['code']}", edition)


def _payers(file: Entry) -> Iterator[Row]:
    for kind in file["payer_kinds"]:
        for fund in ("social", "medical"):
            if fund in kind:
                yield _row(f"{fund}_payer: {kind['code']}", kind[fund], kind[fund]["paid_by"])
    for month in file["special_months"]:
        yield _row(f"special_month: {month['code']}", month)


def _categories(file: Entry) -> Iterator[Row]:
    for one in file["categories"]:
        working = ", working too" if one["also_working"] else ""
        yield _row(f"category: {one['code']}", one, one["paid_by"] + working)


def _care(file: Entry) -> Iterator[Row]:
    yield _row("care_package: insurance", file["insurance_package"])
    for name, one in file["lists"].items():
        for act in one["acts"]:
            yield _row(f"care_list: {name}", act)
    for rule in file["rules"]:
        yield _row(f"care_rule: {rule['name']}", rule, rule["package"])
    for group in file["groups"]:
        for place in group["listed"]:
            months = f"{place['months']} months" if "months" in place else ""
            yield _row(f"care_listing: {place['list']}: {group['code']}", place, months)


def _terms(file: Entry) -> Iterator[Row]:
    for name, term in file["terms"].items():
        for row in term["editions"]:
            special = [*row.get("benefits", ()), *([row["risk"]] if "risk" in row else ())]
            days = "unknown" if row["days"] is None else row["days"]
            label = ": ".join([f"term: {name}", *([", ".join(special)] if special else [])])
            yield _row(label, row, f"{days} {row['unit']}")


def _changes(file: Entry) -> Iterator[Row]:
    for act in file["acts"]:
        yield _row(f"payment_act: {act['code']}", act)
    for ground in file["grounds"]:
        for rule in ground["rules"]:
            if "day" in rule:
                yield _row(f"payment_day: {ground['code']}", {"since": rule["day"]})
    years = file["resumed_not_more_than_years"]["value"]
    yield _row("payment_years: resumed_not_more_than_years", {}, years)


def _days(file: Entry) -> Iterator[Row]:
    for moved in file["moved"]:
        yield _row("moved_day: rest", {"since": moved["rest"]}, moved["work"])
    yield _row("kurban_ait: margin_days", {}, file["kurban_ait"]["margin_days"])
    for proclaimed in file["kurban_ait"]["proclaimed"]:
        yield _row("kurban_ait: proclaimed", {"since": proclaimed["day"]})
    for changed in file["changed"]:
        answer = "yes" if changed["is_holiday"] else "no"
        yield _row(f"changed_holiday: {changed['holiday']}", {"since": changed["day"]}, answer)
