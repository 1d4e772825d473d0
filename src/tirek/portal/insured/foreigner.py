"""For somebody who stays temporarily: what is free, service by service, as the contract has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tirek.contract.messages import say
from tirek.law.care_packages import services
from tirek.pages import writing
from tirek.pages.tables import Column, Table
from tirek.pages.texts import language
from tirek.portal.answers import Answer, Link, Part, Reason
from tirek.portal.care.cases import Case, all_groups, code_of
from tirek.portal.steps import Answers
from tirek.portal.texts import text
from tirek.portal.told import cited

_WORKER = "eaeu_worker"
#: A service that stands for all but emergency care: the rule on it is the rule on foreigners.
_PLANNED = "planned_consultation"


def told_of_foreigner(answers: Answers, elsewhere: Callable[..., str]) -> Answer:
    """The result for one whom the insurance does not take in. ``elsewhere`` makes the address of
    the same question with other answers."""
    case = Case(answers["on"], _PLANNED, residence=answers["residence"])
    why = case.told(language())["why"]
    under = text("insured.foreigner_under", day=writing.long_day(answers["on"]))
    return Answer(text("jobs.insured"), text("insured.foreigner_lead"), "no", under, [
        Part(text("answer.why"), reasons=[
            Reason(text("insured.foreigner_why"), cited(why["citations"])),
        ]),
        Part(text("insured.foreigner_next"), points=[
            text(f"insured.foreigner_{name}") for name in ("withheld", "treaty", "planned")
        ], links=[Link(text("insured.foreigner_treaty_link"), elsewhere(residence=_WORKER))]),
        Part(text("insured.free_care"), table=_services(case)),
        Part(text("insured.dangerous"), text("insured.dangerous_text"), points=_diseases(case)),
        Part(text("insured.stay_longer"), text("insured.stay_longer_text")),
    ])  # fmt: skip


def of_worker(answers: Answers, insured: bool) -> list[Part]:
    """For one who works by a treaty: what the insurance gives, as the contract has it."""
    case = Case(answers["on"], _PLANNED, residence=answers["residence"], insured=insured)
    answer: Any = case.told(language())
    why = answer["why"]
    said = why["text"] if insured else text("insured.foreigner_why")
    warning = "" if answer["confirmed"] else text("insured.worker_not_confirmed")
    return [
        Part(text("insured.worker"), text("insured.worker_text"), warning=warning,
             reasons=[Reason(said, cited(why["citations"]))])
    ]  # fmt: skip


def _services(case: Case) -> Table:
    columns = [Column(text("care.service_short")), Column(text("insured.free"))]
    table = Table(text("insured.free_care"), columns)
    for service in services():
        one: Any = case._replace(service=service).told(language(), brief=True)
        word = text("fields.yes" if one["available"] else "fields.no")
        table.add([say("services", service, language()), word])
    return table


def _diseases(case: Case) -> list[str]:
    """Diseases whose treatment in hospital is free."""
    return [
        group.title[language()] for group in all_groups()
        if case._replace(service="planned_inpatient", icd10=code_of(group.code)).told(
            language(), brief=True)["available"]
    ]  # fmt: skip
