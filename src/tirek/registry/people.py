"""Commands about people: registering, changes of name, number and the rest, death; categories,
families, bank accounts. Each may be given again and changes nothing then."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Q

from tirek.law.acts import category_codes
from tirek.project import clock
from tirek.registry import dated
from tirek.registry.iin import is_iban, told_by
from tirek.registry.models import (
    Account,
    Category,
    Iin,
    Payer,
    Person,
    PersonVersion,
    Relation,
    Tie,
)
from tirek.registry.names import name_keys, sort_keys
from tirek.registry.problems import Refused

#: What a name may be written with, and how much of it the registry holds.
NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .'’`ʼ()-])*")
LONGEST_NAME = 60
#: КАТО: two digits of a region, or nine of a place in it.
REGION = re.compile(r"[1-9][0-9](?:[0-9]{7})?", re.ASCII)


@dataclass(frozen=True)
class Facts:
    """What is registered of a person."""

    iin: str
    surname: str
    name: str
    patronymic: str
    sex: str
    birth_date: date
    region: str
    died_on: date | None = None
    citizen: bool = True
    resident: bool = True

    def check(self) -> None:
        """:raises Refused: what cannot be"""
        told = told_by(self.iin)
        if told is None:
            raise Refused("bad_iin", "/iin")
        if told.birth_date != self.birth_date:
            raise Refused("iin_contradicts.birth_date", "/birth_date", value=self.birth_date)
        if told.sex != self.sex:
            raise Refused("iin_contradicts.sex", "/sex", value=self.sex)
        for field in ("surname", "name", "patronymic"):
            text = getattr(self, field)
            if field == "patronymic" and not text:
                continue
            if len(text) > LONGEST_NAME or not NAME.fullmatch(text):
                raise Refused("bad_name", f"/{field}", hi=LONGEST_NAME)
        if not REGION.fullmatch(self.region):
            raise Refused("bad_region", "/region", value=self.region)
        if self.died_on is not None and self.died_on < self.birth_date:
            raise Refused("died_before_birth", "/died_on", value=self.died_on)


def find(number: str) -> Person | None:
    """Whom an ИИН leads to, an old or merged one too."""
    found = Iin.objects.filter(number=number).select_related("person").first()
    return found.person if found else None


@transaction.atomic
def register(facts: Facts, *, at: datetime | None = None, source: str = "") -> Person:
    """Enters a person, from the day of birth on.

    :raises Refused: what cannot be; a number that leads to somebody of whom other facts are known
    """
    facts.check()
    hold_number(facts.iin)
    if (known := find(facts.iin)) is not None:
        newest = PersonVersion.objects.known().filter(person=known).latest("valid_from")
        if newest.values() != tuple(getattr(facts, name) for name in PersonVersion.VALUES):
            raise Refused("iin_taken", "/iin")
        return known
    at = at or clock.now()
    person = Person.objects.create(
        iin=facts.iin, sex=facts.sex, birth_date=facts.birth_date, died_on=facts.died_on
    )
    Iin.objects.create(number=facts.iin, person=person, known_from=at)
    values = asdict(facts)
    key = {"person": person}
    if facts.died_on is not None and facts.died_on > facts.birth_date:
        alive = values | {"died_on": None}
        dated.put(PersonVersion, key, facts.birth_date, facts.died_on, alive, at=at, source=source)
    since = facts.died_on or facts.birth_date
    dated.put(PersonVersion, key, since, None, values, at=at, source=source)
    refresh([person.pk])
    person.refresh_from_db()
    return person


@transaction.atomic
def change(
    person: Person, since: date, *, at: datetime | None = None, source: str = "", **values: object
) -> bool:
    """From a day on some facts are others: a new surname, another region. A correction begins on
    the day of birth. Gives whether that was news.

    :raises Refused: what cannot be
    """
    news = dated.alter(PersonVersion, {"person": person}, since, values, at=at, source=source)
    if news:
        for version in PersonVersion.objects.known().filter(person=person):
            Facts(**{name: getattr(version, name) for name in PersonVersion.VALUES}).check()
        refresh([person.pk])
        person.refresh_from_db()
    return news


@transaction.atomic
def change_iin(
    person: Person, number: str, since: date, *, at: datetime | None = None, source: str = "",
    birth_date: date | None = None, sex: str = "",
) -> bool:  # fmt: skip
    """From a day on a person has another number; the old one keeps leading to him. A number is
    changed where the birth date or the sex in it was wrong: they are corrected with it, for that
    number's days.

    :raises Refused: no ИИН, one that was given to somebody else, one that tells another birth
        date or sex than is known
    """
    if told_by(number) is None:
        raise Refused("bad_iin", "/iin")
    if person.merged_into_id is not None:
        raise Refused("merged_already", "/person", value=person.merged_into_id)
    hold_number(number)
    owner = find(number)
    if owner is not None and owner.pk != person.pk:
        raise Refused("iin_taken", "/iin")
    if owner is None:
        Iin.objects.create(number=number, person=person, known_from=at or clock.now())
    values: dict[str, object] = {"iin": number}
    if birth_date is not None:
        values["birth_date"] = birth_date
    if sex:
        values["sex"] = sex
    return change(person, since, at=at, source=source, **values)


def died(person: Person, on: date | None, *, at: datetime | None = None, source: str = "") -> bool:
    """A person died on a day; an earlier word of another day was wrong. None: that word itself
    was wrong, the person lives."""
    if on is None:
        return change(person, date.min, at=at, source=source, died_on=None)
    with transaction.atomic():
        dated.hold(PersonVersion, {"person_id": person.pk})
        alive = Q(died_on=None, valid_until__lte=on)
        dead = Q(died_on=on, valid_from__gte=on)
        if not PersonVersion.objects.known().filter(person=person).exclude(alive | dead).exists():
            return False
        change(person, date.min, at=at, source=source, died_on=None)
        change(person, on, at=at, source=source, died_on=on)
        return True


def refresh(ids: Iterable[int]) -> None:
    """Makes the rows of people anew from the newest versions known."""
    versions = list(
        PersonVersion.objects.known()
        .filter(person__in=list(ids))
        .order_by("person", "-valid_from")
        .distinct("person")
    )
    parts = [[getattr(v, part) for v in versions] for part in ("surname", "name", "patronymic")]
    rows = [
        Person(id=v.person_id, iin=v.iin, name_key=key, sort_key=order, sex=v.sex,
               birth_date=v.birth_date, died_on=v.died_on)
        for v, key, order in zip(versions, name_keys(*parts), sort_keys(*parts), strict=True)
    ]  # fmt: skip
    fields = ("iin", "name_key", "sort_key", "sex", "birth_date", "died_on")
    Person.objects.bulk_update(rows, fields, batch_size=2000)


def hold_number(number: str) -> None:
    """Until the end of the transaction nobody else gives this number to anybody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_hold('registry_iin', hashtext(%s))", [number])


