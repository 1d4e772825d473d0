"""Writes ``docs/sandbox.md``: what ``tirek sandbox`` makes, and its figures beside those of the
fund's report of 2022.

``python -m tools.sandbox_page`` makes a country of 2022 with a fixed seed in a temporary folder
(a minute or two), reads it back from its files and writes the page.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tirek.sandbox.calibration import REPORT
from tirek.sandbox.country import make
from tirek.sandbox.settings import Settings

PAGE = Path(__file__).parents[1] / "docs" / "sandbox.md"
TEMPLATE = Path(__file__).with_suffix(".md")
PEOPLE, SEED, FIRST, MONTHS = 50_000, 2022, 2022 * 12, 12


def page() -> str:
    """The page."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "country"
        settings = Settings(PEOPLE, SEED, FIRST, MONTHS, history=True)
        figures: Any = make(settings, out)["figures"]
        lines = [*_figures(figures, out), *_regions(out), *_planted(out)]
    return TEMPLATE.read_text(encoding="utf-8").replace("$FIGURES", "\n".join(lines))


def _figures(figures: Any, out: Path) -> Iterator[str]:
    scale = REPORT.participants / figures["participants"]
    yield f"## {PEOPLE:,} people, 2022, seed {SEED}"
    yield ""
    yield "| figure | report of 2022 | here, at the report's scale |"
    yield "|---|---|---|"
    yield _row("participants", REPORT.participants, figures["participants"] * scale)
    yield _row("of them men", REPORT.men, figures["men"] * scale)
    yield _row("mean age", REPORT.mean_age, float(figures["mean_age"]), 1)
    billions = float(figures["social_contributions"]) * scale / 1e9
    yield _row("social contributions of the year, bn ₸", REPORT.contributions / 1e9, billions, 1)
    yield _row("mean income, ₸", REPORT.mean_income, float(figures["mean_income"]))
    low = f"participants at {REPORT.low_income:,} ₸ or less"
    yield _row(low, REPORT.of_low_income, figures["of_low_income"] * scale)
    yield _row("months a year", REPORT.months_a_year, float(figures["mean_months"]), 1)
    yield _row("months of participation", REPORT.months_of_participation,
               float(figures["months_of_participation"]), 1)  # fmt: skip
    yield _row("payers of 50 people and more, a month", REPORT.payers_of_50,
               figures["payers_of_50"] * scale)  # fmt: skip
    yield _row(
        "disability (here: who work, with a degree)", REPORT.disabled, _disabled(out) * scale
    )
    unemployed = pq.read_table(out / "registry/unemployment.parquet").num_rows
    yield _row("job loss (here: registered)", REPORT.unemployed, unemployed * scale)
    births, several = _childcare(out)
    yield _row("childcare, new in the year", REPORT.of_childcare, births * scale)
    yield _row("of them with several payers in two years, %", 100 * REPORT.several_payers,
               100 * several)  # fmt: skip
    yield ""
    yield (
        f"{figures['persons']:,} people in the register, {figures['payers']:,} payers, "
        f"{figures['files']:,} files, {figures['messages']:,} messages, {figures['lines']:,} lines."
    )


def _row(name: str, report: float, here: float, digits: int = 0) -> str:
    return f"| {name} | {report:,.0f} | {here:,.{digits}f} |"


def _disabled(out: Path) -> int:
    disabled = pq.read_table(out / "registry/disability.parquet")["iin"]
    return len(set(disabled.to_pylist()) & set(_workers(out)))


def _workers(out: Path) -> list[str]:
    table = pq.read_table(out / "registry/employment.parquet", columns=["iin", "kind"])
    workers: list[str] = table.filter(pc.not_equal(table["kind"], "independent_medical"))[
        "iin"
    ].to_pylist()
    return workers


def _childcare(out: Path) -> tuple[int, float]:
    """Mothers of the year who had a payer in the two years before, and the share with several."""
    categories = pq.read_table(out / "registry/categories.parquet").to_pylist()
    from_month = {
        row["iin"]: row["from"] for row in categories
        if row["code"] == "on_maternity_leave" and row["from"].year == FIRST // 12
    }  # fmt: skip
    payers: dict[str, set[str]] = {iin: set() for iin in from_month}
    table = pq.read_table(out / "registry/employment.parquet")
    table = table.filter(pc.is_in(table["iin"], pc.cast(list(from_month), table["iin"].type)))
    for row in table.to_pylist():
        on = from_month[row["iin"]]
        two_years = on.replace(year=on.year - 2, day=1)
        if row["from"] < on and (row["until"] is None or row["until"] >= two_years):
            payers[row["iin"]].add(row["payer"])
    counts = [len(held) for held in payers.values() if held]
    return len(counts), sum(count > 1 for count in counts) / max(1, len(counts))


def _regions(out: Path) -> Iterator[str]:
    table = pq.read_table(out / "registry/payers.parquet", columns=["region", "staff"])
    staff = Counter[str]()
    for region, count in zip(
        table["region"].to_pylist(), table["staff"].to_pylist(), strict=True
    ):  # fmt: skip
        staff[region] += count
    total = sum(staff.values())
    yield ""
    yield (
        "Places of work by region (КАТО), %: "
        + ", ".join(f"{region} {100 * staff[region] / total:.1f}" for region in sorted(staff))
        + "."
    )


def _planted(out: Path) -> Iterator[str]:
    rows = [orjson.loads(row) for row in (out / "planted/planted.jsonl").open("rb")]
    counts = Counter(row["reason"] for row in rows)
    falls = Counter(orjson.loads(row)["reason"] for row in (out / "planted/watch.jsonl").open("rb"))
    yield ""
    yield "| planted | times |"
    yield "|---|---|"
    for reason, count in sorted(counts.items()):
        yield f"| `{reason}` | {count:,} |"
    for reason, count in sorted(falls.items()):
        yield f"| fall of staff: `{reason}` | {count:,} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
