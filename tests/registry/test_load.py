"""Registers of the state, many rows at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.registry import world
from tirek.project import clock
from tirek.registry import people
from tirek.registry.bulk import whole
from tirek.registry.dated import FOREVER, Dated, Piece
from tirek.registry.load import Faults, Loaded, load
from tirek.registry.models import (
    Account,
    Category,
    Employment,
    Iin,
    Payer,
    PayerVersion,
    Person,
    PersonVersion,
    Relation,
)
from tirek.registry.names import name_key
from tirek.registry.problems import Refused

BIRTH, CHILD = date(1990, 5, 17), date(2015, 3, 1)
DAY = pa.date32()
SCHEMAS = {
    "persons": pa.schema([
        ("iin", pa.string()), ("surname", pa.string()), ("name", pa.string()),
        ("patronymic", pa.string()), ("sex", pa.string()), ("birth_date", DAY),
        ("death_date", DAY), ("citizen", pa.bool_()), ("region", pa.string()),
    ]),
    "payers": pa.schema([
        ("number", pa.string()), ("kind", pa.string()), ("name", pa.string()),
        ("size", pa.string()), ("region", pa.string()), ("registered_from", DAY),
        ("registered_until", DAY), ("account", pa.string()), ("staff", pa.int64()),
    ]),
    "employment": pa.schema([
        ("payer", pa.string()), ("iin", pa.string()), ("kind", pa.string()), ("from", DAY),
        ("until", DAY), ("income_tiyn", pa.int64()),
    ]),
    "categories": pa.schema(
        [("iin", pa.string()), ("code", pa.string()), ("from", DAY), ("until", DAY)]
    ),
    "families": pa.schema(
        [("parent", pa.string()), ("child", pa.string()), ("relation", pa.string())]
    ),
}  # fmt: skip
TABLES: tuple[type[Dated], ...] = (
    PersonVersion, PayerVersion, Employment, Category, Relation, Account,
)  # fmt: skip
Row = dict[str, Any]
Registers = dict[str, list[Row]]


def country(size: int = 4) -> Registers:
    """Grown-ups, a child each, one payer for all and one of them an entrepreneur."""
    grown = [world.iin(BIRTH, "female") for _ in range(size)]
    young = [world.iin(CHILD) for _ in range(size)]

    def person(iin: str, birth: date, sex: str) -> Row:
        return {"iin": iin, "surname": "Қасымова", "name": "Айгүл",
                "patronymic": "", "sex": sex, "birth_date": birth, "death_date": None,
                "citizen": True, "region": "75"}  # fmt: skip

    def payer(number: str, kind: str, name: str) -> Row:
        return {"number": number, "kind": kind, "name": name, "size": "small", "region": "75",
                "registered_from": date(2016, 1, 4), "registered_until": None,
                "account": world.iban(), "staff": 1}  # fmt: skip

    bin_ = world.bin_of()
    return {
        "persons": [
            *(person(iin, BIRTH, "female") for iin in grown),
            *(person(iin, CHILD, "male") for iin in young),
        ],
        "payers": [
            payer(bin_, "employer", 'ЖШС "Тірек, \\ және"'), payer(grown[0], "entrepreneur", "ИП"),
        ],
        "employment": [
            {"payer": bin_, "iin": iin, "kind": "employee", "from": date(2020, 1, 1),
             "until": date(2024, 12, 31) if at == 1 else None, "income_tiyn": 30_000_000 + at}
            for at, iin in enumerate(grown)
        ],
        "categories": [
            {"iin": iin, "code": "child", "from": CHILD, "until": None} for iin in young
        ],
        "families": [
            {"parent": mother, "child": child, "relation": "mother"}
            for mother, child in zip(grown, young, strict=True)
        ],
    }  # fmt: skip


def took(folder: Path, registers: Registers) -> list[tuple[int, int, int]]:
    """Loads; gives what was new, the same and changed, table by table."""
    return [tuple(one[1:]) for one in loaded(folder, registers)]  # type: ignore[misc]


def loaded(folder: Path, registers: Registers) -> Sequence[Loaded]:
    for name, rows in registers.items():
        pq.write_table(pa.Table.from_pylist(rows, SCHEMAS[name]), folder / f"{name}.parquet")
    return list(load(folder))


def everything() -> list[object]:
    rows = [list(table.objects.order_by("id").values()) for table in TABLES]
    return [*rows, *(list(t.objects.order_by("pk").values()) for t in (Person, Iin, Payer))]


@pytest.mark.django_db
def test_a_country_comes_in_and_again_changes_nothing(tmp_path: Path) -> None:
    registers = country()
    assert took(tmp_path, registers) == [(8, 0, 0), (2, 0, 0), (4, 0, 0), (4, 0, 0), (4, 0, 0)]
    before = everything()
    assert took(tmp_path, registers) == [(0, 8, 0), (0, 2, 0), (0, 4, 0), (0, 4, 0), (0, 4, 0)]
    assert everything() == before


@pytest.mark.django_db
def test_what_is_loaded_is_what_commands_would_have_entered(tmp_path: Path) -> None:
    registers = country()
    registers["persons"][1]["death_date"] = date(2025, 2, 3)
    loaded(tmp_path, registers)
    row = registers["persons"][1]
    person = people.find(row["iin"])
    assert person is not None and person.died_on == date(2025, 2, 3)
    assert person.name_key == name_key(row["surname"], row["name"])
    versions = person.versions.known().order_by("valid_from")
    assert [(v.valid_from, v.valid_until, v.died_on) for v in versions] == [
        (BIRTH, date(2025, 2, 3), None), (date(2025, 2, 3), None, date(2025, 2, 3)),
    ]  # fmt: skip
    facts = {k: row[k] for k in ("iin", "surname", "name", "patronymic", "sex", "birth_date")}
    assert people.register(people.Facts(**facts, region="75", died_on=row["death_date"])) == person
    employer, business = (Payer.objects.get(number=p["number"]) for p in registers["payers"])
    assert employer.name == registers["payers"][0]["name"] and employer.person is None
    assert business.person == people.find(business.number)
    work = Employment.objects.get(person=person)
    assert (work.valid_until, work.income_tiyn) == (date(2025, 1, 1), 30_000_001)
    assert Relation.objects.filter(valid_from=CHILD, kind="parent").count() == 4
    assert Account.objects.get(payer=business).iban == registers["payers"][1]["account"]


@pytest.mark.django_db
def test_a_filled_registry_learns_what_changed(tmp_path: Path) -> None:
    registers, more = country(), country(2)
    with clock.at(date(2025, 1, 10)):
        loaded(tmp_path, registers)
    persons, work = registers["persons"], registers["employment"]
    persons[0] |= {"surname": "Омарова"}
    persons[1] |= {"death_date": date(2025, 3, 1)}
    work[2] |= {"until": date(2025, 2, 28)}
    registers["payers"][0] |= {"registered_until": date(2025, 6, 30), "size": "medium"}
    both = {name: rows + more[name] for name, rows in registers.items()}
    with clock.at(date(2025, 4, 1)):
        assert took(tmp_path, both) == [
            (4, 6, 2), (2, 1, 1), (2, 3, 1), (2, 4, 0), (2, 4, 0),
        ]  # fmt: skip
        before = everything()
        assert all(not one.new and not one.changed for one in loaded(tmp_path, both))
        assert everything() == before
    person = people.find(persons[0]["iin"])
    assert person is not None and person.name_key == name_key("Омарова", "Айгүл")
    assert person.versions.known().on(date(2025, 3, 31)).get().surname == "Қасымова"
    dead = people.find(persons[1]["iin"])
    assert dead is not None and dead.died_on == date(2025, 3, 1)
    left = Employment.objects.filter(person=people.find(work[2]["iin"]))
    assert left.known().get().valid_until == date(2025, 3, 1)
    assert left.known(datetime(2025, 2, 1, tzinfo=UTC)).get().valid_until is None
    assert Payer.objects.get(number=registers["payers"][0]["number"]).size == "medium"


@pytest.mark.django_db
def test_two_jobs_at_one_payer_count_with_both_incomes(tmp_path: Path) -> None:
    registers = country()
    registers["employment"].append(
        registers["employment"][0] | {"from": date(2022, 1, 1), "until": date(2022, 6, 30)}
    )
    loaded(tmp_path, registers)
    rows = Employment.objects.filter(income_tiyn__in=[30_000_000, 60_000_000])
    assert [(r.valid_from, r.valid_until, r.income_tiyn) for r in rows.order_by("valid_from")] == [
        (date(2020, 1, 1), date(2022, 1, 1), 30_000_000),
        (date(2022, 1, 1), date(2022, 7, 1), 60_000_000),
        (date(2022, 7, 1), None, 30_000_000),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("table", "wrong", "code", "column"),
    [
        ("persons", {"iin": "900517450017"}, "bad_iin", "iin"),
        ("persons", {"iin": None}, "missing_value", "iin"),
        ("persons", {"birth_date": date(1990, 5, 16)}, "iin_contradicts", "birth_date"),
        ("persons", {"sex": "male"}, "iin_contradicts", "sex"),
        ("persons", {"sex": "мужской"}, "unknown_sex", "sex"),
        ("persons", {"surname": "7"}, "bad_name", "surname"),
        ("persons", {"name": ""}, "bad_name", "name"),
        ("persons", {"region": "7"}, "bad_region", "region"),
        ("persons", {"death_date": date(1990, 1, 1)}, "died_before_birth", "death_date"),
        ("payers", {"number": "160440007162"}, "bad_bin", "number"),
        ("payers", {"number": world.iin()}, "person_unknown", "number"),
        ("payers", {"kind": "shop"}, "unknown_payer_kind", "kind"),
        ("payers", {"size": "giant"}, "unknown_size", "size"),
        ("payers", {"account": "KZ00"}, "bad_iban", "account"),
        ("payers", {"registered_until": date(2015, 1, 1)}, "ends_before", "registered_until"),
        ("employment", {"payer": "160440007161"}, "payer_unknown", "payer"),
        ("employment", {"iin": world.iin()}, "person_unknown", "iin"),
        ("employment", {"kind": "owner"}, "unknown_employment", "kind"),
        ("employment", {"income_tiyn": -1}, "income_out_of_bounds", "income_tiyn"),
        ("employment", {"from": None}, "missing_value", "from"),
        ("categories", {"code": "rich"}, "unknown_category", "code"),
        ("families", {"relation": "friend"}, "unknown_relation", "relation"),
        ("families", {"parent": world.iin()}, "person_unknown", "parent"),
    ],
)
def test_a_wrong_row_is_told_and_nothing_of_its_table_is_in(
    tmp_path: Path, table: str, wrong: Row, code: str, column: str
) -> None:
    registers = country()
    registers[table][1] |= wrong
    with pytest.raises(Faults) as faults:
        loaded(tmp_path, registers)
    told = faults.value.told[0]
    assert (told.code, told.at, faults.value.count) == (code, f"/{table}/2/{column}", 1)
    models = dict(zip(registers, TABLES, strict=False))
    assert not models[table].objects.exists()
    assert table == "persons" or Person.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("table", "code"), [("persons", "twice"), ("payers", "overlap"), ("categories", "overlap")]
)
def test_a_row_that_stands_twice_is_told(tmp_path: Path, table: str, code: str) -> None:
    registers = country()
    registers[table].append(registers[table][0])
    with pytest.raises(Faults) as faults:
        loaded(tmp_path, registers)
    assert [told.code for told in faults.value.told] == [code]


@pytest.mark.django_db
def test_many_faults_are_counted_and_some_are_told(tmp_path: Path) -> None:
    registers = country(80)
    for row in registers["persons"]:
        row["region"] = "x"
    with pytest.raises(Faults) as faults:
        loaded(tmp_path, registers)
    assert (len(faults.value.told), faults.value.count) == (100, 160)


@pytest.mark.django_db
def test_files_that_are_no_registers_are_told(tmp_path: Path) -> None:
    (tmp_path / "persons.parquet").write_bytes(b"no")
    with pytest.raises(Refused, match="cannot_read"):
        list(load(tmp_path))
    pq.write_table(pa.table({"iin": ["1"]}), tmp_path / "persons.parquet")
    with pytest.raises(Refused, match="missing_columns"):
        list(load(tmp_path))


days = st.integers(0, 9).map(lambda n: date(2024, 1, 1 + n))


@st.composite
def timelines(draw: st.DrawFn, source: str) -> list[Piece]:
    """Pieces that do not overlap."""
    bounds = sorted(draw(st.sets(days | st.just(FOREVER), max_size=6)))
    pairs = zip(bounds[::2], bounds[1::2], strict=False)
    return [Piece(a, b, (draw(st.sampled_from("xy")),), source) for a, b in pairs]


@given(timelines("old"), timelines(""))
def test_the_rows_of_a_key_become_all_that_is_known_of_it(
    known: list[Piece], wanted: list[Piece]
) -> None:
    after = whole(known, wanted, "new")

    def on(pieces: Sequence[Piece], day: date) -> list[object]:
        return [p.values for p in pieces if p.since <= day < p.until]

    for number in range(1, 12):
        day = date(2024, 1, number)
        assert on(sorted(after), day) == on(wanted, day)
        said = [p for p in after if p.since <= day < p.until]
        if said and on(known, day) == [said[0].values]:
            assert said[0].source == "old"
