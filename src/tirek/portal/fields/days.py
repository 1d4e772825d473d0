"""A day and a month."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from tirek.ledger.files import month_names
from tirek.pages import writing
from tirek.portal.fields.base import Asked
from tirek.portal.texts import text

#: Digits of a day or a month.
_FEW = re.compile(r"\d{1,2}", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
#: What parts a day that is written in one box.
_WHOLE = re.compile(r"[\s./-]+")
#: Days that the contract takes.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2099, 12, 31)


class _Boxes(forms.MultiWidget):
    """Some of day, month and year, one box each."""

    template_name = "portal/fields/date_boxes.html"

    def __init__(self, names: str) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            name: forms.TextInput() for name in names
        }
        super().__init__(boxes, {})

    def decompress(self, value: Any) -> list[Any]:
        """What was typed comes as its boxes; a value that is proposed is parted here."""
        if isinstance(value, date):
            return [value.day, value.month, value.year]
        return [value % 100, value // 100] if value else [None] * len(self.widgets)


class _Boxed(Asked, forms.MultiValueField):
    """What is written in boxes of digits, that of the month holding its number or its name; all
    of it may stand in the first box."""

    template = "portal/fields/date.html"
    #: The boxes in their order: d, m and y.
    names: str
    #: What texts call it.
    called: str

    def __init__(self, **words: Any) -> None:
        boxes = [forms.CharField(required=False) for _ in self.names]
        super().__init__(boxes, widget=_Boxes(self.names), require_all_fields=False, **words)

    def _typed(self, value: Any) -> list[int] | None:
        """The numbers of the boxes; None where nothing is written and nothing need be.

        :raises ValidationError: they are not all there, or no numbers of their kind
        """
        typed = [str(one or "").strip() for one in (value or [])]
        if not any(typed):
            if self.required:
                raise self._refused("missing")
            return None
        whole = _WHOLE.split(typed[0])
        if not any(typed[1:]) or len(whole) == len(self.names):  # all of it in the first box
            if _YEAR.fullmatch(whole[0]):  # 2026-03-31
                whole.reverse()
            if len(whole) > len(self.names):
                raise self._refused("wrong")
            typed = [*whole, "", ""][: len(self.names)]
        if not all(typed):
            raise self._refused("incomplete")
        *days, month, year = typed
        if _FEW.fullmatch(year):
            raise ValidationError(text("fields.year_short"), "wrong")
        number = _month_number(month)
        if number is None or not all(map(_FEW.fullmatch, days)) or not _YEAR.fullmatch(year):
            raise self._refused("wrong")
        return [*map(int, days), number, int(year)]

    def _refused(self, why: str) -> ValidationError:
        return ValidationError(text(f"fields.{self.called}_{why}"), why)

    def compress(self, data_list: Any) -> Any:
        return data_list


class DayField(_Boxed):
    """A day."""

    names, called = "dmy", "day"

    def __init__(
        self, *, first: date | None = None, last: date | None = None, late: str = "", **words: Any
    ) -> None:  # fmt: skip
        """``late``: name of the text for a day after the last one."""
        self.first, self.last, self.late = first or FIRST_DAY, last or LAST_DAY, late
        super().__init__(**words)

    def clean(self, value: Any) -> date | None:
        if isinstance(value, date):
            return self._within(value)
        typed = self._typed(value)
        if typed is None:
            return None
        day, month, year = typed
        try:
            return self._within(date(year, month, day))
        except ValueError:
            raise self._refused("none") from None

    def _within(self, found: date) -> date:
        if self.late and found > self.last:
            raise ValidationError(text(self.late), "bounds")
        if not self.first <= found <= self.last:
            first, last = writing.long_day(self.first), writing.long_day(self.last)
            raise ValidationError(text("fields.day_bounds", first=first, last=last), "bounds")
        return found

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


class MonthField(_Boxed):
    """A month, YYYYMM as a number."""

    names, called = "my", "month"

    def __init__(self, *, first: int, last: int, **words: Any) -> None:
        self.first, self.last = first, last
        super().__init__(**words)

    def clean(self, value: Any) -> int | None:
        typed = self._typed(value)
        return None if typed is None else self._within(typed[1] * 100 + typed[0])

    def _within(self, found: int) -> int:
        if not 1 <= found % 100 <= 12:
            raise self._refused("none")
        if not self.first <= found <= self.last:
            first, last = writing.month(self.first), writing.month(self.last)
            raise ValidationError(text("fields.month_bounds", first=first, last=last), "bounds")
        return found

    def to_address(self, value: int) -> str:
        return f"{value // 100}-{value % 100:02d}"

    def from_address(self, given: str) -> int:
        found = re.fullmatch(r"(\d{4})-(\d{2})", given, re.ASCII)
        if found is None:
            raise ValidationError("", "wrong")
        return self._within(int(found[1]) * 100 + int(found[2]))

    def shown(self, value: int) -> str:
        return writing.month(value)
