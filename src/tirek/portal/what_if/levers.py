"""The parameters that a visitor may change, within which bounds, and how each is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from tirek.contract import law_run
from tirek.law import parameters
from tirek.pages import writing
from tirek.pages.texts import language
from tirek.portal import money_typed
from tirek.portal.fields import Asked
from tirek.portal.texts import has, text
from tirek.portal.told import money

#: The day whose law is changed: the middle of the year that the people live in.
DAY = date(2026, 7, 1)
#: From this day a change is taken to hold: two years before the right to a benefit arises.
SINCE = date(2024, 1, 1)
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,6})?", re.ASCII)
_SPACES = re.compile(r"[\s\u00a0\u202f'’]+")
#: Styles whose numbers are read as a box for money reads them: thousands may have a comma.
_WHOLE = ("money", "multiple", "months")


@dataclass(frozen=True)
class Lever:
    """A parameter; ``style``: ``percent``, ``ratio``, ``multiple`` (of the minimum wage),
    ``months`` or ``money`` (tenge); the bounds and the step are written in it. ``yearly``: the law
    renews it each year, so a change names each year."""

    name: str
    group: str
    style: str
    least: str
    most: str
    step: str
    yearly: bool = False

    @property
    def present(self) -> Decimal:
        """The law's own value, as it is written here."""
        held = parameters()[self.name].at(DAY)
        assert held is not None, self.name
        value = Decimal(held.numerator) / Decimal(held.denominator)
        return (value * 100 if self.style == "percent" else value).normalize()

    @property
    def places(self) -> int:
        """Most decimals that a value may have."""
        return max(0, -Decimal(self.step).as_tuple().exponent)  # type: ignore[operator]

    def of_law(self, value: Decimal) -> str:
        """A value as a reform's file writes it."""
        return f"{value / 100 if self.style == 'percent' else value:f}"

    def shown(self, value: Decimal) -> str:
        """A value for people, with its unit."""
        whole, _, rest = f"{value:f}".partition(".")
        rest = rest.rstrip("0")
        number = writing.number(int(whole))
        if rest:
            number = writing.decimal(f"{number}.{rest}") if len(whole) < 4 else f"{number}.{rest}"
        one = f"what_if.unit_{self.style}_one"
        return text(one if value == 1 and has(one) else f"what_if.unit_{self.style}", value=number)


def _percent(name: str, group: str, most: str, least: str = "0") -> Lever:
    return Lever(name, group, "percent", least, most, "0.1")


def _ratio(name: str, most: str = "1", least: str = "0") -> Lever:
    return Lever(name, "benefits", "ratio", least, most, "0.01")


def _multiple(name: str, group: str, most: str) -> Lever:
    return Lever(name, group, "multiple", "1", most, "1")


# A rate by which the law divides has a least value above zero.
LEVERS: Mapping[str, Lever] = {
    lever.name: lever
    for lever in (
        _percent("social_rate", "contributions", "20", "0.1"),
        _multiple("social_cap_multiple", "contributions", "50"),
        _percent("employer_medical_rate", "contributions", "10"),
        _multiple("employer_medical_cap_multiple", "contributions", "100"),
        _percent("employee_medical_rate", "contributions", "10"),
        _multiple("employee_medical_cap_multiple", "contributions", "100"),
        _ratio("job_loss_replacement_rate", "1", "0.01"),
        Lever("job_loss_months_min", "benefits", "months", "1", "120", "1"),
        _ratio("childcare_replacement_rate"),
        _multiple("childcare_maximum_multiple", "benefits", "50"),
        _ratio("childcare_maximum_share"),
        Lever("childcare_age_months", "benefits", "months", "1", "72", "1"),
        _ratio("disability_replacement_rate"),
        _ratio("survivor_replacement_rate"),
        _ratio("minimum_wage_deduction"),
        _ratio("tenure_factor_max", "3", "1"),
        Lever("average_months_long", "benefits", "months", "6", "24", "1"),
        Lever("minimum_wage", "indices", "money", "20000", "500000", "1000", True),
        Lever("monthly_calculation_index", "indices", "money", "1000", "20000", "1", True),
    )
}
#: Levers that are factors of a rule's value, and the rule.
_MAKES = {
    "childcare_maximum_multiple": "childcare_maximum",
    "childcare_maximum_share": "childcare_maximum",
}
GROUPS = ("contributions", "benefits", "indices")


def _number(typed: str, style: str) -> Decimal:
    """A value as people write it: ``92,000`` tenge, ``0,45`` or ``45 %``."""
    if style in _WHOLE:
        tiyn = money_typed.amount(typed)
        if tiyn is not None:
            return (Decimal(tiyn) / 100).normalize()
        if style == "money" and money_typed.wrong(typed) == money_typed.UNCLEAR:
            raise ValidationError(text(money_typed.UNCLEAR), "unclear")
    else:
        bare = _SPACES.sub("", typed).replace(",", ".")
        plain = bare.removesuffix("%")
        if _NUMBER.fullmatch(plain):
            hundredths = style == "ratio" and bare != plain
            return (Decimal(plain) / (100 if hundredths else 1)).normalize()
    raise ValidationError(text("what_if.no_number"), "wrong")


class LeverField(Asked, forms.CharField):
    """A value of a lever: typed, or pulled where there is JavaScript."""

    template = "portal/fields/lever.html"

    def __init__(self, lever: Lever, **words: Any) -> None:
        self.lever = lever
        super().__init__(required=False, **words)

    def clean(self, value: Any) -> Decimal:
        if isinstance(value, Decimal):
            return value
        typed, lever = str(value or "").strip(), self.lever
        if not typed:
            return lever.present
        found = _number(typed, lever.style)
        if not Decimal(lever.least) <= found <= Decimal(lever.most):
            least, most = lever.shown(Decimal(lever.least)), lever.shown(Decimal(lever.most))
            raise ValidationError(text("what_if.bounds", least=least, most=most), "bounds")
        if -found.as_tuple().exponent > max(lever.places, 2 if lever.style == "percent" else 0):  # type: ignore[operator]
            raise ValidationError(text("what_if.places", most=lever.places), "places")
        return found

    def to_address(self, value: Decimal) -> str:
        return f"{value:f}"

    def shown(self, value: Decimal) -> str:
        return self.lever.shown(value)

    def prepare_value(self, value: Any) -> Any:
        """In the box as it is typed in the language: with its decimal comma."""
        typed = f"{value:f}" if isinstance(value, Decimal) else str(value or "")
        return writing.decimal(typed)

    @property
    def present(self) -> str:
        return self.lever.shown(self.lever.present)

    @property
    def result(self) -> str:
        """What the law's value makes together with others, where by itself it misleads."""
        rule = _MAKES.get(self.lever.name)
        if rule is None:
            return ""
        found: Any = law_run.answer(rule, {"on": DAY.isoformat()}, None, language())
        return text(f"what_if.makes_{rule}", sum=money(found["value"]))

    @property
    def unit(self) -> str:
        return text(f"what_if.suffix_{self.lever.style}")
