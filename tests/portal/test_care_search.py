"""The search for a disease or a service: by names, everyday words and codes as people write
them."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.portal.insuring import words
from tirek.contract import care
from tirek.contract.messages import LANGUAGES, say
from tirek.law.care_packages import parse_icd10, services
from tirek.portal.care import cases, finding
from tirek.portal.care.finding import codes_in, find
from tirek.portal.care.glance import MAIN

GROUPS = cases.all_groups()
#: Free for everybody, whatever the disease.
FREE = ("ambulance", "emergency_inpatient", "primary_care", "screening", "vaccination",
        "palliative")  # fmt: skip


def test_everything_has_everyday_words_and_nothing_else_has() -> None:
    held = finding.synonyms()
    assert set(held["groups"]) == {group.code for group in GROUPS}
    assert set(held["services"]) == set(services())
    assert all(set(said) == set(LANGUAGES) for kind in held.values() for said in kind.values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_is_found_by_its_name_and_by_everyday_words(lang: str) -> None:
    for group in GROUPS:
        title = group.title[lang]
        assert group.code in find(title, lang).groups, title
        assert group.code in find(title.upper(), "en").groups, title
    for service in services():
        assert service in find(say("services", service, lang), lang).services
    for kind, all_said in finding.synonyms().items():
        for code, said in all_said.items():
            for word in said[lang]:
                assert code in getattr(find(str(word), lang), kind), (code, word)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("диабет", "diabetes"), ("ДИАБЕТОМ", "diabetes"), ("кант ауруы", "diabetes"),
        ("Қант диабеті", "diabetes"), ("blood sugar", "diabetes"), ("давление", "hypertension"),
        ("кан кысымы", "hypertension"), ("туберкулеза", "tuberculosis"), ("СПИД", "hiv"),
        ("лёгких туберкулёз", "tuberculosis"), ("легких туберкулез", "tuberculosis"),
        ("инсулт", "stroke"), ("епилепсия", "epilepsy"), ("эпилепси", "epilepsy"),
        ("рака", "neoplasm"), ("щитовидка", "thyroid"), ("cirhosis", "cirrhosis"),
        ("болезнь паркинсона", "degenerative_cns"), ("астма", "respiratory"),
    ],
)  # fmt: skip
def test_diseases_are_found_first_however_they_are_written(typed: str, code: str) -> None:
    assert find(typed, "ru").groups[:1] == (code,)


@pytest.mark.parametrize(
    ("typed", "service"),
    [("УЗИ", "diagnostics"), ("тіс", "dentistry"), ("зубами", "dentistry"), ("103", "ambulance"),
     ("прививка", "vaccination"), ("екпе", "vaccination"), ("ЭКО", "ivf"), ("MRI", "diagnostics"),
     ("бесплатные лекарства", "outpatient_drugs"), ("кардиолог", "planned_consultation")],
)  # fmt: skip
def test_services_are_found_first_however_they_are_written(typed: str, service: str) -> None:
    assert find(typed, "kk").services[:1] == (service,)


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("g40.1", ["G40.1"]), ("Г40?", ["G40"]), (" G 40 ", ["G40"]), ("g401", ["G40.1"]),
        ("e11,9", ["E11.9"]), ("Е11", ["E11"]), ("е11.9", ["E11.9"]), ("ф20", ["F20"]),
        ("С50", ["C50", "S50"]), ("Н18", ["H18", "N18"]), ("В18.1", ["B18.1", "V18.1"]),
        ("E10-E14", ["E10"]), ("И21", ["I21"]), ("І21", ["I21"]), ("«G40»", ["G40"]),
        ("G4", []), ("G400000", []), ("40", []), ("", []), ("диабет", []), ("G40 диабет", []),
    ],
)  # fmt: skip
def test_codes_are_read_as_people_write_them(typed: str, codes: list[str]) -> None:
    assert list(codes_in(typed)) == codes


@given(st.from_regex(r"[A-Z][0-9]{2}(\.[0-9]{1,2})?", fullmatch=True))
def test_every_code_is_itself(code: str) -> None:
    assert codes_in(code) == codes_in(code.lower()) == codes_in(f" {code}?") == (code,)
    assert parse_icd10(code) == code


@given(st.text(max_size=150), st.sampled_from(LANGUAGES))
def test_any_text_is_looked_for(typed: str, lang: str) -> None:
    found = find(typed, lang)
    assert len(found.groups) <= finding.MOST and len(found.services) <= finding.MOST


@pytest.mark.parametrize("typed", ["ауру", "болезнь", "лечение болезни", "?!", "the disease"])
def test_words_of_everything_find_nothing(typed: str) -> None:
    assert not find(typed, "kk")


# ---------------------------------------------------------------------- the page


def page(lang: str, **given: str) -> tuple[int, str]:
    response = Client(headers={"accept-language": lang}).get("/care/", given)
    return response.status_code, unescape(response.content.decode())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_can_be_chosen_without_a_search(lang: str) -> None:
    status, text = page(lang)
    assert status == 200
    assert all(say("services", one, lang) in text for one in services())
    assert all(group.title[lang] in text for group in GROUPS)
    assert words("care.no_advice", lang) in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_found_leads_to_its_questions(lang: str) -> None:
    status, text = page(lang, q="G40.1")
    assert status == 200 and 'href="/care/result/?on=2026-11-27&icd=G40.1"' in text
    _, text = page(lang, q="диабет")
    found = text.partition('id="found"')[2].partition("</section>")[0]
    start = "/care/result/?on=2026-11-27&icd=E10"
    assert re.findall('href="([^"]+)"', found) == [start, *(
        f"{start}&service={service}" for service in (*MAIN, *FREE)
    ), "/insured/?residence=citizen_or_permanent"]  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("typed", ["", "   ", "x" * 101])
def test_an_empty_or_endless_text_is_refused(typed: str, lang: str) -> None:
    status, text = page(lang, q=typed)
    assert status == 422 and "govuk-error-summary" in text and 'href="#q"' in text


def test_nothing_found_is_said_and_the_text_is_escaped() -> None:
    response = Client(headers={"accept-language": "en"}).get("/care/", {"q": "<b>zzzz"})
    text = response.content.decode()
    assert response.status_code == 200 and "Nothing was found" in text
    assert "<b>zzzz" not in text and "&lt;b&gt;zzzz" in text


def test_what_is_known_already_comes_along() -> None:
    _, text = page("en", q="G40", insured="yes", on="2026-09-15", residence="x" * 99)
    assert 'href="/care/result/?on=2026-09-15&insured=yes&icd=G40"' in text
    assert 'name="insured" value="yes"' in text and 'name="residence"' not in text


def found_on(lang: str, **given: str) -> str:
    """What the page tells of what was found, without its tags."""
    section = page(lang, **given)[1].partition('id="found"')[2].partition("</section>")[0]
    return " ".join(re.sub("<[^>]+>", " ", section).split())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("typed", ["қант ауруы", "сахарный диабет", "diabetes", "E11.9"])
def test_diabetes_is_told_at_a_glance_and_nothing_else_is_found(typed: str, lang: str) -> None:
    """Today's rules first; what was before 2026 is folded."""
    if "." not in typed:
        assert find(typed, lang).groups == ("diabetes",)
    _, text = page(lang, q=typed)
    section = text.partition('id="found"')[2].partition("</section>")[0]
    now, _, before = section.partition("<details")
    paid = words("care.glance_paid", lang)
    assert now.count(f">{paid}<") == len(MAIN)  # from 2026, not insured
    free = words("care.glance_free", lang, package=words("care.short_guaranteed", lang))
    assert before.count(free) == 2 * len(MAIN) and free not in now
    for service in MAIN:
        assert f"&service={service}" in now and f"&service={service}" not in before


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("typed", ["K02", "K00.1", "K14", "кариес"])
def test_caries_is_told_with_the_dentist_who_is_paid_for(typed: str, lang: str) -> None:
    text = found_on(lang, q=typed)
    name, paid = say("services", "dentistry", lang), words("care.glance_paid", lang)
    first = text.partition(words("care.glance_uninsured", lang))[2]
    assert first.split(name)[0].strip() == ""  # before all other services
    some = words("care.glance_some", lang)
    assert f"{name} {paid} {some} {paid}" in text
    question = {"on": "2026-11-27", "icd10": None, "service": "dentistry", "insured": True,
                "categories": ["pensioner"]}  # fmt: skip
    told: Any = care.answer(question, lang)["explanation"]
    assert all(one["text"] in text for one in told if one["name"] == "package")


