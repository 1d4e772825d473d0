"""Faults planted among the lines of a month, each in a place that is kept.

A line is made wrong in one respect only. Some faults change a line where it stands; a message has
one purpose and, for the social fund, one period, so others move a line into a message of its own.
"""

from __future__ import annotations

import math

import numpy as np

from tirek.law.acts import kinds
from tirek.law.book import PAYER_KINDS
from tirek.sandbox import dues, wrong
from tirek.sandbox.lines import MOVED, REASONS, Lines, line
from tirek.sandbox.messages import SOCIAL
from tirek.sandbox.month import Country, Extra, Month
from tirek.sandbox.senders import LARGE
from tirek.sandbox.settings import Bool, Int, first_day, months_of
from tirek.sandbox.texts import period

#: Purposes of payments that are none of these contributions: pension contributions and returns of
#: benefits paid too much (facts of payment documents, section 6.2).
NOT_CONTRIBUTIONS = ("010", "019", "028", "047", "092", "097")
DAMAGES = ("sum_differs", "broken_envelope", "bad_amount")
#: Months in which no fund was at work, and months that there are not.
_NO_MONTHS = ("132025", "002024", "051905", "992026", "122004")


class Planter:
    """Plants into one month."""

    def __init__(self, country: Country, month: Month, far: Bool) -> None:
        """``far`` marks payers that are left alone (planted otherwise in this month)."""
        self.country, self.month = country, month
        self.chance = country.settings.chance("faults", month.number)
        self._far = far
        self._added: list[list[Lines]] = [[], [], []]
        self.purposes = dues.purposes(month.number)
        self.bounds = dues.bounds(month.number)

    def plant(self) -> None:
        """Plants every kind: a few at least over the months of a country."""
        settings = self.country.settings
        if not settings.faults:
            return
        lines = sum(len(stream) for stream in self.month.streams)
        each = [
            self._names, self._births, self._invalid, self._unknown, self._purposes, self._others,
            self._periods, self._future, self._twice, self._under, self._over, self._old,
            self._dead, self._unregistered, self._strangers,
        ]  # fmt: skip
        count = max(math.ceil(4 / settings.months), round(settings.faults * lines / len(each)))
        for damage in DAMAGES:
            self._damaged(damage, max(math.ceil(3 / settings.months), count // 200))
        for one in each:
            one(count)
        for number, added in enumerate(self._added):
            stream = self.month.streams[number]
            stream = stream.take(stream.mark != MOVED)
            self.month.streams[number] = stream.joined(added)

    # ------------------------------------------------------------------ choosing lines

    def _some(self, stream: int, count: int, allowed: Bool | None = None) -> list[int]:
        """Places of good lines, by chance, none of them taken yet."""
        lines = self.month.streams[stream]
        free = (lines.mark == 0) & ~self._far[lines.payer]
        places = np.flatnonzero(free if allowed is None else free & allowed)
        if not len(places):
            return []
        chosen = self.chance.choice(places, min(count, len(places)), replace=False)
        return [int(place) for place in chosen]

    def _spread(self, count: int) -> list[tuple[int, int]]:
        """(stream, place) of good lines of all three contributions."""
        shares = (count - 2 * (count // 3), count // 3, count // 3)
        order = self.chance.permutation(3)
        return [
            (int(stream), place)
            for stream, share in zip(order, shares, strict=True)
            for place in self._some(int(stream), share)
        ]

    def _mark(self, stream: int, place: int, reason: str) -> Lines:
        lines = self.month.streams[stream]
        lines.mark[place] = REASONS.index(reason)
        return lines

    def _moved(self, stream: int, place: int, reason: str) -> Lines:
        """A line taken out of its message, marked."""
        lines = self.month.streams[stream]
        alone = lines.take(np.array([place]))
        alone.mark[:] = REASONS.index(reason)
        lines.mark[place] = MOVED
        return alone

    def _draw(self, size: int) -> int:
        return int(self.chance.integers(size))

    # ------------------------------------------------------------------ who a line is for

    def _rewritten(self, reason: str, count: int) -> None:
        """Lines whose person is written wrongly."""
        persons, blocks = self.country.persons, self.country.blocks
        for stream, place in self._spread(count):
            lines = self.month.streams[stream]
            person = int(lines.person[place])
            made = wrong.person(persons, person, reason, self.chance)
            lines.block[place] = blocks.add(made.text, made.iin)
            self._mark(stream, place, reason)

    def _names(self, count: int) -> None:
        self._rewritten("name_mismatch", count)

    def _births(self, count: int) -> None:
        self._rewritten("birth_date_mismatch", count)

    def _invalid(self, count: int) -> None:
        self._rewritten("iin_invalid", count)

    def _unknown(self, count: int) -> None:
        self._rewritten("iin_unknown", count)

    # ------------------------------------------------------------------ what a message is for

    def _purposes(self, count: int) -> None:
        for stream, place in self._spread(count):
            other = self.purposes[1 + self._draw(2)] if stream == SOCIAL else self.purposes[SOCIAL]
            self._extra(stream, self._moved(stream, place, "wrong_purpose"), purpose=other)

    def _others(self, count: int) -> None:
        for stream, place in self._spread(count):
            other = NOT_CONTRIBUTIONS[self._draw(len(NOT_CONTRIBUTIONS))]
            self._extra(stream, self._moved(stream, place, "not_a_contribution"), purpose=other)

    def _periods(self, count: int) -> None:
        for stream, place in self._spread(count):
            self._dated(stream, place, "period_wrong", self._no_month(stream))

    def _no_month(self, stream: int) -> str:
        if stream == SOCIAL or self._draw(3):
            return _NO_MONTHS[self._draw(len(_NO_MONTHS))]
        begins = min(span["medical"].first for span in kinds().values() if "medical" in span)
        return period(begins - 1 - self._draw(20))

    def _future(self, count: int) -> None:
        for stream, place in self._spread(count):
            self._dated(
                stream, place, "period_future", period(self.month.number + 3 + self._draw(12))
            )

    def _dated(self, stream: int, place: int, reason: str, text: str) -> None:
        """A line with another period: among the others where each has its own."""
        if stream == SOCIAL:
            self._extra(stream, self._moved(stream, place, reason), period=text)
            return
        if text not in self.month.periods:
            self.month.periods.append(text)
        self._mark(stream, place, reason).period[place] = self.month.periods.index(text)

    def _extra(self, stream: int, lines: Lines, purpose: str = "", **more: object) -> None:
        extra = Extra(int(lines.payer[0]), stream, lines, purpose or self.purposes[stream])
        for name, value in more.items():
            setattr(extra, name, value)
        extra.period = extra.period or self.month.periods[0]
        self.month.extras.append(extra)

    def _twice(self, count: int) -> None:
        """The same line once more: in its message, in another one of the file, in a later file."""
        for at, (stream, place) in enumerate(self._spread(count)):
            lines = self.month.streams[stream]
            again = lines.take(np.array([place]))
            again.mark[:] = REASONS.index("same_twice")
            lines.mark[place] = -1  # it stays good, and is not touched again
            if at % 3 == 0:
                self._added[stream].append(again)
            elif at % 3 == 1:
                self._extra(stream, again)
            else:
                self._extra(stream, again, days_later=2 + self._draw(30), alone=True)

    # ------------------------------------------------------------------ how much

    def _under(self, count: int) -> None:
        """Less than the least that the law allows, where it has a least amount."""
        for stream in (0, 2):
            lines = self.month.streams[stream]
            least = self.bounds.least[stream][lines.kind]
            for place in self._some(stream, -(-count // 2), least > 10_000):
                less = int(least[place])
                cut = 1 if self._draw(3) == 0 else 1 + self._draw(less // 2)
                self._mark(stream, place, "under_minimum").amount[place] = less - cut

    def _over(self, count: int) -> None:
        """More than the most that can be due, where there is a most."""
        for stream, place in self._spread(count):
            lines = self.month.streams[stream]
            most = int(self.bounds.most[stream][lines.kind[place]])
            more = 1 if self._draw(3) == 0 else 1 + self._draw(most)
            self._mark(stream, place, "over_maximum").amount[place] = most + more

    # ------------------------------------------------------------------ people not insured

    def _old(self, count: int) -> None:
        old = self.country.old
        before = first_day(self.month.number)
        self._for(old[self.country.persons.pension_day[old] <= before], "pension_age", count)

    def _dead(self, count: int) -> None:
        dead = self.country.dead
        days = self.country.persons.death[dead]
        self._for(dead[months_of(days) < self.month.number], "after_death", count)

    def _for(self, people: Int, reason: str, count: int) -> None:
        """Social contributions for some people among those of an employer's staff."""
        employee = PAYER_KINDS.index("employee")
        social = self.month.streams[SOCIAL]
        for place in self._some(SOCIAL, count if len(people) else 0, social.kind == employee):
            person = int(people[self._draw(len(people))])
            payer = int(social.payer[place])
            block = int(self.country.blocks.place[person])
            amount = int(social.amount[place])
            self._added[SOCIAL].append(line(payer, person, employee, block, amount, reason))

    # ------------------------------------------------------------------ who pays

    def _unregistered(self, count: int) -> None:
        """People who pay for themselves and stand in no register of payers."""
        persons, entrepreneur = self.country.persons, PAYER_KINDS.index("entrepreneur")
        least = int(self.bounds.least[SOCIAL][entrepreneur])
        social = self.month.streams[SOCIAL]
        owners = np.zeros(len(persons), np.bool_)
        owners[self.country.payers.owner] = True
        for place in self._some(SOCIAL, count, ~owners[social.person]):
            person = int(social.person[place])
            block = int(self.country.blocks.place[person])
            made = line(-1, person, entrepreneur, block, least, "self_employed_not_registered")
            sender = wrong.unregistered(persons, person, self.chance)
            self._extra(SOCIAL, made, sender=sender, alone=True)

    def _strangers(self, count: int) -> None:
        """Payers that nobody knows: a good number that stands in no register."""
        known = set(self.country.payers.number.tolist())
        places = self._some(SOCIAL, count)
        while places:
            some, places = places[: 1 + self._draw(3)], places[3:]
            lines = self.month.streams[SOCIAL].take(np.array(some))
            lines.mark[:], lines.payer[:] = REASONS.index("payer_unknown"), -1
            sender = wrong.stranger(known, self.month.number, self.chance)
            self._extra(SOCIAL, lines, sender=sender, alone=True)

    # ------------------------------------------------------------------ whole files

    def _damaged(self, damage: str, count: int) -> None:
        """A payer's message of the month in a file of its own, which is damaged. Those that are
        watched are spared: their staff would seem to fall."""
        small = self.country.payers.staff[self.month.streams[SOCIAL].payer] < LARGE
        for place in self._some(SOCIAL, count, small):
            social = self.month.streams[SOCIAL]
            payer = int(social.payer[place])
            mine = (social.payer == payer) & (social.mark == 0)
            lines = social.take(mine)
            if not len(lines) or self._far[payer]:
                continue
            social.mark[mine] = MOVED
            lines.mark[:] = 0
            if damage == "bad_amount":
                lines.mark[self._draw(len(lines))] = REASONS.index(damage)
            self._extra(SOCIAL, lines, damage=damage, alone=True)
