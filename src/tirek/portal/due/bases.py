"""Why a line is worked out from the sum that it is: in a few words, from the contract's own
explanation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tirek.contract.reading import tiyn
from tirek.pages import writing
from tirek.portal.texts import text

#: Of each line the steps in one of which, by the payer's kind, the law bounds its base.
_BOUNDED = {
    "social_contribution": ("social_cap",),
    "employer_contribution": ("employer_medical_base",),
    "personal_contribution": (
        "civil_contract_medical_base", "employee_medical_base", "personal_medical_base",
    ),
}  # fmt: skip
#: What the social base is found from, before its bounds.
_OBJECTS = ("entrepreneur_object", "income_less_pension_contribution")
_FLOORS = {
    "social_base_of_employee": "social_floor_multiple",
    "social_base_of_entrepreneur": "entrepreneur_floor_multiple",
}
_ONE_PAYMENT = ("aggregate_payment_city", "aggregate_payment_village")
_FIXED = ("entrepreneur", "independent_medical")


def why(kind: str, income: int, line: Mapping[str, Any], explanation: list[Any]) -> str:
    """Why the base of a line is not simply the income; ``""`` where it is."""
    steps = {step["name"]: step for step in explanation}
    base, fund = tiyn(line["base"]), line["fund"]
    if kind in _ONE_PAYMENT:
        return text("due.base_same")
    if fund == "medical" and kind in _FIXED:
        return text("due.base_fixed", multiple=_multiple(steps["personal_medical_base"]))
    found = _object(steps, income) if fund == "social" else income
    if base > found:
        return text("due.base_least", multiple=_floor(steps))
    if base < found:
        return _most(steps, line["kind"])
    return text("due.base_less_pension") if base < income else ""


def _object(steps: Mapping[str, Any], income: int) -> int:
    """The income that social contributions look at."""
    step = next((steps[name] for name in _OBJECTS if name in steps), None)
    return tiyn(step["value"]) if step is not None else income


def _floor(steps: Mapping[str, Any]) -> str:
    name = next(one for one in _FLOORS if one in steps)
    return writing.decimal(str(steps[name]["inputs"][_FLOORS[name]]))


def _most(steps: Mapping[str, Any], line: str) -> str:
    """The greatest base, in minimum wages; what other payers have taken of it is told too."""
    step = next(steps[name] for name in _BOUNDED[line] if name in steps)
    elsewhere = tiyn(step["inputs"].get("medical_base_elsewhere", "0"))
    return text("due.base_left" if elsewhere else "due.base_most", multiple=_multiple(step))


def _multiple(step: Mapping[str, Any]) -> str:
    """How many minimum wages a step takes."""
    return next(
        writing.decimal(str(value)) for name, value in step["inputs"].items()
        if name.endswith("_multiple")
    )  # fmt: skip
