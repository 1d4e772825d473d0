"""The values and lists typed by hand in ``tests/cases``, beside those of the YAML files.

:func:`discrepancies` compares whatever documents it is given, so that the tests can also show
that a changed value does not get past it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from tests.law import listed_by_hand
from tirek.law import LISTS, document
from tirek.law import __file__ as law_file

#: A value with its days and place: (name or list and code, since, until, value).
Row: TypeAlias = tuple[str, str, str, str]
#: YAML files by name, as they are read.
Documents: TypeAlias = Mapping[str, Any]

CASES = Path(__file__).parents[1] / "cases"
LAW = Path(law_file).parent
#: Files beside ``parameters/`` whose numbers and days are typed by hand, too.
BESIDE = ("care_packages.yaml", "deadlines.yaml", "payment_changes.yaml", "working_days.yaml")


def documents() -> dict[str, Any]:
    """The law's YAML files that hold values, by name."""
    names = sorted(path.name for path in (LAW / "parameters").glob("*.yaml"))
    return {
        **{name: document("parameters", name) for name in names},
        **{name: document(name) for name in BESIDE},
    }


@cache
def typed(file: str) -> tuple[Row, ...]:
    """The rows of a table typed by hand, without their sources."""
    lines = (CASES / file).read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    width = len(rows[0])
    assert all(len(row) == width for row in rows), f"{file}: a row has too few or many columns"
    assert all(row[-1] for row in rows), f"{file}: a row has no source"
    return tuple((": ".join(row[: width - 4]), row[-4], row[-3], row[-2]) for row in rows[1:])


def held_values(files: Documents) -> Iterator[Row]:
    """The dated numbers of the files of parameters."""
    for name, content in files.items():
        if name in LISTS or name in BESIDE:
            continue
        for parameter, entry in content.items():
            for edition in entry["values"]:
                until = str(edition.get("until") or "")
                yield parameter, str(edition["since"]), until, _value(edition)


def _value(edition: Mapping[str, Any]) -> str:
    if "bands" in edition:
        return " ".join(f"{bound}:{number(text)}" for bound, text in edition["bands"])
    return number(edition["value"])


def number(text: str) -> str:
    """A number in one way of writing: ``0.50`` is ``0.5``. (``012`` is a code, not a number.)"""
    return text if text.isdigit() else format(Decimal(text).normalize(), "f")


@cache
def typed_values() -> tuple[Row, ...]:
    """The values typed by hand, numbers written as :func:`held_values` writes them."""
    return tuple((*row[:3], _plain(row[3])) for row in typed("values_by_hand.tsv"))


def _plain(value: str) -> str:
    parts = [part.rpartition(":") for part in value.split()]
    return " ".join(bound + colon + number(text) for bound, colon, text in parts)


def discrepancies(files: Documents) -> list[str]:
    """What stands in the files and not in the tables typed by hand, and the other way round."""
    return [
        *_differences(held_values(files), typed_values()),
        *_differences(listed_by_hand.held(files), typed("lists_by_hand.tsv")),
    ]


def _differences(held: Iterable[Row], by_hand: Iterable[Row]) -> list[str]:
    rows, others = Counter(held), Counter(by_hand)
    found = [f"only in the files: {row}" for row in (rows - others).elements()]
    return found + [f"only typed by hand: {row}" for row in (others - rows).elements()]
