"""A reform in one file: parameters changed from a date, and what that changes for people.

A reform is a YAML file::

    reform: {kk: ..., ru: ..., en: "Replacement rate of 50 %"}
    parameters:
      job_loss_replacement_rate:
        - {since: 2026-01-01, value: "0.50"}

From ``since`` the value holds in place of the law's, to ``until`` (a day no longer included)
where that is given. A reform is an assumption: it never changes the law that decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import yaml

from tirek.contract.problems import Problem
from tirek.engine.errors import LawError
from tirek.engine.graph import Law
from tirek.engine.parameter_files import at_full_scale, check_order, edition_from, reduced
from tirek.engine.parameters import Edition, Parameter
from tirek.engine.units import Unit
from tirek.law import law, parameters
from tirek.law.benefits import BENEFITS
from tirek.law.book import book
from tirek.nation.columns import Columns
from tirek.nation.schema import DIFFERENCES_OUT, LINES, OUTPUTS

_LANGUAGES = ("kk", "ru", "en")


@dataclass(frozen=True)
class Laws:
    """The law in force, and after it the reformed one where there is a reform."""

    laws: tuple[Law, ...]
    identity: list[str]
    title: Mapping[str, str] | None = None

    def as_dict(self) -> dict[str, object]:
        """For the summary of a run."""
        return {"laws": self.identity, "reform": self.title}

    def schemas(self, asked: Sequence[str]) -> dict[str, pa.Schema]:
        """The schema of each table that :meth:`outputs` gives."""
        found = {name: OUTPUTS[name] for name in (*asked, "errors")}
        if self.title is not None:
            found |= {f"reform/{name}": OUTPUTS[name] for name in asked}
            found["differences"] = DIFFERENCES_OUT
        return found

    def outputs(self, found: Sequence[Mapping[str, pa.Table]]) -> dict[str, pa.Table]:
        """The tables to be written: the law's answers; the reform's and the differences."""
        outputs = dict(found[0])
        for answers in found[1:]:
            outputs |= {f"reform/{name}": table for name, table in answers.items()}
            outputs["differences"] = differences(found[0], answers)
        return outputs


def laws(reform: bytes | None = None) -> Laws:
    """The law in force as known now, and a reform of it; raises Problem where it cannot be."""
    texts = [repr(sorted((n, repr(p.editions)) for n, p in parameters().items()))]
    if reform is None:
        return Laws((law(),), [_short(texts[0])])
    document = _document(reform)
    changed = reformed(parameters(), document["parameters"])
    title = document["reform"]
    try:
        changed_law = Law(book, changed)
    except LawError as error:
        raise Problem("bad_reform", "/parameters", value=str(error)) from None
    identity = [_short(texts[0]), _short(reform.decode())]
    return Laws((law(), changed_law), identity, title)


def _short(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def _document(content: bytes) -> dict[str, Any]:
    try:
        document = yaml.safe_load(content)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Problem("bad_reform", "", value=str(error)) from None
    if not isinstance(document, dict) or set(document) != {"reform", "parameters"}:
        raise Problem("bad_reform", "", value="reform, parameters")
    title = document["reform"]
    if not isinstance(title, dict) or any(not title.get(lang) for lang in _LANGUAGES):
        raise Problem("bad_reform", "/reform", value="kk, ru, en")
    if not isinstance(document["parameters"], dict) or not document["parameters"]:
        raise Problem("bad_reform", "/parameters", value="{…}")
    return document


def reformed(held: Mapping[str, Parameter], changes: Mapping[str, Any]) -> dict[str, Parameter]:
    """The parameters with a reform's values in place of the law's."""
    result = dict(held)
    for name, values in changes.items():
        at = f"/parameters/{name}"
        if name not in held:
            close = [n for n in held if str(name).split("_")[0] in n][:12]
            raise Problem("bad_enum.name", at, value=name, allowed=close or sorted(held)[:12])
        if not isinstance(values, list) or not values:
            raise Problem("bad_reform", at, value="[{since: …, value: …}]")
        try:
            for value in values:
                result[name] = _changed(result[name], value)
        except LawError as error:
            raise Problem("bad_reform", at, value=str(error)) from None
    return result


def _changed(parameter: Parameter, value: Any) -> Parameter:
    """A parameter with one value put over its own for some days."""
    if not isinstance(value, dict) or not set(value) <= {"since", "until", "value", "bands"}:
        raise LawError("since, value (bands), until")
    full = max(parameter.full_scale, _scale_of(value, parameter.unit))
    own = tuple(_rescaled(e, full // parameter.full_scale) for e in at_full_scale(parameter))
    entry = {**value, "act": "Reform", "article": "-", "confidence": "DERIVED"}
    new = edition_from(parameter.name, parameter.unit, full, entry)
    if bool(new.bands) != bool(parameter.editions[0].bands):
        raise LawError("one value and a table of bands do not mix")
    end = new.until
    if end is None and parameter.renewed == "yearly":
        end = date(new.since.year + 1, 1, 1)
    before = [_ended(e, new.since) for e in own if e.since < new.since]
    after = [e for e in own if end is not None and e.since >= end]
    if end is not None and parameter.renewed != "yearly" and (not after or after[0].since > end):
        after = [replace(e, since=end) for e in own if _holds(e, own, end)] + after
    if after:
        new = replace(new, until=None)
    editions = (*before, new, *after)
    check_order(parameter.name, parameter.renewed, editions)
    scale, editions = reduced(parameter.unit, full, editions)
    return replace(parameter, scale=scale, full_scale=full, editions=editions)


def _ended(edition: Edition, day: date) -> Edition:
    """An edition that ends where the next one begins."""
    return edition if edition.until is None or edition.until <= day else replace(
        edition, until=None
    )  # fmt: skip


def _holds(edition: Edition, all_of_them: Sequence[Edition], day: date) -> bool:
    """Whether an edition is the one that holds on a day."""
    newest = [e for e in all_of_them if e.since < day][-1:]
    return edition in newest and (edition.until is None or edition.until > day)


def _rescaled(edition: Edition, factor: int) -> Edition:
    if factor == 1:
        return edition
    return replace(
        edition,
        value=cast(int, edition.value) * factor,
        bands=tuple((bound, value * factor) for bound, value in edition.bands),
    )


def _scale_of(value: Mapping[str, Any], unit: Unit) -> int:
    """The scale that the numbers of a value are written in."""
    if unit is not Unit.RATIO:
        return 1
    texts = [value.get("value"), *(text for _, text in value.get("bands") or ())]
    places = 0
    for text in texts:
        try:
            exponent = Decimal(str(text)).as_tuple().exponent
        except InvalidOperation:
            continue
        if isinstance(exponent, int):
            places = max(places, -exponent)
    if places > 6:
        raise LawError("at most six decimals")
    return int(10**places)


# ---------------------------------------------------------------------- differences


_WHAT = [*BENEFITS, *LINES]


def differences(now: Mapping[str, pa.Table], then: Mapping[str, pa.Table]) -> pa.Table:
    """What a reform changes, by person: each benefit of an event whose answer is another, and
    the sums of each contribution; ``days`` are the days from the right to its end."""
    found = [DIFFERENCES_OUT.empty_table()]
    if "benefits" in now:
        found += [_of_benefit(kind, now["benefits"], then["benefits"]) for kind in BENEFITS]
    if "contributions" in now:
        found += [_of_line(name, now["contributions"], then["contributions"]) for name in LINES]
    whole = pa.concat_tables(found).combine_chunks()
    columns = Columns(whole)
    what = columns.code("what", _WHAT)
    return whole.take(np.lexsort((what, columns.whole("event", -1), columns.whole("person", -1))))


def _of_benefit(kind: str, now: pa.Table, then: pa.Table) -> pa.Table:
    both = [table.column(kind).combine_chunks() for table in (now, then)]
    get = pc.struct_field
    entitled = [get(one, "entitled") for one in both]
    amounts = [pc.fill_null(get(one, "amount_tiyn"), 0) for one in both]
    on = now.column("on").combine_chunks().cast(pa.int32())
    days = [pc.add(pc.subtract(get(one, "until").cast(pa.int32()), on), 1) for one in both]
    other = pc.or_(
        pc.not_equal(amounts[0], amounts[1]),
        pc.or_(
            pc.not_equal(entitled[0].fill_null(False), entitled[1].fill_null(False)),
            pc.not_equal(days[0].fill_null(-1), days[1].fill_null(-1)),
        ),
    )
    other = pc.and_(other, both[0].is_valid())
    table = pa.table(
        [
            now.column("person").combine_chunks(), now.column("event").combine_chunks(),
            _words(kind, len(now)), *entitled, *amounts,
            pc.subtract(amounts[1], amounts[0]), *days,
        ],
        schema=DIFFERENCES_OUT,
    )  # fmt: skip
    return table.filter(other)


def _of_line(name: str, now: pa.Table, then: pa.Table) -> pa.Table:
    column = f"{name}_tiyn"
    sums = []
    for table in (now, then):
        grouped = table.select(["person", column]).group_by("person", use_threads=False)
        sums.append(grouped.aggregate([(column, "sum")]))
    amounts = [pc.fill_null(one.column(f"{column}_sum").combine_chunks(), 0) for one in sums]
    size = len(sums[0])
    table = pa.table(
        [
            sums[0].column("person").combine_chunks(), pa.nulls(size, pa.int64()),
            _words(name, size), pa.nulls(size, pa.bool_()), pa.nulls(size, pa.bool_()), *amounts,
            pc.subtract(amounts[1], amounts[0]), pa.nulls(size, pa.int32()),
            pa.nulls(size, pa.int32()),
        ],
        schema=DIFFERENCES_OUT,
    )  # fmt: skip
    return table.filter(pc.not_equal(amounts[0], amounts[1]))


def _words(word: str, size: int) -> pa.DictionaryArray:
    indices = pa.array([_WHAT.index(word)] * size, pa.int8())
    return pa.DictionaryArray.from_arrays(indices, _WHAT)
