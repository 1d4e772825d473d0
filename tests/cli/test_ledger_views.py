"""``tirek statement``, ``payer`` and ``watch`` as people and programs use them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
from typer.testing import CliRunner

from tests.ledger import world
from tests.ledger.world import Someone, lines, message
from tirek.cli.main import app
from tirek.contract.messages import LANGUAGES
from tirek.ledger import intake
from tirek.project import clock
from tirek.registry.models import Payer

pytestmark = pytest.mark.django_db


@pytest.fixture
def payer(settings: Any, tmp_path: Path) -> Any:
    settings.DATA = tmp_path
    with clock.at(date(2025, 7, 10)):
        world.register([someone()])
        payer = world.employer()
        world.employ(payer, someone(), "employee", date(2025, 1, 1), 100_000_00)
        for month in (1, 2, 4):
            paid = message(payer.number, lines([someone()], 4_500_00, 202500 + month),
                           paid=date(2025, month + 1, 20))  # fmt: skip
            intake.take_in([intake.parse("a", world.as_file(paid))], "test")
        yield payer


def someone() -> Someone:
    return world.people(1)[0]


def tirek(*words: str) -> Any:
    return CliRunner().invoke(app, words)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_statement_for_people(payer: Payer, lang: str) -> None:
    told = tirek("statement", someone().iin, "--lang", lang)
    assert told.exit_code == 0
    assert "2025-04" in told.stdout and payer.number in told.stdout


def test_a_statement_for_programs(payer: Payer) -> None:
    told = tirek("statement", someone().iin, "--json", "--known-at", "2025-07-10")
    found = orjson.loads(told.stdout)
    assert found["totals"]["social"] == "13500.00"
    assert [month["state"] for month in found["months"]] == [
        "paid", "paid", "gap", "paid", "gap", "open", "open",
    ]  # fmt: skip
    short = orjson.loads(
        tirek(
            "statement", someone().iin, "--json", "--from", "2025-02", "--until", "2025-03"
        ).stdout
    )
    assert [month["period"] for month in short["months"]] == ["2025-02", "2025-03"]


def test_a_statement_on_paper(payer: Payer, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    assert tirek("statement", someone().iin, "--pdf", str(file)).exit_code == 0
    assert file.read_bytes().startswith(b"%PDF")
    refused = tirek("statement", someone().iin, "--pdf", str(tmp_path / "no" / "a.pdf"))
    assert orjson.loads(refused.stderr)["error"]["code"] == "cannot_write"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_account_for_people_and_programs(payer: Payer, lang: str) -> None:
    assert payer.number in tirek("payer", payer.number, "--lang", lang).stdout
    words = ("payer", payer.number, "--json", "--on", "2025-06-01", "--risk", "high",
             "--notice-served", "2025-05-05", "--lang", lang)  # fmt: skip
    found = orjson.loads(tirek(*words).stdout)
    assert found["arrears"]["amount"] == "4500.00"
    assert list(found["arrears"]["steps"]) == ["high"]


def test_a_watch_with_its_lists(payer: Payer, tmp_path: Path) -> None:
    told = tirek("watch", "2025-05", "--json", "--out", str(tmp_path / "lists"))
    assert orjson.loads(told.stdout)["watched"] == 0
    assert [file.name for file in (tmp_path / "lists").iterdir()] != []


def test_refusals_end_with_2_and_a_code(payer: Payer) -> None:
    unknown = "000000000000"
    for words, code in (
        (("statement", unknown), "unknown_person"),
        (("statement", unknown, "--known-at", "2025-13-01"), "bad_date"),
        (("statement", unknown, "--from", "2025-2"), "bad_month"),
        (("payer", unknown), "unknown_payer"),
        (("payer", payer.number, "--risk", "none"), "bad_enum"),
        (("payer", payer.number, "--on", "2025-07-11"), "day_ahead"),
        (("watch", "2025-06"), "month_open"),
    ):
        refused = tirek(*words)
        error = orjson.loads(refused.stderr)["error"]
        assert (refused.exit_code, error["code"]) == (2, code), words
        assert set(error["message"]) == set(LANGUAGES)
        assert unknown not in str(error)
