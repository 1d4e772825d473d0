"""A day and a month."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from tirek.pages import writing
from tirek.portal import month_names
from tirek.portal.fields.base import Asked
from tirek.portal.texts import text

#: Digits of a day or a month.
_FEW = re.compile(r"\d{1,2}", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
#: What parts a day that is written in one box.
_WHOLE = re.compile(r"[\s./-]+")
#: Days that the contract takes.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2099, 12, 31)


class _Day(forms.MultiWidget):
    """Day, month and year, one box each."""

    template_name = "portal/fields/day_boxes.html"

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            name: forms.TextInput() for name in ("d", "m", "y")
        }
        super().__init__(boxes, dict(attrs or {}))

    def decompress(self, value: date | None) -> list[Any]:
        return [value.day, value.month, value.year] if value else [None, None, None]


class DayField(Asked, forms.MultiValueField):
    """A day; the boxes hold digits, that of the month its number or its name."""

    template = "portal/fields/day.html"

    def __init__(self, *, first: date | None = None, last: date | None = None, **words: Any):
        self.first = first or FIRST_DAY
        self.last = last or LAST_DAY
        boxes = [forms.CharField(required=False) for _ in range(3)]
        super().__init__(boxes, widget=_Day(), require_all_fields=False, **words)

    def clean(self, value: Any) -> date | None:
        if isinstance(value, date):
            return self._within(value)
        typed = [str(one or "").strip() for one in (value or [])]
        if not any(typed):
            if self.required:
                raise ValidationError(text("fields.day_missing"), "missing")
            return None
        whole = _WHOLE.split(typed[0])
        if not any(typed[1:]) or len(whole) == 3:  # all of it in the first box
            typed = [*whole, "", ""][:3]
        if not all(typed):
            raise ValidationError(text("fields.day_incomplete"), "incomplete")
        if _FEW.fullmatch(typed[2]):
            raise ValidationError(text("fields.year_short"), "wrong")
        month = _month_number(typed[1])
        if month is None or not _FEW.fullmatch(typed[0]) or not _YEAR.fullmatch(typed[2]):
            raise ValidationError(text("fields.day_wrong"), "wrong")
        try:
            return self._within(date(int(typed[2]), month, int(typed[0])))
        except ValueError:
            raise ValidationError(text("fields.day_none"), "none") from None

    def _within(self, found: date) -> date:
        if not self.first <= found <= self.last:
            first, last = writing.long_day(self.first), writing.long_day(self.last)
            raise ValidationError(text("fields.day_bounds", first=first, last=last), "bounds")
        return found

    def compress(self, data_list: Any) -> Any:
        return data_list

    def to_address(self, value: date) -> str:
        return value.isoformat()

    def from_address(self, given: str) -> date:
        try:
            return self._within(date.fromisoformat(given))
        except ValueError:
            raise ValidationError("", "wrong") from None

    def shown(self, value: date) -> str:
        return writing.long_day(value)


def _month_number(typed: str) -> int | None:
    """The number in a box of a month, which may hold a name."""
    return int(typed) if _FEW.fullmatch(typed) else month_names.number_of(typed) or None


class _Month(forms.MultiWidget):
    """A month to be chosen, a year to be written."""

    template_name = "portal/fields/month_boxes.html"

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            "m": forms.Select(),
            "y": forms.TextInput(),
        }
        super().__init__(boxes, dict(attrs or {}))

    def decompress(self, value: int | None) -> list[Any]:
        return [value % 100, value // 100] if value else [None, None]


class MonthField(Asked, forms.MultiValueField):
    """A month, YYYYMM as a number."""

    template = "portal/fields/month.html"

    def __init__(self, *, first: int, last: int, **words: Any) -> None:
        self.first, self.last = first, last
        boxes = [forms.CharField(required=False) for _ in range(2)]
        super().__init__(boxes, widget=_Month(), require_all_fields=False, **words)

    def clean(self, value: Any) -> int | None:
        typed = [str(one or "").strip() for one in (value or [])]
        # In the list a month is always chosen: one that may be left out is told by its year.
        if not any(typed if self.required else typed[1:]):
            if self.required:
                raise ValidationError(text("fields.month_missing"), "missing")
            return None
        if not typed[0] and _YEAR.fullmatch(typed[-1]):
            raise ValidationError(text("fields.month_unchosen"), "incomplete")
        month = _month_number(typed[0]) if len(typed) == 2 else None
        if month is None or not _YEAR.fullmatch(typed[1]):
            raise ValidationError(text("fields.month_wrong"), "wrong")
        return self._within(int(typed[1]) * 100 + month)

    def _within(self, found: int) -> int:
        if not (1 <= found % 100 <= 12 and self.first <= found <= self.last):
            first, last = writing.month(self.first), writing.month(self.last)
            raise ValidationError(text("fields.month_bounds", first=first, last=last), "bounds")
        return found

    def compress(self, data_list: Any) -> Any:
        return data_list

    def to_address(self, value: int) -> str:
        return f"{value // 100}-{value % 100:02d}"

    def from_address(self, given: str) -> int:
        found = re.fullmatch(r"(\d{4})-(\d{2})", given, re.ASCII)
        if found is None:
            raise ValidationError("", "wrong")
        return self._within(int(found[1]) * 100 + int(found[2]))

    def shown(self, value: int) -> str:
        return writing.month(value)