@pytest.mark.parametrize("code", ["J00", "K15", "JZZ"])
def test_other_diseases_are_told_without_a_dentist(code: str) -> None:
    assert say("services", "dentistry", "en") not in found_on("en", q=code)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("typed", "service"),
    [("МРТ", "diagnostics"), ("УЗИ", "diagnostics"), ("талдау", "diagnostics"),
     ("кардиолог", "planned_consultation"), ("екпе", "vaccination"), ("санаторий", "sanatorium")],
)  # fmt: skip
def test_a_service_is_told_at_a_glance_as_the_contract_answers(
    typed: str, service: str, lang: str
) -> None:
    text = found_on(lang, q=typed)
    cells = []
    for insured in (True, False):
        question = {"on": "2026-11-27", "icd10": None, "service": service, "insured": insured}
        answer = care.answer(question, lang, True)
        package = words(f"care.short_{answer['package']}", lang)
        free = words("care.glance_free", lang, package=package)
        cells.append(free if answer["available"] else words("care.glance_paid", lang))
    assert f"{say('services', service, lang)} {' '.join(cells)}" in text
    assert (words("care.simple_tests", lang) in text) == (typed == "талдау")


def test_what_is_known_of_the_insurance_is_respected() -> None:
    known = found_on("en", q="diabetes", insured="no", on="2026-09-15")
    assert words("care.glance_uninsured", "en") in known
    assert words("care.glance_insured", "en") not in known
    both = found_on("en", q="diabetes")
    assert words("care.glance_insured", "en") in both


