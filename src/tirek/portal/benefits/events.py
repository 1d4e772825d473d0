"""What happened: the first page of each benefit, and what the law asks about the event beside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest

from tirek.law import parameters
from tirek.law.book import RELATIONS, SEXES
from tirek.pages import writing
from tirek.portal.answers import Link
from tirek.portal.fields import (
    ChoiceField,
    DayField,
    ManyField,
    Option,
    SelectField,
    WholeField,
    ask,
)
from tirek.portal.flow import same_but
from tirek.portal.pension_age import pension_days
from tirek.portal.steps import Answers, Fields, Step, question
from tirek.portal.texts import text
from tirek.project import clock

#: Whose age decides.
AGE = ("job_loss", "disability")
#: Whose length of participation decides.
TENURE = ("job_loss", "disability", "survivor")
MOST_DEPENDANTS = 8
#: Days of the usual maternity leave: 70 before the birth and 56 after it.
_USUAL_LEAVE = 126
#: How many days after the birth the leave of an adoption lasts: of one child, of two and more.
AFTER_BIRTH = (56, 70)
#: Until this day the ground of a dismissal mattered (Law 405 ended with 2019).
_GROUND_UNTIL = date(2019, 12, 31)
#: The first day of social insurance.
FIRST = date(2005, 1, 1)
#: What may be so of a child, as pages call it.
OF_CHILD = ("earlier", "state", "other")
#: What may be so of a dependant, as the contract calls it.
OF_DEPENDANT = ("full_time_student", "disabled_from_childhood", "with_able_parents")
#: Of a child younger than this, in years, none of it is so as a rule.
_YOUNG = 15
#: How long after the death of a breadwinner a child may be born.
_UNBORN = timedelta(days=300)


def first(kind: str, answers: Answers) -> Fields:
    """What happened, when, and to whom where age and sex decide: the first page."""
    # A right to care for a child arises with its birth, or with a decision some time after it.
    event = "decision" if "earlier" in answers.get("so", ()) else kind
    found: dict[str, Any] = {"on": ask(f"benefits.on_{event}", DayField, first=FIRST)}
    if kind == "maternity":
        found["days"] = _days("benefits.days_maternity", initial=_USUAL_LEAVE)
    elif kind == "adoption":
        found["child"] = ask("benefits.child", DayField)
    elif kind == "childcare":
        found["order"] = ask("benefits.order", WholeField, least=1, most=50)
    elif kind == "disability":
        found["degree"] = ask("benefits.degree", WholeField, least=0, most=100, unit="%")
        edition = parameters()["disability_degree_min"].edition(answers.get("on") or clock.today())
        if edition is not None:
            found["degree"].help_text = text("benefits.degree_from", least=edition.value)
        found["term_until"] = ask("benefits.term_until", DayField, required=False)
    elif kind == "survivor":
        found["dependants"] = ask("benefits.dependants", WholeField, least=1, most=MOST_DEPENDANTS)
    if kind in AGE:
        found["birth"] = ask("benefits.birth", DayField)
    if kind == "job_loss":
        found["paid"] = ask("benefits.paid", WholeField, least=0, most=100, required=False,
                            unit=text("benefits.months_unit"))  # fmt: skip
    return found


def _days(name: str, **more: Any) -> WholeField:
    return ask(name, WholeField, least=0, most=400, unit=text("benefits.days_unit"), **more)


def wrong_first(cleaned: Mapping[str, Any]) -> Mapping[str, str]:
    """What is wrong with the first page: somebody not born by then, a leave of no day, a term that
    has ended before it began."""
    found, on = dict(no_days(cleaned)), cleaned.get("on")
    for name in ("birth", "child"):
        if on and cleaned.get(name) and cleaned[name] > on:
            found[name] = text("benefits.birth_late", on=writing.long_day(on))
    if on and cleaned.get("term_until") and cleaned["term_until"] < on:
        found["term_until"] = text("benefits.term_over")
    return found


def no_days(cleaned: Mapping[str, Any]) -> Mapping[str, str]:
    """A leave of no day is none."""
    return {"days": text("benefits.days_none")} if cleaned.get("days") == 0 else {}


def before_event(kind: str) -> list[Step]:
    """What decides how the first page asks."""
    if kind != "childcare":
        return []
    return [question("so", lambda _: ask("benefits.child_so", ManyField,
                                         _options("child_so", OF_CHILD)),
                     assumed=lambda _: {"so": []})]  # fmt: skip


def adopted(kind: str, request: HttpRequest) -> Mapping[str, Any]:
    """The other way to a right to care for a child, from the first page of one."""
    if kind != "childcare":
        return {}
    other = "-" if "earlier" in request.GET.get("so", "") else "earlier"
    name = "benefits.child_born" if other == "-" else "child_so.earlier"
    return {"others": [Link(text(name), same_but(request, so=other))]}


def of_event(kind: str) -> list[Step]:
    """What else the law asks about the event, where the first page calls for it."""
    if kind == "job_loss":
        return [
            question("sex", _sex, when=_pension_day_differs),
            question("ground", _ground, when=_ground_matters),
        ]
    if kind == "adoption":
        return [question("days", _days_of_adoption, wrong=no_days, assumed=_by_birth)]
    if kind == "childcare":
        return [question("child", _child, when=lambda answers: "earlier" in answers.get("so", ()))]
    if kind == "disability":
        return [question("sex", _sex, when=_pension_day_differs)]
    if kind == "survivor":
        return [step for number in range(1, MOST_DEPENDANTS + 1) for step in _dependant(number)]
    return []


def _sex(_: Answers) -> ChoiceField:
    return ask("benefits.sex", ChoiceField, _options("sex", SEXES))


def _pension_day_differs(answers: Answers) -> bool:
    """Whether pension age, until which the benefit is paid at the latest, is reached by a man on
    another day than by a woman: nobody else is asked for the sex."""
    return "birth" in answers and len(pension_days(answers["birth"])) > 1


def _days_of_adoption(answers: Answers) -> WholeField:
    """Asked of whoever would have no leave by the age of the child: a sheet may say otherwise."""
    return _days("benefits.days_adoption", required=not _by_birth(answers))


def _by_birth(answers: Answers) -> Answers:
    """The days of a leave follow from the birth of the child as a rule."""
    known = {"on", "child"} <= set(answers)
    return {} if known and leave_by_birth(answers) <= 0 else {"days": None}


def leave_by_birth(answers: Answers, until: int = AFTER_BIRTH[0]) -> int:
    """How many days are left of those that the leave of an adoption lasts after a birth; none or
    fewer for an older child. No text that is held has them: the sheet decides."""
    return int(until - (answers["on"] - answers["child"]).days)


def _ground_matters(answers: Answers) -> bool:
    return bool(answers.get("on", date.max) <= _GROUND_UNTIL)


def _ground(_: Answers) -> ChoiceField:
    grounds = _options("ground", ("liquidation_or_redundancy", "other"))
    return ask("benefits.ground", ChoiceField, grounds)


def _child(answers: Answers) -> DayField:
    """Asked of who adopted a child or is its guardian: else the right arises with the birth."""
    return ask("benefits.child", DayField, last=answers.get("on"))


def _dependant(number: int) -> list[Step]:
    """Who it is, then what decides whether and how long such a person has a right."""
    name = f"d{number}"

    def numbered(found: dict[str, Any]) -> Fields:
        for one in found.values():
            one.short = f"{number}. {one.short}"
        return found

    def who(answers: Answers) -> Fields:
        on = answers.get("on")
        born_by = None if on is None else on + _UNBORN
        return numbered({
            f"{name}_birth": ask("benefits.dependant_birth", DayField, last=born_by,
                                    late="benefits.unborn"),
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
        if birth is None:
            return {}
        on = answers.get("on", birth)
        young = relation == "child" and on.year - birth.year < _YOUNG
        # The right of a carer depends on the child alone.
        return {f"{name}_so": [], f"{name}_study": None} if young or relation == "carer" else {}

    def wrong(cleaned: Mapping[str, Any]) -> Mapping[str, str]:
        studies = "full_time_student" in cleaned.get(f"d{number}_so", ())
        if studies and not cleaned.get(f"d{number}_study"):
            return {f"d{number}_study": text("benefits.dependant_study_missing")}
        if cleaned.get(f"d{number}_study") and not studies:
            return {f"d{number}_so": text("benefits.dependant_study_alone")}
        return {}

    def there(answers: Answers) -> bool:
        return bool(answers.get("dependants", 0) >= number)

    def title() -> str:
        return text("benefits.dependant", number=number)

    return [
        Step(name, who, title=title, when=there),
        Step(f"{name}_so", so, title=title, when=there, wrong=wrong, assumed=assumed),
    ]


def _options(section: str, codes: tuple[str, ...]) -> list[Option]:
    return [Option(code, text(f"{section}.{code}")) for code in codes]
