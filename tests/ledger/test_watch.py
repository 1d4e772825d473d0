"""The watch: who has 50 people, whose participants fell by half, and why."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import orjson
import pytest
from rich.console import Console

from tests.ledger import world
from tirek.contract.messages import LANGUAGES
from tirek.ledger.chart import KINDS
from tirek.ledger.models import PersonMonth
from tirek.ledger.plain import later
from tirek.ledger.watch import Fallen, Watch, watch
from tirek.ledger.watch_lists import as_csv, by_region, show, write
from tirek.ledger.words import NotShown
from tirek.project import clock
from tirek.registry import dated
from tirek.registry.models import Employment, Payer, Person

pytestmark = pytest.mark.django_db

MONTH = 202505
ON_TIME, LATE = date(2025, 6, 20), date(2025, 6, 26)
CIVIL = KINDS.index("civil_contract")


@pytest.fixture(autouse=True)
def today() -> object:
    with clock.at(date(2025, 7, 10)):
        yield


@pytest.fixture
def crowd() -> list[Person]:
    world.register(world.people(120))
    return list(Person.objects.order_by("id"))


@pytest.fixture
def payer() -> Payer:
    return world.employer()


def months(
    payer: Payer, people: list[Person], first: int, last: int, paid_on: date | None = None,
    kind: int = 0,
) -> None:  # fmt: skip
    rows = []
    while first <= last:
        after = later(first, 1)
        rows += [
            PersonMonth(
                person_id=one.pk, period=first, payer_id=payer.pk, purpose=12, kind=kind,
                contribution_tiyn=1, income_tiyn=20, entries=1,
                paid_on=paid_on or date(after // 100, after % 100, 20),
                known_at=datetime(2025, 7, 1, tzinfo=UTC),
            )
            for one in people
        ]  # fmt: skip
        first = after
    PersonMonth.objects.bulk_create(rows)


def only(one: Watch) -> Fallen:
    (found,) = one.fallen
    return found


def test_a_fall_by_half_is_listed_and_a_smaller_one_is_not(
    payer: Payer, crowd: list[Person]
) -> None:
    other = world.employer(2)
    months(payer, crowd[:60], 202405, 202504)
    months(payer, crowd[:30], MONTH, MONTH)
    months(other, crowd[60:], 202405, 202504)
    months(other, crowd[60:91], MONTH, MONTH)
    one = watch(MONTH)
    found = only(one)
    assert one.watched == 2
    assert (found.payer, found.participants, found.fall_percent, found.average_before) == (
        payer.number, 30, "50.0", "60.0",
    )  # fmt: skip
    assert found.reason == "other"


def test_only_payers_of_fifty_people_are_watched(payer: Payer, crowd: list[Person]) -> None:
    months(payer, crowd[:49], 202405, 202504)
    assert (watch(MONTH).watched, watch(MONTH).fallen) == (0, [])
    young = world.employer(2)
    months(young, crowd[:50], 202503, 202504)  # since two months, then fifty
    assert only(watch(MONTH)).payer == young.number
    assert only(watch(MONTH)).average_before == "50.0"
    silent = world.employer(3)
    months(silent, crowd[:99], 202405, 202410)  # 594 / 12, and nobody in the three months before
    assert only(watch(MONTH)).payer == young.number


def test_the_average_is_of_the_three_months_before(payer: Payer, crowd: list[Person]) -> None:
    months(payer, crowd, 202405, 202501)
    months(payer, crowd[:50], 202502, 202504)
    months(payer, crowd[:26], MONTH, MONTH)
    assert watch(MONTH).fallen == []


def test_paid_late(payer: Payer, crowd: list[Person]) -> None:
    months(payer, crowd[:60], 202405, 202504)
    months(payer, crowd[:10], MONTH, MONTH)
    months(payer, crowd[10:50], MONTH, MONTH, LATE)
    found = only(watch(MONTH))
    assert (found.participants, found.late, found.reason) == (10, 40, "paid_late")


def test_a_person_of_two_kinds_is_one_participant(payer: Payer, crowd: list[Person]) -> None:
    months(payer, crowd[:60], 202405, 202504)
    months(payer, crowd[:60], 202405, 202504, kind=CIVIL)
    months(payer, crowd[:31], MONTH, MONTH)
    assert watch(MONTH).fallen == []
    months(payer, crowd[100:110], MONTH, MONTH, kind=CIVIL)
    assert watch(MONTH).fallen == []


def test_civil_contracts_alone_are_participants(payer: Payer, crowd: list[Person]) -> None:
    months(payer, crowd[:60], 202405, MONTH, kind=CIVIL)
    one = watch(MONTH)
    assert (one.watched, one.fallen) == (1, [])


def test_the_same_fall_a_year_before_is_seasonal(payer: Payer, crowd: list[Person]) -> None:
    months(payer, crowd[:100], 202402, 202404)
    months(payer, crowd[:40], 202405, 202405)
    months(payer, crowd[:100], 202406, 202504)
    months(payer, crowd[:40], MONTH, MONTH)
    found = only(watch(MONTH))
    assert (found.year_before, found.reason) == (True, "seasonal")


@pytest.mark.parametrize(
    ("kind", "reason"), [("employee", "staff_left"), ("civil_contract", "seasonal")]
)
def test_work_that_ended(payer: Payer, crowd: list[Person], kind: str, reason: str) -> None:
    months(payer, crowd[:60], 202405, 202504)
    months(payer, crowd[:20], MONTH, MONTH)
    for one in crowd[:60]:
        dated.put(Employment, {"person": one, "payer": payer, "kind": kind}, date(2024, 1, 1),
                  date(2025, 5, 1) if one in crowd[20:45] else None, {"income_tiyn": 1},
                  at=world.KNOWN)  # fmt: skip
    found = only(watch(MONTH))
    assert (found.left, found.civil_ended, found.reason) == (
        25, 25 if kind == "civil_contract" else 0, reason,
    )  # fmt: skip


@pytest.mark.parametrize("name", [True, False])
def test_errors_in_payments(payer: Payer, name: bool) -> None:
    from tests.ledger.test_statement import take

    everybody = world.people(60, first=700)
    world.register(everybody)
    crowd = list(Person.objects.order_by("id"))
    months(payer, crowd, 202405, 202504)
    wrong = world.lines(everybody[:40], 500_000, MONTH if name else 190001)
    if name:
        wrong.name[:] = ["БАСҚА"] * 40  # type: ignore[index]
    good = world.lines(everybody[40:], 500_000, MONTH)
    take(world.message(payer.number, wrong, paid=ON_TIME),
         world.message(payer.number, good, paid=ON_TIME, reference="R2"))  # fmt: skip
    found = only(watch(MONTH))
    assert (found.participants, found.waiting, found.reason) == (20, 40, "error")


def test_zero_rows_are_no_participants(payer: Payer, crowd: list[Person]) -> None:
    months(payer, crowd[:60], 202405, MONTH)
    PersonMonth.objects.filter(period=MONTH, person_id__in=[p.pk for p in crowd[:30]]).update(
        contribution_tiyn=0
    )
    assert only(watch(MONTH)).participants == 30


def test_a_month_is_watched_when_its_due_day_has_passed() -> None:
    with clock.at(date(2025, 6, 25)), pytest.raises(NotShown) as refused:
        watch(MONTH)
    assert refused.value.code == "month_open"
    with clock.at(date(2025, 6, 26)):
        assert watch(MONTH).fallen == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_lists_by_region(lang: str, payer: Payer, crowd: list[Person], tmp_path: Path) -> None:
    other = world.employer(2)
    Payer.objects.filter(pk=other.pk).update(region="391000000", name="=1+1")
    for one in (payer, other):
        months(one, crowd[:60], 202405, 202504)
    found = watch(MONTH)
    assert {region: len(own) for region, own in by_region(found.fallen).items()} == {
        "39": 1, "75": 1,
    }  # fmt: skip
    files = write(found, tmp_path, lang)
    assert sorted(file.name for file in files) == sorted(
        f"2025-05-{name}.{kind}" for name in ("all", "39", "75") for kind in ("csv", "json")
    )
    text = (tmp_path / "2025-05-39.csv").read_text("utf-8-sig")
    rows = list(csv.reader(StringIO(text)))
    assert rows[1][:3] == [other.number, "'=1+1", "391000000"]
    assert len({len(row) for row in rows}) == 1
    (data,) = orjson.loads((tmp_path / "2025-05-75.json").read_bytes())
    assert (data["payer"], data["reason"], data["fall_percent"]) == (payer.number, "other", "100.0")
    out = StringIO()
    show(found, lang, Console(file=out, width=200))
    assert payer.number in out.getvalue()
    assert as_csv([], lang).count("\n") == 1
