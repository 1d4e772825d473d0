"""The questions of each benefit: only those that its law needs."""

from __future__ import annotations

from functools import cache, partial

from django.http import HttpRequest

from tirek.portal.answers import Answer
from tirek.portal.benefits.applying import missed
from tirek.portal.benefits.earned import of_incomes
from tirek.portal.benefits.events import (
    FIRST,
    TENURE,
    adopted,
    before_event,
    first,
    of_event,
    wrong_first,
)
from tirek.portal.benefits.question import span_of
from tirek.portal.benefits.telling import told
from tirek.portal.fields import ChoiceField, DayField, WholeField, ask, yes_no
from tirek.portal.flow import Flow, same_but
from tirek.portal.steps import Answers, Step, question
from tirek.portal.texts import text

KINDS = ("job_loss", "maternity", "adoption", "childcare", "disability", "survivor")
#: Most months of participation that a page takes.
_LONGEST = 900


@cache
def flow_of(kind: str) -> Flow:
    """The flow of a benefit."""
    return Flow(
        title=f"benefits.{kind}", steps=[*_steps(kind)], result=partial(_result, kind),
        at="benefits",
        places={
            "/on": "on", "/applied_on": "applied", "/person/birth_date": "birth",
            "/contributions": "how", "/event/until": "term_until",
            "/event/child_birth_date": "child", "/event/dependants": "dependants",
            "/participation_months": "participation",
        },
    )  # fmt: skip


def _result(kind: str, request: HttpRequest, answers: Answers) -> Answer:
    return told(kind, answers, partial(same_but, request))


def _steps(kind: str) -> list[Step]:
    return [
        *before_event(kind),
        Step("on", partial(first, kind), title=lambda: text(f"benefits.about_{kind}"),
             wrong=wrong_first, more=lambda _, request: adopted(kind, request)),
        *of_event(kind),
        *of_incomes(kind),
        *([question("participation", _participation, assumed=_only_told)]
          if kind in TENURE else []),
        *([] if kind == "survivor" else [question("exempt", _exempt, assumed=_not_exempt)]),
        question("applied", partial(_applied, kind), assumed=lambda _: {"applied": None}),
    ]  # fmt: skip


def _applied(kind: str, answers: Answers) -> DayField:
    found = ask("benefits.applied", DayField, first=FIRST, required=False)
    if "on" in answers and missed(kind, answers):
        found.label, found.help_text = text("benefits.applied_past"), ""
        found.empty = text("fields.not_given")
    return found


def _exempt(_: Answers) -> ChoiceField:
    return ask("benefits.exempt", yes_no)


def _not_exempt(_: Answers) -> Answers:
    """Few are: the result says what is withheld, and where to say that one is."""
    return {"exempt": "no"}


def _only_told(answers: Answers) -> Answers:
    """The months of one income are the length of participation of most: the result says so, and
    where to give more."""
    return {"participation": None} if answers.get("how") == "same" else {}


def _participation(answers: Answers) -> WholeField:
    """Months in all: no fewer than were told of as months of equal income. Who answers in years is
    found out so."""
    least = len(span_of(answers)) if answers.get("how") == "same" else 0
    return ask("benefits.participation", WholeField, least=least, most=_LONGEST, required=False,
               unit=text("benefits.months_unit"), wrong="benefits.participation_wrong")  # fmt: skip
