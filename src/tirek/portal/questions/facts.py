"""What the places in answers stand for: each is asked of the law on a day.

A fact that the law of the day does not hold is told as not known, never by an older value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from tirek.contract import care, contributions, insured_status, law_data, law_run
from tirek.contract.messages import words
from tirek.contract.problems import Problem
from tirek.engine.parameters import month_text
from tirek.law import care_packages, parameters
from tirek.law.acts import categories, kinds
from tirek.law.working_days import months_later
from tirek.pages import writing
from tirek.pages.kazakh import Part
from tirek.pages.texts import language
from tirek.portal.care.cases import Case
from tirek.portal.care.telling import exception
from tirek.portal.due import foreigners
from tirek.portal.law import written
from tirek.portal.questions.forms import Unsaid
from tirek.portal.texts import text
from tirek.portal.told import capital, long_day, money

#: The day of the questions that were asked first, to tell what has changed since.
THEN = date(2020, 1, 1)
#: An income above every limit, in tenge.
_ABOVE_LIMITS = "1000000000"
#: An income below every floor, in tenge.
BELOW_FLOORS = "1"


class Found(NamedTuple):
    """What stands in a place, the articles it rests on, and what of the law is not known."""

    text: str
    citations: Sequence[str] = ()
    unknown: Sequence[Mapping[str, str]] = ()


Make = Callable[[date], Found]


def _not_known(unknown: Iterable[Mapping[str, str]]) -> Found:
    return Found(Unsaid(text("questions.not_known")), (), tuple(unknown))


# ---------------------------------------------------------------------- kinds of facts


def _rate(value: str) -> str:
    return writing.percent(value)


def of_parameter(name: str) -> Make:
    """The value of a parameter."""

    def make(on: date) -> Found:
        one = law_data.entry(name, on.isoformat(), None, language())
        held = next((edition for edition in one["editions"] if edition["in_force"]), None)
        if held is None:
            return _not_known([{"parameter": name, "on": on.isoformat()}])
        said = written.value(name, one["unit"], held["value"])
        if one["unit"] == "years":  # the word stands in the sentence, in its case
            said = writing.number(held["value"])
        return Found(
            Part(said) if said.endswith("%") else said, written.raw(held["act"], held["article"])
        )

    return make


def since(name: str) -> Make:
    """From when the value of a parameter holds."""

    def make(on: date) -> Found:
        one = law_data.entry(name, on.isoformat(), None, language())
        held = next((edition for edition in one["editions"] if edition["in_force"]), None)
        if held is None:
            return _not_known([{"parameter": name, "on": on.isoformat()}])
        day = date.fromisoformat(held["since"])
        return Found(writing.long_day(day), written.raw(held["act"], held["article"]))

    return make


def of_rule(name: str) -> Make:
    """The value of a rule that rests on the law alone."""

    def make(on: date) -> Found:
        found: Any = law_run.answer(name, {"on": on.isoformat()}, None, language())
        if found["value"] is None:
            return _not_known(found["undetermined"])
        steps = found["explanation"][-1:]
        return Found(
            written.value(name, found["unit"], found["value"]),
            [one for step in steps for one in step["citations"]],
        )  # fmt: skip

    return make


def contribution(
    kind: str, field: str, line: str = "personal_contribution", income: str = _ABOVE_LIMITS,
    on: date | None = None,
) -> Make:  # fmt: skip
    """A field of a line of the month's contributions: to medical insurance, or social ones."""

    def make(today: date) -> Found:
        month = month_text((on or today).year * 12 + (on or today).month - 1)
        question = {"month": month, "payer_kind": kind, "income": income}
        try:
            answer: Any = contributions.answer(question, language(), True)
        except Problem:  # nobody pays so in that month
            return _not_known([])
        if answer["lines"] is None:
            return _not_known(answer["undetermined"])
        lines = [one for one in answer["lines"] if one["kind"] == line]
        if not lines:
            return _not_known([])
        one = lines[0]
        write = {"rate": _rate, "amount": money, "base": money}.get(field, str)
        return Found(write(one[field]), one["citations"])

    return make


def sentence(name: str, make: Make, place: str) -> Make:
    """A fact as a sentence: one of its own where the value is not held."""

    def told(on: date) -> Found:
        found = make(on)
        if found.unknown:
            return found._replace(text=text(f"questions.{name}_not_known"))
        return found._replace(text=text(f"questions.{name}", **{place: found.text}))

    return told


def limit_of_self_employed(on: date) -> Found:
    """The threshold of the regime of the self-employed in money, by the index of the day."""
    names = "self_employed_limit_multiple", "monthly_calculation_index_for_payments"
    multiple, index = (parameters()[name].at(on) for name in names)
    if multiple is None or index is None:
        missing = [name for name, held in zip(names, (multiple, index), strict=True) if not held]
        return _not_known([{"parameter": name, "on": on.isoformat()} for name in missing])
    return Found(writing.money(int(multiple * index * 100)))


def nothing_due(on: date) -> Found:
    """What is due to medical insurance for a working pensioner."""
    question = {
        "month": month_text(on.year * 12 + on.month - 1), "payer_kind": "employee",
        "income": _ABOVE_LIMITS, "categories": ["pensioner"],
    }  # fmt: skip
    answer: Any = contributions.answer(question, language(), True)
    if answer["lines"] is None:
        return _not_known(answer["undetermined"])
    due = sum(int(one["amount"].replace(".", "")) for one in answer["lines"]
              if one["fund"] == "medical")  # fmt: skip
    said = text("questions.some_due", amount=writing.money(due)) if due else None
    return Found(said or text("questions.nothing_due"), ["Law 405-V 26(1)"])


