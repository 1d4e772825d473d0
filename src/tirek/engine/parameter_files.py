"""Parameters read from YAML, checked strictly: what is not written as it must be is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import gcd
from typing import cast

from tirek.engine.errors import BadParameter, Gap, Overlap
from tirek.engine.ops import FIRST_DAY, LAST_DAY
from tirek.engine.parameters import TIYN, Edition, Parameter, day_number
from tirek.engine.units import Unit
from tirek.engine.values import INT64_MAX

LANGUAGES = ("kk", "ru", "en")
_PARAMETER_KEYS = {"title", "unit", "decimals", "renewed", "keyed_by", "values"}
_EDITION_KEYS = {
    "since", "until", "value", "bands", "act", "article", "source", "confidence",
    "published", "note",
}  # fmt: skip
#: A number as the law writes it: no exponent, no digits but these.
_NUMBER, _LONGEST = re.compile(r"-?[0-9]+(\.[0-9]+)?"), 40
#: How well a value is held, from the law itself down to memory.
CONFIDENCE = {"V-LAW", "V-SEED", "V-PAGE", "V-CODE", "DERIVED", "MEM"}


def read_parameters(documents: Iterable[Mapping[str, object]]) -> dict[str, Parameter]:
    """Parameters of several YAML documents; a name may stand in one of them only."""
    result: dict[str, Parameter] = {}
    for document in documents:
        for name, entry in document.items():
            if name in result:
                raise Overlap(f"parameter {name} is written twice")
            result[name] = parameter_from(name, entry)
    return result


def parameter_from(name: str, entry: object) -> Parameter:
    """One parameter from its YAML mapping; raises BadParameter, Gap or Overlap."""
    if not isinstance(entry, Mapping):
        raise BadParameter(f"{name}: a mapping is needed")
    _only(name, entry, _PARAMETER_KEYS)
    title = entry.get("title")
    if not isinstance(title, Mapping) or any(not title.get(lang) for lang in LANGUAGES):
        raise BadParameter(f"{name}: a title in kk, ru and en is needed")
    try:
        unit = Unit(entry.get("unit"))
    except ValueError:
        raise BadParameter(f"{name}: unknown unit {entry.get('unit')!r}") from None
    full_scale = TIYN if unit is Unit.MONEY else 10 ** int(cast(int, entry.get("decimals", 0)))
    scale = full_scale
    renewed = str(entry.get("renewed", ""))
    if renewed not in ("", "yearly", "irregularly"):
        raise BadParameter(f"{name}: renewed is yearly or irregularly, not {renewed!r}")
    values = entry.get("values")
    if not isinstance(values, Sequence) or not values:
        raise BadParameter(f"{name}: there are no values")
    editions = tuple(edition_from(name, unit, scale, value) for value in values)
    check_order(name, renewed, editions)
    scale, editions = reduced(unit, scale, editions)
    return Parameter(
        name, dict(title), unit, scale, full_scale, renewed, str(entry.get("keyed_by", "")),
        editions,
    )  # fmt: skip


def reduced(
    unit: Unit, scale: int, editions: tuple[Edition, ...]
) -> tuple[int, tuple[Edition, ...]]:
    """Editions on the smallest common scale; money stays in whole tiyn."""
    if unit is Unit.MONEY:
        return 1, editions
    if unit is Unit.CODE:
        return scale, editions
    raws = [cast(int, e.value) for e in editions] + [v for e in editions for _, v in e.bands]
    common = gcd(scale, *raws)
    return scale // common, tuple(
        replace(
            e,
            value=cast(int, e.value) // common,
            bands=tuple((bound, value // common) for bound, value in e.bands),
        )
        for e in editions
    )


def at_full_scale(parameter: Parameter) -> tuple[Edition, ...]:
    """A parameter's editions on the scale that its values are written in."""
    if parameter.unit in (Unit.MONEY, Unit.CODE):
        return parameter.editions
    factor = parameter.full_scale // parameter.scale
    return tuple(
        replace(
            e,
            value=cast(int, e.value) * factor,
            bands=tuple((bound, value * factor) for bound, value in e.bands),
        )
        for e in parameter.editions
    )


