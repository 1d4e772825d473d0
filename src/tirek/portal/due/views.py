"""Pages of one form and its answer under it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from tirek.contract import contributions
from tirek.contract.problems import Problem
from tirek.portal.answers import Answer, answer_page
from tirek.portal.due import asked, told
from tirek.portal.due import compare as two_years
from tirek.portal.due import year as whole_year
from tirek.portal.due.asked import DETAILS, Answers, Fields, Wrong
from tirek.portal.fields import MoneyField, ask
from tirek.portal.pages import show
from tirek.portal.texts import text
from tirek.project import clock

#: Pages of the job, to go from one to another.
VIEWS = ("due", "due_year", "due_compare", "due_staff")


def views_of(here: str) -> list[tuple[str, str, bool]]:
    """Address, name, whether it is this one."""
    return [(reverse(f"portal:{one}"), text(f"due.to_{one}"), one == here) for one in VIEWS]


@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """One month."""
    today = clock.today()
    usual = {"kind": "employee", "month": today.year * 100 + today.month}
    return _page(request, "due", _month_fields(), usual, _judge, told.told)


@require_safe
def year(request: HttpRequest) -> HttpResponse:
    """A year at a glance."""
    usual = {"kind": "employee", "year": clock.today().year}
    return _page(request, "due_year", whole_year.fields(), usual, whole_year.judge, whole_year.told)


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two years side by side; without a question the last two for usual incomes."""
    this = clock.today().year
    usual = {
        "kind": "employee", "first": this - 1, "second": this,
        "incomes": [one * 100 for one in two_years.USUAL],
    }  # fmt: skip
    return _page(
        request, "due_compare", two_years.fields(), usual, two_years.judge, two_years.told,
        whole=True,
    )  # fmt: skip


def _month_fields() -> Fields:
    return {
        "kind": asked.kind_field(), "month": asked.month_field(),
        "income": ask("due.income", MoneyField), **asked.detail_fields(),
    }  # fmt: skip


def _judge(answers: Answers) -> Wrong | None:
    try:
        contributions.read(asked.question_of(answers, answers["month"]))
    except Problem as problem:
        return asked.words_of(problem)
    return None


def _page(
    request: HttpRequest, name: str, made: Fields, usual: Answers,
    judge: Callable[[Answers], Wrong | None], tell: Callable[[Answers], Answer],
    whole: bool = False,
) -> HttpResponse:  # fmt: skip
    """``whole``: the usual answers are enough for an answer."""
    found = asked.read(request, made, usual, judge, whole)
    if isinstance(found, HttpResponseRedirect):
        return found
    form = found.form
    if "income" in form.fields:
        known = asked.income_of(str(form["kind"].value() or ""))
        field = form.fields["income"]
        field.help_text = f"{field.help_text} {known}".rstrip()
    bound = [(one, form[one]) for one in made]
    details = [field for one, field in bound if one in DETAILS]
    more: dict[str, Any] = {
        "title": text(f"due.title_{name}"), "intro": text(f"due.intro_{name}"),
        "fields": [field for one, field in bound if one not in DETAILS], "details": details,
        "open": any(asked.filled(field.value()) or field.errors for field in details),
        "incomes": asked.incomes_told() if "income" in made else [],
        "errors": found.errors, "views": views_of(name),
    }  # fmt: skip
    if found.answers is None:
        return show(request, "due", more, at="due", status=found.status)
    return answer_page(
        request, tell(found.answers), at="due", given=asked.given(made, found.answers),
        start=request.path, template="due", more=more,
    )  # fmt: skip
