"""A care as a question of the contract, and what has to be asked about it at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import product
from typing import Any, NamedTuple

from tirek.contract import care
from tirek.law import care_packages, document
from tirek.law.acts import category_codes
from tirek.law.care_packages import RESIDENT, DiseaseGroup, residences

#: The reform: its lists hold from the second day.
BEFORE, SINCE = date(2025, 12, 31), date(2026, 1, 1)
#: Long ago: the time of every list since an onset is over.
_LONG_AGO = date(1950, 1, 1)


class Case(NamedTuple):
    """What is asked; ``known_on``: by the lists and rules of that day."""

    on: date
    service: str
    icd10: str | None = None
    insured: bool = False
    residence: str = RESIDENT
    suspected: bool = False
    onset: date | None = None
    categories: tuple[str, ...] = ()
    known_on: date | None = None

    def question(self) -> dict[str, Any]:
        """As ``POST /api/care`` takes it."""
        found: dict[str, Any] = {
            "on": self.on.isoformat(), "icd10": self.icd10, "service": self.service,
            "insured": self.insured, "residence": self.residence, "suspected": self.suspected,
            "categories": list(self.categories),
        }  # fmt: skip
        if self.onset is not None:
            found["onset"] = self.onset.isoformat()
        if self.known_on is not None:
            found["known_on"] = self.known_on.isoformat()
        return found

    def told(self, lang: str, brief: bool = False) -> Any:
        """The contract's answer."""
        return care.answer(self.question(), lang, brief)

    def told_of(self) -> Case:
        """The same without a disease that cannot change the package of the service: which group
        its code is in is then no part of the answer, nor what it rests on."""
        if self.icd10 is None or disease_matters(self.service, self.residence):
            return self
        return self._replace(icd10=None, suspected=False, onset=None)

    def before_reform(self) -> Case:
        """The same by the lists and rules of the day before the reform."""
        return self._replace(known_on=BEFORE)

    def after_reform(self) -> Case:
        """The same on the first day of the reform."""
        return self._replace(on=SINCE, known_on=None)


# ---------------------------------------------------------------------- diseases


def all_groups() -> tuple[DiseaseGroup, ...]:
    """Every disease group that stands on a list on any day."""
    days = (BEFORE, SINCE)
    return tuple(
        {group.code: group for day in days for group in care_packages.groups(day)}.values()
    )


@lru_cache(maxsize=256)
def code_of(group_code: str) -> str:
    """A code to ask about a group that was chosen by its name: one that the contract puts into
    this group, where there is one (codes can stand in two)."""
    group = next(one for one in all_groups() if one.code == group_code)
    codes = [codes.first for codes in group.icd10]
    codes += [codes.last for codes in group.icd10 if codes.last]
    alone = [code for code in codes if groups_of(code) == (group,)]
    return next(iter(alone), codes[0])


def groups_of(code: str) -> tuple[DiseaseGroup, ...]:
    """The groups that hold a code."""
    return tuple(group for group in all_groups() if group.range_of(code))


def codes_of(group: DiseaseGroup) -> str:
    """The codes of a group as people write them: ``E10–E14``."""
    return ", ".join(
        codes.first + (f"–{codes.last}" if codes.last else "") for codes in group.icd10
    )


@lru_cache(maxsize=1)
def lists() -> Mapping[str, Any]:
    """The lists of diseases, by name."""
    found: Mapping[str, Any] = document("care_packages.yaml")["lists"]
    return found


def lists_on(group: DiseaseGroup, day: date) -> list[str]:
    """Names of the lists on which a group stands on a day."""
    return [item.list for item in group.on(day)]


# ---------------------------------------------------------------------- what matters

#: What may have to be asked, in this order, beside day, service and disease.
MAY_MATTER = ("residence", "insured", "suspected", "onset", "categories")


@lru_cache(maxsize=64)
def disease_matters(service: str, residence: str = "") -> bool:
    """Whether a disease can change the package of a service, for people of one residence or of
    any."""
    codes = [code_of(group.code) for group in all_groups()]
    for day, home in product((BEFORE, SINCE), (residence,) if residence else residences()):
        bare = Case(day, service, residence=home)
        package = _package(bare)
        if any(_package(bare._replace(icd10=code)) != package for code in codes):
            return True
    return False


def matters(name: str, case: Case) -> bool:
    """Whether another answer to a question could change what the page says, whatever is answered
    to those after it."""
    place = MAY_MATTER.index(name)
    known = tuple(getattr(case, one) for one in MAY_MATTER[:place])
    return _matters(name, case.on, case.service, case.icd10, known)


@lru_cache(maxsize=4096)
def _matters(
    name: str, on: date, service: str, icd10: str | None, known: tuple[Any, ...]
) -> bool:  # fmt: skip
    place = len(known)
    fixed = dict(zip(MAY_MATTER, known, strict=False))
    first = Case(on, service, icd10, **fixed)
    rest = MAY_MATTER[place + 1 :]
    for others in product(*(_possible(one, first) for one in rest)):
        case = first._replace(**dict(zip(rest, others, strict=True)))
        said = {_said(case._replace(**{name: one})) for one in _possible(name, first)}
        if len(said) > 1:
            return True
    return False


def _possible(name: str, case: Case) -> tuple[Any, ...]:
    """Answers that stand for all possible ones."""
    if name == "residence":
        return residences()
    if name == "categories":
        return (), tuple(category_codes())
    if name == "onset":
        return (None, case.on, min(_LONG_AGO, case.on)) if case.icd10 else (None,)
    return (False, True) if name == "insured" or case.icd10 else (False,)


def categories_that_matter(case: Case) -> list[str]:
    """The categories that change the package."""
    bare = _said(case._replace(categories=()))
    return [code for code in category_codes() if _said(case._replace(categories=(code,))) != bare]


def _said(case: Case) -> tuple[object, ...]:
    """What a page says of a case, on the day and across the reform."""
    return tuple(
        one for each in across(case) for answer in (each.told_of().told("en", brief=True),)
        for one in (answer["package"], answer["available"], answer["confirmed"])
    )  # fmt: skip


def across(case: Case) -> Iterator[Case]:
    """The case before the reform and after it."""
    if case.on > BEFORE:
        yield case.before_reform()
        yield case
    else:
        yield case
        yield case.after_reform()


def _package(case: Case) -> str:
    return str(case.told("en", brief=True)["package"])
