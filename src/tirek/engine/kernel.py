"""Kernels: the steps of a plan written as one loop over persons, for a compiler to translate.

A plan (:mod:`tirek.engine.plan`) runs step after step over whole arrays, which is what one
person or a thousand want. For millions the same steps are written here as plain loops: a person
at a time, a person's months, payers and rows inside, every value a local variable. Nothing of
the law is said again: each line is the plan's own line, read for one row.

Where each line stands follows from what it needs. A sum over a person's months is there only
after the loop over them, so what rests on it belongs to a later *stage* of the person, with a
loop of its own; a month's sum over its payers likewise within the month. A step's place is
``(stage in the person, stage in the month, ...)``; a member's value that a later loop needs is
kept in a small array. Of a choice only the branch that is taken is worked out.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from tirek.engine.kernel_lines import Lines
from tirek.engine.kernel_places import ALIAS, REDUCED, Place
from tirek.engine.plan import Plan
from tirek.engine.steps import Step
from tirek.engine.values import Level

_COSTLY = ("half_up_by", "floor_by", "floordiv", "mod", "half_up", "floor", "plus_months")
#: A branch is worth a jump from this much work on (a division counts as that much by itself).
_WORTH_A_JUMP = 4


@dataclass(frozen=True)
class Kernel:
    """Source of ``kernel(first, last, ...)`` and the names of its arguments, in order.

    ``facts`` are read by name; ``spans`` are levels whose members each person has from
    ``starts`` to ``ends``; ``keys`` levels told by where a key changes; ``tables`` are arrays of
    the law; ``outputs`` (name, part) pairs; ``most`` levels whose largest number of members in
    one person has to be given.
    """

    source: str
    facts: tuple[str, ...]
    spans: tuple[Level, ...]
    keys: tuple[Level, ...]
    tables: tuple[str, ...]
    outputs: tuple[tuple[str, int], ...]
    most: tuple[Level, ...]


def kernel_of(plan: Plan, chain: Sequence[Level] = ()) -> Kernel:
    """The loop that works out a plan's named values. ``chain``: levels from the persons' own
    members down to the lowest, which alone has arrays; the others are told by their keys."""
    return _Writer(plan, chain).write()


@dataclass
class _Body:
    """The inside of a loop being written: what is already worked out in it."""

    level: Level
    lines: list[str]
    indent: int
    there: set[int] = field(default_factory=set)


class _Writer(Lines):
    def __init__(self, plan: Plan, chain: Sequence[Level]) -> None:
        super().__init__(plan, chain)
        self.kept: dict[int, None] = {}
        self.bodies: list[_Body] = []

    def write(self) -> Kernel:
        self._open(self.plan.top, 2)
        for number in self.shown:
            if number in self.alike:
                self._after(number)
        self._write_body(self.plan.top, ())
        inside = self._close().lines
        levels = self._levels()
        chained = [level for level in levels if level in self.chain]
        spans = [level for level in levels if level not in self.chain]
        if chained:
            spans.append(self.chain[-1])
        keys = self.chain[:-1] if chained else ()
        most = tuple(dict.fromkeys(self._base(self._level(number)) for number in self.kept))
        outputs = tuple((name, part) for name, part, _ in self.outputs)
        names = [
            "first", "last",
            *(f"fact_{name}" for name in self.facts),
            *(f"{end}_{level.name}" for level in spans for end in ("starts", "ends")),
            *(f"keys_{level.name}" for level in keys),
            *self.tables,
            *(f"out_{name}_{part}" for name, part in outputs),
            *(f"most_{level.name}" for level in most), "asked",
        ]  # fmt: skip
        lines = [f"def kernel({', '.join(names)}):"]
        for number in self.kept:
            dtype = "bool_" if self.flag(number) else "int64"
            most_of = f"most_{self._base(self._level(number)).name}"
            lines.append(f"    kept{number} = empty({most_of}, {dtype})")
        lines += [
            f"    v{n} = {self.line(self.steps[n])}"
            for n in self.live if n in self.alike and n not in self.settled
        ]  # fmt: skip
        lines.append(f"    for at_{self.plan.top.name} in range(first, last):")
        lines.append("        unknown = False")
        for level in spans:
            begin = f"starts_{level.name}[uintp(at_{self.plan.top.name})]"
            lines.append(f"        base_{level.name} = int64({begin})")
        lines += inside
        lines.append(f"        asked[at_{self.plan.top.name}] = unknown")
        return Kernel(
            "\n".join(lines) + "\n", tuple(self.facts), tuple(spans), tuple(keys),
            tuple(self.tables), outputs, most,
        )  # fmt: skip

    def _open(self, level: Level, indent: int) -> None:
        self.bodies.append(_Body(level, [], indent))

    def _close(self) -> _Body:
        return self.bodies.pop()

    def _say(self, line: str, deeper: int = 0) -> None:
        body = self.bodies[-1]
        body.lines.append("    " * (body.indent + deeper) + line)

    def _write_body(self, level: Level, prefix: Place) -> None:
        """One member's lines, stage after stage, each followed by the loops of its stage."""
        at = self.at[level]
        depth = len(prefix)
        stages = {place[depth] for place in at if place[:depth] == prefix}
        children = self._children(level)
        for child in children:
            stages |= {p[depth] for p in self._all_places(child) if p[:depth] == prefix}
        for stage in sorted(stages):
            place = (*prefix, stage)
            self._write_steps(at.get(place, []))
            inner = [c for c in children if any(
                p[: depth + 1] == place for p in self._all_places(c))]  # fmt: skip
            for child in inner:
                self._write_loop(child, place)

    def _write_loop(self, level: Level, place: Place) -> None:
        """A loop over members, for the steps that stand in it at this place."""
        parent = level.parent
        assert parent is not None
        within = [
            n for lower, places in self.at.items() if lower.within(level)
            for p, numbers in places.items() if p[: len(place)] == place for n in numbers
        ]  # fmt: skip
        self._write_starts(within, parent)
        if level in self.chain:
            self._write_chained(level, place)
            return
        ends = (f"{word}_{level.name}[uintp(at_{parent.name})]" for word in ("starts", "ends"))
        self._say(f"for at_{level.name} in range({', '.join(ends)}):")
        self._write_inside(level, place)

    def _write_inside(self, level: Level, place: Place) -> None:
        indent = self.bodies[-1].indent + 1
        self._open(level, indent)
        self._write_body(level, place)
        body = self._close()
        self.bodies[-1].lines += body.lines or ["    " * indent + "pass"]

    def _write_chained(self, level: Level, place: Place) -> None:
        """A walk over the lowest level's members from the last to the first, as long as the keys
        of the levels above stay the same; it ends where the next walk above goes on."""
        at, lowest = self.chain.index(level), self.chain[-1]
        above = self.chain[at - 1] if at else None
        name, top = level.name, self.plan.top.name
        last = f"at_{above.name}" if above else f"int64(ends_{lowest.name}[uintp(at_{top})]) - 1"
        self._say(f"next_{name} = {last}")
        same = [
            f"keys_{upper.name}[uintp(next_{name})] == key_{upper.name}"
            for upper in self.chain[:at]
        ]
        self._say(f"while {' and '.join([f'next_{name} >= base_{lowest.name}', *same])}:")
        self._say(f"at_{name} = next_{name}", 1)
        if level is lowest:
            self._say(f"next_{name} -= 1", 1)
        else:
            self._say(f"key_{name} = keys_{name}[uintp(at_{name})]", 1)
        before = len(self.bodies[-1].lines)
        self._write_inside(level, place)
        if level is not lowest and not self._walked_below(level, before):
            below = f"next_{name} >= base_{lowest.name}"
            self._say(f"while {' and '.join([below, *self._same(name, at + 1)])}:", 1)
            self._say(f"next_{name} -= 1", 2)
        if above:
            self._say(f"next_{above.name} = next_{name}")

    def _same(self, name: str, levels: int) -> list[str]:
        """That the keys of the upper levels are those of the members being walked."""
        return [
            f"keys_{upper.name}[uintp(next_{name})] == key_{upper.name}"
            for upper in self.chain[:levels]
        ]

    def _walked_below(self, level: Level, since: int) -> bool:
        """Whether what was just written walks over this level's members."""
        below = self.chain[self.chain.index(level) + 1]
        return any(f"next_{below.name} = " in line for line in self.bodies[-1].lines[since:])

    def _write_starts(self, within: Sequence[int], each: Level) -> None:
        """Sums that are gathered by the steps of a loop begin before it."""
        for number in within:
            step = self.steps[number]
            for user in self.users[number]:
                if self.steps[user].kind in REDUCED and self._level(user) is each:
                    none = self.named(self.steps[user].args[1]) if self._largest(user) else "0"
                    self._say(f"sum{user} = {none}")
            if step.kind == "running" and self._each(step) is each:
                self._say(f"sum{number} = 0")

    def _largest(self, number: int) -> bool:
        return self.steps[number].kind == "largest"

    @staticmethod
    def _each(step: Step) -> Level:
        pair = step.value.data
        level: Level = pair.each  # type: ignore[union-attr]
        return level

    def _write_steps(self, numbers: Sequence[int]) -> None:
        """The steps of one place: first those that others wait for, each with what it needs."""
        here = set(numbers)
        for number in numbers:
            if not self.users[number] or number in self.shown or any(
                user not in here for user in self.users[number]
            ):  # fmt: skip
                self._need(number, here)

    def _need(self, number: int, here: set[int]) -> None:
        """Writes a step of this place, after what it needs, unless it is there already."""
        step = self.steps[number]
        if any(number in body.there for body in self.bodies):
            return
        self.bodies[-1].there.add(number)
        if step.kind not in ("where", "variant") or not self._write_choice(number, here):
            self._bring_args(number, here)
            if step.kind not in (*ALIAS, "fact"):
                self._say(f"v{number} = {self.line(step)}")
        self._after(number)

    def _bring_args(self, number: int, here: set[int], but: Collection[int] = ()) -> None:
        """Makes readable what a step needs here (what it sums was gathered in the loop)."""
        step = self.steps[number]
        for arg in step.args:
            if arg not in but and step.kind not in REDUCED:
                self._bring(arg, here)

    def _after(self, number: int) -> None:
        """What a step leaves behind: gathered sums, what is kept, outputs, the unknown."""
        step = self.steps[number]
        if step.kind == "running":
            self._say(f"sum{number} += {self.named(step.args[0])}")
        if number in self.known:
            lowest, highest = self.known[number]
            name = self.named(number)
            self._say(f"if {name} < {lowest} or {name} > {highest}:")
            self._say("unknown = True", 1)
        for user in self.users[number]:
            if self.steps[user].kind not in REDUCED or number != self.steps[user].args[0]:
                continue
            if self._largest(user):
                self._say(f"sum{user} = max(sum{user}, {self.named(number)})")
            else:
                self._say(f"sum{user} += {self.named(number)}")
        if number not in self.alike and self._kept_later(number):
            self.kept[number] = None
            self._say(f"{self._slot(number)} = {self.named(number)}")
        for name, part in self.shown[number]:
            place = f"uintp(at_{self._level(number).name})"
            self._say(f"out_{name}_{part}[{place}] = {self.named(number)}")

    def _slot(self, number: int) -> str:
        level = self._level(number)
        base = self._base(level)
        return f"kept{number}[uintp(at_{level.name} - base_{base.name})]"

    def _bring(self, number: int, here: set[int]) -> None:
        """Makes a step's value readable here: written, said again, or read from where it is."""
        if number in self.alike or any(number in body.there for body in self.bodies):
            return
        if number in here:
            self._need(number, here)
        elif self._cheap(number):
            self._bring_args(number, here)
            if self.steps[number].kind not in (*ALIAS, "fact"):
                self._say(f"v{number} = {self.line(self.steps[number])}")
            self._there(number)
        elif self.steps[number].kind in ALIAS:
            self._bring(self.steps[number].args[0], here)
        else:
            self._say(f"v{number} = {self._slot(number)}")
            self._there(number)

    def _there(self, number: int) -> None:
        self.bodies[-1].there.add(number)

    # ------------------------------------------------------------------ choices

    def _write_choice(self, number: int, here: set[int]) -> bool:
        """A choice whose branches have work of their own, as a jump; else it is left."""
        step = self.steps[number]
        condition, other, taken = self._branches(step)
        own = [self._own(arm, number, condition, here) for arm in (taken, other)]
        if not any(self._worth(numbers) for numbers in own):
            return False
        self._bring(condition, here)
        for arm, numbers in zip((taken, other), own, strict=True):
            if arm not in numbers:
                self._bring(arm, here)
            for inner in sorted(numbers):
                self._bring_args(inner, here, numbers)
        words = (f"if {self._test(step, condition)}:", "else:")
        for word, arm, numbers in zip(words, (taken, other), own, strict=True):
            self._say(word)
            self._open(self.bodies[-1].level, self.bodies[-1].indent + 1)
            if arm in numbers:
                self._need(arm, here)
            self._say(f"v{number} = {self.named(arm)}")
            written = self._close()
            self.bodies[-1].lines += written.lines
        return True

    @staticmethod
    def _branches(step: Step) -> tuple[int, int, int]:
        """(condition, otherwise, then) of a choice; a variant's condition is its date."""
        first, second, third = step.args
        return (first, second, third) if step.kind == "variant" else (first, third, second)

    def _test(self, step: Step, condition: int) -> str:
        name = self.named(condition)
        return f"{name} >= {step.start}" if step.kind == "variant" else name

    def _own(self, arm: int, choice: int, condition: int, here: set[int]) -> set[int]:
        """The steps that serve this branch alone."""
        own = {n for n in self._needed_by(arm, here) if not self._needed_after(n)}
        step = self.steps[choice]
        if step.args.count(arm) > 1 or arm == condition:
            return set()
        while True:
            outside = {
                n for n in own
                if any(
                    user not in own and not (user == choice and n == arm)
                    for user in self.users[n]
                )
            }  # fmt: skip
            if not outside:
                return own
            own -= outside

    def _needed_by(self, arm: int, here: set[int]) -> set[int]:
        found: set[int] = set()
        waiting = [arm]
        while waiting:
            number = waiting.pop()
            there = any(number in body.there for body in self.bodies)
            if number in here and number not in found and not there:
                found.add(number)
                waiting += self.steps[number].args
        return found

    def _needed_after(self, number: int) -> bool:
        """Whether something beside a branch waits for this step."""
        return (
            number in self.shown
            or self.steps[number].kind == "running"
            or self._kept_later(number)
            or any(self.steps[user].kind in REDUCED for user in self.users[number])
        )

    def _worth(self, numbers: set[int]) -> bool:
        work = 0
        for number in numbers:
            kind = self.steps[number].kind
            if kind in _COSTLY:
                return True
            work += kind not in (*ALIAS, "fact", "index")
        return work >= _WORTH_A_JUMP
