"""Two times: what holds on a day, and what was known of it at a moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.registry import world
from tirek.project import clock
from tirek.registry.dated import end, put
from tirek.registry.models import Category, Iin, Person, PersonVersion, Relation
from tirek.registry.problems import Refused

FIRST = date(2024, 1, 1)
DAYS = 12
#: The region known of each day.
Truth = dict[int, str]


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def moment(number: int) -> datetime:
    return datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=number)


def says(person: Person, region: str) -> dict[str, object]:
    return {
        "iin": person.iin, "surname": "Қасымов", "name": "Әли", "patronymic": "", "sex": "male",
        "birth_date": person.birth_date, "died_on": None, "citizen": True, "resident": True,
        "region": region,
    }  # fmt: skip


def tell(
    person: Person, since: int, until: int | None, region: str, at: datetime | None = None,
    source: str = "",
) -> bool:  # fmt: skip
    return put(
        PersonVersion, {"person": person}, day(since), None if until is None else day(until),
        says(person, region), at=at, source=source,
    )  # fmt: skip


def known(person: Person, at: datetime | None = None) -> list[tuple[int, int | None, str]]:
    """What was known at a moment: first day, end, region."""
    rows = PersonVersion.objects.known(at).filter(person=person).order_by("valid_from")
    return [
        ((v.valid_from - FIRST).days, v.valid_until and (v.valid_until - FIRST).days, v.region)
        for v in rows
    ]


puts = st.lists(
    st.tuples(
        st.integers(0, DAYS - 1), st.none() | st.integers(1, DAYS),
        st.none() | st.sampled_from(["75", "71"]), st.integers(0, 1),
    ).filter(lambda given: given[1] is None or given[0] < given[1]),
    max_size=8,
)  # fmt: skip


@pytest.mark.django_db
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(puts)
def test_what_was_known_of_a_day_is_what_had_been_told_last(
    told: list[tuple[int, int | None, str | None, int]],
) -> None:
    """The naive truth: a table of days, copied whole at each moment."""
    person, now, table = world.someone(), 0, Truth()
    history: dict[int, Truth] = {}
    for since, until, region, later in told:
        now += later  # sometimes at the very same moment
        if region is None:
            last = None if until is None else day(until)
            end(PersonVersion, {"person": person}, day(since), last, at=moment(now))
        else:
            tell(person, since, until, region, moment(now))
        for number in range(since, DAYS + 2 if until is None else until):
            if region is None:
                table.pop(number, None)
            else:
                table[number] = region
        history[now] = dict(table)
    for at, truth in history.items():
        for number in range(DAYS + 2):
            rows = PersonVersion.objects.known(moment(at)).on(day(number)).filter(person=person)
            assert [row.region for row in rows] == [truth[n] for n in (number,) if n in truth]


@pytest.mark.django_db
def test_a_version_is_split_where_something_else_holds(person: Person) -> None:
    tell(person, 0, None, "75", moment(0), "birth")
    tell(person, 3, 5, "71", moment(1), "move")
    assert known(person) == [(0, 3, "75"), (3, 5, "71"), (5, None, "75")]
    assert known(person, moment(0)) == [(0, None, "75")]
    sources = PersonVersion.objects.known().filter(person=person).order_by("valid_from")
    assert [version.source for version in sources] == ["birth", "move", "birth"]


@pytest.mark.django_db
def test_the_same_again_changes_nothing(person: Person) -> None:
    assert tell(person, 0, 9, "75")
    rows = list(PersonVersion.objects.values())
    assert not tell(person, 0, 9, "75")
    assert not tell(person, 2, 5, "75")
    assert not end(PersonVersion, {"person": person}, day(20))
    assert list(PersonVersion.objects.values()) == rows


@pytest.mark.django_db
def test_what_is_known_of_more_days_leaves_the_rest_alone(person: Person) -> None:
    tell(person, 2, 5, "75", source="first")
    assert tell(person, 0, 9, "75", source="second")
    assert known(person) == [(0, 2, "75"), (2, 5, "75"), (5, 9, "75")]
    assert PersonVersion.objects.filter(person=person).exclude(known_until=None).count() == 0


@pytest.mark.django_db
def test_without_a_moment_it_is_known_from_now_on(person: Person) -> None:
    with clock.at(moment(0)):
        tell(person, 0, None, "75")
    with clock.at(moment(5)):
        end(PersonVersion, {"person": person}, day(4))
    assert known(person, moment(3)) == [(0, None, "75")]
    assert known(person, moment(6)) == [(0, 4, "75")]


@pytest.mark.django_db
def test_knowledge_does_not_go_back(person: Person) -> None:
    tell(person, 0, None, "75", moment(5))
    with pytest.raises(Refused, match="known_later") as refused:
        tell(person, 0, None, "71", moment(4))
    assert all("2025" in text for text in refused.value.as_dict()["error"]["message"].values())  # type: ignore[index]
    with clock.at(moment(4)):  # another machine's clock is a little behind
        tell(person, 0, None, "71")
    assert known(person) == [(0, None, "71")]


@pytest.mark.django_db
def test_a_period_has_days(person: Person) -> None:
    with pytest.raises(Refused, match="no_days"):
        tell(person, 3, 3, "75")


@pytest.mark.django_db
def test_keys_and_values_are_named_whole(person: Person) -> None:
    with pytest.raises(TypeError):
        put(Category, {"person": person}, FIRST, None, {})
    with pytest.raises(TypeError):
        put(PersonVersion, {"person": person}, FIRST, None, {"region": "75"})


# ---------------------------------------------------------------------- what the database refuses


def refuses(work: Callable[[], object]) -> None:
    """Whether the database does not take it."""
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        work()


@pytest.mark.django_db
def test_nothing_is_overwritten_or_deleted(person: Person) -> None:
    tell(person, 0, 9, "75", moment(0))
    tell(person, 0, 9, "71", moment(1))
    rows = PersonVersion.objects.filter(person=person)
    old, new = rows.exclude(known_until=None), rows.filter(known_until=None)
    refuses(lambda: new.update(region="79"))
    refuses(lambda: new.update(valid_until=None))
    refuses(lambda: new.update(known_until=moment(2), source="x"))
    refuses(lambda: new.update(known_until=moment(0)))
    refuses(lambda: old.update(known_until=moment(9)))
    refuses(lambda: old.update(known_until=None))
    refuses(lambda: old._raw_delete("default"))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("registry_personversion", "registry_iin", "registry_person"):
            refuses(lambda table=table: cursor.execute(f"DELETE FROM {table}"))
            refuses(lambda table=table: cursor.execute(f"TRUNCATE {table} CASCADE"))
    assert new.update(known_until=moment(2)) == 1


@pytest.mark.django_db
def test_two_versions_of_a_key_do_not_overlap_however_they_are_written(person: Person) -> None:
    other = world.someone()

    def version(since: int, until: int | None, **more: object) -> Category:
        row = {"person": person, "code": "pensioner", "known_from": moment(5)} | more
        return Category(valid_from=day(since), valid_until=until and day(until), **row)

    version(3, 6).save()
    for since, until in ((0, None), (0, 4), (4, 5), (5, 9), (3, 6)):
        refuses(version(since, until).save)
    refuses(version(0, 9, known_from=moment(0)).save)
    refuses(version(7, 9, known_until=moment(9)).save)
    refuses(lambda: Category.objects.bulk_create([version(6, 8), version(7, 9)]))
    Category.objects.bulk_create(
        [version(6, 8), version(0, 3), version(3, 6, code="child"), version(3, 6, person=other)]
    )
    Category.objects.filter(person=person, valid_from=day(3)).update(known_until=moment(9))
    refuses(version(3, 6, known_from=moment(8)).save)  # over what was known then
    version(3, 6, known_from=moment(9)).save()


@pytest.mark.django_db
def test_many_at_once_are_judged_alike(person: Person) -> None:
    rows = [
        Category(person=person, code=f"c{n}", valid_from=FIRST, known_from=moment(0))
        for n in range(300)
    ]
    Category.objects.bulk_create(rows)
    again = [Category(person=person, code="c7", valid_from=day(9), known_from=moment(1))]
    more = [
        Category(person=person, code=f"d{n}", valid_from=FIRST, known_from=moment(1))
        for n in range(300)
    ]
    refuses(lambda: Category.objects.bulk_create(more + again))


@pytest.mark.django_db
def test_what_is_known_is_known_of_somebody(person: Person) -> None:
    nobody = person.pk + 1000
    refuses(lambda: Iin.objects.create(number="1", person_id=nobody, known_from=moment(0)))
    refuses(lambda: Iin.objects.filter(person=person).update(person=nobody))
    refuses(lambda: Person.objects.filter(pk=person.pk).update(id=nobody))
    version = PersonVersion(
        **says(person, "75"), person_id=nobody, valid_from=FIRST, known_from=moment(0)
    )
    refuses(version.save)


# ---------------------------------------------------------------------- at once


def at_once(*works: Callable[[], object]) -> list[Exception]:
    """Runs each in a thread and connection of its own; gives what they raised."""
    barrier, raised = Barrier(len(works)), list[Exception]()

    def run(work: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait()
            work()
        except (IntegrityError, InternalError) as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_leave_one_truth() -> None:
    person = world.someone()

    def write(number: int) -> None:
        for turn in range(10):
            tell(person, turn % 3, None if turn % 2 else 8, f"{number}{turn}")

    assert at_once(*(lambda n=n: write(n) for n in range(4))) == []  # type: ignore[misc]
    versions = PersonVersion.objects.filter(person=person)
    for version in versions:
        assert versions.known(version.known_from).on(day(5)).count() <= 1
    assert versions.known().on(day(5)).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rows", [1, 150])
def test_writers_past_put_are_stopped_too(rows: int) -> None:
    person, other = world.someone(), world.someone()
    barrier = Barrier(2, timeout=30)

    def write() -> None:
        with transaction.atomic():
            barrier.wait()
            Relation.objects.bulk_create(
                Relation(person=person, other=other, kind=f"k{n}", valid_from=FIRST,
                         known_from=moment(0))
                for n in range(rows)
            )  # fmt: skip

    raised = at_once(write, write)
    assert len(raised) == 1 and Relation.objects.count() == rows