def edition_from(name: str, unit: Unit, scale: int, entry: object) -> Edition:
    """One dated value of a parameter."""
    if not isinstance(entry, Mapping):
        raise BadParameter(f"{name}: each value is a mapping")
    since = entry.get("since")
    if type(since) is not date:
        raise BadParameter(f"{name}: a value needs a date in since")
    where = f"{name} of {since}"
    _only(where, entry, _EDITION_KEYS)
    for key in ("since", "until", "published"):
        _check_day(where, key, entry.get(key))
    if entry.get("until") is not None and cast(date, entry["until"]) <= since:
        raise BadParameter(f"{where}: it ends before it begins")
    if not entry.get("source") and not (entry.get("act") and entry.get("article")):
        raise BadParameter(f"{where}: neither source nor act and article")
    if entry.get("confidence") not in CONFIDENCE:
        raise BadParameter(f"{where}: confidence is one of {', '.join(sorted(CONFIDENCE))}")
    if ("value" in entry) == ("bands" in entry):
        raise BadParameter(f"{where}: a value or bands are needed, not both")
    bands: tuple[tuple[int, int], ...] = ()
    value: int | str = 0
    if "bands" in entry:
        bands = _bands(where, entry["bands"], scale)
        if [b for b, _ in bands] != sorted({b for b, _ in bands}):
            raise BadParameter(f"{where}: bands stand in rising order")
    elif unit is Unit.CODE:
        value = str(entry["value"])
    else:
        value = _raw(where, entry["value"], scale)
    published = entry.get("published") or since
    return Edition(
        since, cast("date | None", entry.get("until")), value, bands,
        str(entry.get("act", "")), str(entry.get("article", "")), str(entry.get("source", "")),
        str(entry["confidence"]), cast(date, published), str(entry.get("note", "")),
    )  # fmt: skip


def check_order(name: str, renewed: str, editions: Sequence[Edition]) -> None:
    """Editions follow one another without overlap and, unless renewed, without a gap."""
    for this, following in pairwise(editions):
        if following.since <= this.since or (this.until and this.until > following.since):
            raise Overlap(f"{name}: two values hold on {following.since}")
        if this.until and this.until < following.since and not renewed:
            raise Gap(f"{name}: no value from {this.until} to {following.since}")


def is_number(text: str) -> bool:
    """Whether a text is a number as the law writes it."""
    return len(text) <= _LONGEST and _NUMBER.fullmatch(text) is not None


def _raw(where: str, text: object, scale: int) -> int:
    if not isinstance(text, str):
        raise BadParameter(f"{where}: numbers are quoted strings, not {text!r}")
    if not is_number(text):
        raise BadParameter(f"{where}: {text[:_LONGEST]!r} is no number")
    raw = Fraction(text) * scale
    if raw.denominator > 1:
        raise BadParameter(f"{where}: {text} has more decimals than declared")
    if abs(raw) > INT64_MAX:
        raise BadParameter(f"{where}: {text} is beyond what int64 holds")
    return int(raw)


def _bands(where: str, rows: object, scale: int) -> tuple[tuple[int, int], ...]:
    pairs = isinstance(rows, list) and all(
        isinstance(row, list) and len(row) == 2 and type(row[0]) is int for row in rows
    )
    if not pairs or not rows:
        raise BadParameter(f"{where}: bands are pairs of a whole number and a value")
    return tuple(
        (bound, _raw(where, text, scale)) for bound, text in cast("list[tuple[int, str]]", rows)
    )


def _check_day(where: str, key: str, value: object) -> None:
    if value is None:
        return
    if type(value) is not date:
        raise BadParameter(f"{where}: {key} is a date")
    if key != "published" and not FIRST_DAY <= day_number(value) < LAST_DAY:
        raise BadParameter(f"{where}: {key} lies outside the calendar")


def _only(where: str, entry: Mapping[str, object], allowed: set[str]) -> None:
    for key in entry:
        if key not in allowed:
            raise BadParameter(f"{where}: unknown key {key!r}")
