"""Packages of care. Expectations: seeds 000, 001 and 003, the papers of the medical Fund."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tirek.law.care_packages import CareDecision, decide, find, groups, parse_icd10

LAST_DAY = date(2025, 12, 31)
FIRST_DAY = date(2026, 1, 1)
TREATMENT = (
    "planned_consultation",
    "diagnostics",
    "outpatient_drugs",
    "day_hospital",
    "planned_inpatient",
)


def ask(
    icd10: str | None = None,
    service: str = "planned_consultation",
    *,
    on: date = FIRST_DAY,
    insured: bool = False,
    categories: tuple[str, ...] = (),
    suspected: bool = False,
    onset: date | None = None,
    residence: str = "citizen_or_permanent",
) -> CareDecision:
    return decide(
        on=on,
        icd10=icd10,
        service=service,
        insured=insured,
        categories=categories,
        suspected=suspected,
        onset=onset,
        residence=residence,
    )


# --- what everybody has, what needs insured status: seed 001, "ТМККК жаңа моделі"


@pytest.mark.parametrize("on", [date(2020, 1, 1), LAST_DAY, FIRST_DAY])
@pytest.mark.parametrize(
    "service",
    ["ambulance", "emergency_inpatient", "primary_care", "screening", "vaccination", "palliative"],
)
def test_everybody_has_the_guaranteed_services(service: str, on: date) -> None:
    answer = ask(service=service, on=on)
    assert (answer.package, answer.available, answer.confirmed) == ("guaranteed", True, True)


@pytest.mark.parametrize("on", [date(2020, 1, 1), LAST_DAY, FIRST_DAY])
@pytest.mark.parametrize("service", [*TREATMENT, "rehabilitation", "ivf"])
def test_planned_care_needs_insured_status(service: str, on: date) -> None:
    assert ask(service=service, on=on).package == "insurance"
    assert not ask(service=service, on=on).available
    assert ask(service=service, on=on, insured=True).available


@pytest.mark.parametrize("service", ["sanatorium", "prosthetics", "dentistry"])
def test_some_services_are_in_no_package(service: str) -> None:
    answer = ask(service=service, insured=True)
    assert (answer.package, answer.available, answer.confirmed) == ("none", False, True)


@pytest.mark.parametrize(
    "category", ["child", "pregnant_not_working", "pensioner", "disabled", "mother_of_many"]
)
def test_dentistry_is_insured_for_the_named_categories(category: str) -> None:
    answer = ask(service="dentistry", insured=True, categories=("student", category))
    assert (answer.package, answer.available) == ("insurance", True)
    assert ask(service="prosthetics", insured=True, categories=(category,)).package == "none"


def test_dentistry_of_other_categories_is_not_insured() -> None:
    assert ask(service="dentistry", insured=True, categories=("student",)).package == "none"


# --- the lists of diseases, the day before and the day of 2026-01-01: seeds 000 and 003


@pytest.mark.parametrize(
    ("icd10", "group", "before", "after", "confirmed"),
    [
        ("G40", "epilepsy", "guaranteed", "guaranteed", True),  # 003: row 16, to the social list
        ("G40.4", "epilepsy", "guaranteed", "guaranteed", True),
        ("B18.2", "viral_hepatitis", "guaranteed", "guaranteed", True),  # 003: row 1
        ("K74", "cirrhosis", "guaranteed", "guaranteed", True),  # 000; 003: "except K74"
        ("A15", "tuberculosis", "guaranteed", "guaranteed", False),
        ("B20", "hiv", "guaranteed", "guaranteed", False),
        ("C50.9", "neoplasm", "guaranteed", "guaranteed", False),
        ("F20", "mental", "guaranteed", "guaranteed", False),
        ("G30", "degenerative_cns", "guaranteed", "guaranteed", False),
        ("G35", "demyelinating_cns", "guaranteed", "guaranteed", False),
        ("E11.9", "diabetes", "guaranteed", "insurance", False),  # 003: row 13 with a star
        ("G80", "cerebral_palsy", "guaranteed", "insurance", False),
        ("M34", "connective_tissue", "guaranteed", "insurance", False),
        ("I05", "rheumatism", "guaranteed", "insurance", False),  # 003: row 24, new
        ("I10", "hypertension", "guaranteed", "insurance", False),
        ("J45", "respiratory", "guaranteed", "insurance", False),
        ("N40", "prostate_hyperplasia", "guaranteed", "insurance", False),
    ],
)
def test_a_disease_moves_between_the_packages_on_1_january_2026(
    icd10: str, group: str, before: str, after: str, confirmed: bool
) -> None:
    for on, package in ((LAST_DAY, before), (FIRST_DAY, after)):
        for service in TREATMENT:
            answer = ask(icd10, service, on=on)
            assert answer.package == package
            assert answer.disease_group == group
            assert answer.confirmed is confirmed


@pytest.mark.parametrize("on", [LAST_DAY, FIRST_DAY])
def test_a_disease_outside_the_lists_changes_nothing(on: date) -> None:
    answer = ask("J06.9", on=on)
    assert (answer.package, answer.disease_group, answer.confirmed) == ("insurance", None, True)


def test_a_disease_of_a_list_does_not_bring_rehabilitation_or_dentistry() -> None:
    # Seed 001 names the services; rehabilitation it gives to tuberculosis alone.
    assert ask("G40", "rehabilitation").package == "insurance"
    assert ask("A15", "rehabilitation").package == "guaranteed"
    assert ask("G40", "dentistry").package == "none"


def test_liver_diseases_other_than_k74_are_listed_from_2026() -> None:
    assert ask("K73", on=LAST_DAY).disease_group is None
    assert ask("K73", on=FIRST_DAY).disease_group == "liver_diseases"


def test_an_orphan_disease_prevails_over_a_chronic_one() -> None:
    # K50 stands in the orphan list quoted by order 367, and in a chronic group of seed 003.
    answer = ask("K50")
    assert (answer.package, answer.disease_group, answer.confirmed) == (
        "guaranteed",
        "orphan",
        False,
    )


# --- six months after an infarction, a year after a stroke: seed 000


@pytest.mark.parametrize(
    ("onset", "on", "package", "group"),
    [
        (date(2025, 8, 31), date(2026, 2, 28), "guaranteed", "acute_infarction"),  # 31 + 6 months
        (date(2025, 8, 31), date(2026, 3, 1), "insurance", "ischaemic_heart_disease"),
        (date(2023, 8, 29), date(2024, 2, 29), "guaranteed", "acute_infarction"),
        (date(2023, 8, 29), date(2024, 3, 1), "guaranteed", "ischaemic_heart_disease"),  # chronic
        (date(2025, 6, 30), date(2025, 12, 30), "guaranteed", "acute_infarction"),
    ],
)
def test_an_infarction_is_socially_significant_for_six_months(
    onset: date, on: date, package: str, group: str
) -> None:
    answer = ask("I21.0", on=on, onset=onset)
    assert (answer.package, answer.disease_group) == (package, group)


@pytest.mark.parametrize(
    ("onset", "on", "package"),
    [
        (date(2025, 6, 1), LAST_DAY, "insurance"),  # not on the list before 2026
        (date(2025, 6, 1), FIRST_DAY, "guaranteed"),
        (date(2025, 6, 1), date(2026, 6, 1), "guaranteed"),
        (date(2025, 6, 1), date(2026, 6, 2), "insurance"),
        (date(2028, 2, 29), date(2029, 2, 28), "guaranteed"),
        (date(2028, 2, 29), date(2029, 3, 1), "insurance"),
    ],
)
def test_a_stroke_is_socially_significant_for_a_year_from_2026(
    onset: date, on: date, package: str
) -> None:
    assert ask("I63.9", on=on, onset=onset).package == package


def test_without_an_onset_the_acute_code_is_believed_but_not_confirmed() -> None:
    answer = ask("I63")
    assert (answer.package, answer.confirmed) == ("guaranteed", False)
    assert "onset" in next(step.text["en"] for step in answer.steps if step.name == "term")


def test_an_onset_in_the_future_is_refused() -> None:
    with pytest.raises(ValueError, match="onset"):
        ask("I21", onset=date(2026, 1, 2))


# --- a disease that is only suspected: seed 000, "Күдік пайда болды – тексерді"


@pytest.mark.parametrize(
    ("icd10", "before", "after"),
    [
        ("A15", "guaranteed", "guaranteed"),
        ("B20", "guaranteed", "guaranteed"),
        ("C50", "insurance", "guaranteed"),  # cancer and cirrhosis needed status before
        ("K74", "insurance", "guaranteed"),
        ("I10", "insurance", "insurance"),  # not socially significant
    ],
)
def test_tests_for_a_suspected_disease(icd10: str, before: str, after: str) -> None:
    assert ask(icd10, "diagnostics", on=LAST_DAY, suspected=True).package == before
    assert ask(icd10, "diagnostics", on=FIRST_DAY, suspected=True).package == after


def test_a_suspicion_gives_tests_and_nothing_else() -> None:
    for service in ("outpatient_drugs", "planned_inpatient", "planned_consultation"):
        assert ask("G40", service, suspected=True).package == "insurance"


# --- infections dangerous to others, foreigners: seed 001


def test_a_dangerous_disease_is_treated_in_hospital_without_status() -> None:
    assert ask("A20", "planned_inpatient").package == "guaranteed"
    assert ask("A20", "planned_consultation").package == "insurance"


@pytest.mark.parametrize("residence", ["eaeu_worker", "temporary_foreigner"])
def test_a_foreigner_has_emergency_care_and_acute_dangerous_diseases(residence: str) -> None:
    assert ask(service="ambulance", residence=residence).package == "guaranteed"
    assert ask(service="emergency_inpatient", residence=residence).available
    assert ask("A00", "planned_inpatient", residence=residence).package == "guaranteed"  # cholera
    assert ask("B05", "diagnostics", residence=residence).package == "guaranteed"  # measles
    assert ask("G40", residence=residence).package == "none"  # not acute, not dangerous
    assert ask("B20", residence=residence).package == "none"  # HIV is not on the acute list
    assert ask(service="vaccination", residence=residence).package == "none"


def test_only_a_treaty_gives_a_foreigner_insured_care() -> None:
    worker = ask(residence="eaeu_worker", insured=True)
    assert (worker.package, worker.available, worker.confirmed) == ("insurance", True, False)
    assert ask(residence="temporary_foreigner", insured=True).package == "none"


def test_no_text_says_what_an_insured_worker_of_a_treaty_has_of_the_guaranteed_package() -> None:
    for service in ("primary_care", "screening", "vaccination", "palliative"):
        worker = ask(service=service, residence="eaeu_worker", insured=True)
        assert (worker.package, worker.available, worker.confirmed) == ("none", False, False)
        assert "not known" in worker.why["en"] and "paid" not in worker.why["en"]
        uninsured = ask(service=service, residence="eaeu_worker")
        assert (uninsured.package, uninsured.confirmed) == ("none", True)
    ill = ask("B05", "primary_care", residence="eaeu_worker", insured=True)
    assert ill.package == "guaranteed"


# --- before the insurance package


def test_before_2020_there_was_no_insurance_package() -> None:
    on = date(2019, 12, 31)
    planned = ask(on=on, insured=True)
    assert (planned.package, planned.available, planned.confirmed) == ("none", False, False)
    assert "2020" in planned.why["kk"]
    ill = ask("G40", on=on)
    assert (ill.package, ill.available, ill.confirmed) == ("guaranteed", True, False)
    assert ask(on=date(2020, 1, 1), insured=True).package == "insurance"


# --- codes, names, words


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" g40.1 ", "G40.1"),
        ("С50", "C50"),  # Cyrillic Es
        ("К74", "K74"),  # Cyrillic Ka
        ("в18.2", "B18.2"),  # Cyrillic ve
        ("М32.10", "M32.10"),
        ("G4", None),
        ("G401", None),
        ("40.1", None),
        ("Ж40", None),
        ("", None),
        ("G40.1 and more", None),
    ],
)
def test_icd10_codes_are_read_as_people_type_them(text: str, code: str | None) -> None:
    assert parse_icd10(text) == code


def test_unknown_codes_and_services_are_refused() -> None:
    for wrong in ({"icd10": "epilepsy"}, {"service": "massage"}, {"residence": "martian"}):
        with pytest.raises(ValueError):
            ask(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "lang", "code"),
    [
        ("қант диабеті", "kk", "diabetes"),
        ("сахарный", "ru", "diabetes"),
        ("Diabetes", "en", "diabetes"),
        ("ВИЧ", "kk", "hiv"),
        ("ДЦП", "ru", "cerebral_palsy"),
        ("g40.3", "kk", "epilepsy"),
        ("инсульт", "kk", "stroke"),
    ],
)
def test_a_disease_is_found_by_name_or_code(text: str, lang: str, code: str) -> None:
    assert find(text, lang, FIRST_DAY)[0].code == code


@pytest.mark.parametrize(("text", "lang"), [("а", "ru"), ("с", "ru")])
def test_what_is_found_by_its_name_in_the_language_asked_for_comes_first(
    text: str, lang: str
) -> None:
    begins = [
        any(word.startswith(text) for word in re.findall(r"[\w-]+", group.title[lang].casefold()))
        for group in find(text, lang, FIRST_DAY)
    ]
    assert True in begins and False in begins
    assert begins == sorted(begins, reverse=True)


def test_a_disease_counts_as_found_unless_it_is_said_to_be_suspected() -> None:
    asked = {"on": LAST_DAY, "icd10": "G40", "service": "diagnostics", "insured": False}
    said = decide(**asked, suspected=False)  # type: ignore[arg-type]
    assert decide(**asked) == said  # type: ignore[arg-type]
    assert decide(**asked, suspected=True) != said  # type: ignore[arg-type]


def test_a_disease_is_found_on_the_days_of_its_list_only() -> None:
    assert find("инсульт", "ru", LAST_DAY) == ()
    assert find("", "ru", FIRST_DAY) == ()


def test_every_group_and_answer_speaks_three_languages() -> None:
    for group in groups(FIRST_DAY):
        assert set(group.title) == {"kk", "ru", "en"}
        assert all(item.confidence in {"V-SEED", "V-CODE", "MEM"} for item in group.icd10)
    for icd10 in ("G40", "E11", "J06", "I63", None):
        answer = ask(icd10)
        assert set(answer.why) == {"kk", "ru", "en"}
        assert answer.citations
        for step in answer.steps:
            assert set(step.title) == set(step.text) == {"kk", "ru", "en"}
            assert not any("{" in text for text in step.text.values())


def test_only_the_codes_of_the_seeds_are_confirmed() -> None:
    held = {r.first for g in groups(FIRST_DAY) for r in g.icd10 if r.confidence == "V-SEED"}
    assert held == {"B18", "K74", "G40"}


def test_the_social_list_of_2026_has_the_eleven_entries_of_the_order() -> None:
    # Seed 000 and kaz.inform.kz e8bfd5; hepatitis and cirrhosis are one entry there.
    listed = {
        g.code
        for g in groups(FIRST_DAY)
        if any(item.list == "socially_significant" for item in g.on(FIRST_DAY))
    }
    assert len(listed - {"cirrhosis"}) == 11
    assert not listed & {"diabetes", "cerebral_palsy", "rheumatism", "connective_tissue"}


@pytest.mark.parametrize(
    ("service", "insured", "steps"),
    [
        ("ambulance", True, ("package", "before_insurance")),
        ("ambulance", False, ("package", "before_insurance")),
        ("planned_consultation", True, ("before_insurance",)),
        ("planned_consultation", False, ("before_insurance",)),
    ],
)
def test_before_2020_no_package_of_insurance_is_spoken_of(
    service: str, insured: bool, steps: tuple[str, ...]
) -> None:
    answer = ask(service=service, insured=insured, on=date(2019, 12, 31))
    assert tuple(step.name for step in answer.steps) == steps
    assert answer.confirmed is False


@pytest.mark.parametrize(
    ("service", "insured", "available", "said"),
    [
        ("ambulance", True, True, "Insurance is not needed for this."),
        ("ambulance", False, True, "Insurance is not needed for this."),
        ("planned_consultation", True, True, "You are insured, so this care is free."),
        ("planned_consultation", False, False, "You are not insured;"),
    ],
)
def test_from_2020_it_is_said_whether_insured_status_is_needed(
    service: str, insured: bool, available: bool, said: str
) -> None:
    answer = ask(service=service, insured=insured, on=date(2020, 1, 1))
    assert tuple(step.name for step in answer.steps) == ("package", "availability")
    assert answer.steps[-1].text["en"].startswith(said)
    assert answer.available is available


def test_it_is_said_when_no_text_that_is_held_puts_a_code_into_its_group() -> None:
    for icd10 in ("G40", "B18", "E11"):
        answer = ask(icd10)
        said = [step.text["en"] for step in answer.steps if step.name == "disease_group"]
        assert [text.endswith("confirms this.") for text in said] == [not answer.confirmed]
