"""Sums of money and whole numbers."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from tirek.pages import writing
from tirek.portal import money_typed
from tirek.portal.fields.base import Asked
from tirek.portal.texts import text

#: Spaces of any kind that people put into numbers.
_SPACES = re.compile(r"[\s\u00a0\u202f']+")
_ADDRESS_MONEY = re.compile(r"\d{1,13}(\.\d{1,2})?")
MOST_TENGE = 10**10


class MoneyField(Asked, forms.CharField):
    """Tiyn, written by people as ``168 970`` or ``168970,50``; in an address ``168970.50``."""

    template = "portal/fields/money.html"

    def __init__(self, *, most: int = MOST_TENGE, **words: Any) -> None:
        self.most = most
        super().__init__(**words)

    def clean(self, value: Any) -> int | None:
        if isinstance(value, int):
            return value
        typed = str(value or "").strip()
        if not typed:
            if self.required:
                raise ValidationError(text("fields.money_missing"), "missing")
            return None
        tiyn = money_typed.amount(typed)
        if tiyn is not None and tiyn < 0:
            raise ValidationError(text("fields.money_negative"), "negative")
        if tiyn is None:
            raise ValidationError(text(money_typed.wrong(typed)), "wrong")
        if tiyn > self.most * 100:
            raise ValidationError(text("fields.money_most", most=writing.number(self.most)), "most")
        return tiyn

    def prepare_value(self, value: Any) -> Any:
        return bare(value) if isinstance(value, int) else value

    def to_address(self, value: int) -> str:
        return bare(value)

    def from_address(self, given: str) -> int | None:
        if not _ADDRESS_MONEY.fullmatch(given):
            raise ValidationError("", "wrong")
        return self.clean(given)

    def shown(self, value: int) -> str:
        return writing.money(value)


def bare(tiyn: int) -> str:
    """Tiyn as an address writes them."""
    return f"{tiyn // 100}.{tiyn % 100:02d}" if tiyn % 100 else str(tiyn // 100)


class WholeField(Asked, forms.CharField):
    """A whole number between two others; ``unit`` stands behind the box."""

    template = "portal/fields/whole.html"

    def __init__(
        self,
        *,
        least: int,
        most: int,
        unit: str = "",
        wrong: str = "fields.whole_wrong",
        **words: Any,
    ) -> None:
        self.least, self.most, self.unit, self.wrong = least, most, unit, wrong
        super().__init__(**words)

    def clean(self, value: Any) -> int | None:
        if isinstance(value, int):
            return value
        typed = _SPACES.sub("", str(value or ""))
        if self.unit:  # the unit stands behind the box: who types it too is understood
            typed = typed.removesuffix(_SPACES.sub("", self.unit))
        if not typed:
            if self.required:
                raise ValidationError(text("fields.whole_missing"), "missing")
            return None
        right = typed.isascii() and typed.isdigit() and len(typed) < 10
        if not right or not self.least <= int(typed) <= self.most:
            least, most = writing.number(self.least), writing.number(self.most)
            raise ValidationError(text(self.wrong, least=least, most=most), "wrong")
        return int(typed)

    def shown(self, value: int) -> str:
        return f"{writing.number(value)} {self.unit}".strip()
