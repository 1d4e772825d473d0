"""Packs: next year's values beside the program, signed off by two people.

A pack is a YAML file::

    pack: values of 2027
    signed_off:
      - {name: A. Example, role: methodologist, date: 2026-12-10}
      - {name: B. Example, role: lawyer, date: 2026-12-11}
    values:
      minimum_wage:
        - {since: 2027-01-01, value: "90000", act: Budget law 2027-2029, article: "7",
           source: ..., confidence: V-LAW, published: 2026-12-05}

It may add values only to parameters that the law renews, and only where none is held; anything
else is refused whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import yaml

from tirek.engine.errors import LawError
from tirek.engine.parameter_files import at_full_scale, check_order, edition_from, reduced
from tirek.engine.parameters import Parameter

_SIGNATURES = 2


class PackError(LawError):
    """A pack that is not taken; says why."""


def added(parameters: Mapping[str, Parameter], content: bytes) -> dict[str, Parameter]:
    """The parameters with a pack's values; raises PackError where the pack does not fit."""
    try:
        pack: Any = yaml.safe_load(content)
    except yaml.YAMLError as error:
        raise PackError(f"the pack is not YAML: {error}") from None
    if not isinstance(pack, Mapping) or set(pack) != {"pack", "signed_off", "values"}:
        raise PackError("a pack has the keys pack, signed_off and values")
    name = str(pack["pack"])
    _check_signatures(name, pack["signed_off"])
    if not isinstance(pack["values"], Mapping):
        raise PackError(f"pack {name}: values maps parameters to lists of dated values")
    result = dict(parameters)
    for parameter, values in pack["values"].items():
        if parameter not in result:
            raise PackError(f"pack {name}: there is no parameter {parameter}")
        result[parameter] = _extended(name, result[parameter], values)
    return result


def _check_signatures(name: str, signatures: Any) -> None:
    good = isinstance(signatures, Sequence) and all(
        isinstance(s, Mapping)
        and s.get("name")
        and s.get("role")
        and isinstance(s.get("date"), date)
        for s in signatures
    )
    if not good:
        raise PackError(f"pack {name}: each signature has a name, a role and a date")
    people = {str(s["name"]).strip().casefold() for s in signatures}
    if len(people) < _SIGNATURES:
        raise PackError(f"pack {name}: two different people sign it off")


def _signed(signature: object) -> bool:
    return (
        isinstance(signature, Mapping)
        and bool(signature.get("name") and signature.get("role"))
        and isinstance(signature.get("date"), date)
    )


def _extended(name: str, parameter: Parameter, values: object) -> Parameter:
    where = f"pack {name}: {parameter.name}"
    if not parameter.renewed:
        raise PackError(f"{where} is not renewed by the law; change the law's own file instead")
    if not isinstance(values, Sequence) or not values:
        raise PackError(f"{where}: a list of dated values is needed")
    full, unit = parameter.full_scale, parameter.unit
    try:
        new = [edition_from(parameter.name, unit, full, value) for value in values]
        for edition in new:
            if bool(edition.bands) != bool(parameter.editions[0].bands):
                raise PackError(f"{where}: one value and a table of bands do not mix")
            if int(edition.value) < 0 or any(value < 0 for _, value in edition.bands):
                raise PackError(f"{where}: a value below zero")
            if parameter.edition(edition.since) is not None:
                raise PackError(f"{where}: a value of {edition.since} is held already")
        editions = tuple(sorted((*at_full_scale(parameter), *new), key=lambda e: e.since))
        check_order(parameter.name, parameter.renewed, editions)
        scale, editions = reduced(unit, full, editions)
    except PackError:
        raise
    except LawError as error:
        raise PackError(f"{where}: {error}") from None
    return replace(parameter, scale=scale, editions=editions)