def test_the_asked_day_is_told_first() -> None:
    text = found_on("en", q="diabetes", on="2025-06-01")
    assert "The rules of 1 June 2025" in text.partition("How it is from 2026")[0]
    assert "free (Guaranteed)" in text.partition("How it is from 2026")[0]
    assert found_on("en", q="diabetes", on="9999-99-99")


@pytest.mark.parametrize(("typed", "lang", "service"), [
    ("flu", "en", "primary_care"), ("тұмау", "kk", "primary_care"),
    ("коронавирус", "ru", "primary_care"), ("ковид", "kk", "primary_care"),
    ("covid-19", "en", "primary_care"), ("климакс", "ru", "primary_care"),
    ("menopause", "en", "primary_care"), ("pregnancy test", "en", "primary_care"),
    ("көзілдірік", "kk", "planned_consultation"), ("анализ крови", "ru", "diagnostics"),
    ("болит зуб", "ru", "dentistry"), ("IVF", "en", "ivf"), ("jab", "en", "vaccination"),
])  # fmt: skip
def test_what_people_have_most_is_found(typed: str, lang: str, service: str) -> None:
    assert find(typed, lang).services == (service,)


@pytest.mark.parametrize(
    "typed",
    ["перелом", "перелом ноги", "аяғым сынды", "сынық", "broken leg", "fracture", "ожог", "күйік",
     "chest pain", "жүрегім ауырады"],
)  # fmt: skip
def test_injuries_lead_to_emergency_care(typed: str) -> None:
    found = find(typed, "ru")
    assert found.services == ("ambulance", "emergency_inpatient")
    assert not found.groups and not found.near


