"""Versions by the hundred thousand, as Arrow tables, to the same end as one at a time."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as csv
from django.db import connection, transaction
from numpy.typing import NDArray

from tirek.registry.dated import FOREVER, Dated, Piece, changes

Ids = NDArray[np.int64]
_DAYS = ("valid_from", "valid_until")


class Replaced(NamedTuple):
    """What became of rows: of keys that nothing was known of, said already, or changed; and the
    keys of those changed."""

    new: int
    same: int
    changed: int
    keys: list[tuple[Any, ...]]


class Overlap(ValueError):
    """Two rows of one key hold on one day; ``row`` is the place of the later one."""

    def __init__(self, row: int) -> None:
        super().__init__(f"row {row}")
        self.row = row


def copy(table: str, rows: Any) -> None:
    """Writes an Arrow table with COPY; its columns are named as the database's."""
    sink = io.BytesIO()
    csv.write_csv(rows, sink, csv.WriteOptions(include_header=False))
    names = ", ".join(rows.column_names)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT csv)") as sending,
    ):
        sending.write(sink.getbuffer())


def ids(table: str, count: int) -> Ids:
    """New ids for rows of a table, into which nobody else writes until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
        sequence = cursor.fetchone()[0]
        cursor.execute(f"SELECT setval('{sequence}', nextval('{sequence}') + %s - 1)", [count])
        last = int(cursor.fetchone()[0])
    return np.arange(last - count + 1, last + 1)


def found(query: str, numbers: Any) -> Ids:
    """For each number the id that a query (of one array, giving numbers and ids) knows; else 0."""
    with connection.cursor() as cursor:
        cursor.execute(query, [pc.unique(numbers).to_pylist()])
        rows = cursor.fetchall()
    if not rows:
        return np.zeros(len(numbers), np.int64)
    known, held = zip(*rows, strict=True)
    places = pc.index_in(numbers, pa.array(known, pa.string()))
    result: Ids = pc.fill_null(pa.array(held, pa.int64()).take(places), 0).to_numpy(False).copy()
    return result


def is_empty(table: str) -> bool:
    """Whether a table has no rows."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT NOT EXISTS (SELECT FROM {table})")
        row = cursor.fetchone()
    return bool(row and row[0])


def analyze(*tables: str) -> None:
    """Counts tables anew after many rows came in, so that questions are planned for their size."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ANALYZE {table}")


def hold_all(*tables: str) -> None:
    """Until the end of the transaction nobody else changes these tables."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute("SELECT registry_hold_all(%s)", [table])


@transaction.atomic
def replace(model: type[Dated], rows: Any, at: datetime, source: str) -> Replaced:
    """For each key that stands in ``rows`` (the key's and the values' columns, ``valid_from``,
    ``valid_until``), they are all that is known of it. Other keys stay as they are.

    :raises Overlap: two rows of a key hold on one day
    """
    table = model._meta.db_table
    names = [*model.KEY, *_DAYS, *model.VALUES]
    rows = rows.select(names)
    twice = overlapping(model.KEY, rows)
    if len(twice):
        raise Overlap(int(twice[0]))
    hold_all(table)
    if is_empty(table):
        copy(table, _known(rows, at, source))
        analyze(table)
        return Replaced(rows.num_rows, 0, 0, [])
    _stage(table, names, rows)
    differing = _differing(model, names)
    with connection.cursor() as cursor:
        columns = ", ".join(names)
        cursor.execute(
            f"INSERT INTO {table} ({columns}, known_from, source) "
            f"SELECT {columns}, %s, %s FROM staged s WHERE NOT EXISTS "
            f"(SELECT FROM {table} o WHERE {_same(model.KEY)} AND o.known_until IS NULL)",
            [at, source],
        )
        new = cursor.rowcount
    changed = _change(model, differing, at, source)
    of_changed = sum(len(differing[key]) for key in changed)
    return Replaced(new, rows.num_rows - new - of_changed, of_changed, changed)


