"""What holds on days and was known at times, and the one way in which that changes.

:func:`put` says what holds on some days, :func:`end` that nothing does. What was known before is
closed, never overwritten; where it reached beyond those days, what is left of it is known anew.
The database holds to it too: see migration 0003.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, ClassVar, NamedTuple, Self

from django.db import connection, models, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Greatest

from tirek.project import clock
from tirek.registry.problems import Refused

#: The end of days that have none.
FOREVER = date.max


class DatedQuerySet(models.QuerySet[Any]):
    """Versions, by the two times."""

    def known(self, at: datetime | None = None) -> Self:
        """Versions as known at a moment; without one, as known now."""
        if at is None:
            return self.filter(known_until=None)
        later = Q(known_until=None) | Q(known_until__gt=at)
        return self.filter(later, known_from__lte=at)

    def on(self, day: date) -> Self:
        """Versions that hold on a day."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=day), valid_from__lte=day)


class DatedManager(models.Manager[Any]):
    """Versions of one table."""

    def get_queryset(self) -> DatedQuerySet:
        return DatedQuerySet(self.model, using=self._db)

    def known(self, at: datetime | None = None) -> DatedQuerySet:
        """Versions as known at a moment; without one, as known now."""
        return self.get_queryset().known(at)


class Dated(models.Model):
    """A version: holds from ``valid_from`` to before ``valid_until``, and was taken for true from
    ``known_from`` to before ``known_until``; empty: still.

    ``KEY`` names the columns by which versions are about one thing: on a day, one of them at most
    is known. ``VALUES`` names what they say of it. Whoever learns something writes it with
    :func:`put` and :func:`end`.
    """

    KEY: ClassVar[tuple[str, ...]] = ()
    VALUES: ClassVar[tuple[str, ...]] = ()

    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    known_from = models.DateTimeField()
    known_until = models.DateTimeField(null=True)
    source = models.CharField(max_length=100, default="")

    objects = DatedManager()

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="%(class)s_valid",
            ),
            # Corrected at the very moment: was never known, and is kept all the same.
            models.CheckConstraint(
                condition=Q(known_until=None) | Q(known_until__gte=F("known_from")),
                name="%(class)s_known",
            ),
        )

    def values(self) -> tuple[object, ...]:
        """What this version says, in the order of ``VALUES``."""
        return tuple(getattr(self, name) for name in self.VALUES)


class Piece(NamedTuple):
    """Days ``since`` to before ``until`` on which ``values`` hold."""

    since: date
    until: date
    values: tuple[object, ...]
    source: str = ""


def changes(
    known: Iterable[Piece], since: date, until: date, values: tuple[object, ...] | None, source: str
) -> tuple[list[Piece], list[Piece]]:
    """What of ``known`` (none of which overlap) is closed and what is added when ``values`` (None:
    nothing) hold from ``since`` to before ``until``. What says so already stays as it is."""
    closed, added, begin = [], [], since
    for piece in sorted(known):
        if piece.until <= since or piece.since >= until:
            continue
        if piece.values == values:
            if begin < piece.since:
                added.append(Piece(begin, piece.since, piece.values, source))
            begin = piece.until
            continue
        closed.append(piece)
        if piece.since < since:
            added.append(piece._replace(until=since))
        if piece.until > until:
            added.append(piece._replace(since=until))
    if values is not None and begin < until:
        added.append(Piece(begin, until, values, source))
    return closed, sorted(added, key=lambda piece: piece.since)


def put(
    model: type[Dated], key: Mapping[str, object], valid_from: date, valid_until: date | None,
    values: Mapping[str, object], *, at: datetime | None = None, source: str = "",
) -> bool:  # fmt: skip
    """From ``valid_from`` to before ``valid_until`` these values hold of the key: known from
    ``at`` (without it: now). Gives whether that was news.

    :raises Refused: no days; a moment before the last change of this key
    """
    given = _columns(model, values)
    if given.keys() != set(model.VALUES):
        raise TypeError(f"{model.__name__} has the values {model.VALUES}")
    wanted = tuple(given[name] for name in model.VALUES)
    return _change(model, key, valid_from, valid_until, wanted, at, source)


def end(
    model: type[Dated], key: Mapping[str, object], valid_from: date,
    valid_until: date | None = None, *, at: datetime | None = None, source: str = "",
) -> bool:  # fmt: skip
    """From ``valid_from`` to before ``valid_until`` nothing holds of the key. What is left of
    versions cut short is known from ``source``, where one is given."""
    return _change(model, key, valid_from, valid_until, None, at, source)