@pytest.mark.parametrize("typed", ["коронавирус", "ковид", "мигрень", "псориаз", "болезнь"])
def test_no_disease_is_guessed_from_a_likeness_alone(typed: str) -> None:
    """Not the crown of a tooth, nor blood, nor a stroke of the brain."""
    found = find(typed, "ru")
    assert not found.groups and "prosthetics" not in found.services


def test_a_short_word_that_is_one_is_no_beginning_of_another() -> None:
    assert find("flu", "en").groups == ()  # not flutter


@pytest.mark.parametrize(("typed", "lang"), [
    ("сынық", "kk"), ("қол сынуы", "kk"), ("травма", "ru"), ("перелом", "ru"), ("fracture", "en"),
])  # fmt: skip
def test_an_injury_by_word_tells_what_its_code_tells(typed: str, lang: str) -> None:
    """The control X-ray and the rehabilitation too, not the emergency alone."""
    by_word = page(lang, q=typed)[1].partition("<tbody")[2].partition("</tbody")[0]
    by_code = page(lang, q="S52")[1].partition("<tbody")[2].partition("</tbody")[0]
    for service in (*MAIN, "rehabilitation", "ambulance", "emergency_inpatient", "primary_care"):
        assert say("services", service, lang) in by_word, service
    for service in MAIN:
        name = say("services", service, lang)
        assert name in by_code
        row, same = (
            re.findall(r"<td[^>]*>([^<]*)<", one.partition(name)[2].partition("</tr>")[0])
            for one in (by_word, by_code)
        )
        assert row == same, service
    assert words("care.glance_after", lang) in page(lang, q=typed)[1]


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("қолым сынып қалды", "сынық"), ("қол сынды", "сынық"), ("вчера сломал руку", "перелом"),
        ("я сломала ногу на улице", "перелом"), ("I broke my arm", "fracture"),
        ("my leg is broken", "fracture"), ("жүкті болып қалдым", "жүкті"),
        ("я беременна, что мне бесплатно", "беременна"),
        ("I am pregnant, what is free", "pregnant"),
        ("жүрегім ауырып тұр", "жүрегім ауырады"), ("у меня сильно болит сердце", "болит сердце"),
        ("my heart hurts", "chest pain"), ("тісім қатты ауырып тұр", "тісім"),
        ("у меня сильно болит зуб", "зуб"), ("my tooth hurts a lot", "tooth"),
    ],
)  # fmt: skip
def test_a_sentence_finds_what_its_telling_word_finds(sentence: str, word: str) -> None:
    assert find(sentence, "kk") == find(word, "kk") and find(word, "kk")
    assert finding.after(sentence) == finding.after(word)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_the_same_for_a_diagnosis_and_changed_on_suspicion_are_both_told(
    lang: str,
) -> None:
    """As the contract answers about the diagnostics of a tumour that is only suspected."""
    packages = []
    for day in ("2025-12-31", "2026-11-27"):
        asked = {"on": day, "icd10": "C00", "service": "diagnostics", "suspected": True}
        packages.append(care.answer({**asked, "insured": False}, lang, True)["package"])
    assert packages == ["insurance", "guaranteed"]
    then, now = (words(f"care.short_{one}", lang) for one in packages)
    service = say("services", "diagnostics", lang)
    line = words("care.glance_suspected", lang, service=service, then=then, now=now)
    text = found_on(lang, q="обыр")
    assert words("care.glance_same", lang) in text and line in text


@pytest.mark.parametrize("typed", ["x-ray", "childbirth", "fracture"])
def test_services_tell_whether_the_reform_changed_them(typed: str) -> None:
    assert words("care.glance_services_same", "en") in found_on("en", q=typed)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "typed",
    ["рак молочной железы", "рак щитовидной железы", "рак легких", "рак простаты",
     "онкология желудка", "злокачественная опухоль печени", "сүт безі обыры", "өкпе обыры",
     "өкпенің қатерлі ісігі",
     "breast cancer", "lung cancer", "thyroid cancer", "malignant tumour of the liver"],
)  # fmt: skip
def test_a_cancer_is_a_malignant_tumour_whatever_organ_is_named(typed: str, lang: str) -> None:
    """Free for all: no benign disease of the organ may stand in its place."""
    found = find(typed, lang)
    assert found.groups == ("neoplasm",) and not found.near
    assert words("care.near", lang) not in found_on(lang, q=typed)


