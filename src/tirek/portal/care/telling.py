"""The contract's answer on a care, as people read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from tirek.contract.messages import say
from tirek.law import care_packages
from tirek.law.care_packages import RESIDENT, DiseaseGroup, services
from tirek.pages import writing
from tirek.pages.tables import Cell, Column, Table
from tirek.pages.texts import language
from tirek.portal.answers import Answer, Link, Part, Reason
from tirek.portal.care.cases import (
    BEFORE,
    SINCE,
    Case,
    across,
    all_groups,
    categories_that_matter,
    groups_of,
    lists,
    lists_on,
)
from tirek.portal.steps import Answers
from tirek.portal.texts import text
from tirek.portal.told import cited, word, working


def named(code: str) -> str:
    """A code with the names of the groups that hold it."""
    titles = [group.title[language()] for group in groups_of(code)]
    return f"{code}: {'; '.join(titles)}" if titles else text("care.in_no_list", code=code)


def exception(case: Case) -> str:
    """The rule that opens a care to some categories alone, in the contract's words; "" where no
    category matters."""
    some = categories_that_matter(case)
    answer: Any = case._replace(categories=tuple(some)).told(language())
    steps = answer["explanation"] if some else ()
    return " ".join(one["text"] for one in steps if one["name"] == "package")


def told(case: Case, base: str, answers: Answers) -> Answer:
    """The result of the flow; ``base``: where the flow is."""
    whole, case = case, case.told_of()
    answer: Any = case.told(language())
    parts = [
        *_not_confirmed(case, answer), *_medicines(case, answer),
        Part(text("answer.why"), reasons=[
            Reason(answer["why"]["text"], cited(answer["why"]["citations"])),
        ]),
        *_compared(case), *_to_be_insured(case, answer), *_foreigner(case),
        _all_services(whole, base, answers), working(answer["explanation"]),
        Part(links=[Link(text("care.anew"), base)]),
    ]  # fmt: skip
    return Answer(
        text("jobs.care"), _lead(case, answer), _state(case, answer), _under(whole), parts
    )


def _of_list(case: Case, answer: Any) -> bool:
    """Whether a list that is not held says which medicines are free: for an insured person whose
    disease is on none of those that are."""
    of_insurance = answer["package"] == "insurance" and answer["available"]
    unlisted = case.service == "outpatient_drugs" and answer["disease_group"] is None
    return bool(unlisted and of_insurance)


def _medicines(case: Case, answer: Any) -> list[Part]:
    return [Part(warning=text("care.medicines_list"))] if _of_list(case, answer) else []


def not_known(case: Case, answer: Any) -> bool:
    """Whether it is not known if a care is free: no package is known to hold it, by a rule that
    rests on no text. Nobody is to be told then that it has to be paid."""
    if answer["package"] != "none" or answer["confirmed"]:
        return False
    return not rule_is_confirmed(case)


def _of_no_disease(case: Case) -> Case:
    return case._replace(icd10=None, suspected=False, onset=None)


def package_of(case: Case, answer: Any) -> str:
    """The package of an answer in a word."""
    return text(f"care.short_{'unknown' if not_known(case, answer) else answer['package']}")


def _lead(case: Case, answer: Any) -> str:
    if not_known(case, answer):
        return text("care.lead_unknown")
    if answer["package"] == "insurance" and not answer["available"]:
        return text("care.lead_uninsured")
    return text("care.lead_medicines" if _of_list(case, answer) else
                f"care.lead_{answer['package']}")  # fmt: skip


def _state(case: Case, answer: Any) -> str:
    if not answer["confirmed"] or _of_list(case, answer):
        return "unknown"
    return "yes" if answer["available"] else "no"


def _under(case: Case) -> str:
    service = say("services", case.service, language())
    answer: Any = case.told(language(), brief=True)
    code = answer["disease_group"]
    group = next((one.title[language()] for one in all_groups() if one.code == code), "")
    day = writing.long_day(case.on)
    if group:
        return text("care.under_disease", service=service, group=group, day=day)
    return text("care.under", service=service, day=day)


def rule_is_confirmed(case: Case) -> bool:
    """Whether the rule rests on a text, whatever the disease."""
    without: Any = _of_no_disease(case).told("en", brief=True)
    return bool(without["confirmed"])


def about_code(case: Case) -> list[str]:
    """That the lists name diseases and no codes: by what a code was put into its group, where no
    text that is held says so."""
    answer: Any = case.told("en", brief=True)
    code = case.icd10 or ""
    group = next((one for one in groups_of(code) if one.code == answer["disease_group"]), None)
    codes = group.range_of(code) if group else None
    if group is None or codes is None or codes.confidence in care_packages.held():
        return []
    by = "order" if codes.source.startswith("order") else "heading"
    return [text(f"care.code_by_{by}", code=code, group=group.title[language()])]


def about_term(code: str, on: date) -> list[str]:
    """That a list covers a disease for a time only, which is not known to have passed."""
    listed = [item for group in groups_of(code) for item in group.on(on)]
    return [text("care.not_confirmed_term")] if any(item.months for item in listed) else []


def _not_confirmed(case: Case, answer: Any) -> list[Part]:
    """Which part of an answer rests on no text: a rule is warned of, for a code it is said how it
    was matched."""
    if answer["confirmed"]:
        return []
    heading = word("not_confirmed")
    if not_known(case, answer):
        return [Part(heading, text("care.unknown_text"))]
    if case.icd10 is None or not rule_is_confirmed(case):
        return [Part(heading, warning=text("care.not_confirmed_rule"))]
    lines = about_code(case)
    lines += about_term(case.icd10, case.on) if case.onset is None else []
    return [Part(heading, " ".join([*lines, text("care.code_ask")]))]


def _compared(case: Case) -> list[Part]:
    """Before the reform and after it, the asked day's rules first; why it is so on the other."""
    told: list[Any] = [one.told(language()) for one in _asked_first(case)]
    asked, other = told
    table = Table(
        text("care.compared"), [Column(text("care.rules_of")), *_rules_of(case)], wide=True
    )
    table.add([word("package"), *(
        package_of(each, one) for each, one in zip(_asked_first(case), told, strict=True)
    )])  # fmt: skip
    table.add([text("care.is_available"), *(
        text("care.short_unknown") if not_known(each, one) else _yes(one["available"])
        for each, one in zip(_asked_first(case), told, strict=True)
    )])  # fmt: skip
    if asked["disease_group"] or other["disease_group"]:
        table.add([text("care.is_confirmed"), *map(_confirmed, told)])
    same = (asked["package"], asked["available"]) == (other["package"], other["available"])
    found = [
        Part(text("care.compared"), text("care.same" if same else "care.changed"), table=table)
    ]
    if asked["why"]["text"] != other["why"]["text"]:
        found.append(_why_other(case, other))
    return found