def fill(
    model: type[Dated], key: Mapping[str, object], valid_from: date, valid_until: date | None,
    values: Mapping[str, object], *, at: datetime | None = None, source: str = "",
) -> bool:  # fmt: skip
    """:func:`put`, but only on those of the days on which nothing is known of the key."""
    news, since, until = False, valid_from, valid_until or FOREVER
    with transaction.atomic():
        columns = _columns(model, key)
        hold(model, columns)
        known = sorted(_piece(one) for one in model.objects.known().filter(**columns))
        for piece in [*known, Piece(until, until, ())]:
            if since < min(piece.since, until):
                end_of_gap = min(piece.since, until)
                last = None if end_of_gap == FOREVER else end_of_gap
                news |= put(model, columns, since, last, values, at=at, source=source)
            since = max(since, piece.until)
    return news


def alter(
    model: type[Dated], key: Mapping[str, object], valid_from: date,
    values: Mapping[str, object], *, at: datetime | None = None, source: str = "",
) -> bool:  # fmt: skip
    """From ``valid_from`` on some of the values are these; the others, and the days on which
    nothing holds, stay as they are."""
    news, columns = False, _columns(model, key)
    with transaction.atomic():
        hold(model, columns)
        at = at or _moment(model, columns, None)
        for one in model.objects.known().filter(**columns).order_by("valid_from"):
            if one.valid_until is None or one.valid_until > valid_from:
                held = dict(zip(model.VALUES, one.values(), strict=True))
                since = max(one.valid_from, valid_from)
                wanted = held | _columns(model, values)
                news |= put(model, columns, since, one.valid_until, wanted, at=at, source=source)
    return news


def _change(
    model: type[Dated], key: Mapping[str, object], valid_from: date, valid_until: date | None,
    values: tuple[object, ...] | None, at: datetime | None, source: str,
) -> bool:  # fmt: skip
    until = valid_until or FOREVER
    if until <= valid_from:
        raise Refused("no_days", "/valid_until", value=str(until))
    columns = _columns(model, key)
    if columns.keys() != set(model.KEY):
        raise TypeError(f"{model.__name__} is keyed by {model.KEY}")
    with transaction.atomic():
        hold(model, columns)
        versions = {_piece(one): one for one in model.objects.known().filter(**columns)}
        closed, added = changes(versions, valid_from, until, values, source)
        if not closed and not added:
            return False
        moment = _moment(model, columns, at)
        ids = [versions[piece].pk for piece in closed]
        model.objects.filter(pk__in=ids).update(known_until=moment)
        model.objects.bulk_create(model(**columns, **_row(model, p, moment)) for p in added)
    return True


def hold(model: type[Dated], key: Mapping[str, Any]) -> None:
    """Until the end of the transaction nobody else changes this key; the same locks as the
    triggers take."""
    names = ", ".join(f"%({name})s::{_type(model, name)}" for name in model.KEY)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT registry_hold(%(table)s, hashtext(ROW({names})::text))",
            {"table": model._meta.db_table, **key},
        )


def _moment(model: type[Dated], key: Mapping[str, object], at: datetime | None) -> datetime:
    """The moment of a change: not before the last one of the key. Where the clocks of two machines
    differ a little, the later one counts; who names an earlier moment is refused."""
    last = model.objects.filter(**key).aggregate(
        last=models.Max(Greatest("known_from", Coalesce("known_until", "known_from")))
    )["last"]
    if at is None:
        return max(clock.now(), last or clock.now())
    if last is not None and at < last:
        raise Refused("known_later", "/at", value=at.isoformat(), lo=last.isoformat())
    return at


def _piece(version: Dated) -> Piece:
    until = version.valid_until or FOREVER
    return Piece(version.valid_from, until, version.values(), version.source)


def _row(model: type[Dated], piece: Piece, moment: datetime) -> dict[str, Any]:
    return {
        **dict(zip(model.VALUES, piece.values, strict=True)),
        "valid_from": piece.since,
        "valid_until": None if piece.until == FOREVER else piece.until,
        "known_from": moment,
        "source": piece.source,
    }


def _columns(model: type[Dated], given: Mapping[str, object]) -> dict[str, Any]:
    """Fields by the names of their columns, rows by their ids."""
    return {
        model._meta.get_field(name).attname: value.pk if isinstance(value, models.Model) else value  # type: ignore[union-attr]
        for name, value in given.items()
    }


def _type(model: type[Dated], column: str) -> str:
    return model._meta.get_field(column.removesuffix("_id")).db_type(connection) or ""
