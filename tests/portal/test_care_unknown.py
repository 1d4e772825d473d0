"""What no text settles is told as not known, and not as something that has to be paid."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from tests.portal.insuring import words
from tests.portal.uploading import browser, said, seen
from tirek.contract.messages import LANGUAGES, say

_WORKER = "on=2026-11-27&insured=yes&residence=eaeu_worker"


def page(address: str, lang: str) -> str:
    response = Client(headers={"accept-language": lang}).get(address)
    assert response.status_code == 200
    return unescape(response.content.decode())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_insured_worker_of_a_treaty_does_not_read_that_the_family_doctor_is_paid_for(
    lang: str,
) -> None:
    text = page(f"/care/result/?service=primary_care&icd=J18&{_WORKER}", lang)
    assert words("care.lead_unknown", lang) in text
    assert words("care.lead_none", lang) not in text
    assert words("care.unknown_text", lang) in text
    assert words("care.not_confirmed_rule", lang) not in text
    table = text.rpartition("<table")[2]
    row = table.partition(say("services", "primary_care", lang))[2].partition("</tr>")[0]
    assert words("care.short_unknown", lang) in row and words("care.short_none", lang) not in row
    planned = page(f"/care/result/?service=planned_inpatient&icd=J18&{_WORKER}", lang)
    assert words("care.lead_insurance", lang) in planned


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_search_of_an_insured_worker_says_what_is_not_known(lang: str) -> None:
    name = say("services", "primary_care", lang)
    table = page(f"/care/?q={name}&{_WORKER}", lang).partition("<tbody")[2].partition("</tbody")[0]
    assert words("care.glance_unknown", lang) in table
    assert words("care.glance_paid", lang) not in table


@pytest.mark.parametrize("lang", LANGUAGES)
def test_before_2020_nobody_is_told_that_planned_care_was_paid_for(lang: str) -> None:
    """The rules of that time are not held."""
    text = page("/care/result/?service=diagnostics&icd=-&on=2019-06-01&insured=no"
                "&residence=citizen_or_permanent", lang)  # fmt: skip
    assert words("care.lead_unknown", lang) in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_medicines_of_a_disease_on_no_list_are_said_to_depend_on_one(lang: str) -> None:
    """What the insurance gives out to outpatients is set by a list that is not held."""
    address = "/care/result/?service={}&icd={}&on=2026-11-27&insured=yes"
    address += "&residence=citizen_or_permanent&suspected=no"
    told = said("care.medicines_list", lang)
    assert told in seen(browser(lang).get(address.format("outpatient_drugs", "K40")))
    assert words("care.lead_medicines", lang) in seen(
        browser(lang).get(address.format("outpatient_drugs", "K40"))
    )
    for service, code in (("planned_inpatient", "K40"), ("outpatient_drugs", "C50")):
        assert told not in seen(browser(lang).get(address.format(service, code)))
    uninsured = address.format("outpatient_drugs", "K40").replace("insured=yes", "insured=no")
    assert words("care.lead_uninsured", lang) in seen(browser(lang).get(uninsured))
