"""People as text: columns of the registers and the blocks of a line in a bank file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tirek.sandbox.names import tables
from tirek.sandbox.persons import Persons
from tirek.sandbox.settings import Int, day, first_days, months_of

_NL = "\n"


def iin_texts(numbers: Int) -> Any:
    """Numbers of twelve digits as an Arrow array of text."""
    return pc.utf8_lpad(pa.array(numbers).cast(pa.string()), 12, "0")


def names_of(persons: Persons, people: Int) -> tuple[Any, Any, Any]:
    """Surnames, names and patronymics (null: none) of some people, as Arrow arrays."""
    held, male = tables(), persons.male[people]
    surname = _forms(held.surnames_men, held.surnames_women, persons.names.surname[people], male)
    patronymic = _forms(
        held.patronymics_men, held.patronymics_women, persons.names.patronymic[people], male
    )
    return surname, pa.array(held.names).take(pa.array(persons.names.name[people])), patronymic


def _forms(men: list[str], women: list[str], number: Int, male: Any) -> Any:
    place = np.where(male, number, number + len(men))
    return pa.array(men + women).take(pa.array(place, mask=number < 0))


def compact_days(days: Int) -> Int:
    """Dates as numbers YYYYMMDD."""
    months = months_of(days)
    found: Int = (months // 12 * 100 + months % 12 + 1) * 100 + days - first_days(months) + 1
    return found


def period(month: int) -> str:
    """MMYYYY."""
    return f"{day(month):%m%Y}"


def block(surname: str, name: str, patronymic: str | None, born: str, iin: str) -> str:
    """A person in a line, as :class:`Blocks` writes people of the registers."""
    third = f"/FT/{patronymic}{_NL}" if patronymic else ""
    return f":70:/FM/{surname}{_NL}/NM/{name}{_NL}{third}/DT/{born}{_NL}/IDN/{iin}{_NL}"


@dataclass
class Blocks:
    """The texts of people in lines of bank files: one each for those who can appear, by
    ``place`` (of a person), and behind them those made otherwise on purpose."""

    texts: Any
    place: Int
    base: int
    added: list[str]
    added_iin: list[str]

    def add(self, text: str, iin: str) -> int:
        """Enters a text of its own; gives its number."""
        self.added.append(text)
        self.added_iin.append(iin)
        return self.base + len(self.added) - 1

    def forget(self) -> None:
        """Drops what was made on purpose, at a month's end."""
        self.added.clear()
        self.added_iin.clear()

    def all(self) -> Any:
        """Every text, as an Arrow array."""
        if not self.added:
            return self.texts
        return pa.concat_arrays([self.texts, pa.array(self.added, pa.large_string())])


def blocks(persons: Persons, people: Int) -> Blocks:
    """Texts of some people."""
    surname, name, patronymic = names_of(persons, people)
    third = pc.binary_join_element_wise("/FT/", pc.utf8_upper(patronymic), _NL, "")
    texts = pc.binary_join_element_wise(
        ":70:/FM/", pc.utf8_upper(surname), "\n/NM/", pc.utf8_upper(name), _NL,
        pc.fill_null(third, ""), "/DT/",
        pa.array(compact_days(persons.birth[people])).cast(pa.string()), "\n/IDN/",
        iin_texts(persons.iin[people]), _NL, "",
    ).cast(pa.large_string())  # fmt: skip
    place = np.full(len(persons), -1)
    place[people] = np.arange(len(people))
    return Blocks(texts, place, len(people), [], [])
