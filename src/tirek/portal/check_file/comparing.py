"""Sums of a list that are not what the law takes of the income beside them.

The law's sum is worked out as where a list holds incomes alone (:mod:`making`). Whether another one
is wrong a list cannot say: it may be a part of the month's payment, the person may be exempt from
the pension contribution or have reached the cap elsewhere. So it is told with both sums, to be
decided by who sends the list, and no sum is ever put in place of another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tirek.ledger.files import PeopleList, cells
from tirek.ledger.files.lines import column
from tirek.portal.check_file import making

#: Up to one tenge a sum may be rounded.
_ROUNDED = 100


@dataclass(frozen=True)
class Differing:
    """A row whose sum is another than the law's of its income (tiyn). ``exempt``: it is the sum of
    a person from whom no pension contribution is taken, or of an income from which it has been;
    ``rows``: lines of the same person and month, of whose sums none fits alone or together."""

    line: int
    income: int
    sum: int
    right: int
    exempt: bool = False
    rows: Sequence[int] = ()


@dataclass(frozen=True)
class Compared:
    """``number``: rows that were held against their income; ``without``: lines that could not be,
    for the income cannot be read or the law takes nothing known of it."""

    differing: Sequence[Differing] = ()
    number: int = 0
    without: Sequence[int] = ()


def compare(people: PeopleList, purpose: str, kind: str) -> Compared:
    """Holds the sums of a list against the incomes beside them; nothing where there are none or
    the purpose is not one that follows from an income."""
    if not people.incomes or not making.follows(purpose):
        return Compared()
    lines = people.lines
    incomes = [_income(people.incomes, line) for line in lines.line.tolist()]
    sums, periods = lines.amount_tiyn.tolist(), lines.period.tolist()
    held = [
        at for at, income in enumerate(incomes)
        if income is not None and sums[at] and periods[at] and cells.is_iin(lines.iin[at])
    ]  # fmt: skip
    law = _Law(people, purpose, kind)
    right = dict(zip(held, law.of(held, [incomes[at] or 0 for at in held]), strict=True))
    known = [at for at in held if right[at] is not None]
    months: dict[tuple[str, int], list[int]] = defaultdict(list)
    for at in known:
        months[lines.iin[at], periods[at]].append(at)
    groups = [
        _Group(some, [incomes[at] or 0 for at in some], [sums[at] for at in some],
               [right[at] or 0 for at in some])
        for some in months.values()
    ]  # fmt: skip
    differing = [one for one in groups if not one.each_fits]
    whole = law.of([one.places[0] for one in differing], [sum(one.incomes) for one in differing])
    left = [
        one for one, of_all in zip(differing, whole, strict=True) if not one.together_fit(of_all)
    ]  # fmt: skip
    places = [at for one in left for at in one.places]
    exempt = dict(zip(places, law.of(places, [incomes[at] or 0 for at in places], True),
                      strict=True))  # fmt: skip
    found = [
        Differing(
            int(lines.line[at]), income, sum_, due, _same(sum_, exempt[at]),
            [int(lines.line[one]) for one in group.places] if len(group.places) > 1 else (),
        )
        for group in left
        for at, income, sum_, due in zip(group.places, group.incomes, group.sums, group.right,
                                         strict=True)
        if not _same(sum_, due)
    ]  # fmt: skip
    without = [int(lines.line[at]) for at in range(len(lines)) if at not in {*known}]
    return Compared(sorted(found, key=lambda one: one.line), len(known), without)


@dataclass(frozen=True)
class _Group:
    """Rows of one person and month: their places, incomes, sums and the law's sum of each."""

    places: Sequence[int]
    incomes: Sequence[int]
    sums: Sequence[int]
    right: Sequence[int]

    @property
    def each_fits(self) -> bool:
        return all(_same(one, due) for one, due in zip(self.sums, self.right, strict=True))

    def together_fit(self, of_all: int | None) -> bool:
        """Whether several payments of a month are the law's sum together: of all their incomes, or
        of the one income that stands with each of them."""
        if len(self.places) == 1:
            return False
        paid, rounded = sum(self.sums), _ROUNDED * len(self.places)
        of_one = self.right[0] if len(set(self.incomes)) == 1 else None
        return any(one is not None and abs(paid - one) < rounded for one in (of_all, of_one))


class _Law:
    """What the law takes of incomes of people of a list, each for the person's own month."""

    def __init__(self, people: PeopleList, purpose: str, kind: str) -> None:
        self._people, self._purpose, self._kind = people, purpose, kind

    def of(
        self, places: Sequence[int], incomes: Sequence[int], exempt: bool = False
    ) -> list[int | None]:  # fmt: skip
        """Tiyn for each; None: not known yet. ``exempt``: without a pension contribution."""
        if not places:
            return []
        lines = replace(self._people.lines.at(places), amount_tiyn=column(incomes))
        asked = replace(self._people, lines=lines, amounts="income")
        worked = making.amounts(asked, self._purpose, self._kind, exempt)
        return [
            None if worked.without.get(at) == making.UNKNOWN else amount
            for at, amount in enumerate(worked.lines.amount_tiyn.tolist())
        ]


def _income(incomes: Mapping[int, str], line: int) -> int | None:
    found = cells.amount(incomes.get(line, ""))
    return found if found is not None and found >= 0 else None


def _same(one: int, other: int | None) -> bool:
    return other is not None and abs(one - other) < _ROUNDED


def undecided(compared: Compared) -> Iterator[int]:
    """Lines whose sum somebody has to decide on."""
    return (one.line for one in compared.differing)