def test_a_service_for_cancer_is_told_beside_it() -> None:
    assert find("скрининг рака", "ru").services == ("screening",)


@pytest.mark.parametrize(
    "typed", ["опухоль молочной железы", "сүт безінің ісігі", "breast tumour"]
)  # fmt: skip
def test_a_tumour_may_be_malignant_before_it_is_anything_else(typed: str) -> None:
    assert find(typed, "kk").groups == ("neoplasm", "breast_dysplasia")


@pytest.mark.parametrize("typed", ["доброкачественная опухоль груди", "қатерсіз ісік", "benign"])
def test_what_is_benign_is_no_malignant_tumour(typed: str) -> None:
    assert "neoplasm" not in find(typed, "kk").groups


@pytest.mark.parametrize(
    "typed",
    ["жүрекке стент қою", "жүректегі стент", "стент", "стент салдырдым", "шунт", "стентирование",
     "шунтирование", "stent", "bypass", "инфаркттан кейін стент", "стент после инфаркта",
     "stent after a heart attack", "жүрекке стент", "стент без страховки"],
)  # fmt: skip
def test_a_stent_leads_to_both_diseases_that_it_is_for(typed: str) -> None:
    """The care of an acute infarction is free for all, that of the ischaemic disease is not."""
    found = find(typed, "kk")
    assert found.groups == ("ischaemic_heart_disease", "acute_infarction") and not found.near
    told = found_on("kk", q=typed)
    assert all(one.title["kk"] in told for one in GROUPS if one.code in found.groups)


@pytest.mark.parametrize(
    "typed",
    ["родить без страховки", "кесарево", "кесарево сечение", "кесар тілігі", "босану", "босанамын",
     "босандым", "бала тудым", "сақтандырусыз босану", "give birth", "childbirth", "c-section",
     "caesarean section", "giving birth without insurance", "рожу бесплатно", "платные роды"],
)  # fmt: skip
def test_a_birth_is_found_by_every_word_for_it(typed: str) -> None:
    assert find(typed, "ru") == find("роды", "ru") and find("роды", "ru").services


@pytest.mark.parametrize("disease", ["диабет", "астма", "қант диабеті", "полио", "cirrhosis"])
@pytest.mark.parametrize(
    "paying",
    ["{} без страховки", "{} без медицинской страховки", "не застрахован {}", "{} бесплатно",
     "платно {}", "{} сақтандырусыз", "{} тегін", "{} without insurance", "{} free", "{} МӘМС"],
)  # fmt: skip
def test_words_of_who_pays_are_no_words_of_a_disease(disease: str, paying: str) -> None:
    assert find(paying.format(disease), "ru") == find(disease, "ru")


@pytest.mark.parametrize("typed", ["без страховки", "сақтандырусыз", "without insurance", "тегін"])
def test_words_of_who_pays_alone_find_nothing(typed: str) -> None:
    assert not find(typed, "ru")


def test_a_gland_is_found_still_by_a_word_that_is_without_in_russian() -> None:
    assert find("қалқанша без", "kk").groups == ("thyroid",)
    assert not find("УЗИ без направления", "ru").groups


@pytest.mark.parametrize("word", ["диабет", "астма", "инсульт", "бүйрек", "гепатит", "инфаркт"])
@pytest.mark.parametrize("kind", ["from", "to", "accusative", "of", "with", "my"])
def test_a_disease_is_found_in_every_kazakh_case(word: str, kind: str) -> None:
    forms = {
        "диабет": "диабеттен диабетке диабетті диабеттің диабетпен диабетіммен",
        "астма": "астмадан астмаға астманы астманың астмамен астмамнан",
        "инсульт": "инсульттан инсультқа инсультты инсульттың инсультпен инсультымнан",
        "бүйрек": "бүйректен бүйрекке бүйректі бүйректің бүйрекпен бүйрегімнен",
        "гепатит": "гепатиттен гепатитке гепатитті гепатиттің гепатитпен гепатитімнен",
        "инфаркт": "инфаркттан инфарктқа инфарктты инфаркттың инфарктпен инфарктымнан",
    }
    kinds = ("from", "to", "accusative", "of", "with", "my")
    form = forms[word].split()[kinds.index(kind)]
    found = find(form, "kk")
    assert set(found.groups) == set(find(word, "kk").groups) and not found.near


