"""The questions of each benefit: only those that its law needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, partial
from typing import Any

from django.http import HttpRequest

from tirek.law import parameters
from tirek.law.book import RELATIONS, SEXES
from tirek.pages import writing
from tirek.portal.answers import Answer, Link
from tirek.portal.benefits import incomes
from tirek.portal.benefits.incomes import IncomesField, months_of
from tirek.portal.benefits.question import span_of
from tirek.portal.benefits.telling import told
from tirek.portal.fields import (
    ChoiceField,
    DayField,
    ManyField,
    MoneyField,
    MonthField,
    Option,
    SelectField,
    WholeField,
    ask,
    yes_no,
)
from tirek.portal.flow import Answers, Fields, Flow, Step, same_but
from tirek.portal.periods import LAST, months_before
from tirek.portal.texts import text

KINDS = ("job_loss", "maternity", "adoption", "childcare", "disability", "survivor")
#: Who asks for the length of participation; whose age decides.
_TENURE = ("job_loss", "disability", "survivor")
_AGE = ("job_loss", "disability")
MOST_DEPENDANTS = 8
#: Days of the usual maternity leave: 70 before the birth and 56 after it.
_USUAL_LEAVE = 126
#: Most months of participation that a page takes.
_LONGEST = 900
#: Longer than any benefit for loss of work is paid, months.
_LONGEST_PAYMENT = 18
#: Who has worked since before contributions began may say so.
_EARLIEST = 1940_01
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
        Step("on", partial(_first, kind), title=lambda: text(f"benefits.about_{kind}")),
        *_of_event(kind),
        *_of_incomes(kind),
        *([_one("participation", _participation, assumed=_only_told)] if kind in _TENURE else []),
        *([] if kind == "survivor" else [_one("exempt", _exempt, assumed=_not_exempt)]),
        _one("applied", lambda _: ask("benefits.applied", DayField, first=_FIRST, required=False),
             assumed=lambda _: {"applied": None}),
    ]  # fmt: skip


def _first(kind: str, answers: Answers) -> Fields:
    """What happened, when, and to whom where age and sex decide: the first page."""
    found: dict[str, Any] = {"on": ask(f"benefits.on_{kind}", DayField, first=_FIRST)}
    if kind in ("maternity", "adoption"):
        usual = _USUAL_LEAVE if kind == "maternity" else None
        found["days"] = ask(f"benefits.days_{kind}", WholeField, least=1, most=400, initial=usual,
                            unit=text("benefits.days_unit"))  # fmt: skip
    elif kind == "childcare":
        found["order"] = ask("benefits.order", WholeField, least=1, most=50)
    elif kind == "disability":
        found["degree"] = ask("benefits.degree", WholeField, least=0, most=100, unit="%")
        found["term_until"] = ask("benefits.term_until", DayField, required=False)
    elif kind == "survivor":
        found["dependants"] = ask("benefits.dependants", WholeField, least=1, most=MOST_DEPENDANTS)
    if kind in _AGE:
        found["birth"] = ask("benefits.birth", DayField)
    if kind == "disability":
        found["sex"] = _sex(answers)
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


def _one(name: str, make: Callable[[Answers], Any], **more: Any) -> Step:
    """A page with one question."""
    return Step(name, lambda answers: {name: make(answers)}, **more)


def _options(section: str, codes: tuple[str, ...]) -> list[Option]:
    return [Option(code, text(f"{section}.{code}")) for code in codes]


# ---------------------------------------------------------------------- the event


#: What may be so of a child, as pages call it.
OF_CHILD = ("earlier", "state", "other")


def _of_event(kind: str) -> list[Step]:
    """What else the law asks about the event, where the first page calls for it."""
    if kind == "job_loss":
        return [
            _one("sex", _sex, when=_near_pension_age),
            _one("ground", _ground, when=_ground_matters),
            _one("paid", _paid, assumed=lambda _: {"paid": 0}),
        ]
    if kind == "childcare":
        return [
            _one("so", lambda _: ask("benefits.child_so", ManyField,
                                     _options("child_so", OF_CHILD)),
                 assumed=lambda _: {"so": []}),
            _one("child", _child, when=lambda answers: "earlier" in answers.get("so", ())),
        ]  # fmt: skip
    if kind == "survivor":
        return [step for number in range(1, MOST_DEPENDANTS + 1) for step in _dependant(number)]
    return []


def _sex(_: Answers) -> ChoiceField:
    return ask("benefits.sex", ChoiceField, _options("sex", SEXES))


def _near_pension_age(answers: Answers) -> bool:
    """Whether the age at which the pension of men or women begins can be near: nobody younger is
    asked for the sex."""
    if not {"on", "birth"} <= set(answers):
        return False
    on, birth = answers["on"], answers["birth"]
    months = (on.year - birth.year) * 12 + on.month - birth.month
    ages = [edition.value for name in ("pension_age_men", "pension_age_women")
            for edition in parameters()[name].editions]  # fmt: skip
    return bool(months + _LONGEST_PAYMENT >= min(ages))


def _paid(_: Answers) -> WholeField:
    return ask("benefits.paid", WholeField, least=0, most=100, unit=text("benefits.months_unit"))


def _ground_matters(answers: Answers) -> bool:
    return bool(answers.get("on", date.max) <= _GROUND_UNTIL)


def _ground(_: Answers) -> ChoiceField:
    grounds = _options("ground", ("liquidation_or_redundancy", "other"))
    return ask("benefits.ground", ChoiceField, grounds)


def _child(answers: Answers) -> DayField:
    """Asked of who adopted a child or is its guardian: else the right arises with the birth."""
    return ask("benefits.child", DayField, last=answers.get("on"))


#: What may be so of a dependant, as the contract calls it.
OF_DEPENDANT = ("full_time_student", "disabled_from_childhood", "with_able_parents")
#: Of a child younger than this, in years, none of it is so as a rule.
_YOUNG = 15


def _dependant(number: int) -> list[Step]:
    """Who it is, then what decides whether and how long such a person has a right."""
    name = f"d{number}"

    def numbered(found: dict[str, Any]) -> Fields:
        for one in found.values():
            one.short = f"{number}. {one.short}"
        return found

    def who(_: Answers) -> Fields:
        return numbered({
            f"{name}_birth": ask("benefits.dependant_birth", DayField),
            f"{name}_relation": ask("benefits.dependant_relation", SelectField,
                                    _options("relations", RELATIONS)),
        })  # fmt: skip

    def so(_: Answers) -> Fields:
        return numbered({
            f"{name}_so": ask("benefits.dependant_so", ManyField,
                              _options("dependant", OF_DEPENDANT)),
            f"{name}_study": ask("benefits.dependant_study", DayField, required=False),
        })  # fmt: skip

    def assumed(answers: Answers) -> Answers:
        relation, birth = answers.get(f"{name}_relation"), answers.get(f"{name}_birth")
        if relation != "child" or birth is None or answers["on"].year - birth.year >= _YOUNG:
            return {}
        return {f"{name}_so": [], f"{name}_study": None}

    def wrong(cleaned: Mapping[str, Any]) -> Mapping[str, str]:
        studies = "full_time_student" in cleaned.get(f"d{number}_so", ())
        if studies and not cleaned.get(f"d{number}_study"):
            return {f"d{number}_study": text("benefits.dependant_study_missing")}
        return {}

    def there(answers: Answers) -> bool:
        return bool(answers.get("dependants", 0) >= number)

    def title() -> str:
        return text("benefits.dependant", number=number)

    return [
        Step(name, who, title=title, when=there),
        Step(f"{name}_so", so, title=title, when=there, wrong=wrong, assumed=assumed),
    ]


# ---------------------------------------------------------------------- incomes


def _of_incomes(kind: str) -> list[Step]:
    def more(answers: Answers, request: HttpRequest) -> Mapping[str, Any]:
        table = incomes.table_of(answers, request, months_of(kind, answers["on"]))
        return {**table, "others": _otherwise(request, "table")}

    def taken(answers: Answers, request: HttpRequest) -> Mapping[str, Any]:
        return incomes.taken(answers, request, months_of(kind, answers["on"]))

    return [
        _one("how", lambda _: _how(kind), assumed=lambda _: {"how": "same"}),
        Step("income", partial(_same, kind), wrong=_backwards,
             title=lambda: text(_of(kind, "income_of")),
             when=lambda answers: answers.get("how") == "same",
             more=lambda _, request: {"others": _otherwise(request, "same")}),
        _one("rows", lambda _: ask("benefits.rows", IncomesField),
             when=lambda answers: answers.get("how") == "table",
             template="incomes", more=more, taken=taken, stay=incomes.brought),
    ]  # fmt: skip


def _how(kind: str) -> ChoiceField:
    options = [Option(one, text(f"how.{one}"), text(f"how.{one}_hint"))
               for one in ("same", "table", "none")]  # fmt: skip
    return ask(_of(kind, "how"), ChoiceField, options)


def _otherwise(request: HttpRequest, how: str) -> list[Link]:
    """The other ways to tell of the incomes, from the page of one."""
    return [
        Link(text(f"how.{one}_link"), same_but(request, how=one))
        for one in ("same", "table", "none") if one != how
    ]  # fmt: skip


def _backwards(cleaned: Mapping[str, Any]) -> Mapping[str, str]:
    if {"since", "till"} <= set(cleaned) and cleaned["till"] < cleaned["since"]:
        return {"till": text("benefits.till_before")}
    return {}


def _of(kind: str, name: str) -> str:
    """The name of a text: the incomes are one's own, or those of the person who died."""
    return f"benefits.{name}_survivor" if kind == "survivor" else f"benefits.{name}"


def _same(kind: str, answers: Answers) -> Fields:
    """One income for every month of a span. The average looks back on some months; who had the
    income longer may say so."""
    on = answers.get("on", _FIRST)
    before = months_before(on, months_of(kind, on))
    found: dict[str, Any] = {
        "income": ask("benefits.income", MoneyField),
        "since": ask("benefits.since", MonthField, first=_EARLIEST, last=LAST),
        # For who cares for a child the last months were leave: none is proposed.
        "till": ask("benefits.till", MonthField, first=_EARLIEST, last=LAST,
                    initial=None if kind == "childcare" else before[0]),
        "kind": ask(_of(kind, "kind"), SelectField, incomes.kind_options()),
    }  # fmt: skip
    found["since"].help_text = text(
        "benefits.since_window", first=writing.month(before[-1]), last=writing.month(before[0]),
    )  # fmt: skip
    if kind == "childcare":
        found["till"].help_text = text("benefits.till_childcare_hint")
    return found