def _stage(table: str, names: Sequence[str], rows: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS staged")
        cursor.execute(
            f"CREATE TEMP TABLE staged ON COMMIT DROP AS "
            f"SELECT {', '.join(names)} FROM {table} WITH NO DATA"
        )
    copy("staged", rows)
    analyze("staged")


def _differing(model: type[Dated], names: Sequence[str]) -> dict[tuple[Any, ...], list[Piece]]:
    """The staged rows of keys of which something else is known."""
    table, columns = model._meta.db_table, ", ".join(names)
    keys = ", ".join(model.KEY)
    known = (
        f"SELECT {', '.join(f'o.{name}' for name in names)} FROM {table} o WHERE "
        f"o.known_until IS NULL AND EXISTS (SELECT FROM staged s WHERE {_same(model.KEY)})"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH known AS MATERIALIZED ({known}), other AS ("
            f"(SELECT {columns} FROM known EXCEPT SELECT {columns} FROM staged) UNION ALL "
            f"(SELECT {columns} FROM staged s WHERE EXISTS "
            f"  (SELECT FROM known o WHERE {_same(model.KEY)}) "
            f" EXCEPT SELECT {columns} FROM known)) "
            f"SELECT {columns} FROM staged WHERE ({keys}) IN (SELECT {keys} FROM other)"
        )
        found: dict[tuple[Any, ...], list[Piece]] = defaultdict(list)
        size = len(model.KEY)
        for row in cursor.fetchall():
            since, until = row[size : size + 2]
            found[row[:size]].append(Piece(since, until or FOREVER, row[size + 2 :]))
    return found


def _change(
    model: type[Dated], wanted: dict[tuple[Any, ...], list[Piece]], at: datetime, source: str
) -> list[tuple[Any, ...]]:
    """Closes and adds what makes the wanted pieces all that is known; gives the keys of which
    that was news."""
    first = model.KEY[0]
    versions: dict[tuple[Any, ...], dict[Piece, Dated]] = defaultdict(dict)
    some = {key[0] for key in wanted}
    for one in model.objects.known().filter(**{f"{first}__in": some}):
        until = one.valid_until or FOREVER
        piece = Piece(one.valid_from, until, one.values(), one.source)
        versions[tuple(getattr(one, name) for name in model.KEY)][piece] = one
    closed: list[Dated] = []
    added: list[Dated] = []
    news = []
    for key, pieces in wanted.items():
        known = versions[key]
        after = whole(known, pieces, source)
        gone = [known[piece] for piece in known if piece not in after]
        come = [piece for piece in sorted(after) if piece not in known]
        if gone or come:
            news.append(key)
        closed += gone
        added += [_version(model, key, piece) for piece in come]
    moment = max([at, *(one.known_from for one in closed)])
    for version in added:
        version.known_from = moment
    model.objects.filter(pk__in=[one.pk for one in closed]).update(known_until=moment)
    model.objects.bulk_create(added, batch_size=5000)
    return news


def whole(known: Iterable[Piece], wanted: Iterable[Piece], source: str) -> set[Piece]:
    """What is known once the wanted pieces (none of which overlap) are all that holds: those that
    say so already stay, with their sources."""
    state, begin = set(known), date.min
    for piece in sorted(wanted):
        for since, until, values in (
            (begin, piece.since, None), (piece.since, piece.until, piece.values),
        ):  # fmt: skip
            closed, added = changes(state, since, until, values, source)
            state = (state - set(closed)) | set(added)
        begin = piece.until
    closed, added = changes(state, begin, FOREVER, None, source)
    return (state - set(closed)) | set(added)


def _version(model: type[Dated], key: tuple[Any, ...], piece: Piece) -> Dated:
    return model(
        **dict(zip(model.KEY, key, strict=True)),
        **dict(zip(model.VALUES, piece.values, strict=True)),
        valid_from=piece.since,
        valid_until=None if piece.until == FOREVER else piece.until,
        source=piece.source,
    )


def _known(rows: Any, at: datetime, source: str) -> Any:
    size = rows.num_rows
    moment = pa.repeat(pa.scalar(at.isoformat()), size)
    return rows.append_column("known_from", moment).append_column(
        "source", pa.repeat(pa.scalar(source), size)
    )


def _same(key: Sequence[str]) -> str:
    return " AND ".join(f"o.{name} = s.{name}" for name in key)


def overlapping(key: Sequence[str], rows: Any) -> Ids:
    """The places of rows that hold on a day on which an earlier row of the same key holds too."""
    order = pc.sort_indices(
        rows, sort_keys=[(name, "ascending") for name in (*key, "valid_from")]
    ).to_numpy()
    if len(order) < 2:
        return np.zeros(0, np.int64)
    alike = np.ones(len(order) - 1, np.bool_)
    for name in key:
        codes = pc.dictionary_encode(rows[name].combine_chunks())
        numbers = codes.indices.to_numpy(False)[order]
        alike &= numbers[1:] == numbers[:-1]
    since, until = (
        pc.fill_null(rows[name].cast(pa.int32()), 2**31 - 1).to_numpy()[order] for name in _DAYS
    )
    found: Ids = order[1:][alike & (since[1:] < until[:-1])].astype(np.int64)
    return found
