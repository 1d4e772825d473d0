"""Whatever a reform says, it is refused or a nation gets what each of its people is told under it.

The compiled loops run here as plain Python, whose lists know where they end: a place outside a
table is an error, and a number that its output does not hold is one too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

import tirek.law
from tests.nation.test_same_answers import Silent, canonical, in_files, made, read, told_alike
from tirek.contract.problems import Problem
from tirek.engine import scalars
from tirek.engine.graph import Law
from tirek.engine.parameters import Parameter
from tirek.engine.units import LAST_BAND, MOST, Unit
from tirek.law import parameters
from tirek.nation.compiled import Compiled, Found, Members
from tirek.nation.files import tables_of
from tirek.nation.reform import Laws, laws
from tirek.nation.run import Run

#: Childhood in medical insurance, the same under each law of a run, is read from the first; the
#: others are rates of contributions whose base one answer hands on to the next, which tells none
#: where nothing is due.
LEFT_OUT = (
    "dependant_age_limit", "employee_medical_rate", "civil_contract_medical_rate",
    "helper_medical_rate", "aggregate_payment_medical_share",
)  # fmt: skip


class Table(list[Any]):
    """A list without places before its first."""

    def __getitem__(self, place: Any) -> Any:
        if place < 0:
            raise IndexError(place)
        return super().__getitem__(place)


def plainly(self: Compiled, found: Found, people: Members, first: int, last: int) -> None:
    """:meth:`Compiled.fill` without a compiler."""
    kernel = self.kernel
    scope: dict[str, Any] = {
        "int64": int, "uintp": int, "bool_": bool, "empty": lambda size, _: [None] * size,
        "plus_months": scalars.plus_months, "first_of_year": scalars.first_of_year,
    }  # fmt: skip
    exec(kernel.source, scope)
    outputs = {name: [0] * people.size for name, _ in kernel.outputs}
    asked = [False] * people.size
    read_only = [
        *(people.facts[name] for name in kernel.facts),
        *(end for level in kernel.spans for end in people.spans[level]),
        *(people.keys[level] for level in kernel.keys), *self.tables,
    ]  # fmt: skip
    scope["kernel"](
        first, last, *(Table(array.tolist()) for array in read_only), *outputs.values(),
        *(found.most[level] for level in kernel.most), asked,
    )  # fmt: skip
    for name, values in outputs.items():
        found.values[name][:] = np.array(values, found.values[name].dtype)
    found.asked[:] = asked


def number(parameter: Parameter, rng: Random) -> str:
    """A value near the law's, at the ends of what a parameter may be, or beyond."""
    most, usual = MOST[parameter.unit], float(parameter.newest)
    if rng.random() < 0.15:
        return str(rng.choice([0, 1, most - 1, most, most + 1, -1, 10**18, 10**30]))
    value = rng.choice([usual * rng.random() * 2, usual, usual + 1, usual - 1])
    decimals = {Unit.RATIO: rng.randrange(4), Unit.MONEY: 2}.get(parameter.unit, 0)
    return f"{max(value, 0):.{decimals}f}"


def written(parameter: Parameter, rng: Random) -> str:
    """One value of a reform, as a file has it."""
    since = date(2016, 1, 1) + timedelta(rng.randrange(12 * 365))
    if rng.random() < 0.6:
        since = since.replace(day=1)
    until = f", until: {since + timedelta(rng.randrange(1, 2000))}" if rng.random() < 0.3 else ""
    if not parameter.editions[0].bands:
        return f"{{since: {since}{until}, value: '{number(parameter, rng)}'}}"
    last = LAST_BAND if rng.random() < 0.2 else 80
    firsts = sorted(rng.sample(range(last + 1), rng.randrange(1, 5)))
    bands = ", ".join(f"[{first}, '{rng.randrange(1, 20)}']" for first in firsts)
    return f"{{since: {since}{until}, bands: [{bands}]}}"


def reform(rng: Random) -> str:
    names = [
        n for n, p in parameters().items() if p.unit is not Unit.CODE and n not in LEFT_OUT
    ]  # fmt: skip
    lines = ["reform: {kk: a, ru: b, en: c}", "parameters:"]
    for name in rng.sample(names, rng.randrange(1, 5)):
        values = [written(parameters()[name], rng) for _ in range(rng.choice([1, 1, 1, 2, 3]))]
        lines.append(f"  {name}: [{', '.join(values)}]")
    return "\n".join(lines)


@pytest.fixture
def under(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Law]]:
    """What is put here is the law that questions are answered by."""
    in_use: list[Law] = []
    real = tirek.law._law
    monkeypatch.setattr(Compiled, "fill", plainly)
    monkeypatch.setattr(
        tirek.law, "_law", lambda known: in_use[-1] if known is None and in_use else real(known)
    )
    yield in_use


def _agree(seed: int, under: list[Law], folder: Path) -> bool:
    """Whether the reform of that seed is taken; raises where the nation and its people differ."""
    rng = Random(f"reform {seed}")
    text = reform(rng)
    try:
        changed = laws(text.encode()).laws[1]
    except Problem as refused:
        assert refused.code == "bad_reform", text
        return False
    under[:] = [changed]
    nation, rows = made(40, rng.randrange(10**6))
    facts = in_files(nation, folder / f"facts{seed}")
    assert (
        Run(tables_of(facts), folder / f"out{seed}", Laws((changed,), ["a reform"]))
        .go(Silent())
        .complete
    )
    tables = read(folder / f"out{seed}")
    under.clear()
    assert canonical(tables, folder) == canonical(told_alike(rows, tables), folder), text
    return True


@pytest.mark.parametrize("seed", range(4))
def test_a_reform_is_refused_or_a_nation_gets_what_each_person_is_told(
    seed: int, under: list[Law], tmp_path: Path
) -> None:
    assert sum(_agree(seed * 5 + n, under, tmp_path) for n in range(5))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(20))
def test_many_reforms_are_refused_or_tell_a_nation_what_each_person_is_told(
    seed: int, under: list[Law], tmp_path: Path
) -> None:
    assert sum(_agree(1000 + seed * 15 + n, under, tmp_path) for n in range(15))
