"""People: registering, changes, numbers, death, what they have; merging two records and back."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.registry import world
from tirek.contract.messages import LANGUAGES
from tirek.registry import merging, payers, people
from tirek.registry.models import (
    Account,
    Category,
    Employment,
    Iin,
    Payer,
    Person,
    PersonVersion,
    Relation,
)
from tirek.registry.names import name_key
from tirek.registry.people import Facts
from tirek.registry.problems import Refused, catalogue

BIRTH, WEDDING, TODAY = date(1990, 5, 17), date(2020, 6, 1), date(2026, 1, 1)


def facts(sex: str = "female", birth: date = BIRTH, **other: object) -> Facts:
    given = Facts(world.iin(birth, sex), "Қасымова", "Айгүл", "Ерікқызы", sex, birth, "75")
    return replace(given, **other)  # type: ignore[arg-type]


def employer() -> Payer:
    given = payers.PayerFacts("ЖШС «Тірек»", "employer", "small", "75")
    return payers.register(world.bin_of(), given, date(2015, 4, 1))


def refuses(code: str, work: Callable[[], object]) -> None:
    with pytest.raises(Refused) as refused:
        work()
    assert refused.value.code == code
    told = refused.value.as_dict()["error"]
    assert isinstance(told, dict) and told["message"].keys() == set(LANGUAGES)


# ---------------------------------------------------------------------- registering


@pytest.mark.django_db
def test_a_person_is_found_by_number_and_name() -> None:
    given = facts()
    person = people.register(given, source="ГБД ФЛ")
    assert people.find(given.iin) == person
    assert person.name_key == name_key("Касымова", "Айгуль".replace("ь", ""), "Ериккызы")
    version = PersonVersion.objects.get(person=person)
    assert (version.valid_from, version.valid_until, version.source) == (BIRTH, None, "ГБД ФЛ")


@pytest.mark.django_db
def test_registering_again_gives_the_same_person() -> None:
    given = facts()
    assert people.register(given) == people.register(given)
    assert PersonVersion.objects.count() == 1
    refuses("iin_taken", lambda: people.register(replace(given, surname="Басқа")))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("bad_iin", {"iin": "900517450017"}),
        ("bad_iin", {"iin": "160440007161"}),  # a БИН
        ("iin_contradicts", {"birth_date": date(1990, 5, 18)}),
        ("iin_contradicts", {"iin": world.iin(BIRTH, "male")}),
        ("bad_name", {"surname": ""}),
        ("bad_name", {"name": "Айгүл2"}),
        ("bad_name", {"patronymic": "Е" * 61}),
        ("bad_region", {"region": "750"}),
        ("died_before_birth", {"died_on": date(1990, 5, 16)}),
    ],
)
def test_what_cannot_be_is_refused(code: str, wrong: dict[str, object]) -> None:
    refuses(code, lambda: people.register(facts(**wrong)))
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_who_is_dead_lived_before() -> None:
    death = date(2021, 3, 4)
    person = people.register(facts(died_on=death))
    versions = PersonVersion.objects.filter(person=person)
    assert person.died_on == death
    assert versions.on(date(2021, 3, 3)).get().died_on is None
    assert versions.on(death).get().died_on == death


# ---------------------------------------------------------------------- changes


@pytest.mark.django_db
def test_a_new_surname_leaves_the_old_one_for_the_days_before() -> None:
    person = people.register(facts())
    assert people.change(person, WEDDING, surname="Омарова", source="АХАЖ")
    assert person.name_key == name_key("Омарова", "Айгүл", "Ерікқызы")
    versions = PersonVersion.objects.known().filter(person=person)
    assert versions.on(date(2020, 5, 31)).get().surname == "Қасымова"
    assert versions.on(WEDDING).get().surname == "Омарова"
    assert not people.change(person, WEDDING, surname="Омарова", source="АХАЖ")


@pytest.mark.django_db
def test_a_correction_keeps_what_changed_later() -> None:
    person = people.register(facts())
    people.change(person, WEDDING, surname="Омарова")
    people.change(person, BIRTH, name="Айгерім")
    rows = PersonVersion.objects.known().filter(person=person).order_by("valid_from")
    assert [(v.surname, v.name) for v in rows] == [("Қасымова", "Айгерім"), ("Омарова", "Айгерім")]


@pytest.mark.django_db
def test_a_change_that_cannot_be_leaves_everything() -> None:
    person = people.register(facts())
    refuses("iin_contradicts", lambda: people.change(person, BIRTH, sex="male"))
    assert PersonVersion.objects.get(person=person).sex == "female"


@pytest.mark.django_db
def test_an_old_number_keeps_leading_to_its_person() -> None:
    first = facts()
    person = people.register(first)
    number = world.iin(date(1991, 5, 17), "female")
    refuses("iin_contradicts", lambda: people.change_iin(person, number, WEDDING))
    assert people.find(number) is None
    assert people.change_iin(person, number, WEDDING, birth_date=date(1991, 5, 17))
    assert people.find(first.iin) == people.find(number) == person
    assert person.iin == number
    versions = PersonVersion.objects.known().filter(person=person)
    assert versions.on(BIRTH).get().iin == first.iin
    assert not people.change_iin(person, number, WEDDING)


@pytest.mark.django_db
def test_a_number_is_never_given_twice() -> None:
    one, other = facts(), facts()
    person = people.register(one)
    people.register(other)
    new = world.iin(BIRTH, "female")
    people.change_iin(person, new, WEDDING)
    refuses("iin_taken", lambda: people.change_iin(person, other.iin, TODAY))
    refuses("iin_taken", lambda: people.register(replace(one, surname="Жаңа")))


@pytest.mark.django_db
def test_a_death_is_told_once_and_may_be_corrected() -> None:
    person = people.register(facts())
    assert people.died(person, date(2025, 2, 1))
    assert not people.died(person, date(2025, 2, 1))
    assert people.died(person, date(2025, 1, 30)) and person.died_on == date(2025, 1, 30)
    versions = PersonVersion.objects.known().filter(person=person)
    assert versions.on(date(2025, 1, 31)).get().died_on == date(2025, 1, 30)
    refuses("died_before_birth", lambda: people.died(person, date(1980, 1, 1)))
    assert people.died(person, None) and person.died_on is None
    assert not versions.exclude(died_on=None).exists()


# ---------------------------------------------------------------------- what people have


@pytest.mark.django_db
def test_categories_are_those_of_the_law() -> None:
    person = people.register(facts())
    assert people.put_category(person, "pensioner", TODAY)
    assert not people.put_category(person, "pensioner", TODAY)
    assert people.end_category(person, "pensioner", date(2026, 5, 1))
    assert Category.objects.known().get().valid_until == date(2026, 5, 1)
    refuses("unknown_category", lambda: people.put_category(person, "rich", TODAY))


@pytest.mark.django_db
def test_spouses_are_so_both_ways() -> None:
    one, other = people.register(facts()), people.register(facts("male"))
    assert people.put_relation(one, other, "spouse", WEDDING)
    assert not people.put_relation(other, one, "spouse", WEDDING)
    assert Relation.objects.count() == 2
    assert people.end_relation(other, one, "spouse", TODAY)
    assert not Relation.objects.known().on(TODAY).exists()
    refuses("relation_to_oneself", lambda: people.put_relation(one, one, "parent", TODAY))
    refuses("unknown_relation", lambda: people.put_relation(one, other, "friend", TODAY))


@pytest.mark.django_db
def test_an_account_has_one_owner_at_a_time() -> None:
    person, payer, iban = people.register(facts()), employer(), world.iban()
    people.put_account(person, iban, WEDDING)
    people.put_account(payer, iban, TODAY)
    owners = Account.objects.known().order_by("valid_from")
    assert [(a.person, a.payer) for a in owners] == [(person, None), (None, payer)]
    assert people.end_account(iban, TODAY) and person.accounts.known().count() == 1
    refuses("bad_iban", lambda: people.put_account(person, iban[:-1], TODAY))


# ---------------------------------------------------------------------- payers


@pytest.mark.django_db
def test_a_payer_is_registered_on_the_days_of_its_versions() -> None:
    payer = employer()
    assert payers.deregister(payer, WEDDING)
    again = payers.PayerFacts("ЖШС «Тірек 2»", "employer", "medium", "71")
    assert payers.register(payer.number, again, TODAY) == payer
    payer.refresh_from_db()
    assert (payer.name, payer.size, payer.region) == ("ЖШС «Тірек 2»", "medium", "71")
    assert not payer.versions.known().on(date(2024, 1, 1)).exists()
    assert payers.change(payer, date(2026, 2, 1), size="large") and payer.size == "large"
    refuses("unknown_size", lambda: payers.change(payer, TODAY, size="giant"))


@pytest.mark.django_db
def test_an_entrepreneur_is_a_person() -> None:
    given = facts()
    kind = payers.PayerFacts("ИП Қасымова", "entrepreneur", "small", "75")
    refuses("person_unknown", lambda: payers.register(given.iin, kind, TODAY))
    person = people.register(given)
    assert payers.register(given.iin, kind, TODAY).person == person
    refuses("bad_bin", lambda: payers.register("123456789012", kind, TODAY))


@pytest.mark.django_db
def test_somebody_works_for_a_payer() -> None:
    person, payer = people.register(facts()), employer()
    assert payers.employ(payer, person, "employee", WEDDING, income_tiyn=30_000_000)
    assert payers.employ(payer, person, "employee", TODAY, income_tiyn=40_000_000)
    assert payers.dismiss(payer, person, "employee", date(2026, 3, 1))
    known = Employment.objects.known().order_by("valid_from")
    assert [work.income_tiyn for work in known] == [30_000_000, 40_000_000]
    refuses("unknown_employment", lambda: payers.employ(payer, person, "owner", TODAY))
    refuses("income_out_of_bounds", lambda: payers.employ(payer, person, "employee", TODAY,
                                                          income_tiyn=-1))  # fmt: skip


# ---------------------------------------------------------------------- merging


def world_of_two() -> tuple[Person, Person, Payer, str]:
    """A person with two records, each with something of its own."""
    one, two, payer, iban = people.register(facts()), people.register(facts()), employer(), ""
    child = people.register(facts("male", date(2015, 1, 1)))
    payers.employ(payer, one, "employee", WEDDING, income_tiyn=10)
    payers.employ(payer, two, "employee", TODAY, income_tiyn=20)
    people.put_category(one, "student", WEDDING, TODAY)
    people.put_relation(one, child, "parent", child.birth_date)
    people.put_relation(one, two, "proxy", TODAY)
    people.put_account(one, iban := world.iban(), WEDDING)
    return one, two, payer, iban


def state(*tables: type) -> list[object]:
    """What is known now, without when it became known."""
    rows = [
        {k: v for k, v in row.items() if k not in ("id", "known_from", "source")}
        for table in tables
        for row in table.objects.known().values()  # type: ignore[attr-defined]
    ]
    whole = [*rows, *Person.objects.values(), *Iin.objects.values(), *Payer.objects.values()]
    return sorted(map(repr, whole))


VERSIONS = (Employment, Category, Relation, Account, PersonVersion)


@pytest.mark.django_db
def test_after_a_merge_both_numbers_lead_to_the_survivor() -> None:
    one, two, _, iban = world_of_two()
    business = payers.register(
        one.iin, payers.PayerFacts("ИП", "entrepreneur", "small", "75"), TODAY
    )
    assert merging.merge(one, two, source="заявление")
    assert people.find(one.iin) == people.find(two.iin) == two and one.merged_into == two
    business.refresh_from_db()
    assert business.person == two and merging.records(two) == [two.pk, one.pk]
    work = two.work.known().order_by("valid_from")
    assert [(w.valid_from, w.income_tiyn) for w in work] == [(WEDDING, 10), (TODAY, 20)]
    assert two.categories.known().get().code == "student"
    assert two.relations.known().get().kind == "parent"
    assert Account.objects.known().get(iban=iban).person == two
    assert not merging.merge(one, two)


@pytest.mark.django_db
def test_an_undone_merge_leaves_what_was_and_what_came_since() -> None:
    one, two, payer, _ = world_of_two()
    before = state(*VERSIONS)
    merging.merge(one, two)
    assert merging.unmerge(one)
    assert state(*VERSIONS) == before
    assert not merging.unmerge(one)
    merging.merge(one, two)
    payers.dismiss(payer, two, "employee", date(2026, 6, 1))
    people.put_category(two, "pensioner", TODAY)
    merging.unmerge(one)
    assert [c.code for c in two.categories.known()] == ["pensioner"]
    assert two.work.known().get().valid_until == date(2026, 6, 1)
    assert one.work.known().get().valid_until is None


@pytest.mark.django_db
def test_merges_follow_each_other_and_are_undone_in_turn() -> None:
    one, two, three = (people.register(facts()) for _ in range(3))
    people.put_category(one, "student", WEDDING)
    before = state(*VERSIONS)
    merging.merge(one, two)
    merging.merge(two, three)
    one.refresh_from_db()
    assert {p.pk for p in map(people.find, (one.iin, two.iin, three.iin)) if p} == {three.pk}
    assert one.merged_into == three and three.categories.known().count() == 1
    refuses("merged_on", lambda: merging.unmerge(one))
    refuses("merged_already", lambda: merging.merge(one, three))
    refuses("merged_already", lambda: merging.merge(three, two))
    refuses("merge_with_itself", lambda: merging.merge(three, three))
    refuses("merged_already", lambda: people.change_iin(two, world.iin(BIRTH, "female"), TODAY))
    merging.unmerge(two)
    assert people.find(one.iin) == two
    merging.unmerge(one)
    assert state(*VERSIONS) == before


# ---------------------------------------------------------------------- words


def test_every_code_has_words_in_three_languages_and_no_word_is_left_over() -> None:
    folder = Path(people.__file__).parent
    code = "".join(file.read_text(encoding="utf-8") for file in folder.glob("*.py"))
    refused = set(re.findall(r'(?:Refused|faults\.add)\(\s*"([a-z_.]+)"', code))
    assert refused <= catalogue().keys() and all(f'"{key}"' in code for key in catalogue())
    assert all(words.keys() == set(LANGUAGES) for words in catalogue().values())
