"""The way to a benefit's answer: few pages, what is assumed, what is said on the way."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.portal.test_benefits import day
from tests.portal.uploading import LANGUAGES, browser, said, seen
from tests.portal.walking import Visitor
from tirek.contract import assess
from tirek.portal.benefits.flows import KINDS, flow_of
from tirek.portal.benefits.incomes import payer_number
from tirek.portal.texts import catalogue
from tirek.project import clock


@pytest.mark.parametrize(("kind", "pages"), [
    ("job_loss", 2), ("maternity", 2), ("adoption", 2), ("childcare", 2), ("disability", 2),
    ("survivor", 3),
])  # fmt: skip
def test_a_benefit_is_a_few_pages_away(kind: str, pages: int) -> None:
    """Somebody with one income answers so many pages."""
    visitor = Visitor.of("ru")
    visitor.open(f"/benefits/{kind}/")
    typed = {
        **day("on", "2026-03-10"), "paid": "0", "days": "126", **day("child", "2026-03-01"),
        "order": "1", "degree": "60",
        "dependants": "1", **day("d1_birth", "2020-01-01"), "d1_relation": "child",
        "how": "same", "income": "300000", "since_m": "5", "since_y": "2023", "exempt": "no",
        "till_m": "2", "till_y": "2026", "kind": "0", **day("birth", "1990-05-01"), "sex": "female",
    }  # fmt: skip
    for _ in range(pages):
        assert visitor.status == 200 and visitor.step != "result"
        visitor.send(typed)
    assert visitor.step == "result" and visitor.status == 200


def test_months_of_leave_are_left_out_by_the_last_month() -> None:
    """Of 24 months before September 2026 the last two are leave: 22 x 270 000 / 24."""
    visitor = Visitor.of("en")
    visitor.open(
        "/benefits/childcare/result/?on=2026-09-10&order=1&so=-&how=same&income=300000"
        "&since=2015-01&till=2026-06&kind=0&exempt=no"
    )
    assert "247,500.00\u202f₸" in visitor.page.text


def test_what_no_longer_matters_is_neither_asked_nor_kept() -> None:
    visitor = Visitor.of("en")
    visitor.open("/benefits/maternity/income/?on=2026-03-10&days=126")
    visitor.send({"income": ""})
    assert visitor.status == 422 and "#id_income" in visitor.page.links
    visitor.open(next(link for link in visitor.page.links if "how=none" in link))
    assert visitor.step == "result" and "income" not in visitor.address
    visitor.open("/insured/paid/?birth=1990-05-01&who=-")
    visitor.send({})  # who paid is no question yet
    assert visitor.status == 422 and "#id_paid" in visitor.page.links
    assert "#id_kind" not in visitor.page.links
    visitor.send({"paid": "none"})
    assert visitor.step == "result" and "kind" not in visitor.address


def test_a_last_month_before_the_first_is_refused() -> None:
    visitor = Visitor.of("en")
    visitor.open("/benefits/maternity/income/?on=2026-03-10&days=126")
    visitor.send({"how": "same", "income": "1", "since_m": "5", "since_y": "2025", "till_m": "4",
                  "till_y": "2025", "kind": "0"})  # fmt: skip
    assert visitor.status == 422 and "cannot be before the first" in visitor.page.text


def test_no_month_is_chosen_for_anybody() -> None:
    visitor = Visitor.of("en")
    visitor.open("/benefits/maternity/income/?on=2026-03-10&days=126")
    values = visitor.page.forms[-1].values
    assert values["since_m"] == "" and (values["till_m"], values["till_y"]) == ("2", "2026")


def test_one_sum_fills_the_empty_months_of_a_payer() -> None:
    visitor = Visitor.of("en")
    visitor.open("/benefits/maternity/rows/?on=2026-03-10&days=126&how=table")
    visitor.send({"every1": "300 000", "m202602p1": "100000", "m202601p1": "0"})
    assert visitor.step == "result"
    rows = parse_qs(urlsplit(visitor.address).query)["rows"][0].split("_")
    assert rows[:3] == ["202602-1.0-100000", "202601-1.0-0", "202512-1.0-300000"]
    assert len(rows) == 12
    visitor.open("/benefits/maternity/rows/?on=2026-03-10&days=126&how=table")
    visitor.send({"every1": "x"})
    assert visitor.status == 422 and "“x”" in visitor.page.text


def test_a_mother_without_work_is_told_of_the_state_allowance() -> None:
    visitor = Visitor.of("en")
    visitor.open("/benefits/childcare/result/?on=2026-03-10&order=1&so=-&how=none")
    assert visitor.page.headings == ["Not entitled"]
    assert "monthly state allowance" in visitor.page.text
    visitor.open("/law/childcare_allowance/")
    assert visitor.status == 200


def test_a_leave_longer_than_any_is_spoken_of() -> None:
    visitor = Visitor.of("en")
    for kind, days, unusual in (("adoption", 70, False), ("adoption", 71, True),
                                ("maternity", 184, False), ("maternity", 185, True)):  # fmt: skip
        visitor.open(f"/benefits/{kind}/result/?on=2026-03-10&child=2026-03-10&days={days}"
                     "&how=same&income=300000&since=2020-01&till=2026-02&kind=0")  # fmt: skip
        told = catalogue()["benefits"][f"days_{kind}_unusual"]["en"] in visitor.page.text
        assert told is unusual


@pytest.mark.parametrize("kind", ["job_loss", "disability"])
@pytest.mark.parametrize(("birth", "asked"), [
    ("1990-05-01", False), ("1970-05-01", False), ("1967-01-01", True), ("1960-01-01", True),
])  # fmt: skip
def test_the_sex_is_asked_where_pension_age_depends_on_it(
    birth: str, asked: bool, kind: str
) -> None:
    """From 2031 on the age of women is that of men."""
    visitor = Visitor.of("kk")
    visitor.open(f"/benefits/{kind}/on/")
    visitor.send({**day("on", "2026-03-10"), **day("birth", birth), "degree": "60"})
    assert visitor.step == ("sex" if asked else "income")
    events: dict[str, Any] = {
        "job_loss": {"months_already_paid": 0}, "disability": {"degree_percent": 60, "until": None},
    }  # fmt: skip
    case = {
        "on": "2026-03-10", "participation_months": 300, "contributions": [
            {"period": f"2025-{month:02d}", "payer": payer_number(1), "income": "200000.00",
             "kind": "employee"} for month in range(1, 13)
        ],
        "event": {"kind": kind, **events[kind]},
    }  # fmt: skip
    both: list[Any] = [assess.answer(case | {"person": {"birth_date": birth, "sex": sex}}, "kk")
                       for sex in ("female", "male")]  # fmt: skip
    told = [[one["text"] for one in answer.pop("explanation")] for answer in both]
    assert ((both[0], told[0]) == (both[1], told[1])) is not asked


def test_which_question_is_wrong_is_said_where_a_page_has_several() -> None:
    visitor = Visitor.of("en")
    visitor.open("/benefits/childcare/income/?on=2026-03-10&order=1")
    visitor.send({"income": "1"})
    assert "This income from: " in visitor.page.text and "This income until: " in visitor.page.text


def test_a_child_of_ten_is_not_asked_about_studies() -> None:
    visitor = Visitor.of("en")
    visitor.open("/benefits/survivor/d1/?on=2026-10-10&dependants=1")
    visitor.send({**day("d1_birth", "2016-03-03"), "d1_relation": "child"})
    assert visitor.step == "income"
    visitor.open("/benefits/survivor/d1/?on=2026-10-10&dependants=1")
    visitor.send({**day("d1_birth", "2016-03-03"), "d1_relation": "sibling"})
    assert visitor.step == "d1_so"


def test_what_would_begin_a_payment_is_told_without_none() -> None:
    for lang in ("kk", "ru", "en"):
        visitor = Visitor.of(lang)
        visitor.open(
            "/benefits/job_loss/result/?on=2026-12-01&birth=1985-07-05&paid=0&how=same"
            "&income=350000&since=2026-09&till=2026-11&kind=0"
        )
        assert "None" not in visitor.page.text


def test_a_change_of_a_few_tiyn_is_no_change() -> None:
    visitor = Visitor.of("en")
    visitor.open("/benefits/disability/result/?on=2026-03-10&degree=60&birth=1990-05-01&how=none"
                 "&participation=40&term_until=-")  # fmt: skip
    assert visitor.step == "result" and "0.01" not in visitor.page.text


FAMILY = (
    "/benefits/survivor/result/?on=2026-03-10&dependants=3&how=same&income=300000&since=2015-01"
    "&till=2026-02&kind=0&d1_birth=2012-02-09&d1_relation=child&d2_birth=2024-01-01"
    "&d2_relation=child&d3_birth=1992-01-01&d3_relation=carer"
)


def test_a_carer_is_not_asked_about_studies_and_all_are_called_by_what_they_are() -> None:
    visitor = Visitor.of("en")
    visitor.open(FAMILY.replace("/result/", "/income/"))
    visitor.open(FAMILY)
    assert visitor.step == "result"
    assert "3. The widow, widower or another who cares for a child under three" in visitor.page.text
    assert "1. Child, 9 February 2012" in visitor.page.text


def test_what_is_left_when_the_first_right_ends_is_told() -> None:
    """The carer's right ends with the child's third birthday: two children remain."""
    visitor = Visitor.of("en")
    visitor.open(FAMILY)
    told = visitor.page.text.partition("if nothing else changes, ")[2].partition(" a month")[0]
    visitor.open(FAMILY.replace("dependants=3", "dependants=2"))
    assert told and visitor.page.headings[0].startswith(told)


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_what_the_state_pays_besides_is_named_with_and_without_a_right(lang: str) -> None:
    visitor = Visitor.of(lang)
    for income in ("300000", "0"):
        visitor.open(f"/benefits/maternity/result/?on=2026-03-10&days=126&how=same&income={income}"
                     "&since=2020-01&till=2026-02&kind=0")  # fmt: skip
        said = {"kk": "79-бап", "ru": "ст. 79", "en": "art. 79"}[lang]
        assert visitor.step == "result" and said in visitor.page.text


@pytest.mark.parametrize(("kind", "proposed"), [
    ("maternity", True), ("adoption", True), ("job_loss", False), ("disability", False),
    ("survivor", False), ("childcare", False),
])  # fmt: skip
def test_a_last_month_of_work_is_proposed_only_to_who_goes_on_leave(
    kind: str, proposed: bool
) -> None:
    """Whoever registers in November may have lost the job in August."""
    known = (
        "on=2026-11-27&birth=1988-03-14&paid=-&child=2026-11-01&days=126&degree=60&term_until=-&order=1&dependants=1"
        "&d1_birth=2016-01-01&d1_relation=child"
    )
    visitor = Visitor.of("kk")
    visitor.open(f"/benefits/{kind}/income/?{known}")
    assert visitor.step == "income"
    assert bool(visitor.page.forms[-1].values.get("till_y")) is proposed


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_the_front_page_leads_to_each_benefit_and_a_result_says_for_whom_they_are(
    lang: str,
) -> None:
    visitor = Visitor.of(lang)
    visitor.open("/")
    assert {f"/benefits/{kind}/" for kind in KINDS} <= set(visitor.page.links)
    visitor.open("/benefits/maternity/result/?on=2026-03-10&days=126&how=same&income=300000"
                 "&since=2020-01&till=2026-02&kind=0")  # fmt: skip
    assert " ".join(catalogue()["benefits"]["covered"][lang].split()) in visitor.page.text


_SAME = "how=same&income=350000&since=2015-01&till=2026-01&kind=0&exempt=no&applied=-"
_RESULTS = {
    "job_loss": f"on=2026-03-10&birth=1981-05-03&paid=0&participation=-&{_SAME}",
    "maternity": f"on=2026-03-10&days=126&{_SAME}",
    "adoption": f"on=2026-03-10&child=2026-02-22&days=-&{_SAME}",
    "childcare": f"on=2026-03-10&order=2&so=-&{_SAME}",
    "disability": f"on=2026-03-10&degree=65&term_until=-&birth=1975-07-04&participation=-&{_SAME}",
    "survivor": "on=2026-03-10&dependants=2&d1_birth=2017-09-03&d1_relation=child&d1_so=-"
                "&d1_study=-&d2_birth=2019-06-14&d2_relation=child&d2_so=-&d2_study=-"
                f"&participation=-&{_SAME}",
}  # fmt: skip
_CHANGED = {
    "job_loss": {"birth_y": "1982"}, "maternity": {"days": "140"},
    "adoption": day("child", "2026-02-23"),
    "childcare": {"order": "4"}, "disability": {"degree": "90"}, "survivor": {"dependants": "1"},
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_of_the_first_page_is_changed_and_the_others_stay(kind: str) -> None:
    visitor = Visitor.of("en")
    visitor.open(f"/benefits/{kind}/result/?{_RESULTS[kind]}")
    assert visitor.step == "result"
    held = parse_qs(urlsplit(visitor.address).query)
    visitor.open(next(link for link in visitor.page.links if f"/{kind}/on/" in link))
    visitor.send(_CHANGED[kind])
    assert visitor.step == "result" and visitor.status == 200
    now = parse_qs(urlsplit(visitor.address).query)
    assert {"since", "till", "income"} <= {name for name in held if now.get(name) == held[name]}
    assert held != now


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_falls_over_where_an_answer_is_missing(kind: str) -> None:
    """Any answer may be left out of an address, and any page opened with what is left."""
    whole = parse_qs(_RESULTS[kind])
    steps = [step.name for step in flow_of(kind).steps]
    for left_out in whole:
        held = {name: one[0] for name, one in whole.items() if name != left_out}
        for step in (*steps, "result"):
            response = browser().get(f"/benefits/{kind}/{step}/", {**held, "sent": "1"})
            assert response.status_code in (200, 302, 404, 422), (step, left_out)


def test_back_leads_past_what_was_not_asked() -> None:
    for kind, step, before in (("survivor", "income", "d2/?"), ("childcare", "on", "")):
        html = browser().get(f"/benefits/{kind}/{step}/?{_RESULTS[kind]}").content.decode()
        (back,) = re.findall(r'class="govuk-back-link" href="([^"]*)"', html)
        assert back.startswith(f"/benefits/{kind}/{before}"), back


@pytest.mark.parametrize(("kind", "typed", "key"), [
    ("survivor/d1", day("d1_birth", "2027-09-03") | {"d1_relation": "child"}, "benefits.unborn"),
    ("job_loss/on", day("on", "2026-03-10") | day("birth", "2026-03-11"), "benefits.birth_late"),
    ("disability/on", day("on", "2026-03-10") | day("birth", "2027-03-10") | {"degree": "60"},
     "benefits.birth_late"),
    ("adoption/on", day("on", "2026-03-10") | day("child", "2026-03-11"), "benefits.birth_late"),
    ("maternity/on", day("on", "2026-03-10") | {"days": "0"}, "benefits.days_none"),
    ("disability/on", day("on", "2026-03-10") | day("birth", "1980-03-10") | {"degree": "60"}
     | day("term_until", "2026-03-09"), "benefits.term_over"),
])  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(
    kind: str, typed: dict[str, str], key: str
) -> None:  # fmt: skip
    visitor = Visitor.of("en")
    visitor.open(f"/benefits/{kind}/?on=2026-03-10&dependants=1")
    visitor.send(typed)
    assert visitor.status == 422
    assert said(key, "en", first="{", last="", on="{").partition("{")[0] in visitor.page.text


def test_a_child_may_be_born_after_the_death() -> None:
    visitor = Visitor.of("en")
    visitor.open("/benefits/survivor/d1/?on=2026-03-10&dependants=1")
    visitor.send(day("d1_birth", "2026-09-03") | {"d1_relation": "child"})
    assert visitor.step == "income"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("kind", "over"), [
    ("maternity", date(2027, 3, 11)), ("job_loss", date(2027, 3, 11)),
    ("childcare", date(2027, 9, 11)),
])  # fmt: skip
def test_a_term_to_apply_that_is_over_is_told_first(kind: str, over: date, lang: str) -> None:
    """Twelve months for leave and loss of work, eighteen for the care of a child."""
    address = f"/benefits/{kind}/result/?{_RESULTS[kind]}"
    with clock.at(over - timedelta(days=1)):
        assert said("benefits.late_link", lang) not in seen(browser(lang).get(address))
    with clock.at(over):
        page = browser(lang).get(address)
        assert said("benefits.late_link", lang) in seen(page)
        assert said(f"benefits.{kind}_next", lang) not in seen(page)
        visitor = Visitor.of(lang)
        visitor.open(address)
        visitor.open(next(one for one in visitor.page.links if f"applied={over}" in one))
        assert said("benefits.refused_under", lang) in " ".join(visitor.page.text.split())


def test_who_was_in_time_is_not_told_of_the_term() -> None:
    with clock.at(date(2028, 1, 1)):
        address = f"/benefits/maternity/result/?{_RESULTS['maternity']}"
        in_time = address.replace("applied=-", "applied=2026-04-01")
        assert said("benefits.late_link") not in seen(browser().get(in_time))


def test_the_leave_of_an_adoption_is_counted_from_the_birth() -> None:
    """From 10 March until 56 days after 22 February: 40 days; of two children 14 more."""
    address = f"/benefits/adoption/result/?{_RESULTS['adoption']}"
    by_birth = seen(browser().get(address))
    assert said("benefits.adopted", days=40) in by_birth
    by_sheet = seen(browser().get(address.replace("days=-", "days=40")))
    assert re.findall(r"[\d,]+\.\d\d", by_birth) == re.findall(r"[\d,]+\.\d\d", by_sheet)
    for days, key in ((41, "adopted_more"), (54, "adopted_more"), (55, "days_adoption_unusual")):
        page = seen(browser().get(address.replace("days=-", f"days={days}")))
        assert said(f"benefits.{key}") in page


def test_who_adopts_an_older_child_is_asked_whether_there_is_a_leave_at_all() -> None:
    visitor = Visitor.of("en")
    visitor.open("/benefits/adoption/")
    visitor.send(day("on", "2026-05-10") | day("child", "2026-03-15"))
    assert visitor.step == "days"  # 56 days: the last one was the day before
    visitor.send({"days": "0"})
    assert visitor.status == 422 and said("benefits.days_none") in " ".join(
        visitor.page.text.split()
    )
    visitor.send({"days": "10"})
    assert visitor.step == "income"


def test_answers_that_a_change_makes_unfit_are_said_to_be() -> None:
    visitor = Visitor.of("en")
    visitor.open(f"/benefits/job_loss/result/?{_RESULTS['job_loss']}")
    visitor.open(next(link for link in visitor.page.links if "/job_loss/on/" in link))
    visitor.send(day("on", "2025-12-01"))  # before the last month told
    unfit = said("page.unfit", what=said("benefits.till_short"))
    assert visitor.step == "income" and unfit in " ".join(visitor.page.text.split())
    visitor.send({"till_m": "11", "till_y": "2025"})
    assert visitor.step == "result"
    fresh = Visitor.of("en")  # nothing was changed on a first walk
    fresh.open("/benefits/adoption/")
    fresh.send(day("on", "2026-05-10") | day("child", "2026-03-15"))
    assert fresh.step == "days" and "no longer fits" not in fresh.page.text


def test_what_may_be_a_slip_is_told_beside_the_result() -> None:
    address = f"/benefits/disability/result/?{_RESULTS['disability']}"
    assert said("benefits.since_young", age=3) not in seen(browser().get(address))
    young = seen(browser().get(address.replace("birth=1975", "birth=2012")))
    assert said("benefits.since_young", age=3) in young
    leave = f"/benefits/maternity/result/?{_RESULTS['maternity']}"
    gap = said("benefits.till_gap", till="January 2026", last="May 2026")
    assert gap in seen(browser().get(leave.replace("on=2026-03-10", "on=2026-06-10")))
    assert "If you worked in between" not in seen(browser().get(leave.replace("03-10", "02-10")))


def test_of_an_entrepreneur_no_pension_contribution_is_said_to_be_taken_off() -> None:
    address = f"/benefits/job_loss/result/?{_RESULTS['job_loss']}"
    employee = seen(browser().get(address))
    own = seen(browser().get(address.replace("kind=0", "kind=1")))
    start = "accrued the pension contribution is taken off"
    assert start in employee and start not in own and "until 2026 less" in own


def test_a_guardian_is_told_of_no_registration_of_a_birth() -> None:
    address = f"/benefits/childcare/result/?{_RESULTS['childcare']}"
    own = address.replace("so=-", "so=earlier&child=2025-06-01")
    assert said("benefits.childcare_next") in seen(browser().get(address))
    assert said("benefits.decision_next") in seen(browser().get(own))
    assert said("benefits.apply_after") in seen(browser().get(own))
    assert said("benefits.apply_after") not in seen(browser().get(address))


def test_a_guardian_is_asked_for_the_decision_and_the_birth() -> None:
    visitor = Visitor.of("en")
    visitor.open("/benefits/childcare/")
    assert said("benefits.on_childcare") in " ".join(visitor.page.text.split())
    visitor.open(next(link for link in visitor.page.links if "so=earlier" in link))
    assert said("benefits.on_decision") in " ".join(visitor.page.text.split())
    visitor.send(day("on", "2026-02-03") | {"order": "1"})
    assert visitor.step == "child"
    visitor.send(day("child", "2025-06-01"))
    visitor.send({"income": "350000", "since_m": "1", "since_y": "2015", "till_m": "1",
                  "till_y": "2026", "kind": "0"})  # fmt: skip
    assert visitor.step == "result" and "1 December 2026" in visitor.page.text


@pytest.mark.parametrize(("since", "known"), [("2015-01", True), ("2025-03", False)])
def test_a_first_month_told_for_a_shorter_time_is_asked_again(since: str, known: bool) -> None:
    """The average of care looks back 24 months, that of leave 12."""
    visitor = Visitor.of("en")
    address = f"/benefits/maternity/result/?{_RESULTS['maternity']}"
    visitor.open(address.replace("since=2015-01", f"since={since}"))
    visitor.open(next(link for link in visitor.page.links if "/childcare/" in link))
    visitor.send(day("on", "2026-05-20") | {"order": "1"})
    assert visitor.step == ("result" if known else "income")
    assert "till=2026-01" in visitor.address or visitor.page.forms[-1].values["till_y"] == "2026"


def test_how_much_participation_is_wanted_stands_beside_what_there_is() -> None:
    address = f"/benefits/job_loss/result/?{_RESULTS['job_loss']}".replace("2015-01", "2025-11")
    page = seen(browser().get(address))
    assert said("benefits.participation_least", least=6) in page
