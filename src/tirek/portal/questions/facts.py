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
from tirek.law import care_packages
from tirek.law.acts import categories, kinds
from tirek.pages import writing
from tirek.pages.texts import language
from tirek.portal.law import written
from tirek.portal.texts import text
from tirek.portal.told import money

#: The day of the questions that were asked first, to tell what has changed since.
THEN = date(2020, 1, 1)
#: An income above every limit, in tenge.
_ABOVE_LIMITS = "1000000000"


class Found(NamedTuple):
    """What stands in a place, the articles it rests on, and what of the law is not known."""

    text: str
    citations: Sequence[str] = ()
    unknown: Sequence[Mapping[str, str]] = ()


Make = Callable[[date], Found]


def _not_known(unknown: Iterable[Mapping[str, str]]) -> Found:
    return Found(text("questions.not_known"), (), tuple(unknown))


# ---------------------------------------------------------------------- kinds of facts


def _of_parameter(name: str) -> Make:
    """The value of a parameter."""

    def make(on: date) -> Found:
        one = law_data.entry(name, on.isoformat(), None, language())
        held = next((edition for edition in one["editions"] if edition["in_force"]), None)
        if held is None:
            return _not_known([{"parameter": name, "on": on.isoformat()}])
        said = written.value(name, one["unit"], held["value"])
        if one["unit"] == "years":  # the word stands in the sentence, in its case
            said = writing.number(held["value"])
        return Found(said, [written.act_short(held["act"], held["article"])])

    return make


def _since(name: str) -> Make:
    """From when the value of a parameter holds."""

    def make(on: date) -> Found:
        one = law_data.entry(name, on.isoformat(), None, language())
        held = next((edition for edition in one["editions"] if edition["in_force"]), None)
        if held is None:
            return _not_known([{"parameter": name, "on": on.isoformat()}])
        day = date.fromisoformat(held["since"])
        return Found(writing.long_day(day), [written.act_short(held["act"], held["article"])])

    return make


def _of_rule(name: str) -> Make:
    """The value of a rule that rests on the law alone."""

    def make(on: date) -> Found:
        found: Any = law_run.answer(name, {"on": on.isoformat()}, None, language())
        if found["value"] is None:
            return _not_known(found["undetermined"])
        steps = found["explanation"][-1:]
        return Found(
            written.value(name, found["unit"], found["value"]),
            [one for step in steps for one in written.articles("; ".join(step["citations"]))],
        )  # fmt: skip

    return make


def _contribution(
    kind: str, field: str, line: str = "personal_contribution", income: str = _ABOVE_LIMITS,
    on: date | None = None,
) -> Make:  # fmt: skip
    """A field of a line of the month's contributions to medical insurance."""

    def make(today: date) -> Found:
        month = month_text((on or today).year * 12 + (on or today).month - 1)
        question = {"month": month, "payer_kind": kind, "income": income}
        try:
            answer: Any = contributions.answer(question, language(), True)
        except Problem:  # nobody pays so in that month
            return _not_known([])
        if answer["lines"] is None:
            return _not_known(answer["undetermined"])
        lines = [one for one in answer["lines"] if one["fund"] == "medical" and one["kind"] == line]
        if not lines:
            return _not_known([])
        one = lines[0]
        write = {"rate": writing.percent, "amount": money, "base": money}.get(field, str)
        return Found(write(one[field]), written.articles("; ".join(one["citations"])))

    return make


def _nothing_due(on: date) -> Found:
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
    return Found(writing.money(due), written.articles("Law 405-V 26(1)"))


def _way(way: str) -> Make:
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
        cited = written.articles("; ".join(ways[0]["citations"]))
        return Found(money(ways[0]["amount"]), cited)

    return make


