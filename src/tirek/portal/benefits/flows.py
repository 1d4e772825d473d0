"""The questions of each benefit: only those that its law needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, partial
from typing import Any

from django.http import HttpRequest

from tirek.law.book import RELATIONS, SEXES
from tirek.pages import writing
from tirek.portal.answers import Answer
from tirek.portal.benefits import incomes
from tirek.portal.benefits.incomes import IncomesField, months_before, months_of
from tirek.portal.benefits.telling import told
from tirek.portal.fields import (
    ChoiceField,
    DayField,
    ManyField,
    MoneyField,
    Option,
    SelectField,
    WholeField,
    ask,
    yes_no,
)
from tirek.portal.flow import Answers, Fields, Flow, Step, same_but
from tirek.portal.texts import text

KINDS = ("job_loss", "maternity", "adoption", "childcare", "disability", "survivor")
#: Who asks for the length of participation; whose age decides.
_TENURE = ("job_loss", "disability", "survivor")
_AGE = ("job_loss", "disability")
MOST_DEPENDANTS = 8
#: Months in which somebody may have had an income; those of the average are taken.
_LONGEST = 900
#: Since this day the ground of a dismissal does not matter (Law 405-V ended with 2019).
_GROUND_UNTIL = date(2019, 12, 31)
_FIRST = date(2005, 1, 1)


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
        _one("on", lambda _: ask(f"benefits.on_{kind}", DayField, first=_FIRST)),
        *_of_event(kind),
        *([_one("birth", lambda _: ask("benefits.birth", DayField)),
           _one("sex", lambda _: ask("benefits.sex", ChoiceField, _options("sex", SEXES)))]
          if kind in _AGE else []),
        *_of_incomes(kind),
        *([_one("participation", partial(_participation, kind))] if kind in _TENURE else []),
        *([] if kind == "survivor" else [_one("exempt", lambda _: ask("benefits.exempt", yes_no))]),
        _one("applied", lambda _: ask("benefits.applied", DayField, first=_FIRST, required=False)),
    ]  # fmt: skip


def _participation(kind: str, answers: Answers) -> WholeField:
    """Months in all: no fewer than were told of as months of equal income. Who answers in years is
    found out so."""
    least = 0
    if answers.get("how") == "same" and "months" in answers and "on" in answers:
        least = min(int(answers["months"]), months_of(kind, answers["on"]))
    return ask("benefits.participation", WholeField, least=least, most=_LONGEST, required=False,
               unit=text("benefits.months_unit"), wrong="benefits.participation_wrong")  # fmt: skip


def _one(name: str, make: Callable[[Answers], Any], **more: Any) -> Step:
    """A page with one question."""
    return Step(name, lambda answers: {name: make(answers)}, **more)


def _options(section: str, codes: tuple[str, ...]) -> list[Option]:
    return [Option(code, text(f"{section}.{code}")) for code in codes]


# ---------------------------------------------------------------------- the event


def _of_event(kind: str) -> list[Step]:
    if kind == "job_loss":
        return [
            _one("paid", lambda _: ask("benefits.paid", WholeField, least=0, most=100,
                                       unit=text("benefits.months_unit"))),
            _one("ground", lambda _: ask("benefits.ground", ChoiceField, _options(
                "ground", ("liquidation_or_redundancy", "other"))),
                when=lambda answers: answers.get("on", date.max) <= _GROUND_UNTIL),
        ]  # fmt: skip
    if kind in ("maternity", "adoption"):
        return [_one("days", lambda _: ask(f"benefits.days_{kind}", WholeField, least=1, most=400,
                                           unit=text("benefits.days_unit")))]  # fmt: skip
    if kind == "childcare":
        return [
            _one("child", _child),
            _one("order", lambda _: ask("benefits.order", WholeField, least=1, most=50)),
            _one("state", lambda _: ask("benefits.state", yes_no)),
            _one("other", lambda _: ask("benefits.other", yes_no)),
        ]
    if kind == "disability":
        return [
            _one("degree", lambda _: ask("benefits.degree", WholeField, least=0, most=100,
                                         unit="%")),
            _one("term_until", lambda _: ask("benefits.term_until", DayField, required=False)),
        ]  # fmt: skip
    return [
        _one("dependants", lambda _: ask("benefits.dependants", WholeField, least=1,
                                         most=MOST_DEPENDANTS)),
        *(_dependant(number) for number in range(1, MOST_DEPENDANTS + 1)),
    ]  # fmt: skip


def _child(answers: Answers) -> DayField:
    """Mostly born on the day of the right: proposed, so that it need not be typed again."""
    on = answers.get("on")
    return ask("benefits.child", DayField, last=on, initial=on)


#: What may be so of a dependant, as the contract calls it.
OF_DEPENDANT = ("full_time_student", "disabled_from_childhood", "with_able_parents")


def _dependant(number: int) -> Step:
    def fields(answers: Answers) -> Fields:
        name = f"d{number}"
        found: dict[str, Any] = {
            f"{name}_birth": ask("benefits.dependant_birth", DayField),
            f"{name}_relation": ask("benefits.dependant_relation", SelectField,
                                    _options("relations", RELATIONS)),
            f"{name}_so": ask("benefits.dependant_so", ManyField,
                              _options("dependant", OF_DEPENDANT)),
            f"{name}_study": ask("benefits.dependant_study", DayField, required=False),
        }  # fmt: skip
        for one in found.values():
            one.short = f"{number}. {one.short}"
        return found

    def wrong(cleaned: Mapping[str, Any]) -> Mapping[str, str]:
        studies = "full_time_student" in cleaned.get(f"d{number}_so", ())
        if studies and not cleaned.get(f"d{number}_study"):
            return {f"d{number}_study": text("benefits.dependant_study_missing")}
        return {}

    return Step(
        f"d{number}", fields, title=lambda: text("benefits.dependant", number=number), wrong=wrong,
        when=lambda answers: answers.get("dependants", 0) >= number,
    )  # fmt: skip


# ---------------------------------------------------------------------- incomes


def _months(window: int, on: date) -> WholeField:
    """Who worked longer than the average looks back may say so."""
    found = ask("benefits.months", WholeField, least=1, most=_LONGEST,
                unit=text("benefits.months_unit"))  # fmt: skip
    last, *_, first = months_before(on, window)
    found.label = text("benefits.months_of", count=window, first=writing.month(first),
                       last=writing.month(last))  # fmt: skip
    found.help_text = text("benefits.months_window", count=window)
    return found


def _of_incomes(kind: str) -> list[Step]:
    def how(_: Answers) -> ChoiceField:
        options = [Option(one, text(f"how.{one}"), text(f"how.{one}_hint"))
                   for one in ("same", "table", "none")]  # fmt: skip
        name = "benefits.how_survivor" if kind == "survivor" else "benefits.how"
        return ask(name, ChoiceField, options)

    def same(answers: Answers) -> Fields:
        months = months_of(kind, answers.get("on", _FIRST))
        return {
            "income": ask("benefits.income", MoneyField),
            "months": _months(months, answers.get("on", _FIRST)),
            "kind": ask("benefits.kind", SelectField, incomes.kind_options()),
        }  # fmt: skip

    def more(answers: Answers, request: HttpRequest) -> Mapping[str, Any]:
        return incomes.table_of(answers, request, months_of(kind, answers["on"]))

    return [
        _one("how", how),
        Step("same", same, when=lambda answers: answers.get("how") == "same",
             title=lambda: text("benefits.same")),
        _one("rows", lambda _: ask("benefits.rows", IncomesField),
             when=lambda answers: answers.get("how") == "table",
             template="incomes", more=more, taken=incomes.taken, stay=incomes.brought),
    ]  # fmt: skip