def way_back(way: str) -> Make:
    """The price of a way back for a grown-up who has never paid."""

    def make(on: date) -> Found:
        question = {
            "on": on.isoformat(), "person": {"birth_date": THEN.replace(year=1980).isoformat()},
            "payments": [], "categories": [],
        }  # fmt: skip
        answer: Any = insured_status.answer(question, language(), True)
        ways = [one for one in answer["ways_to_become_insured"] if one["way"] == way]
        if not ways or ways[0]["amount"] is None:
            return _not_known(answer["undetermined"])
        cited = ways[0]["citations"]
        return Found(money(ways[0]["amount"]), cited)

    return make


def care_of(
    service: str, icd10: str | None = None, categories: Sequence[str] = (),
    residence: str | None = None, insured: bool = True,
) -> Make:  # fmt: skip
    """Which package a care is in, as one sentence."""

    def make(on: date) -> Found:
        question = {
            "on": on.isoformat(), "icd10": icd10, "service": service, "insured": insured,
            "categories": list(categories), "residence": residence,
        }  # fmt: skip
        answer: Any = care.answer(question, language())
        told = [one for one in answer["explanation"] if one["name"] == "package"]
        return Found(" ".join(one["text"] for one in told), answer["why"]["citations"])

    return make


def last_day(kind: str) -> Make:
    """The last day on which a kind of payer paid."""

    def make(on: date) -> Found:
        end = kinds()[kind]["medical"].end
        first = date(end // 12, end % 12 + 1, 1)
        return Found(writing.long_day(first - timedelta(1)), ["Law 286-VI 40(2)"])

    return make


def category_since(code: str) -> Make:
    """From when a category is insured by the state."""

    def make(on: date) -> Found:
        one = categories()[code]
        return Found(writing.long_day(one.since), written.split(one.citation))

    return make


def category_name(code: str) -> Make:
    """A category as the law names it."""

    def make(on: date) -> Found:
        one = categories()[code]
        return Found(one.title[language()], written.split(one.citation))

    return make


def insured_after(code: str) -> Make:
    """To which day the status lasts for somebody whose category ends on the day and who then
    neither works nor pays: asked on the day after."""

    def make(on: date) -> Found:
        question = {
            "on": (on + timedelta(1)).isoformat(), "payments": [],
            "person": {"birth_date": THEN.replace(year=1980).isoformat()},
            "categories": [{"code": code, "from": THEN.isoformat(), "until": on.isoformat()}],
        }  # fmt: skip
        answer: Any = insured_status.answer(question, language(), True)
        if answer["until"] is None:
            return _not_known(answer["undetermined"])
        return Found(
            long_day(answer["until"]),
            written.split(categories()[code].citation),
        )  # fmt: skip

    return make


def adult_age(on: date) -> Found:
    """The age to which the state insures children: the law takes it from one parameter."""
    return of_parameter("dependant_age_limit")(on)._replace(
        citations=written.split(categories()["child"].citation)
    )


def insured_after_childhood(on: date) -> Found:
    """To which day the status lasts for somebody who comes of age on the day and then neither
    studies, works nor pays."""
    age = parameters()["dependant_age_limit"].at(on)
    if age is None:
        return _not_known([{"parameter": "dependant_age_limit", "on": on.isoformat()}])
    birth = months_later(on, -12 * int(age))
    question = {
        "on": on.isoformat(), "payments": [], "person": {"birth_date": birth.isoformat()},
        "categories": [],
    }  # fmt: skip
    answer: Any = insured_status.answer(question, language(), True)
    if answer["until"] is None:
        return _not_known(answer["undetermined"])
    cited = written.split(categories()["child"].citation)
    return Found(long_day(answer["until"]), cited)


def number_of_categories(on: date) -> Found:
    return Found(writing.number(len(category_names(on))), ["Law 405-V 26(1)"])


# ---------------------------------------------------------------------- lists


def category_names(on: date) -> list[str]:
    """Whom the state insures on a day. The military is not insured but exempt: told apart."""
    return [
        capital(one.title[language()])
        for code, one in categories().items()
        if code != "military" and one.since <= on and (one.until is None or on < one.until)
    ]


def services_in(package: str, on: date) -> list[str]:
    """Services that are in a package for a person without any disease of a list; where it is
    another one for some categories, that is told beside."""
    found = []
    for service in care_packages.services():
        case = Case(on, service, insured=True)
        if case.told(language(), True)["package"] == package:
            name, but = words("services", service)[language()], exception(case)
            found.append(text("questions.but_some", service=name, but=but) if but else name)
    return found


def diseases_on(name: str, on: date) -> list[str]:
    """Names of the diseases of a list on a day."""
    return [
        group.title[language()] for group in care_packages.groups(on)
        if any(listing.list == name for listing in group.on(on))
    ]  # fmt: skip


def job_loss_terms(on: date) -> list[str]:
    """For how many months the benefit for loss of work is paid, by the length of participation."""
    scale = "job_loss_duration_bands"
    one = law_data.entry(scale, on.isoformat(), None, language())
    held = next((edition for edition in one["editions"] if edition["in_force"]), None)
    return [
        text("questions.job_loss_term", least=writing.number(least),
             months=written.value(scale, one["unit"], months))
        for least, months in (held["value"] if held else ())
    ]  # fmt: skip


def temporary_foreigner(on: date) -> Found:
    """What is held on contributions for foreigners who stay temporarily."""
    words = f"{text('due.foreign_temporary')} {text('due.foreign_union')}"
    return Found(words, foreigners.articles(on.year * 100 + on.month))
