"""A reform in one file: parameters changed from a date, and the law that comes of it.

A reform is a YAML file::

    reform: {kk: ..., ru: ..., en: "Replacement rate of 50 %"}
    parameters:
      job_loss_replacement_rate:
        - {since: 2026-01-01, value: "0.50"}

From ``since`` the value holds in place of the law's, to ``until`` (a day no longer included) where
that is given, or to the next value of the reform; then the law's own holds again. A reform is an
assumption: it never changes the law that decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from itertools import pairwise
from typing import NamedTuple, cast

import pyarrow as pa

from tirek.contract.insured_status import MOST_ROWS
from tirek.contract.problems import Problem
from tirek.engine.errors import Gap, LawError, Overflow
from tirek.engine.graph import Law
from tirek.engine.parameter_files import at_full_scale, check_order, edition_from, reduced
from tirek.engine.parameters import Edition, Parameter
from tirek.engine.units import Unit
from tirek.engine.values import INT64_MAX, Value
from tirek.law import law, parameters
from tirek.law.book import book
from tirek.nation.differences import differences
from tirek.nation.dues import AMOUNTS
from tirek.nation.reform_file import Change, places, read
from tirek.nation.schema import DIFFERENCES_OUT, OUTPUTS

_NEVER = date.max


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
    held = parameters()
    in_force = _short(repr(sorted((n, repr(p.editions)) for n, p in held.items())).encode())
    if reform is None:
        return Laws((law(),), [in_force])
    read_reform = read(reform, held)
    changed = reformed(held, read_reform.changes)
    try:
        changed_law = Law(book, changed)
        _check_sums(changed_law)
    except LawError as error:
        raise Problem("bad_reform.law", "/parameters", text=str(error)) from None
    return Laws((law(), changed_law), [in_force, _short(reform)], read_reform.title)


def _check_sums(changed: Law) -> None:
    """What is due for all rows of a person has to fit, since differences add it up."""
    for name in AMOUNTS:
        due = changed.named(name)
        assert isinstance(due, Value)
        if due.hi * MOST_ROWS > INT64_MAX:
            raise Overflow(f"{name}: {MOST_ROWS} rows may be {due.hi * MOST_ROWS:.3e} tiyn")


def _short(content: bytes) -> str:
    return sha256(content).hexdigest()[:16]


def reformed(
    held: Mapping[str, Parameter], changes: Mapping[str, Sequence[Change]]
) -> dict[str, Parameter]:
    """The parameters with a reform's values in place of the law's; raises Problem."""
    result = dict(held)
    for name, own in changes.items():
        try:
            result[name] = _changed(held[name], own)
        except Gap as error:
            raise Problem("bad_reform.gap", f"/parameters/{name}", text=str(error)) from None
        except LawError as error:
            raise Problem("bad_reform.law", f"/parameters/{name}", text=str(error)) from None
    return result


# ---------------------------------------------------------------------- one over the other


class _Span(NamedTuple):
    """An edition with the days on which it holds: from ``since`` to before ``end``."""

    since: date
    end: date
    edition: Edition


def _changed(parameter: Parameter, changes: Sequence[Change]) -> Parameter:
    """A parameter with the changes, in order of time, put over its own values."""
    full = parameter.full_scale
    if parameter.unit is Unit.RATIO:
        full = max(full, *(10 ** places(text) for change in changes for text in change.texts))
    factor = full // parameter.full_scale
    own = [_rescaled(edition, factor) for edition in at_full_scale(parameter)]
    new = [edition_from(parameter.name, parameter.unit, full, c.entry()) for c in changes]
    yearly = parameter.renewed == "yearly"
    over = _spans(new, yearly)
    spans = sorted(over + [rest for span in _spans(own, yearly) for rest in _around(span, over)])
    editions = []
    for this, following in zip(spans, (*spans[1:], None), strict=True):
        ends = this.end != _NEVER and (following is None or following.since > this.end)
        until = this.end if ends else None
        editions.append(replace(this.edition, since=this.since, until=until))
    check_order(parameter.name, parameter.renewed, editions)
    scale, whole = reduced(parameter.unit, full, tuple(editions))
    return replace(parameter, scale=scale, full_scale=full, editions=whole)


def _spans(editions: Sequence[Edition], yearly: bool) -> list[_Span]:
    """When each edition holds; a yearly one without an end to the end of its year, one with an
    end year by year."""
    found = []
    for this, following in zip(editions, (*editions[1:], None), strict=True):
        end = this.until or (date(this.since.year + 1, 1, 1) if yearly else _NEVER)
        end = min(end, following.since) if following else end
        cuts = [this.since, end]
        if yearly:
            years = (date(year, 1, 1) for year in range(this.since.year + 1, end.year + 1))
            cuts = [this.since, *(day for day in years if day < end), end]
        found += [_Span(since, until, this) for since, until in pairwise(cuts)]
    return found


def _around(span: _Span, over: Sequence[_Span]) -> list[_Span]:
    """What is left of a span where others, in order of time, lie over it."""
    left, since = [], span.since
    for other in over:
        if other.end <= since or other.since >= span.end:
            continue
        if other.since > since:
            left.append(_Span(since, other.since, span.edition))
        since = other.end
    if since < span.end:
        left.append(_Span(since, span.end, span.edition))
    return left


def _rescaled(edition: Edition, factor: int) -> Edition:
    if factor == 1:
        return edition
    return replace(
        edition,
        value=cast(int, edition.value) * factor,
        bands=tuple((bound, value * factor) for bound, value in edition.bands),
    )
