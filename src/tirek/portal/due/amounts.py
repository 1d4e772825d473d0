"""Several sums of money as one answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from tirek.pages import writing
from tirek.portal import money_typed
from tirek.portal.fields import MOST_TENGE, Asked
from tirek.portal.fields.numbers import bare
from tirek.portal.texts import text

MOST = 12
_BETWEEN = re.compile(r"[;\n]|,\s+")


class AmountsField(Asked, forms.CharField):
    """Sums of money, parted by semicolons, line ends or a comma before a space; in an address by
    ``_``."""

    template = "portal/fields/text.html"

    def clean(self, value: Any) -> list[int]:
        if isinstance(value, list):
            return value
        typed = [one.strip() for one in _BETWEEN.split(str(value or ""))]
        typed = [one for one in typed if one]
        if not typed:
            raise ValidationError(text("fields.money_missing"), "missing")
        if len(typed) > MOST:
            raise ValidationError(text("due.many_amounts", most=MOST), "many")
        return [self._amount(one) for one in typed]

    def _amount(self, typed: str) -> int:
        found = money_typed.amount(typed)
        if found is None or found <= 0:
            if money_typed.wrong(typed) == money_typed.UNCLEAR:
                raise ValidationError(text(money_typed.UNCLEAR), "wrong")
            raise ValidationError(text("due.amount_wrong", value=typed[:40]), "wrong")
        if found > MOST_TENGE * 100:
            most = writing.number(MOST_TENGE)
            raise ValidationError(text("fields.money_most", most=most), "most")
        return found

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return "; ".join(_bare(one) for one in value)
        return value

    def to_address(self, value: Sequence[int]) -> str:
        return "_".join(bare(one) for one in value)

    def from_address(self, given: str) -> list[int]:
        return self.clean(given.replace("_", ";"))

    def shown(self, value: Sequence[int]) -> str:
        return "; ".join(writing.money(one) for one in value)


def _bare(tiyn: int) -> str:
    whole = writing.number(tiyn // 100).replace(",", " ")
    return f"{whole}.{tiyn % 100:02d}" if tiyn % 100 else whole
