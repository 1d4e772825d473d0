"""The questions about a care: those alone that can change its package before or after the
reform, which the contract itself is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest

from tirek.contract.messages import say, words
from tirek.law.care_packages import RESIDENT, residences, services
from tirek.pages.texts import language
from tirek.portal.answers import Answer
from tirek.portal.care import cases, finding
from tirek.portal.care.cases import Case, code_of, groups_of
from tirek.portal.care.telling import named, told
from tirek.portal.fields import ChoiceField, DayField, ManyField, Option, TextField, ask, yes_no
from tirek.portal.flow import Flow, same_but
from tirek.portal.steps import SENT, Answers, Step, always, question
from tirek.portal.texts import text
from tirek.project import clock


class DiseaseField(TextField):
    """A disease: its ICD-10 code, or a name that only one group answers to. Its value is a
    code."""

    template = "portal/fields/disease.html"

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        if codes := finding.codes_in(typed):
            return next((code for code in codes if groups_of(code)), codes[0])
        for group in cases.all_groups():
            if typed.casefold() in {name.casefold() for name in group.title.values()}:
                return code_of(group.code)
        found = finding.find(typed, language())
        if len(found.groups) == 1 and not found.near:
            return code_of(found.groups[0])
        if not found.groups:
            raise ValidationError(text("care.icd_nothing"), "nothing")
        raise ValidationError(text("care.icd_several"), "several")

    def shown(self, value: str) -> str:
        return named(value)

    @property
    def names(self) -> list[str]:
        """Names to choose from while one writes."""
        return sorted(group.title[language()] for group in cases.all_groups())


@cache
def flow() -> Flow:
    return Flow(
        title="jobs.care", steps=[*_steps()], result=_result, at="care",
        places={"/on": "on", "/onset": "onset", "/icd10": "icd", "/categories": "cats"},
    )  # fmt: skip


def _result(request: HttpRequest, answers: Answers) -> Answer:
    return told(case_of(answers), request.path.removesuffix("result/"), answers)


def case_of(answers: Answers) -> Case:
    """The case that the answers so far tell of."""
    return Case(
        answers["on"], answers["service"], answers.get("icd") or None,
        answers.get("insured") == "yes", answers.get("residence", RESIDENT),
        answers.get("suspected") == "yes", answers.get("onset"), tuple(answers.get("cats", ())),
    )  # fmt: skip


def _chosen(answers: Answers, request: HttpRequest) -> Mapping[str, Any]:
    """The service and the disease that were chosen, on every page that asks about them."""
    codes = finding.codes_in(request.GET.get("icd", "")[: finding.LONGEST])
    service = answers.get("service")
    return {
        "disease": named(codes[0]) if codes else "",
        "service": say("services", service, language()) if service else "",
    }  # fmt: skip


def _one(
    name: str, make: Callable[[Answers], Any], when: Callable[[Answers], bool] = always,
    template: str = "care_step",
    more: Callable[[Answers, HttpRequest], Mapping[str, Any]] = _chosen,
) -> Step:  # fmt: skip
    """A page with one question, under what was chosen."""
    return question(name, make, when=when, template=template, more=more)


def _steps() -> list[Step]:
    def on(_: Answers) -> DayField:
        return ask("care.on", DayField, initial=clock.today())

    def onset(answers: Answers) -> DayField:
        return ask("care.onset", DayField, required=False, last=answers.get("on"))

    return [
        _one("service", lambda _: ask("care.service", ChoiceField, service_options()),
             more=lambda answers, request: {**_chosen(answers, request), "service": ""}),
        _one("icd", lambda _: ask("care.icd", DiseaseField, required=False),
             when=_may_be_of_disease, template="care_icd", more=_offered),
        _one("on", on),
        _one("residence", lambda _: ask("care.residence", ChoiceField, residence_options()),
             when=_if_matters("residence")),
        _one("insured", lambda _: ask("care.insured", yes_no), when=_if_matters("insured")),
        _one("suspected", _suspected, when=_if_matters("suspected")),
        _one("onset", onset, when=_if_matters("onset")),
        _one("cats", _categories, when=_if_matters("categories")),
    ]  # fmt: skip


def service_options() -> list[Option]:
    return [Option(one, words("services", one)[language()]) for one in services()]


def residence_options() -> list[Option]:
    return [
        Option(one, text(f"residence.{one}"), text(f"residence.{one}_hint")) for one in residences()
    ]


def _may_be_of_disease(answers: Answers) -> bool:
    """While the service is not known, a disease that has been found is kept."""
    return "service" not in answers or cases.disease_matters(answers["service"])


def _if_matters(name: str) -> Callable[[Answers], bool]:
    def matters(answers: Answers) -> bool:
        if "service" not in answers or "on" not in answers:
            return name in ("insured", "residence")  # kept for later, as above
        return cases.matters(name, case_of(answers))

    return matters


def _suspected(_: Answers) -> ChoiceField:
    options = [
        Option("no", text("care.diagnosed")),
        Option("yes", text("care.only_suspected"), text("care.only_suspected_hint")),
    ]
    return ask("care.suspected", ChoiceField, options)


def _offered(answers: Answers, request: HttpRequest) -> Mapping[str, Any]:
    """The diseases that a typed name may mean, to choose from."""
    typed = request.GET.get("icd", "")
    chosen = {**_chosen(answers, request), "disease": ""}
    if SENT not in request.GET or finding.codes_in(typed):
        return chosen
    offered = [code_of(group) for group in finding.find(typed, language()).groups]
    return {**chosen, "offered": [(same_but(request, icd=code), named(code)) for code in offered]}


def _categories(answers: Answers) -> ManyField:
    codes = cases.categories_that_matter(case_of(answers)) if "on" in answers else []
    return ask("care.cats", ManyField, [_category(code) for code in codes])


def _category(code: str) -> Option:
    """A category in plain words. The rules of care mean every pregnant woman, the contract has
    the category of those without work only: whether one is insured is asked before."""
    if code == "pregnant_not_working":
        return Option(code, text("care.pregnant"), text("care.pregnant_hint"))
    return Option(code, text(f"holds.{code}"))
