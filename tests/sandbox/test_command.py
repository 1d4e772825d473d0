"""``tirek sandbox`` on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tirek.cli.main import app

SMALL = ["--people", "200", "--months", "1", "--from", "2025-03"]


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["sandbox", *words])
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("lang", "word"), [("kk", "қатысушылар"), ("ru", "участники"), ("en", "participants")]
)
def test_it_makes_a_country_and_shows_its_figures(tmp_path: Path, lang: str, word: str) -> None:
    status, said = run(str(tmp_path / "new"), *SMALL, "--lang", lang)
    assert status == 0 and word in said
    assert (tmp_path / "new/country.json").is_file()


@pytest.mark.parametrize(
    "wrong", [("--people", "10"), ("--from", "2025-13"), ("--from", "1999-01"), ("--months", "0")]
)
def test_a_wish_that_cannot_be_met_ends_with_status_2(
    tmp_path: Path, wrong: tuple[str, str]
) -> None:
    status, said = run(str(tmp_path / "new"), *SMALL, *wrong, "--lang", "en")
    assert status == 2 and said
    assert not (tmp_path / "new").exists()


def test_a_folder_in_use_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    status, said = run(str(tmp_path), *SMALL, "--lang", "en")
    assert status == 2 and "not empty" in said
