"""What changed in the packages of care between two dates: which services for which diseases moved
from one package to another, by the law's own lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from tirek.contract.messages import say
from tirek.law.care_packages import DiseaseGroup, Package, decide, groups, services
from tirek.pages.texts import language
from tirek.portal.texts import text


class Moved(NamedTuple):
    """A service that is in another package; ``group``: for which disease (None: for any that is
    on no list); ``suspected``: while the disease is only suspected."""

    group: DiseaseGroup | None
    service: str
    suspected: bool
    first: Package
    second: Package

    @property
    def named(self) -> str:
        """The service in words."""
        said = say("services", self.service, language())
        return text("law.suspected", service=said) if self.suspected else said

    @property
    def disease(self) -> str:
        return self.group.title[language()] if self.group else text("law.any_disease")


@lru_cache(maxsize=64)
def moved(first: date, second: date, known: date | None) -> tuple[Moved, ...]:
    """Everything that is in another package on the second day. A disease for which the same moved
    as for any other is not told again."""
    listed = {one.code: one for day in (first, second) for one in groups(day)}
    of_any = list(_moved(None, first, second, known))
    told = {one[1:] for one in of_any}
    return (
        *of_any,
        *(one for group in listed.values() for one in _moved(group, first, second, known)
          if one[1:] not in told),
    )  # fmt: skip


def _moved(
    group: DiseaseGroup | None, first: date, second: date, known: date | None
) -> Iterator[Moved]:
    for service in services():
        seen = None
        for suspected in (False, True) if group else (False,):
            both = tuple(_package(group, service, suspected, day, known) for day in (first, second))
            if both[0] != both[1] and both != seen:
                yield Moved(group, service, suspected, *both)
            seen = both


def _package(
    group: DiseaseGroup | None, service: str, suspected: bool, day: date, known: date | None
) -> Package:
    """For a person who is insured: so what insurance pays is told from what nobody pays."""
    return decide(
        on=day, icd10=group.icd10[0].first if group else None, service=service, insured=True,
        suspected=suspected, law_on=day if known is None else min(day, known),
    ).package  # fmt: skip


def together(found: tuple[Moved, ...]) -> dict[tuple[str, Package, Package], list[str]]:
    """Diseases for which the same services moved the same way; the services in one text."""
    by_disease: dict[tuple[str, Package, Package], list[str]] = {}
    for one in found:
        by_disease.setdefault((one.disease, one.first, one.second), []).append(one.named)
    rows: dict[tuple[str, Package, Package], list[str]] = {}
    for (disease, first, second), named in by_disease.items():
        rows.setdefault(("; ".join(named), first, second), []).append(disease)
    return rows
