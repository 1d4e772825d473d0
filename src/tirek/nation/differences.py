"""What a reform changes, by person: the answers under two laws laid side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tirek.law.benefits import BENEFITS
from tirek.nation.columns import Columns
from tirek.nation.schema import DIFFERENCES_OUT, LINES

_WHAT = [*BENEFITS, *LINES, "status"]
#: One column under the law and under the reform.
_Pair = tuple[Any, Any]


def differences(now: Mapping[str, pa.Table], then: Mapping[str, pa.Table]) -> pa.Table:
    """A row for each answer about a benefit, each person's sum of a contribution and each insured
    status that is another under the second law."""
    found = [DIFFERENCES_OUT.empty_table()]
    if "benefits" in now:
        asked = [k for k in BENEFITS if now["benefits"].column(k).null_count < len(now["benefits"])]
        found += [_of_benefit(kind, now["benefits"], then["benefits"]) for kind in asked]
    if "contributions" in now:
        found += [_of_line(name, now["contributions"], then["contributions"]) for name in LINES]
    if "status" in now:
        found.append(_of_status(now["status"], then["status"]))
    whole = pa.concat_tables(found).combine_chunks()
    columns = Columns(whole.select(["person", "event", "what"]))
    what = columns.code("what", _WHAT)
    return whole.take(np.lexsort((what, columns.whole("event", -1), columns.whole("person", -1))))


def _of_benefit(kind: str, now: pa.Table, then: pa.Table) -> pa.Table:
    both = [table.column(kind).combine_chunks() for table in (now, then)]
    asked = both[0].is_valid()

    def pair(name: str) -> _Pair:
        return pc.struct_field(both[0], name), pc.struct_field(both[1], name)

    entitled = pair("entitled")
    pairs = {
        "entitled": entitled,
        "amount_tiyn": _nothing_if_refused(pair("amount_tiyn"), entitled),
        "net_tiyn": _nothing_if_refused(pair("net_tiyn"), entitled),
        "days": _days(now.column("on"), pair("until")),
        "months": pair("months"),
        "reasons": _each(lambda one: one.cast(pa.list_(pa.string())), pair("reasons")),
    }
    rows = pc.and_(_other(pairs), asked)
    return _table(kind, now.column("person"), now.column("event"), pairs).filter(rows)


def _nothing_if_refused(amounts: _Pair, entitled: _Pair) -> _Pair:
    """Amounts, 0 where there is no right and null where that is not known."""
    return _each(
        lambda amount, right: pc.if_else(pc.equal(right, False), 0, amount), amounts, entitled
    )


def _of_line(name: str, now: pa.Table, then: pa.Table) -> pa.Table:
    column = f"{name}_tiyn"
    wanted = [(column, "sum"), (column, "count", pc.CountOptions(mode="only_null"))]

    def summed(table: pa.Table) -> pa.Table:
        grouped = table.select(["person", column]).group_by("person", use_threads=False)
        return grouped.aggregate(wanted)

    sums = _each(summed, (now, then))
    pairs = {
        "entitled": _each(
            lambda one: pc.if_else(pc.equal(one.column(f"{column}_count"), 0), True, None), sums
        ),
        "amount_tiyn": _each(lambda one: pc.fill_null(one.column(f"{column}_sum"), 0), sums),
    }
    return _table(name, sums[0].column("person"), None, pairs).filter(_other(pairs))


def _of_status(now: pa.Table, then: pa.Table) -> pa.Table:
    def pair(name: str) -> _Pair:
        return now.column(name), then.column(name)

    pairs = {
        "entitled": pair("insured"),
        "amount_tiyn": pair("price_of_year_tiyn"),
        "days": _days(now.column("on"), pair("until")),
        "months": _each(
            lambda one: pc.list_value_length(one).cast(pa.int16()), pair("missing_months")
        ),
        "basis": _each(lambda one: one.cast(pa.string()), pair("basis")),
    }
    rows = pc.or_(_other(pairs), _other({"price": pair("price_of_missing_months_tiyn")}))
    return _table("status", now.column("person"), None, pairs).filter(rows)


# ---------------------------------------------------------------------- pairs


def _each(found: Callable[..., Any], *pairs: tuple[Any, Any]) -> tuple[Any, Any]:
    """What is found under the law and under the reform."""
    now, then = (found(*arguments) for arguments in zip(*pairs, strict=True))
    return now, then


def _days(on: Any, until: _Pair) -> _Pair:
    """The days from ``on`` to the last one, both included; null where there is no end."""
    first = on.cast(pa.int32())
    return _each(lambda last: pc.add(pc.subtract(last.cast(pa.int32()), first), 1), until)


def _other(pairs: Mapping[str, _Pair]) -> Any:
    """Where at least one pair is of two; what is null differs from what is there."""
    return reduce(pc.or_, (_differ(*pair) for pair in pairs.values()))


def _differ(now: Any, then: Any) -> Any:
    if pa.types.is_list(now.type):
        now, then = pc.binary_join(now, " "), pc.binary_join(then, " ")
    either = pc.xor(pc.is_null(now), pc.is_null(then))
    return pc.or_(either, pc.fill_null(pc.not_equal(now, then), False))


def _table(what: str, person: Any, event: Any, pairs: Mapping[str, _Pair]) -> pa.Table:
    """The pairs beside each other, as differences are written."""
    size = len(person)
    indices = pa.array(np.full(size, _WHAT.index(what), np.int8))
    columns = {
        "person": person, "event": event,
        "what": pa.DictionaryArray.from_arrays(indices, _WHAT),
    }  # fmt: skip
    for name, (now, then) in pairs.items():
        stem, money, _ = name.partition("_tiyn")
        columns |= {name: now, f"{stem}_reform{money}": then}
    columns["difference_tiyn"] = pc.subtract(*reversed(pairs["amount_tiyn"]))
    return pa.table(
        [
            columns[field.name] if columns.get(field.name) is not None
            else pa.nulls(size, field.type) for field in DIFFERENCES_OUT
        ],
        schema=DIFFERENCES_OUT,
    )  # fmt: skip
