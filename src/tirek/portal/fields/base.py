"""What every kind of answer has: its words, its way into an address and back."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, NamedTuple, TypeVar

from tirek.portal.texts import maybe, text

Made = TypeVar("Made", bound="Asked")


def ask(name: str, make: Callable[..., Made], /, *args: Any, **words: Any) -> Made:
    """A field with its words: ``name`` ("benefits.on") is the question, ``name_hint`` what helps
    to answer it, ``name_short`` the question in a few words."""
    found = make(*args, label=text(name), help_text=maybe(f"{name}_hint"), **words)
    found.empty = maybe(f"{name}_empty")
    found.short = maybe(f"{name}_short") or text(name)
    return found


class Only(NamedTuple):
    """A choice of the same page, and the values of it with which a field is asked at all."""

    name: str
    values: Collection[str]


class Asked:
    """What every field of the portal has beside Django's."""

    template: str
    #: The question in a few words, for the list of answers.
    short: str = ""
    #: What an answer left open means, for the list of answers.
    empty: str = ""
    #: Whether it is the only question of its page: then its label is the page's heading.
    alone: bool = False
    #: When the field is asked; None: always.
    only: Only | None = None
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