def _care(
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


def _last_day(kind: str) -> Make:
    """The last day on which a kind of payer paid."""

    def make(on: date) -> Found:
        end = kinds()[kind]["medical"].end
        first = date(end // 12, end % 12 + 1, 1)
        return Found(writing.long_day(first - timedelta(1)), written.articles("Law 286-VI 40(2)"))

    return make


def _category_since(code: str) -> Make:
    """From when a category is insured by the state."""

    def make(on: date) -> Found:
        one = categories()[code]
        return Found(writing.long_day(one.since), written.articles(one.citation))

    return make


def _adult_age(on: date) -> Found:
    """The age to which the state insures children: the law takes it from one parameter."""
    return _of_parameter("dependant_age_limit")(on)._replace(
        citations=written.articles(categories()["child"].citation)
    )


def _number_of_categories(on: date) -> Found:
    return Found(writing.number(len(category_names(on))), written.articles("Law 405-V 26(1)"))


# ---------------------------------------------------------------------- lists


def category_names(on: date) -> list[str]:
    """Whom the state insures on a day. The military is not insured but exempt: told apart."""
    return [
        one.title[language()][:1].upper() + one.title[language()][1:]
        for code, one in categories().items()
        if code != "military" and one.since <= on and (one.until is None or on < one.until)
    ]


def services_in(package: str, on: date) -> list[str]:
    """Services that are in a package for a person without any disease of a list."""
    found = []
    for service in care_packages.services():
        question = {"on": on.isoformat(), "icd10": None, "service": service, "insured": False}
        if care.answer(question, language(), True)["package"] == package:
            found.append(words("services", service)[language()])
    return found


def diseases_on(name: str, on: date) -> list[str]:
    """Names of the diseases of a list on a day."""
    return [
        group.title[language()] for group in care_packages.groups(on)
        if any(listing.list == name for listing in group.on(on))
    ]  # fmt: skip


#: Lists that may stand under an answer: heading and lines.
POINTS: Mapping[str, Callable[[date], list[str]]] = {
    "categories": category_names,
    "guaranteed": lambda on: services_in("guaranteed", on),
    "insurance": lambda on: services_in("insurance", on),
    "neither": lambda on: services_in("none", on),
    "significant": lambda on: diseases_on("socially_significant", on),
    "chronic": lambda on: diseases_on("observed_chronic", on),
}

FACTS: Mapping[str, Make] = {
    "then": lambda on: Found(str(THEN.year)),
    "minimum_wage": _of_parameter("minimum_wage"),
    # who pays how much
    "independent": _contribution("independent_medical", "amount"),
    "independent_rate": _contribution("independent_medical", "rate"),
    "independent_then": _contribution("independent_medical", "amount", on=THEN),
    "entrepreneur": _contribution("entrepreneur", "amount"),
    "entrepreneur_rate": _contribution("entrepreneur", "rate"),
    "entrepreneur_multiple": _of_parameter("entrepreneur_medical_multiple"),
    "entrepreneur_then": _contribution("entrepreneur", "amount", on=THEN),
    "employer_rate": _contribution("employee", "rate", "employer_contribution"),
    "employer_most": _contribution("employee", "amount", "employer_contribution"),
    "employer_cap": _of_parameter("employer_medical_cap_multiple"),
    "employer_rate_then": _contribution("employee", "rate", "employer_contribution", on=THEN),
    "employee_rate": _contribution("employee", "rate"),
    "employee_most": _contribution("employee", "amount"),
    "employee_cap": _of_parameter("employee_medical_cap_multiple"),
    "employee_rate_then": _contribution("employee", "rate", on=THEN),
    "cap_since": _since("employee_medical_cap_multiple"),
    "civil_rate": _contribution("civil_contract", "rate"),
    "civil_cap": _of_parameter("civil_contract_medical_cap_multiple"),
    "civil_most": _contribution("civil_contract", "amount"),
    "self_rate": _contribution("self_employed", "rate"),
    "self_since": _since("self_employed_medical_rate"),
    "self_limit": _of_parameter("self_employed_limit_multiple"),
    "platform_rate": _contribution("platform_worker", "rate"),
    "aggregate_end": _last_day("aggregate_payment_city"),
    "pensioner_due": _nothing_due,
    "state_rate": _of_parameter("state_medical_rate"),
    "state_amount": _of_rule("state_medical_contribution"),
    # when, how, and what if not
    "due_day": _of_parameter("due_day"),
    "code_person": _contribution("employee", "purpose_code"),
    "code_employer": _contribution("employee", "purpose_code", "employer_contribution"),
    "penalty_multiple": _of_parameter("penalty_multiple"),
    "penalty_days": _of_parameter("penalty_year_days"),
    "base_rate": _of_parameter("base_rate"),
    "fine_small": _of_parameter("fine_share_small"),
    "fine_medium": _of_parameter("fine_share_medium"),
    "fine_large": _of_parameter("fine_share_large"),
    "fine_exempt": _of_parameter("fine_exempt_multiple"),
    # the status
    "window": _of_parameter("missing_months_window"),
    "grace": _of_parameter("grace_months"),
    "long_grace": _of_parameter("long_grace_months"),
    "long_record": _of_parameter("long_grace_record_months"),
    "long_since": _since("long_grace_months"),
    "prepaid": _of_parameter("prepaid_months"),
    "price_month": _of_rule("price_of_month"),
    "price_share": _of_parameter("missing_month_price_share"),
    "price_missing": _way("pay_missing_months"),
    "price_year": _way("prepay_year"),
    "adult_age": _adult_age,
    "categories_count": _number_of_categories,
    "welfare_since": _category_since("welfare_level_d"),
    # care
    "care_emergency": _care("emergency_inpatient"),
    "care_screening": _care("screening"),
    "care_vaccination": _care("vaccination"),
    "care_hypertension": _care("planned_consultation", "I10"),
    "care_hiv": _care("outpatient_drugs", "B24"),
    "care_cancer": _care("planned_inpatient", "C50"),
    "care_ivf": _care("ivf"),
    "care_dentistry": _care("dentistry"),
    "care_dentistry_some": _care("dentistry", categories=("pensioner",)),
    "care_prosthetics": _care("prosthetics"),
    "care_sanatorium": _care("sanatorium"),
    "care_rehabilitation": _care("rehabilitation"),
    "care_drugs": _care("outpatient_drugs"),
    "care_planned": _care("planned_inpatient"),
    "care_diagnostics": _care("diagnostics"),
    "care_foreigner_emergency": _care(
        "emergency_inpatient", residence="eaeu_worker", insured=False),
    "care_foreigner_planned": _care("planned_inpatient", residence="eaeu_worker", insured=False),
    "care_foreigner_insured": _care("planned_inpatient", residence="eaeu_worker"),
}  # fmt: skip
