"""The questions in the order of the page: what each leads to, rests on, and lists.

The words are those of ``questions_asked`` and ``questions_told`` under the question's code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """``links``: jobs with answers known beforehand. ``papers``: papers of the Fund it was taken
    from. ``points``: lists of :data:`.filled.POINTS` under it. ``doubts``: open questions of the
    law that touch it. ``words``: what people look for it by, beside its own words."""

    code: str
    group: str
    links: Sequence[tuple[str, Mapping[str, str]]] = ()
    papers: Sequence[str] = ("seed 001",)
    points: Sequence[str] = ()
    doubts: Sequence[str] = ()
    words: str = ""


_INSURED = ("insured", {"residence": "citizen_or_permanent"})


def _due(kind: str, income: str = "") -> tuple[str, Mapping[str, str]]:
    return "due", {"kind": kind} | ({"income": income} if income else {})


def _care(service: str, icd: str = "") -> tuple[str, Mapping[str, str]]:
    return "care", {"service": service} | ({"icd": icd} if icd else {})


def _who(category: str) -> tuple[str, Mapping[str, str]]:
    return "insured", {"residence": "citizen_or_permanent", "who": category}


#: An employee on leave and somebody without work are two categories of the law.
_OF_A_MOTHER: Sequence[tuple[str, Mapping[str, str]]] = (
    _who("on_maternity_leave"), _who("raising_child_under_3"), ("benefit:childcare", {}),
)  # fmt: skip

_FAMILY = "күйеу күйеуім әйелім жұбайым муж мужа жена жену супруг супруга husband wife spouse"

ITEMS = (
    Item("purpose", "basics", [("care", {})]),
    Item("packages", "basics", [("care", {})], ("seed 001", "seed 003"),
         ("guaranteed", "insurance", "neither")),
    Item("changes", "basics", [("insured", {}), ("law_compare", {})], ("seed 003", "seed 000")),
    Item("opt_out", "basics"),
    Item("voluntary", "basics"),
    Item("where_money", "basics", papers=("seed 001", "seed 003")),
    # status
    Item("check_status", "status", [_INSURED], ("seed 001", "seed 003")),
    Item("since_when", "status", [_INSURED], doubts=("Q-medical-law",)),
    Item("job_gap", "status", [_INSURED], ("seed 001", "seed 003")),
    Item("way_back", "status", [_INSURED], doubts=("Q-medical-law",)),
    Item("no_income", "status", [_INSURED, _due("independent_medical", "0")],
         words=_FAMILY),
    Item("turned_adult", "status", [_INSURED], ("seed 004",)),
    Item("graduate", "status", [_INSURED, _due("independent_medical", "0")], ("seed 004",)),
    Item("market", "status", [_INSURED, _due("independent_medical", "0"), _due("self_employed")],
         doubts=("Q-medical-law",), words="сату сатушы сатамын продавец торговля торговать trader"),
    Item("seasonal", "status", [_INSURED]),
    Item("village", "status", [_INSURED, _due("independent_medical", "0")], points=("guaranteed",)),
    Item("homeless", "status", points=("guaranteed",)),
    Item("foreigner", "status", [("insured", {})]),
    # how much
    Item("independent", "amounts", [_due("independent_medical", "0")], ("seed 001", "seed 004")),
    Item("employee", "amounts", [_due("employee")], ("seed 001", "seed 003")),
    Item("accrued", "amounts", [_due("employee")]),
    Item("two_jobs", "amounts", [_due("employee")], ("seed 003",)),
    Item("entrepreneur", "amounts", [_due("entrepreneur")], ("seed 001", "seed 004")),
    Item("entrepreneur_stopped", "amounts", [_due("independent_medical", "0")]),
    Item("civil_contract", "amounts", [_due("civil_contract")], doubts=("Q-civil-contract-cap",)),
    Item("self_employed", "amounts", [_due("self_employed")]),
    Item("aggregate", "amounts", [_due("self_employed")]),
    Item("platform", "amounts", [_due("platform_worker")], ()),
    Item("harmful", "amounts"),
    Item("abroad", "amounts", [_due("independent_medical", "0")]),
    # how to pay
    Item("how_to_pay", "paying", [("check_file", {})], ("seed 001", "seed 003"),
         doubts=("Q-payment-format", "Q-due-day-off")),
    Item("for_another", "paying", words=_FAMILY),
    Item("not_arrived", "paying", [("check_file", {})]),
    Item("employer_pays", "paying", papers=("seed 001", "seed 003")),
    Item("late", "paying", [("law_entry:penalty", {})], doubts=("Q-penalty-percent",
                                                                "Q-base-rate-dates")),
    Item("fine", "paying", [("law_entry:fine", {})]),
    Item("not_used", "paying"),
    # categories
    Item("categories", "categories", [_INSURED], ("seed 001", "seed 003", "seed 004"),
         ("categories",), ("Q-categories",)),
    Item("working_category", "categories", [_who("pensioner"), _due("employee")]),
    Item("mother", "categories", _OF_A_MOTHER),
    Item("benefit_ended", "categories", _OF_A_MOTHER, ("seed 002", "seed 003")),
    Item("three_children", "categories", [_INSURED, ("benefits", {})]),
    Item("unemployed", "categories", [_who("unemployed"), ("benefit:job_loss", {})]),
    Item("welfare", "categories", [_who("welfare_level_d")], ("seed 000", "seed 003")),
    Item("state_pays", "categories", [("law_entry:state_medical_rate", {})], ("seed 003",),
         doubts=("Q-state-rate",)),
    # loss of work
    Item("job_loss_record", "job_loss", [("benefit:job_loss", {}), _who("unemployed")], (),
         ("job_loss_months",)),
    # care
    Item("emergency", "care", [_care("emergency_inpatient")]),
    Item("chronic", "care", [_care("planned_consultation", "I10")], ("seed 000", "seed 003"),
         ("chronic",), ("Q-icd10",)),
    Item("significant", "care", [_care("planned_inpatient", "C50")], ("seed 000", "seed 001"),
         ("significant",), ("Q-icd10",)),
    Item("hiv", "care", [_care("outpatient_drugs", "B24")]),
    Item("screening", "care", [_care("screening")], ("seed 000",)),
    Item("vaccination", "care", [_care("vaccination")]),
    Item("medicines", "care", [_care("outpatient_drugs")]),
    Item("dentist", "care", [_care("dentistry")]),
    Item("ivf", "care", [_care("ivf")]),
    Item("sanatorium", "care", [_care("sanatorium")]),
    Item("temporary", "care", [_care("emergency_inpatient")]),
    # rights
    Item("which_clinic", "rights"),
    Item("region", "rights"),
    Item("referral", "rights", [_care("planned_inpatient")]),
    Item("laboratory", "rights"),
    Item("own_medicine", "rights"),
    Item("bought_myself", "rights"),
    Item("expensive", "rights"),
    Item("complaint", "rights", papers=("seed 001", "seed 003")),
)  # fmt: skip