def _why_other(case: Case, other: Any) -> Part:
    """Why it is so by the rules from across the reform; a disease on another list then is told."""
    day = BEFORE if case.on > BEFORE else SINCE
    why = Reason(other["why"]["text"], cited(other["why"]["citations"]))
    heading = text(f"care.why_{'before' if day == BEFORE else 'since'}", day=writing.day(day))
    groups = {one.code: one for one in all_groups()}
    group = groups.get(other["disease_group"] or "")
    if group is None or lists_on(group, BEFORE) == lists_on(group, SINCE):
        return Part(heading, reasons=[why])
    then, now = (_lists(group, one) for one in (BEFORE, SINCE))
    moved = text("care.moved", group=group.title[language()], then=then, now=now)
    return Part(heading, moved, reasons=[why])


def _lists(group: DiseaseGroup, day: date) -> str:
    """The lists of a group on a day, or that there was none."""
    titles = [lists()[name]["title"][language()] for name in lists_on(group, day)]
    return "; ".join(f"«{title}»" for title in titles) or text("care.on_no_list")


def _asked_first(case: Case) -> Iterator[Case]:
    """The case by the rules of its day, then by those from across the reform."""
    found = list(across(case))
    return iter(found if case.on <= BEFORE else found[::-1])


def _rules_of(case: Case) -> list[Column]:
    """A column for each case of :func:`_asked_first`."""
    days = case.on, BEFORE if case.on > BEFORE else SINCE
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
    """Every service for the same person and disease, with where it leads. What no text confirms
    is marked, or said once where that is everything."""
    heading = text("care.all_services_of" if case.icd10 else "care.all_services")
    table = Table(heading, [Column(text("care.service_short")), *_rules_of(case)], wide=True)
    told: dict[str, list[tuple[Case, Any]]] = {
        service: [_brief(one, service) for one in _asked_first(case)] for service in services()
    }  # fmt: skip
    confirmed = [one["confirmed"] for both in told.values() for _, one in both]
    mark = text("care.mark") if any(confirmed) else ""
    for service, both in told.items():
        href = f"{base}result/?{urlencode({**_known(answers), 'service': service})}"
        name = say("services", service, language())
        table.add(
            [Cell(name, href if service != case.service else ""), *(
                package_of(each, one) + ("" if one["confirmed"] else mark) for each, one in both
            )],
            state="mark" if service == case.service else "",
        )  # fmt: skip
    intro = text("care.all_services_text")
    if not all(confirmed):
        said = text("care.marked", mark=mark) if mark else text("care.none_confirmed")
        intro = f"{intro} {said}"
    return Part(heading, intro, table=table, folded=True)


def _brief(case: Case, service: str) -> tuple[Case, Any]:
    """A service and the answer on it; of a disease only where it can change it."""
    asked = case._replace(service=service).told_of()
    return asked, asked.told(language(), brief=True)


def _known(answers: Answers) -> Mapping[str, str]:
    """The answers that another service keeps."""
    found = {"on": answers["on"].isoformat(), "icd": answers.get("icd") or ""}
    found |= {name: answers[name] for name in ("insured", "residence", "suspected")
              if name in answers}  # fmt: skip
    onset = answers.get("onset")
    if isinstance(onset, date):
        found["onset"] = onset.isoformat()
    return {name: value for name, value in found.items() if value}
