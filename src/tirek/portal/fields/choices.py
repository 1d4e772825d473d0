"""One of some answers, some of them, or words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError

from tirek.portal.fields.base import Asked
from tirek.portal.texts import text


class Option(NamedTuple):
    """A possible answer: its code, its words, a hint under them. Those that few people need come
    last and are folded away."""

    value: str
    label: str
    hint: str = ""
    folded: bool = False


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
    #: Whether nothing is chosen until somebody chooses.
    open: bool = False


def yes_no(**words: Any) -> ChoiceField:
    """A question that is answered by yes or no; the value is ``"yes"`` or ``"no"``."""
    return ChoiceField(
        [Option("yes", text("fields.yes")), Option("no", text("fields.no"))], **words
    )


class ManyField(Asked, forms.MultipleChoiceField):
    """Any of some answers, as checkboxes; in an address ``a.b``. ``fold`` names the options that
    are folded away."""

    template = "portal/fields/many.html"
    nothing = ()
    fold: str = ""

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
