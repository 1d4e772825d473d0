"""Made-up names: tables of surnames, names and patronymics, and who gets which."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from tirek.sandbox.settings import Bool, Int
from tirek.sandbox.tables import words

#: Of a hundred people this many have no patronymic; of a thousand women this many have a double
#: surname.
_WITHOUT, _DOUBLE = 0.06, 0.012


@dataclass(frozen=True)
class NameTables:
    """Every form once. A surname has a man's and a woman's form under one number; a patronymic
    too, the numbers of which follow the man's name and the style."""

    surnames_men: list[str]
    surnames_women: list[str]
    names: list[str]
    patronymics_men: list[str]
    patronymics_women: list[str]
    peoples: list[_People]


@dataclass(frozen=True)
class _People:
    """Where the words of one people lie in the tables."""

    share: float
    surnames: tuple[int, int]
    men: tuple[int, int]
    women: tuple[int, int]
    styles: int
    patronymics: int
    doubles: tuple[int, int]


@dataclass(frozen=True)
class Names:
    """Numbers in the tables for each person; a patronymic of -1 is none."""

    people: Int
    surname: Int
    name: Int
    patronymic: Int


@lru_cache(maxsize=1)
def tables() -> NameTables:
    """The tables, the same every time."""
    found = NameTables([], [], [], [], [], [])
    for entry in words()["peoples"].values():
        surnames = len(found.surnames_men)
        for stem in entry["stems"]:
            for man, woman in dict.fromkeys(map(tuple, entry["endings"])):
                found.surnames_men.append(_joined(stem, man))
                found.surnames_women.append(_joined(stem, woman))
        single = len(found.surnames_men)
        for at in range(surnames, single - 1, 3):
            other = surnames + (at * 7 + 11) % (single - surnames)
            found.surnames_men.append(found.surnames_men[at])
            found.surnames_women.append(f"{found.surnames_women[at]}-{found.surnames_women[other]}")
        men = len(found.names)
        found.names.extend(entry["men"])
        women = len(found.names)
        found.names.extend(entry["women"])
        patronymics = len(found.patronymics_men)
        for father in entry["men"]:
            for son, daughter in entry["patronymics"]:
                found.patronymics_men.append(_patronymic(father, son))
                found.patronymics_women.append(_patronymic(father, daughter))
        found.peoples.append(
            _People(
                entry["share"],
                (surnames, single),
                (men, women),
                (women, len(found.names)),
                len(entry["patronymics"]),
                patronymics,
                (single, len(found.surnames_men)),
            )
        )
    return found


def _joined(stem: str, ending: str) -> str:
    """A stem and an ending; a stem that already looks like a surname only takes the woman's."""
    if stem[-2:] in ("ов", "ев", "ин") and ending[:2] in ("ов", "ев", "ин"):
        return stem + ending[2:]
    if stem.endswith("й") and ending.startswith("о"):
        return stem[:-1] + "е" + ending[1:]
    return stem + ending


def _patronymic(father: str, ending: str) -> str:
    if not ending.startswith("ов"):
        return f"{father} {ending}" if ending in ("угли", "кизи") else father + ending
    if father[-1] in "йь":
        return father[:-1] + "е" + ending[1:]
    if father[-1] in "аяыі":
        return father[:-1] + ("ич" if ending == "ович" else "ична")
    return father + ending


def given(size: int, male: Bool, chance: np.random.Generator) -> Names:
    """Names for people drawn alone."""
    held = tables().peoples
    share = np.array([people.share for people in held])
    people = chance.choice(len(held), size, p=share / share.sum())
    surname = _within(people, "surnames", chance)
    doubled = ~male & (chance.random(size) < _DOUBLE)
    surname[doubled] = _within(people[doubled], "doubles", chance)
    father = _within(people, "men", chance)
    return Names(people, surname, _first(people, male, chance), _of(people, father, chance))


def of_children(
    mothers: Names, fathers: Names, has_father: Bool, male: Bool, chance: np.random.Generator
) -> Names:
    """Names of children, whose parents are given row by row: the father's surname and
    patronymic where there is one."""
    people = np.where(has_father, fathers.people, mothers.people)
    surname = np.where(has_father, fathers.surname, mothers.surname)
    other = _within(people, "men", chance)
    father = np.where(has_father, fathers.name, other)
    return Names(people, surname, _first(people, male, chance), _of(people, father, chance))


def _first(people: Int, male: Bool, chance: np.random.Generator) -> Int:
    return np.where(male, _within(people, "men", chance), _within(people, "women", chance))


def _within(people: Int, part: str, chance: np.random.Generator) -> Int:
    """One of the words of each person's people."""
    spans = np.array([getattr(one, part) for one in tables().peoples])[people]
    room = (spans[:, 1] - spans[:, 0]).astype(np.float64)
    found: Int = spans[:, 0] + (chance.random(len(people)) * room).astype(np.int64)
    return found


def _of(people: Int, father: Int, chance: np.random.Generator) -> Int:
    """A patronymic from a father's name; none for some."""
    held = tables().peoples
    columns: Any = np.array([(one.patronymics, one.men[0], one.styles) for one in held])[people]
    style = (chance.random(len(people)) * columns[:, 2]).astype(np.int64)
    place = columns[:, 0] + (father - columns[:, 1]) * columns[:, 2] + style
    found: Int = np.where(chance.random(len(people)) < _WITHOUT, -1, place)
    return found
