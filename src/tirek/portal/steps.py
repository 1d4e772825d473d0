"""A page of a flow: the few questions that belong together, their form, and how their answers
stand in an address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest

from tirek.portal.fields import Asked
from tirek.portal.texts import text

Answers = Mapping[str, Any]
Fields = Mapping[str, forms.Field]
#: Marks a form that was sent; where to go after it.
SENT, BACK, RESULT = "sent", "back", "result"
#: A button that asks for the page once more, as it stands, with more room in it.
AGAIN = "again"
#: What was read from a file or text is shown.
READ = "read"
#: Names the answers of the page that no longer fit one that was changed.
UNFIT = "unfit"
#: Longest text of one answer in an address.
LONGEST = 12_000


def always(answers: Answers) -> bool:
    return True


@dataclass(frozen=True)
class Step:
    """A page: ``fields`` makes its fields, by name, from the answers before it. ``title``: what is
    asked, where there is more than one field; else the field's label is the question.
    ``template``: for a step that needs a page of its own, with ``more`` in it.
    """

    name: str
    fields: Callable[[Answers], Fields]
    when: Callable[[Answers], bool] = always
    title: Callable[[], str] = str
    template: str = "question"
    more: Callable[[Answers, HttpRequest], Mapping[str, Any]] = lambda answers, request: {}
    #: Reads what was sent, where the names of the form are not those of the fields.
    taken: Callable[[Answers, HttpRequest], Mapping[str, Any]] | None = None
    #: Whether what was sent is to be looked at before going on: the page comes again, filled.
    stay: Callable[[HttpRequest], bool] = lambda request: False
    #: What is wrong with the answers of this page together, by the name of a field.
    wrong: Callable[[Mapping[str, Any]], Mapping[str, str]] = lambda cleaned: {}
    #: Answers that stand unless somebody changes them: a step that has all of them is not asked,
    #: only read back.
    assumed: Callable[[Answers], Mapping[str, Any]] = lambda answers: {}


def question(name: str, make: Callable[[Answers], forms.Field], **more: Any) -> Step:
    """A page with one question."""
    return Step(name, lambda answers: {name: make(answers)}, **more)


class Question(forms.Form):
    """The form of a step."""

    use_required_attribute = False

    def __init__(self, made: Fields, *args: Any, step: Step | None = None, **words: Any) -> None:
        super().__init__(*args, **words)
        self.step = step
        self.fields = {**made}

    def clean(self) -> None:
        if self.step is None:
            return
        for name, one in self.fields.items():
            # Without a choice it is not known whether the field is asked at all.
            open_ = (only := as_field(one).only) is not None and only.name in self.errors
            if open_ or name in needless(self.fields, self.cleaned_data):
                self.errors.pop(name, None)
                self.cleaned_data.pop(name, None)
        if not self.errors:
            for name, message in self.step.wrong(self.cleaned_data).items():
                self.add_error(name, message)


def needless(made: Fields, found: Mapping[str, Any]) -> set[str]:
    """The fields that need no answer, as another of their page was answered: what stands in them
    is neither looked at nor kept."""
    return {
        name for name, one in made.items()
        if (only := as_field(one).only) is not None and only.name in found
        and found[only.name] not in only.values
    }  # fmt: skip


def short(one: forms.BoundField) -> str:
    return as_field(one.field).short


def as_field(one: forms.Field) -> Asked:
    assert isinstance(one, Asked)
    return one


def to_address(one: forms.Field, value: Any) -> str:
    """``-`` for what was left empty."""
    if value in (None, ""):
        return "-"
    return as_field(one).to_address(value)


def from_address(one: forms.Field, given: str) -> Any:
    if given == "-" and not one.required:
        return as_field(one).nothing
    return as_field(one).from_address(given)


def shown(one: forms.Field, value: Any) -> str:
    if value in (None, "", []):
        return as_field(one).empty or text("fields.not_given")
    return as_field(one).shown(value)
