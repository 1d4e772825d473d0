"""Payers: employers with staffs of a heavy tail, agents, and people who pay for themselves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tirek.law.acts import kinds
from tirek.sandbox import names, numbers
from tirek.sandbox.persons import NEVER, Persons
from tirek.sandbox.settings import Bool, Int, Settings, first_day
from tirek.sandbox.tables import regions, words

KINDS = (
    "employer", "entrepreneur", "private_practice", "farm", "self_employed",
    "civil_contract_agent", "single_payment", "independent",
)  # fmt: skip
#: What a payer of each kind pays as for the people in its lists (a person for himself apart).
PAYS_AS = (
    "employee", "employee", "employee", "employee", "self_employed", "civil_contract",
    "single_payment", "independent_medical",
)  # fmt: skip
#: What a person pays as who pays for himself.
PAYS_SELF_AS = (
    "", "entrepreneur", "entrepreneur", "entrepreneur", "self_employed", "", "",
    "independent_medical",
)  # fmt: skip
#: Shares of those who work that pay for themselves, by kind.
_SELF = {"entrepreneur": 0.085, "private_practice": 0.003, "farm": 0.012, "self_employed": 0.04}
_INDEPENDENT, _AGENTS, _SINGLE = 0.015, 0.006, 0.08
#: Staffs: the heavier the tail the smaller the first number; the smallest and the largest staff.
_ALPHA, _LEAST, _MOST = 1.0, 4, 3_000
SIZES = ("small", "medium", "large")


@dataclass
class Payers:
    """All payers; ``staff`` is the number of places, ``owner`` the person who pays for himself
    (-1: a legal person), ``number`` a БИН or that person's ИИН."""

    number: Int
    kind: Int
    owner: Int
    staff: Int
    region: Int
    registered: Int
    ended: Int
    bank: Int
    account: list[str]
    name: list[str]

    def __len__(self) -> int:
        return len(self.number)

    @property
    def size(self) -> Int:
        found: Int = np.searchsorted([100, 250], self.staff, side="right")
        return found


def begins(kind: str) -> int:
    """The first month in which people of a payer kind of the law pay to some fund."""
    return min(span.first for span in kinds()[kind].values())


def payers(settings: Settings, persons: Persons) -> Payers:
    """The payers of a country; those that the law of its months does not have are left out."""
    chance = settings.chance("payers")
    order = chance.permutation(settings.people)
    owners, kind, at = [], [], 0
    for name, share in _SELF.items():
        if begins(PAYS_SELF_AS[KINDS.index(name)]) > settings.last:
            continue
        count = max(3, round(share * settings.people))
        owners.append(order[at : at + count])
        kind.append(np.full(count, KINDS.index(name)))
        at += count
    idle = np.arange(settings.people, persons.grown)
    idle = idle[(persons.pension_day[idle] > first_day(settings.last + 1))]
    count = min(len(idle), max(2, round(_INDEPENDENT * settings.people)))
    owners.append(chance.choice(idle, count, replace=False))
    kind.append(np.full(count, KINDS.index("independent")))
    owner = np.concatenate(owners)
    legal_kind, staff = _legal(settings, settings.people - at, chance)
    owner = np.concatenate((np.full(len(staff), -1), owner))
    small = np.where(
        chance.random(len(owner) - len(staff)) < 0.15,
        chance.integers(1, 5, len(owner) - len(staff)),
        0,
    )
    own = np.concatenate(kind)
    small[(own != KINDS.index("entrepreneur")) & (own != KINDS.index("farm"))] = 0
    return _made(
        settings, persons, owner, np.concatenate((legal_kind, own)),
        np.concatenate((staff, small)), chance,
    )  # fmt: skip


