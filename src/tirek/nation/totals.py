"""Totals of a run: people, amounts, refusals and errors; of a reform, what it changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from tirek.engine.values import INT64_MAX
from tirek.law.benefits import BENEFITS
from tirek.nation.schema import LINES


@dataclass
class Totals:
    """Counts and sums (tiyn) by name, for each law; the reform's after the law in force."""

    laws: list[Counter[str]] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, found: Sequence[Mapping[str, pa.Table]]) -> Totals:
        """The totals of one part's answers."""
        totals = cls([_counted(answers) for answers in found])
        codes = found[0]["errors"].column("code")
        for entry in pc.value_counts(codes).to_pylist():
            totals.errors[entry["values"]] += entry["counts"]
        return totals

    @classmethod
    def sum(cls, many: Iterable[Totals]) -> Totals:
        whole = cls()
        for one in many:
            whole.errors.update(one.errors)
            while len(whole.laws) < len(one.laws):
                whole.laws.append(Counter())
            for mine, theirs in zip(whole.laws, one.laws, strict=True):
                mine.update(theirs)
        return whole

    def as_dict(self) -> dict[str, Any]:
        """For JSON; a sum that int64 does not hold is a text there."""
        laws = [
            {name: n if abs(n) <= INT64_MAX else str(n) for name, n in sorted(law.items())}
            for law in self.laws
        ]
        return {"laws": laws, "errors": dict(sorted(self.errors.items()))}

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> Totals:
        laws = [Counter({name: int(n) for name, n in law.items()}) for law in told["laws"]]
        return cls(laws, Counter(told["errors"]))

    def json(self) -> str:
        return orjson.dumps(self.as_dict()).decode()

    @classmethod
    def from_json(cls, text: str) -> Totals:
        return cls.from_dict(orjson.loads(text))

    @classmethod
    def read(cls, file: Path) -> Totals:
        """The totals that a finished run has written down."""
        return cls.from_dict(orjson.loads(file.read_bytes())["totals"])


def _counted(answers: Mapping[str, pa.Table]) -> Counter[str]:
    counts: Counter[str] = Counter()
    if "benefits" in answers:
        for kind in BENEFITS:
            column = answers["benefits"].column(kind).combine_chunks()
            if column.null_count < len(column):
                _count_benefit(kind, column, counts)
    if "status" in answers:
        insured = answers["status"].column("insured")
        counts["status.asked"] = len(insured)
        counts["status.insured"] = pc.sum(insured).as_py() or 0
        counts["status.undetermined"] = insured.null_count
    if "contributions" in answers:
        counts["contributions.rows"] = len(answers["contributions"])
        for name in LINES:
            column = answers["contributions"].column(f"{name}_tiyn")
            counts[f"contributions.{name}_tiyn"] = _sum(column)
    return counts


def _count_benefit(kind: str, column: pa.StructArray, counts: Counter[str]) -> None:
    asked = column.is_valid()
    entitled = pc.struct_field(column, "entitled")
    counts[f"{kind}.asked"] = len(column) - column.null_count
    counts[f"{kind}.entitled"] = pc.sum(pc.and_(entitled.fill_null(False), asked)).as_py() or 0
    unknown = pc.sum(pc.and_(entitled.is_null(), asked)).as_py() or 0
    counts[f"{kind}.undetermined"] = unknown
    for name in ("amount_tiyn", "net_tiyn"):
        counts[f"{kind}.{name}"] = _sum(pc.struct_field(column, name))
    whole = column if not column.null_count else column.filter(asked)
    reasons = pc.list_flatten(whole.field("reasons"))
    for entry in pc.value_counts(reasons).to_pylist():
        counts[f"{kind}.refused.{entry['values']}"] = entry["counts"]


def _sum(amounts: pa.Array) -> int:
    """The sum of amounts, exact even where int64 does not hold it."""
    ends = pc.min_max(amounts).as_py()
    if max(abs(end or 0) for end in ends.values()) * len(amounts) > INT64_MAX:
        amounts = amounts.cast(pa.decimal128(38))
    return int(pc.sum(amounts).as_py() or 0)
