"""People and payers written wrongly, in one respect each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from tirek.engine.parameters import day_of
from tirek.sandbox import numbers
from tirek.sandbox.messages import NEIGHBOURS, Sender
from tirek.sandbox.names import tables
from tirek.sandbox.persons import Persons
from tirek.sandbox.settings import day
from tirek.sandbox.tables import words
from tirek.sandbox.texts import block


@dataclass
class Written:
    """A person as a line writes him."""

    surname: str
    name: str
    patronymic: str | None
    born: str
    iin: str

    @property
    def text(self) -> str:
        """The person's part of a line."""
        return block(self.surname, self.name, self.patronymic, self.born, self.iin)


def right(persons: Persons, person: int) -> Written:
    """A person as the registers have him, in capitals."""
    held, male = tables(), bool(persons.male[person])
    surnames = held.surnames_men if male else held.surnames_women
    patronymics = held.patronymics_men if male else held.patronymics_women
    third = int(persons.names.patronymic[person])
    return Written(
        surnames[persons.names.surname[person]].upper(),
        held.names[persons.names.name[person]].upper(),
        patronymics[third].upper() if third >= 0 else None,
        f"{day_of(int(persons.birth[person])):%Y%m%d}",
        f"{persons.iin[person]:012d}",
    )


def person(persons: Persons, number: int, reason: str, chance: np.random.Generator) -> Written:
    """A person with one thing wrong."""
    made = right(persons, number)
    if reason == "name_mismatch":
        _misname(persons, number, made, chance)
    elif reason == "birth_date_mismatch":
        made.born = _other_day(persons, number, chance)
    elif reason == "iin_invalid":
        made.iin = _invalid(made.iin, chance)
    else:
        made.iin = _nobodys(made.iin, chance)
    return made


def _misname(persons: Persons, number: int, made: Written, chance: np.random.Generator) -> None:
    """Somebody else's name, a misspelt surname, or a woman's surname of before."""
    how = int(chance.integers(3))
    if how == 0 or (how == 2 and persons.male[number]):
        while True:
            other = right(persons, int(chance.integers(persons.grown)))
            if not _alike(other.surname, made.surname):
                made.surname, made.name = other.surname, other.name
                made.patronymic = other.patronymic
                return
    if how == 1:
        made.surname = _misspelt(made.surname, chance)
        return
    surnames = tables().surnames_women
    while True:
        surname = surnames[int(chance.integers(len(surnames)))].upper()
        if not _alike(surname, made.surname):
            made.surname = surname
            return


def _alike(one: str, other: str) -> bool:
    """Whether two surnames are the same once Kazakh letters are their Russian neighbours, or one
    a part of the other."""
    one, other = one.translate(NEIGHBOURS), other.translate(NEIGHBOURS)
    return one in other or other in one


def _misspelt(surname: str, chance: np.random.Generator) -> str:
    """A letter inside put in the place of another, that is no neighbour of it."""
    place = int(chance.integers(1, max(2, len(surname) - 1)))
    letter = "Щ" if surname[place] not in "ЩШ" else "Ж"
    return surname[:place] + letter + surname[place + 1 :]


def _other_day(persons: Persons, number: int, chance: np.random.Generator) -> str:
    """Another day that there is: some days or a year off, or day and month changed about."""
    born = day_of(int(persons.birth[number]))
    if born.day <= 12 and born.day != born.month and chance.integers(2):
        return f"{born.replace(day=born.month, month=born.day):%Y%m%d}"
    off = int(chance.choice([-366, -30, -10, -1, 1, 10, 30, 366]))
    return f"{born + timedelta(days=off):%Y%m%d}"


def _invalid(iin: str, chance: np.random.Generator) -> str:
    """A number whose check digit is wrong, or that is too short."""
    how = int(chance.integers(4))
    if how == 0:
        return iin[:11]
    if how == 1:  # two digits of the serial changed about
        swapped = iin[:8] + iin[9] + iin[8] + iin[10:]
        if numbers.check_digit(swapped[:11]) != int(swapped[11]):
            return swapped
    return iin[:11] + str((int(iin[11]) + 1 + int(chance.integers(8))) % 10)


def _nobodys(iin: str, chance: np.random.Generator) -> str:
    """A good number, of a person of the same birth date, that nobody has."""
    while True:
        eleven = iin[:7] + str(int(chance.integers(numbers.NOBODY, 10_000)))
        digit = numbers.check_digit(eleven)
        if digit < 10:
            return eleven + str(digit)


def _bank(chance: np.random.Generator) -> tuple[str, str]:
    banks: dict[str, str] = words()["banks"]
    bank = list(banks)[int(chance.integers(len(banks)))]
    return bank, numbers.iban(banks[bank], 9 * 10**9 + int(chance.integers(10**9)))


def unregistered(persons: Persons, number: int, chance: np.random.Generator) -> Sender:
    """A person who pays for himself without being a payer."""
    who = right(persons, number)
    bank, account = _bank(chance)
    return Sender(account, f"{who.surname} {who.name}", who.iin, bank)


def stranger(known: set[int], month: int, chance: np.random.Generator) -> Sender:
    """A legal person that stands in no register."""
    bank, account = _bank(chance)
    name = words()["payers"]["first"][int(chance.integers(len(words()["payers"]["first"])))]
    while True:
        eleven = (
            f"{day(month - int(chance.integers(1, 120))):%y%m}40{int(chance.integers(10**5)):05d}"
        )
        digit = numbers.check_digit(eleven)
        if digit < 10 and int(eleven) * 10 + digit not in known:
            return Sender(account, f'ТОО "{name} {month}"', f"{eleven}{digit}", bank)
