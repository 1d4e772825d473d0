"""The law of compulsory social and medical insurance: pure functions and dated parameters.

One module a chapter, one function a sentence, its article in the decorator; every number stands
in ``parameters/*.yaml``. No input or output beyond the package's own files, no clock, no web.
Everything above calls :func:`law`, which gives the joined graph.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from tirek.engine.errors import LawError
from tirek.engine.graph import Law
from tirek.engine.parameter_files import read_parameters
from tirek.engine.parameters import Parameter
from tirek.law import (  # noqa: F401  (importing a chapter enters its rules)
    average_income,
    childcare,
    common,
    disability,
    insured_status,
    job_loss,
    maternity,
    medical_contributions,
    packs,
    penalties,
    social_contributions,
    survivor,
    transition,
)
from tirek.law.book import book

#: Files of ``parameters/`` that are lists of their own kind, not dated numbers.
LISTS = ("acts.yaml", "categories.yaml", "payer_kinds.yaml")

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def document(*path: str) -> Any:
    """A YAML file of this package."""
    file = resources.files("tirek.law").joinpath(*path)
    return yaml.load(file.read_bytes(), Loader=_Loader)


@lru_cache(maxsize=1)
def parameters() -> Mapping[str, Parameter]:
    """Every dated number of the law, by name."""
    folder = resources.files("tirek.law").joinpath("parameters")
    names = sorted(f.name for f in folder.iterdir() if f.name.endswith(".yaml"))
    held = read_parameters(document("parameters", n) for n in names if n not in LISTS)
    for content in _packs:
        held = packs.added(held, content)
    return held


_packs: list[bytes] = []


def use_packs(contents: Sequence[bytes]) -> None:
    """Takes packs (see :mod:`tirek.law.packs`) from now on, in place of those taken before;
    raises PackError, and takes none, where one does not fit."""
    before = list(_packs)
    _packs[:] = contents
    _forget()
    try:
        law()
    except LawError as error:
        _packs[:] = before
        _forget()
        raise packs.PackError(str(error)) from None


def packs_in_use() -> list[bytes]:
    """The packs taken, for handing them on to another process."""
    return list(_packs)


def _forget() -> None:
    parameters.cache_clear()
    publications.cache_clear()
    _law.cache_clear()


@lru_cache(maxsize=1)
def publications() -> tuple[date, ...]:
    """The days on which some part of the law became known, in order."""
    days = {e.published for p in parameters().values() for e in p.editions}
    days |= {v.known for variants in book.variants.values() for v in variants if v.known}
    return tuple(sorted(days))


def law(known_on: date | None = None) -> Law:
    """The law as known now, or as it had been published by a day."""
    if known_on is None:
        return _law(None)
    published = [day for day in publications() if day <= known_on]
    return _law(published[-1] if published else date.min)


@lru_cache(maxsize=32)  # each keeps its plans, some ten megabytes
def _law(known_on: date | None) -> Law:
    return Law(book, parameters(), known_on)
