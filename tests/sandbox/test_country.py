"""A made-up country: the same for the same seed, good where it is not planted otherwise."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from tests.sandbox import detector
from tirek.law.acts import category_codes
from tirek.law.book import PAYER_KINDS
from tirek.sandbox.country import make
from tirek.sandbox.lines import REASONS
from tirek.sandbox.settings import Settings

JANUARY_2022, DECEMBER_2025 = 2022 * 12, 2025 * 12 + 11
WHOLE_FILES = {"sum_differs", "broken_envelope", "bad_amount", "same_file"}
STATEMENTS = {"payment_without_file", "file_without_payment", "payment_sum_differs"}
REGISTERS = ("persons", "payers", "employment", "categories", "families", "unemployment",
             "disability")  # fmt: skip


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sandbox") / "small"
    make(Settings(300, 11, DECEMBER_2025, 4, history=True), out)
    return out


def rows(file: Path) -> list[dict[str, Any]]:
    if file.suffix == ".jsonl":
        return [orjson.loads(line) for line in file.read_bytes().splitlines()]
    return pq.read_table(file).to_pylist()


def planted(country: Path) -> list[dict[str, Any]]:
    return rows(country / "planted/planted.jsonl")


def digest(folder: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        found.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return found.hexdigest()


def test_the_same_seed_gives_the_same_bytes_and_another_one_others(tmp_path: Path) -> None:
    digests = []
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        make(Settings(200, seed, DECEMBER_2025, 2, history=True), tmp_path / name)
        digests.append(digest(tmp_path / name))
    assert digests[0] == digests[1] != digests[2]


@pytest.mark.parametrize(
    ("people", "seed", "first", "months"),
    [(300, 11, DECEMBER_2025, 4), (200, 1, 2024 * 12 + 10, 4), (900, 2, JANUARY_2022, 3),
     (400, 3, 2023 * 12 + 5, 2), (250, 4, 2026 * 12, 1)],
)  # fmt: skip
def test_a_plain_reader_finds_what_is_planted_and_nothing_else(
    tmp_path: Path, people: int, seed: int, first: int, months: int
) -> None:
    make(Settings(people, seed, first, months), tmp_path)
    reader = detector.Detector(tmp_path)
    found = {(f.file, f.message, f.line, f.reason) for f in reader.faults()}
    wanted = {
        (row["file"], row["message"], row["line"], row["reason"])
        for row in planted(tmp_path) if "file" in row
    }  # fmt: skip
    assert found == wanted
    assert reader.good > people


def test_every_kind_of_fault_is_planted_a_few_times(country: Path) -> None:
    counts = Counter(row["reason"] for row in planted(country))
    assert set(counts) == {*REASONS[1:], *WHOLE_FILES, *STATEMENTS}
    assert min(counts.values()) >= 3, counts


def test_without_faults_nothing_is_planted(tmp_path: Path) -> None:
    make(Settings(200, 3, DECEMBER_2025, 2, faults=0.0), tmp_path)
    assert planted(tmp_path) == []
    assert detector.Detector(tmp_path).faults() == []


def test_statements_differ_from_the_files_where_it_is_planted(country: Path) -> None:
    reader = detector.Detector(country)
    reader.faults()
    rows_of = detector.statements(country)
    wrong: dict[str, set[tuple[str, str]]] = {reason: set() for reason in STATEMENTS}
    for row in planted(country):
        if "statement" in row:
            wrong[row["reason"]].add((Path(row["statement"]).stem, row["reference"]))
    read = reader.messages
    assert set(read) - set(rows_of) == wrong["file_without_payment"] & set(read)
    assert {key for key in read if rows_of.get(key, read[key]) != read[key]} == (
        wrong["payment_sum_differs"] & set(read)
    )
    assert wrong["payment_without_file"] <= set(rows_of) - set(read)


def test_staff_falls_by_half_in_the_months_that_are_kept(tmp_path: Path) -> None:
    make(Settings(1500, 4, JANUARY_2022, 6), tmp_path)
    reader = detector.Detector(tmp_path)
    reader.faults()
    falls = rows(tmp_path / "planted/watch.jsonl")
    assert {fall["reason"] for fall in falls} == {
        "paid_late", "error", "seasonal_ended", "staff_left",
    }  # fmt: skip
    for fall in falls:
        year, month = int(fall["month"][:4]), int(fall["month"][5:])
        before = f"{year}-{month - 1:02d}" if month > 1 else f"{year - 1}-12"
        then = len(reader.in_time[(fall["payer"], before)])
        now = len(reader.in_time[(fall["payer"], fall["month"])])
        assert then * 10 >= 50 * 9 and now * 2 <= then, fall


def test_registers_hold_together(country: Path) -> None:
    held = {name: rows(country / f"registry/{name}.parquet") for name in REGISTERS}
    people = {row["iin"]: row for row in held["persons"]}
    assert len(people) == len(held["persons"])
    for iin, row in people.items():
        assert detector.iin_is_valid(iin)
        assert iin[:6] == f"{row['birth_date']:%y%m%d}"
        century = 5 if row["birth_date"].year >= 2000 else 3
        assert int(iin[6]) == century + (row["sex"] == "female")
    numbers = {row["number"] for row in held["payers"]}
    assert len(numbers) == len(held["payers"])
    assert all(detector.iin_is_valid(number) for number in numbers)
    assert all(detector.iban_is_valid(row["account"]) for row in held["payers"])
    for row in held["employment"]:
        assert row["payer"] in numbers and row["iin"] in people
        assert (row["kind"] in PAYER_KINDS and row["income_tiyn"] > 0) or row["kind"][0] == "i"
    assert {row["code"] for row in held["categories"]} <= set(category_codes())
    for row in held["families"]:
        parent, child = people[row["parent"]], people[row["child"]]
        assert (parent["sex"] == "female") == (row["relation"] == "mother")
        assert child["birth_date"].year - parent["birth_date"].year >= 9
    assert any(row["patronymic"] is None for row in people.values())
    for name in ("categories", "unemployment", "disability"):
        assert held[name] and {row["iin"] for row in held[name]} <= set(people)


def test_messages_come_in_several_encodings_and_ends_of_line(country: Path) -> None:
    files = [path.read_bytes() for path in country.glob("files/*/*/*/*.mt102")]
    assert 0 < sum(b"\r\n" in content for content in files) < len(files)
    assert 0 < sum(is_utf8(content) for content in files) < len(files)


def is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"
    return True


def test_history_goes_back_to_the_beginning_and_is_what_the_law_makes_due(country: Path) -> None:
    table = pq.read_table(country / "history.parquet")
    periods = pc.min_max(table["period"]).as_py()
    assert 200501 <= periods["min"] < 201201 and periods["max"] == 202511
    for row in table.slice(0, 200).to_pylist():
        assert row["purpose"] == "012" and row["paid_on"] > date(2005, 1, 31)
        kinds = ("employee", "entrepreneur")
        month = f"{row['period'] // 100}-{row['period'] % 100:02d}"
        limits = [
            (detector.Detector._due(kind, month, "012", "0.01"),
             detector.Detector._due(kind, month, "012", "1000000000")) for kind in kinds
        ]  # fmt: skip
        assert min(low for low, _ in limits) <= row["amount_tiyn"] <= max(h for _, h in limits)


@pytest.mark.parametrize(
    "wrong", [{"people": 199}, {"months": 0}, {"first": 2019 * 12}, {"first": 2029 * 12},
              {"faults": 0.5}],
)  # fmt: skip
def test_a_country_that_cannot_be_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError):
        Settings(**{"people": 200, "seed": 1, "first": DECEMBER_2025, **wrong})  # type: ignore[arg-type]


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(FileExistsError):
        make(Settings(200, 1, DECEMBER_2025, 1), tmp_path)


@pytest.mark.long
def test_a_country_of_2022_comes_out_near_the_report(tmp_path: Path) -> None:
    from tirek.sandbox.calibration import REPORT

    figures: Any = make(Settings(40_000, 1, JANUARY_2022, 12), tmp_path)["figures"]
    scale = REPORT.participants / figures["participants"]
    assert float(figures["social_contributions"]) * scale == pytest.approx(
        REPORT.contributions, rel=0.04
    )
    assert float(figures["mean_income"]) == pytest.approx(REPORT.mean_income, rel=0.03)
    assert figures["of_low_income"] * scale == pytest.approx(REPORT.of_low_income, rel=0.06)
    assert float(figures["mean_months"]) == pytest.approx(REPORT.months_a_year, abs=0.3)


def test_nobody_has_two_jobs_with_one_payer_at_a_time(country: Path) -> None:
    held: dict[tuple[str, str], date] = {}
    table = rows(country / "registry/employment.parquet")
    for row in sorted(table, key=lambda row: row["from"]):
        key = (row["payer"], row["iin"])
        assert held.get(key, date.min) < row["from"]
        held[key] = row["until"] or date.max