def _legal(settings: Settings, places: int, chance: np.random.Generator) -> tuple[Int, Int]:
    """Kinds and staffs of legal persons for some places of work."""
    forced = 1 if settings.people < 1000 else min(8, settings.people // 250)
    size = 80 if settings.people < 20_000 else 0
    staff = [np.full(forced if size else 0, size)]
    left = places - int(staff[0].sum())
    while left > 0:
        more = _LEAST * (1 - chance.random(max(8, left // 20))) ** (-1 / _ALPHA)
        more = np.minimum(more, min(_MOST, max(8, places // 12))).astype(np.int64)
        within = np.cumsum(more) <= left
        more = more[within] if within.any() else np.array([left])
        staff.append(more)
        left -= int(more.sum())
    sizes = np.concatenate(staff)
    kind = np.full(len(sizes), KINDS.index("employer"))
    loose = (sizes < 50) & (np.arange(len(sizes)) >= forced)
    if begins("single_payment") <= settings.last:
        kind[loose & (chance.random(len(sizes)) < _SINGLE)] = KINDS.index("single_payment")
    if begins("civil_contract") <= settings.last:
        agents = max(2, round(_AGENTS * settings.people))
        kind = np.concatenate((kind, np.full(agents, KINDS.index("civil_contract_agent"))))
        sizes = np.concatenate((sizes, np.zeros(agents, np.int64)))
    return kind, sizes


def _made(
    settings: Settings, persons: Persons, owner: Int, kind: Int, staff: Int,
    chance: np.random.Generator,
) -> Payers:  # fmt: skip
    size = len(owner)
    earliest, latest = 0.55 * first_day(settings.first), first_day(settings.first - 24)
    registered = (earliest + chance.random(size) ** 0.7 * (latest - earliest)).astype(np.int64)
    legal = owner < 0
    adult = persons.birth[owner] + 18 * 366
    registered = np.where(legal, registered, np.maximum(registered, adult))
    new = kind == KINDS.index("self_employed")
    registered[new] = np.maximum(registered[new], first_day(begins("self_employed")))
    registered = np.minimum(registered, first_day(settings.last))
    number = persons.iin[owner]
    number[legal] = numbers.bins(registered[legal], int(chance.integers(1000)))
    codes = list(words()["banks"].values())
    bank = chance.integers(0, len(codes), size)
    accounts = chance.permutation(size) + 10**9
    return Payers(
        number, kind, owner, staff,
        np.where(legal, chance.choice(len(regions()[0]), size, p=regions()[2]),
                 persons.region[owner]),
        registered, np.full(size, NEVER), bank,
        [numbers.iban(codes[b], a) for b, a in zip(bank.tolist(), accounts.tolist(), strict=True)],
        _names(persons, owner, kind, staff, chance),
    )  # fmt: skip


def _names(
    persons: Persons, owner: Int, kind: Int, staff: Int, chance: np.random.Generator
) -> list[str]:
    held, table = words()["payers"], names.tables()
    first = chance.integers(0, len(held["first"]), len(owner)).tolist()
    second = chance.integers(0, len(held["second"]), len(owner)).tolist()
    form = chance.integers(0, len(held["forms"]), len(owner)).tolist()
    forms = {"entrepreneur": "ИП", "farm": "КХ", "private_practice": "Нотариус"}
    found = []
    for at, (person, number) in enumerate(zip(owner.tolist(), kind.tolist(), strict=True)):
        if person < 0:
            word = f"{held['first'][first[at]]} {held['second'][second[at]]}"
            found.append(f'{held["forms"][form[at]]} "{word}"')
            continue
        surnames = table.surnames_men if persons.male[person] else table.surnames_women
        who = f"{surnames[persons.names.surname[person]]} {table.names[persons.names.name[person]]}"
        found.append(f"{forms.get(KINDS[number], '')} {who}".strip())
    return found


def staffed(payers: Payers) -> Bool:
    """Payers that employ people."""
    found: Bool = (payers.staff > 0) & (payers.kind != KINDS.index("civil_contract_agent"))
    return found