@pytest.mark.parametrize("typed", ["стаж", "виза", "патент", "жарнасы", "штат", "долг", "налог"])
def test_a_short_word_or_one_of_something_else_is_no_slip_of_a_disease(typed: str) -> None:
    """Contributions (жарнасы) are no ulcer (жарасы)."""
    assert not find(typed, "ru").groups


@pytest.mark.parametrize(
    "typed",
    ["ота", "ота жасату", "операция", "surgery", "көз операциясы", "операция на глаза",
     "операция на сердце", "knee surgery"],
)  # fmt: skip
def test_surgery_is_planned_inpatient_care_first_whatever_is_operated_on(typed: str) -> None:
    found = find(typed, "kk")
    assert found.services == ("planned_inpatient", "emergency_inpatient") and not found.near
    assert found.services_first or not found.groups


@pytest.mark.parametrize(
    "typed",
    ["жарық", "грыжа", "паховая грыжа", "кіндік жарығы", "hernia", "катаракта", "cataract"],
)
def test_what_is_operated_on_and_is_on_no_list_leads_to_services(typed: str) -> None:
    found = find(typed, "kk")
    assert found.services[:2] == ("planned_consultation", "planned_inpatient")
    assert not found.groups and not found.near


@pytest.mark.parametrize("typed", ["грыжа диска", "межпозвоночная грыжа", "омыртқа жарығы"])
def test_a_hernia_of_a_disc_is_a_disease_of_the_back(typed: str) -> None:
    assert find(typed, "kk").groups == ("arthropathies_dorsopathies",)


def test_a_service_is_named_beside_by_all_of_its_name() -> None:
    """Cancer of the blood is no test of blood; an operation on a tooth is the dentist's too."""
    assert find("рак крови", "ru").services == find("обырмен ауырамын", "kk").services == ()
    assert find("рак операция", "ru").services == ("planned_inpatient", "emergency_inpatient")
    assert "dentistry" in find("тіс жұлу операциясы", "kk").services
    assert "ivf" in find("ЭКО операция", "ru").services


@pytest.mark.parametrize("typed", ["cancer surgery", "tuberculosis surgery"])
def test_what_a_disease_makes_free_is_not_told_as_paid_beside_it(typed: str) -> None:
    """An operation for cancer is free for all; in general it asks for insurance."""
    tables = page("en", q=typed)[1].partition('id="found"')[2].split("<tbody")[1:]
    name = say("services", "planned_inpatient", "en")
    rows = [one.partition(name)[2].partition("</tr>")[0] for one in tables if name in one]
    assert rows and all(words("care.glance_paid", "en") not in row for row in rows)


def test_an_urgent_operation_is_emergency_care() -> None:
    assert find("срочная операция", "ru").services[:1] == ("emergency_inpatient",)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_of_many_diseases_the_name_leads_to_what_is_free(lang: str) -> None:
    """The questions of one's own case come second: the short answer is what is wanted first."""
    text = page(lang, q="жүрек ауруы")[1].partition('id="found"')[2].partition("</section>")[0]
    name = next(one.title[lang] for one in GROUPS if one.code == "ischaemic_heart_disease")
    line = next(one for one in text.split("<li>") if f">{name}<" in one)
    first, second = re.findall('href="([^"]+)"', line)
    assert first == "/care/?q=I20" and second.startswith("/care/result/?")
    assert words("care.own_case", lang) in line
    assert "<table" in page(lang, q="I20")[1]
