"""The contract's answer on a care, as people read it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from tirek.contract.messages import say
from tirek.law.care_packages import RESIDENT, services
from tirek.pages import writing
from tirek.pages.tables import Cell, Column, Table
from tirek.pages.texts import language
from tirek.portal.answers import Answer, Link, Part, Reason
from tirek.portal.care.cases import BEFORE, SINCE, Case, across, all_groups, groups_of
from tirek.portal.flow import Answers
from tirek.portal.texts import text
from tirek.portal.told import cited, working


def named(code: str) -> str:
    """A code with the names of the groups that hold it."""
    titles = [group.title[language()] for group in groups_of(code)]
    return f"{code}: {'; '.join(titles)}" if titles else text("care.in_no_list", code=code)


def told(case: Case, base: str, answers: Answers) -> Answer:
    """The result of the flow; ``base``: where the flow is."""
    answer: Any = case.told(language())
    parts = [
        *_not_confirmed(answer),
        Part(text("answer.why"), reasons=[
            Reason(answer["why"]["text"], cited(answer["why"]["citations"])),
        ]),
        *_compared(case), *_to_be_insured(case, answer), *_foreigner(case),
        _all_services(case, base, answers), working(answer["explanation"]),
        Part(links=[Link(text("care.anew"), base)]),
    ]  # fmt: skip
    return Answer(text("jobs.care"), _lead(answer), _state(answer), _under(case, answer), parts)


def _lead(answer: Any) -> str:
    if answer["package"] == "insurance" and not answer["available"]:
        return text("care.lead_uninsured")
    return text(f"care.lead_{answer['package']}")


def _state(answer: Any) -> str:
    if not answer["confirmed"]:
        return "unknown"
    return "yes" if answer["available"] else "no"


def _under(case: Case, answer: Any) -> str:
    service = say("services", case.service, language())
    code = answer["disease_group"]
    group = next((one.title[language()] for one in all_groups() if one.code == code), "")
    day = writing.long_day(case.on)
    if group:
        return text("care.under_disease", service=service, group=group, day=day)
    return text("care.under", service=service, day=day)


def _not_confirmed(answer: Any) -> list[Part]:
    if answer["confirmed"]:
        return []
    return [Part(say("words", "not_confirmed", language()), warning=text("care.not_confirmed"))]


def _compared(case: Case) -> list[Part]:
    """Before the reform and after it, side by side; why it is so on the day not asked about."""
    first, second = across(case)
    before, after = first.told(language()), second.told(language())
    table = Table(text("care.compared"), [Column(text("care.rules_of")), *_rules_of(case)])
    table.add([say("words", "package", language()), *(
        text(f"care.short_{one['package']}") for one in (before, after)
    )])  # fmt: skip
    table.add([text("care.is_available"), _yes(before["available"]), _yes(after["available"])])
    if before["disease_group"] or after["disease_group"]:
        table.add([text("care.is_confirmed"), *map(_confirmed, (before, after))])
    same = (before["package"], before["available"]) == (after["package"], after["available"])
    other, day = (before, BEFORE) if case.on > BEFORE else (after, SINCE)
    why = Reason(other["why"]["text"], cited(other["why"]["citations"]))
    found = [
        Part(text("care.compared"), text("care.same" if same else "care.changed"), table=table)
    ]
    if before["why"]["text"] != after["why"]["text"]:
        found.append(Part(text("care.why_other", day=writing.day(day)), reasons=[why]))
    return found


def _rules_of(case: Case) -> list[Column]:
    days = min(case.on, BEFORE), max(case.on, SINCE)
    return [Column(writing.long_day(day)) for day in days]


def _yes(value: bool) -> str:
    return text("fields.yes" if value else "fields.no")


def _confirmed(answer: Any) -> str:
    """Only a code that stands in a group can be assigned by a text."""
    return _yes(answer["confirmed"]) if answer["disease_group"] else text("care.no_group")


def _to_be_insured(case: Case, answer: Any) -> list[Part]:
    """Where insurance would open the care: how to get it."""
    insured: Any = case._replace(insured=True).told(language(), brief=True)
    if answer["available"] or not insured["available"]:
        return []
    known = urlencode({"on": case.on.isoformat(), "residence": case.residence})
    link = Link(text("care.ways"), f"{reverse('portal:insured')}?{known}")
    return [Part(text("care.uninsured"), text("care.uninsured_text"), links=[link])]


def _foreigner(case: Case) -> list[Part]:
    if case.residence == RESIDENT:
        return []
    return [Part(text("care.foreigner"), text("care.foreigner_text"))]


def _all_services(case: Case, base: str, answers: Answers) -> Part:
    """Every service for the same person and disease, with where it leads."""
    first, second = across(case)
    heading = text("care.all_services_of" if case.icd10 else "care.all_services")
    table = Table(heading, [Column(text("care.service_short")), *_rules_of(case)])
    for service in services():
        before, after = (
            one._replace(service=service).told(language(), brief=True) for one in (first, second)
        )
        href = f"{base}check/?{urlencode({**_known(answers), 'service': service})}"
        name = say("services", service, language())
        table.add(
            [Cell(name, href if service != case.service else ""), _short(before), _short(after)],
            state="mark" if service == case.service else "",
        )  # fmt: skip
    return Part(heading, text("care.all_services_text"), table=table, folded=True)


def _short(answer: Any) -> Cell:
    note = "" if answer["confirmed"] else say("words", "not_confirmed", language())
    word = text(f"care.short_{answer['package']}")
    return Cell(word, note=note)


def _known(answers: Answers) -> Mapping[str, str]:
    """The answers that another service keeps."""
    found = {"on": answers["on"].isoformat(), "icd": answers.get("icd") or ""}
    found |= {name: answers[name] for name in ("insured", "residence", "suspected")
              if name in answers}  # fmt: skip
    onset = answers.get("onset")
    if isinstance(onset, date):
        found["onset"] = onset.isoformat()
    return {name: value for name, value in found.items() if value}
