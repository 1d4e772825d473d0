"""Where each step of a plan stands in a kernel's loops (see :mod:`tirek.engine.kernel`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from tirek.engine.plan import Plan
from tirek.engine.values import Level

#: (stage in the person, stage in the month, ...): one number a level down to the step's own.
Place = tuple[int, ...]

REDUCED = ("sum", "largest")
ALIAS = ("spread", "same")
#: Operations that are cheaper to repeat in a later loop than to keep.
CHEAP = ("eq", "ne", "lt", "le", "gt", "ge", "and", "or", "not", "add", "sub", "fact", *ALIAS)


def depth_of(level: Level) -> int:
    """How many levels lie above a level."""
    return len(level.path()) - 1


class Places:
    """The steps of a plan that its outputs rest on, who uses each, and where each stands.

    ``alike`` steps stand before all loops; ``at`` gives for each level and place the steps
    there, ``shown`` the outputs that a step gives.
    """

    def __init__(self, plan: Plan, chain: Sequence[Level]) -> None:
        self.chain = tuple(chain)
        made = plan.made
        self.plan, self.steps = plan, made.steps
        summed = {step.args[0] for step in made.steps if step.kind in (*REDUCED, "running")}
        self.alike = made.alike - summed
        self.constants, self.known = made.constants, made.known
        self.settled = made.settled
        self.outputs = [
            (name, part, number)
            for name, numbers in plan.outputs.items()
            for part, number in enumerate(numbers)
        ]
        self.live = self._live()
        self.users: dict[int, list[int]] = defaultdict(list)
        for number in self.live:
            for arg in set(self.steps[number].args):
                self.users[arg].append(number)
        self.place = self._places()
        self.at: dict[Level, dict[Place, list[int]]] = defaultdict(lambda: defaultdict(list))
        for number in self.live:
            if number not in self.alike:
                self.at[self._level(number)][self.place[number]].append(number)
        self.shown: dict[int, list[tuple[str, int]]] = defaultdict(list)
        for name, part, number in self.outputs:
            self.shown[number].append((name, part))

    def _level(self, number: int) -> Level:
        return self.steps[number].value.level

    def _base(self, level: Level) -> Level:
        """The level by whose places a level's members are told."""
        return self.chain[-1] if level in self.chain else level

    def _live(self) -> list[int]:
        """The steps that the outputs rest on, in working order."""
        found: set[int] = set()
        waiting = [number for _, _, number in self.outputs]
        while waiting:
            number = waiting.pop()
            if number not in found:
                found.add(number)
                waiting += self.steps[number].args
        return sorted(found)

    # ------------------------------------------------------------------ places

    def _places(self) -> dict[int, Place]:
        """Each step's place: in the last stage of the person in which it may stand, so that
        few loops are needed, and within that as early as may be."""
        early = self._earliest({})
        last = max((place[0] for place in early.values()), default=0)
        shown = {number for _, _, number in self.outputs}
        late: dict[int, int] = {}
        for number in reversed(self.live):
            if number in self.alike:
                continue
            depth = depth_of(self._level(number))
            stages = [
                late[user] - (depth > 0 and not depth_of(self._level(user)))
                for user in self.users[number]
                if user not in self.alike
            ]
            if number in shown:
                stages.append(early[number][0] if depth else last)
            late[number] = min(stages, default=last)
        return self._earliest(late)

    def _earliest(self, not_before: dict[int, int]) -> dict[int, Place]:
        places: dict[int, Place] = {}
        for number in self.live:
            if number in self.alike:
                continue
            step = self.steps[number]
            depth = depth_of(step.value.level)
            place: Place = (not_before.get(number, 0), *([0] * depth))
            for arg in step.args:
                if arg in self.alike:
                    continue
                theirs = places[arg]
                if len(theirs) > depth + 1:  # a sum: after the loop over what is summed
                    bound = (*theirs[:depth], theirs[depth] + 1)
                else:
                    bound = (*theirs, *([0] * (depth + 1 - len(theirs))))
                place = max(place, bound)
            places[number] = place
        return places

    def _levels(self) -> list[Level]:
        """The levels below the first that are looped over, parents before children."""
        found = {
            level for number in self.live for level in self._level(number).path()
        } - {self.plan.top}  # fmt: skip
        return sorted(found, key=lambda level: (depth_of(level), level.name))

    def _children(self, level: Level) -> list[Level]:
        levels = {lower for n in self.live for lower in self._level(n).path()}
        return sorted((c for c in levels if c.parent is level), key=lambda c: c.name)

    def _all_places(self, level: Level) -> list[Place]:
        """The places of a level's steps and of those below it."""
        return [
            place for lower, places in self.at.items() if lower.within(level) for place in places
        ]

    # ------------------------------------------------------------------ kept or said again

    def _kept_later(self, number: int) -> bool:
        """Whether a later loop over the same members needs this value, and it is not cheap."""
        depth = depth_of(self._level(number))
        if not depth or self._cheap(number):
            return False
        mine = self.place[number][:depth]
        return any(
            len(self.place[user]) > depth and self.place[user][:depth] != mine
            for user in self._real_users(number)
        )

    def _real_users(self, number: int) -> Iterable[int]:
        """The steps that use a value, also under another name."""
        for user in self.users[number]:
            alias = self.steps[user].kind in ALIAS
            if alias or self._cheap(user):
                yield from self._real_users(user)
            if not alias:
                yield user

    def _cheap(self, number: int) -> bool:
        """A line of a member that any later loop can say again."""
        step = self.steps[number]
        if step.kind not in CHEAP or not depth_of(step.value.level):
            return False
        if step.kind == "fact" or number in self.alike:
            return True
        depth = depth_of(step.value.level)
        return (
            all(
                arg in self.alike or self._cheap(arg) or not depth_of(self._level(arg))
                for arg in step.args
            )
            and depth > 0
        )