# ---------------------------------------------------------------------- what people have


def put_category(
    person: Person, code: str, since: date, until: date | None = None, *,
    at: datetime | None = None, source: str = "",
) -> bool:  # fmt: skip
    """The state pays for a person as one of a category.

    :raises Refused: a category that the law does not have
    """
    if code not in category_codes():
        raise Refused("unknown_category", "/code", value=code)
    key = {"person": person, "code": code}
    return dated.put(Category, key, since, until, {}, at=at, source=source)


def end_category(
    person: Person, code: str, since: date, *, at: datetime | None = None, source: str = ""
) -> bool:
    """From a day on a person is not of a category."""
    return dated.end(Category, {"person": person, "code": code}, since, at=at, source=source)


def put_relation(
    person: Person, other: Person, kind: str, since: date, until: date | None = None, *,
    at: datetime | None = None, source: str = "",
) -> bool:  # fmt: skip
    """``person`` is a parent, spouse, guardian or proxy of ``other``; spouses are so both ways.

    :raises Refused: an unknown kind, somebody and himself
    """
    if kind not in Tie.values:
        raise Refused("unknown_relation", "/kind", value=kind, allowed=", ".join(Tie.values))
    if person.pk == other.pk:
        raise Refused("relation_to_oneself", "/other")
    with transaction.atomic():
        news = [
            dated.put(Relation, key, since, until, {}, at=at, source=source)
            for key in _ties(person, other, kind)
        ]
    return any(news)


def end_relation(
    person: Person, other: Person, kind: str, since: date, *, at: datetime | None = None,
    source: str = "",
) -> bool:  # fmt: skip
    """From a day on they are not."""
    with transaction.atomic():
        news = [
            dated.end(Relation, key, since, at=at, source=source)
            for key in _ties(person, other, kind)
        ]
    return any(news)


def _ties(person: Person, other: Person, kind: str) -> list[dict[str, object]]:
    pairs = [(person, other), (other, person)] if kind == Tie.SPOUSE else [(person, other)]
    return [{"person": one, "other": two, "kind": kind} for one, two in pairs]


def put_account(
    owner: Person | Payer, iban: str, since: date, until: date | None = None, *,
    at: datetime | None = None, source: str = "",
) -> bool:  # fmt: skip
    """An account is a person's or a payer's; whose it was before on those days, it is not.

    :raises Refused: no IBAN of Kazakhstan
    """
    if not is_iban(iban):
        raise Refused("bad_iban", "/iban")
    values: dict[str, object] = {
        "person": owner if isinstance(owner, Person) else None,
        "payer": owner if isinstance(owner, Payer) else None,
    }
    return dated.put(Account, {"iban": iban}, since, until, values, at=at, source=source)


def end_account(iban: str, since: date, *, at: datetime | None = None, source: str = "") -> bool:
    """From a day on the account is closed."""
    return dated.end(Account, {"iban": iban}, since, at=at, source=source)
