"""Kinds of answers, as fields of Django's forms that show themselves in the patterns of
govuk-frontend (``templates/portal/fields``) and can stand in an address.

A field turns its value into the text of an address and back (``to_address``, ``from_address``);
``shown`` is how the value is read back to a person. Messages are those of ``texts/fields.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar

from django import forms
from django.core.exceptions import ValidationError

from tirek.pages import writing
from tirek.portal import money_typed, month_names
from tirek.portal.texts import has, text

#: Spaces of any kind that people put into numbers.
_SPACES = re.compile(r"[\s\u00a0\u202f']+")
_ADDRESS_MONEY = re.compile(r"\d{1,13}(\.\d{1,2})?")
#: Digits of a day or a month.
_FEW = re.compile(r"\d{1,2}", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
Made = TypeVar("Made", bound="Asked")
MOST_TENGE = 10**10
#: Days that the contract takes.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2099, 12, 31)


def ask(name: str, make: Callable[..., Made], /, *args: Any, **words: Any) -> Made:
    """A field with its words: ``name`` ("benefits.on") is the question, ``name_hint`` what helps
    to answer it, ``name_short`` the question in a few words."""
    hint = text(f"{name}_hint") if has(f"{name}_hint") else ""
    found = make(*args, label=text(name), help_text=hint, **words)
    found.short = text(f"{name}_short") if has(f"{name}_short") else text(name)
    return found


class Option(NamedTuple):
    """A possible answer: its code, its words, a hint under them."""

    value: str
    label: str
    hint: str = ""


class Asked:
    """What every field of the portal has beside Django's."""

    template: str
    #: The question in a few words, for the list of answers.
    short: str = ""
    #: Whether it is the only question of its page: then its label is the page's heading.
    alone: bool = False
    #: The value of an optional question that was left open.
    nothing: Any = None

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, template_name=self.template, **words)  # type: ignore[call-arg]

    def to_address(self, value: Any) -> str:
        """The value as it stands in an address."""
        return str(value)

    def from_address(self, given: str) -> Any:
        """The value of an address.

        :raises ValidationError: it is none
        """
        return self.clean(given)  # type: ignore[attr-defined]

    def shown(self, value: Any) -> str:
        """The value for people."""
        return str(value)


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
        if not all(typed):
            raise ValidationError(text("fields.day_incomplete"), "incomplete")
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
        return _bare(value) if isinstance(value, int) else value

    def to_address(self, value: int) -> str:
        return _bare(value)

    def from_address(self, given: str) -> int | None:
        if not _ADDRESS_MONEY.fullmatch(given):
            raise ValidationError("", "wrong")
        return self.clean(given)

    def shown(self, value: int) -> str:
        return writing.money(value)


def _bare(tiyn: int) -> str:
    return f"{tiyn // 100}.{tiyn % 100:02d}" if tiyn % 100 else str(tiyn // 100)


class WholeField(Asked, forms.CharField):
    """A whole number between two others; ``unit`` stands behind the box."""

    template = "portal/fields/whole.html"

    def __init__(self, *, least: int, most: int, unit: str = "", **words: Any) -> None:
        self.least, self.most, self.unit = least, most, unit
        super().__init__(**words)

    def clean(self, value: Any) -> int | None:
        if isinstance(value, int):
            return value
        typed = _SPACES.sub("", str(value or ""))
        if not typed:
            if self.required:
                raise ValidationError(text("fields.whole_missing"), "missing")
            return None
        right = typed.isascii() and typed.isdigit() and len(typed) < 10
        if not right or not self.least <= int(typed) <= self.most:
            least, most = writing.number(self.least), writing.number(self.most)
            raise ValidationError(text("fields.whole_wrong", least=least, most=most), "wrong")
        return int(typed)

    def shown(self, value: int) -> str:
        return f"{writing.number(value)} {self.unit}".strip()


class ChoiceField(Asked, forms.ChoiceField):
    """One of some answers, as radio buttons."""

    template = "portal/fields/choice.html"

    def __init__(self, options: Sequence[Option], **words: Any) -> None:
        self.options = options
        super().__init__(choices=[(one.value, one.label) for one in options], **words)

    def clean(self, value: Any) -> str:
        if value in {one.value for one in self.options}:
            return str(value)
        if not value and not self.required:
            return ""
        raise ValidationError(text("fields.choice_missing"), "missing")

    def shown(self, value: str) -> str:
        return next((one.label for one in self.options if one.value == value), "")


class SelectField(ChoiceField):
    """One of many answers, as a list to open."""

    template = "portal/fields/select.html"


def yes_no(**words: Any) -> ChoiceField:
    """A question that is answered by yes or no; the value is ``"yes"`` or ``"no"``."""
    return ChoiceField(
        [Option("yes", text("fields.yes")), Option("no", text("fields.no"))], **words
    )


class ManyField(Asked, forms.MultipleChoiceField):
    """Any of some answers, as checkboxes; in an address ``a.b``."""

    template = "portal/fields/many.html"
    nothing = ()

    def __init__(self, options: Sequence[Option], **words: Any) -> None:
        self.options = options
        super().__init__(
            choices=[(one.value, one.label) for one in options],
            required=words.pop("required", False), **words,
        )  # fmt: skip

    def clean(self, value: Any) -> list[str]:
        chosen = set(value or [])
        found = [one.value for one in self.options if one.value in chosen]
        if self.required and not found:
            raise ValidationError(text("fields.many_missing"), "missing")
        return found

    def to_address(self, value: Iterable[str]) -> str:
        return ".".join(value) or "-"

    def from_address(self, given: str) -> list[str]:
        return self.clean([] if given == "-" else given.split("."))

    def shown(self, value: Iterable[str]) -> str:
        words = {one.value: one.label for one in self.options}
        return "; ".join(words[one] for one in value) or text("fields.none")


class TextField(Asked, forms.CharField):
    """A line of text."""

    template = "portal/fields/text.html"

    def __init__(self, *, longest: int = 100, **words: Any) -> None:
        self.longest = longest
        super().__init__(**words)

    def clean(self, value: Any) -> str:
        typed = str(value or "").strip()
        if self.required and not typed:
            raise ValidationError(text("fields.text_missing"), "missing")
        if len(typed) > self.longest:
            raise ValidationError(text("fields.text_long", most=self.longest), "long")
        return typed
