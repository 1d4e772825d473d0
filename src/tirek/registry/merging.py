"""Two records that turn out to be one person's, and the way back.

The record merged stays as it is; its numbers lead to the one that survives, and what it had
(employment, categories, family, accounts) is known of that one too, on the days on which nothing
was known of it there. All that carries the merge's mark as its source, so that an undo, which is
a command like any other, knows what to end.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from tirek.project import clock
from tirek.registry import dated
from tirek.registry.dated import Dated
from tirek.registry.models import (
    Account,
    Category,
    Employment,
    Iin,
    Merge,
    Payer,
    Person,
    Relation,
)
from tirek.registry.problems import Refused

#: What moves along, by the columns of a key that name the person.
_MOVED: tuple[tuple[type[Dated], str], ...] = (
    (Employment, "person_id"),
    (Category, "person_id"),
    (Relation, "person_id"),
    (Relation, "other_id"),
)


def records(person: Person) -> list[int]:
    """A person's own record and all that were merged into it: whoever reads old entries asks for
    all of them."""
    return [person.pk, *Person.objects.filter(merged_into=person).values_list("pk", flat=True)]


@transaction.atomic
def merge(person: Person, into: Person, *, at: datetime | None = None, source: str = "") -> bool:
    """``person`` is the same as ``into``. Gives whether that was news.

    :raises Refused: a record and itself, one of them merged elsewhere
    """
    people = _held(person, into)
    if person.pk == into.pk:
        raise Refused("merge_with_itself", "/into")
    if (before := _into(person)) == into.pk:
        return False
    if before is not None:
        raise Refused("merged_already", "/person", value=before)
    if people[into.pk].merged_into_id is not None:
        raise Refused("merged_already", "/into", value=people[into.pk].merged_into_id)
    at = at or clock.now()
    since = people[person.pk].birth_date
    dated.put(Merge, {"person": person}, since, None, {"into": into}, at=at, source=source)
    mark = _mark(person)
    for model, column in _MOVED:
        for one in model.objects.known().filter(**{column: person.pk}):
            key = {name: getattr(one, name) for name in model.KEY} | {column: into.pk}
            if key.get("other_id") == key["person_id"]:
                continue
            values = dict(zip(model.VALUES, one.values(), strict=True))
            dated.fill(model, key, one.valid_from, one.valid_until, values, at=at, source=mark)
    _give(Account.objects.known().filter(person=person), into, at, mark)
    _lead(person, into)
    _again(person, into)
    return True


@transaction.atomic
def unmerge(person: Person, *, at: datetime | None = None, source: str = "") -> bool:
    """The merge was a mistake: the record stands for itself again. Gives whether that was news.

    :raises Refused: the record that it was merged into is merged itself: that one comes first
    """
    before = _into(person)
    if before is None:
        return False
    into = Person.objects.get(pk=before)
    people = _held(person, into)
    if people[into.pk].merged_into_id is not None:
        raise Refused("merged_on", "/person", value=into.pk)
    at = at or clock.now()
    since = Merge.objects.known().get(person=person).valid_from
    dated.end(Merge, {"person": person}, since, at=at, source=source)
    mark = _mark(person)
    for model, column in _MOVED:
        for one in model.objects.known().filter(source=mark, **{column: into.pk}):
            key = {name: getattr(one, name) for name in model.KEY}
            dated.end(model, key, one.valid_from, one.valid_until, at=at)
    _give(Account.objects.known().filter(source=mark, person=into), person, at, source)
    _lead(person, None)
    _again(person, into)
    return True


def _give(accounts: dated.DatedQuerySet, owner: Person, at: datetime, source: str) -> None:
    for one in accounts:
        key, values = {"iban": one.iban}, {"person": owner, "payer": None}
        dated.put(Account, key, one.valid_from, one.valid_until, values, at=at, source=source)


def _lead(person: Person, into: Person | None) -> None:
    """Numbers, businesses and records merged earlier lead to the survivor, or back to the record.
    Records merged into this one are told by their own merges."""
    end = into or person
    chain = [person.pk]
    for one in chain:  # grows
        chain += Merge.objects.known().filter(into=one).values_list("person", flat=True)
    for one in chain:
        numbers = Iin.objects.filter(Q(merged_from=one) | Q(merged_from=None, person=one))
        moved = None if one == end.pk else one
        found = list(numbers.values_list("number", flat=True))
        numbers.update(person=end, merged_from=moved)
        Payer.objects.filter(number__in=found).update(person=end)
        Person.objects.filter(pk=one).update(merged_into=None if moved is None else end)


def _into(person: Person) -> int | None:
    return Merge.objects.known().filter(person=person).values_list("into", flat=True).first()


def _held(*people: Person) -> dict[int, Person]:
    """The rows as they are now, locked in one order."""
    ids = [person.pk for person in people]
    return {p.pk: p for p in Person.objects.select_for_update().filter(pk__in=ids).order_by("pk")}


def _again(*people: Person) -> None:
    for person in people:
        person.refresh_from_db()


def _mark(person: Person) -> str:
    return f"merge {person.pk}"
