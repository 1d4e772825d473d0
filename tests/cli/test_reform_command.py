"""``tirek batch --reform``: what is printed, and files that are no reform."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path

import pyarrow as pa
import pytest

from tests.cli.running import problem
from tests.nation.test_bad_rows import nation_of
from tests.nation.test_same_answers import Silent
from tirek.cli import batch
from tirek.nation.files import tables_of
from tirek.nation.reform import laws
from tirek.nation.reform_file import MOST_BYTES
from tirek.nation.run import Run
from tirek.nation.totals import Totals


def shown(folder: Path, reform: str, changes: dict[str, dict[str, object]]) -> str:
    """What is printed, in English, of a run under a reform."""
    out, chosen = folder / "out", laws(reform.encode())
    finished = Run(tables_of(nation_of(folder / "facts", changes)), out, chosen).go(Silent())
    said = StringIO()
    batch.show(finished, chosen, out, "en", batch.plain_console(said, width=200))
    return said.getvalue()


def test_both_laws_are_told_with_what_is_undetermined(tmp_path: Path) -> None:
    """Two jobs lost at the same income, and a status that a longer grace keeps."""
    reform = """
reform: {kk: "[/a]", ru: "[/b]", en: "[/wages] :smile:"}
parameters:
  grace_months: [{since: 2020-01-01, value: 5}]
  job_loss_replacement_rate: [{since: 2023-01-01, value: 0.9}]
"""
    asks = {"persons": {"status_on": date(2024, 5, 10), "birth_date": date(2005, 12, 31)},
            "categories": {"until": date(2024, 1, 31)}}  # fmt: skip
    lines = shown(tmp_path, reform, asks).splitlines()
    assert lines[0] == "[/wages] :smile:"
    assert "Insured status: 1 asked, 0 insured, 0 undetermined." in lines
    assert "Insured status by the reform: 1 insured, 0 undetermined." in lines
    (told,) = [line.split("│") for line in lines if "+7800.00" in line]
    assert [cell.strip() for cell in told[1:-1]] == [
        "Job-loss benefit", "2", "0", "15600.00", "+7800.00",
    ]  # fmt: skip


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_a_reform_that_is_a_folder_or_not_there_is_refused(lang: str, tmp_path: Path) -> None:
    for file in (tmp_path, tmp_path / "none.yaml"):
        found = problem("batch", tmp_path, tmp_path / "out", "--reform", file, "--lang", lang)
        assert found["code"] == "cannot_read"
        assert str(file) in found["message"][lang]


def test_a_file_without_an_end_is_read_no_further_than_a_reform_goes() -> None:
    found = problem("batch", ".", "out", "--reform", "/dev/zero")
    assert (found["code"], str(MOST_BYTES) in found["message"]["en"]) == ("bad_reform", True)


def test_sums_beyond_int64_are_exact() -> None:
    amounts = pa.array([*[2**62] * 12, None, 5])
    line = {f"{name}_tiyn": amounts for name in (
        "social_contribution", "employer_contribution", "personal_contribution")}  # fmt: skip
    errors = pa.table({"code": pa.array([], pa.string())})
    found = Totals.of([{"contributions": pa.table(line), "errors": errors}])
    assert found.laws[0]["contributions.social_contribution_tiyn"] == 12 * 2**62 + 5
    assert Totals.from_json(found.json()) == found
