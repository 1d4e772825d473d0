"""The form of the levers, and what an address changes of the law."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from tirek.contract import law_data
from tirek.pages.texts import language
from tirek.portal.texts import has, text
from tirek.portal.what_if.levers import GROUPS, LEVERS, Lever, LeverField
from tirek.portal.what_if.reforms import Changes


class LeversForm(forms.Form):
    """A field for each lever; one that is left out or empty stays as the law has it."""

    use_required_attribute = False

    def __init__(self, given: QueryDict) -> None:
        data = given.copy()
        for lever in LEVERS.values():
            if not data.get(lever.name, "").strip():
                data[lever.name] = f"{lever.present:f}"
        super().__init__(data)
        for lever in LEVERS.values():
            self.fields[lever.name] = _field(lever)

    @property
    def changes(self) -> Changes:
        """What is another than in the law, in the order of the levers."""
        held: dict[str, Decimal] = self.cleaned_data
        return tuple(
            (name, held[name]) for name, lever in LEVERS.items() if held[name] != lever.present
        )

    def groups(self) -> list[tuple[str, list[Any]]]:
        """The fields by their groups, for the page."""
        return [
            (text(f"what_if.group_{group}"),
             [self[lever.name] for lever in LEVERS.values() if lever.group == group])
            for group in GROUPS
        ]  # fmt: skip


def _field(lever: Lever) -> LeverField:
    words = title(lever.name)
    field = LeverField(lever, label=words)
    field.short = words
    return field


def title(name: str) -> str:
    """A lever in a few words; the law's own title is longer."""
    key = f"what_if.{name}"
    return text(key) if has(key) else law_data.title(name, language())


def address_of(changes: Changes) -> QueryDict:
    """The address of a scenario: what it changes, nothing else."""
    found = QueryDict(mutable=True)
    for name, value in changes:
        found[name] = f"{value:f}"
    return found
