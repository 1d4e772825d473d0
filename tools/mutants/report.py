"""``docs/mutants.md``: what was made, what was killed by what, what lives and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from math import sqrt
from pathlib import Path
from typing import NamedTuple

import yaml

from tools.mutants.running import KILLED, SURVIVED, TIMED_OUT
from tools.mutants.store import Known, Store

#: (module, line as it was, what it became) of mutants that a person found to be equivalent.
Listed = Mapping[tuple[str, str, str], str]

EQUIVALENT = "equivalent"
LIST = Path(__file__).with_name("equivalent.yaml")
NOTES = Path(__file__).with_name("survivors.md")

_HEAD = """# How much the tests notice

Written by `./run mutants --report`; do not edit. A mutant is the program with one thing changed:
`<` for `<=`, `+` for `-`, a number one up, a decorator gone. It is killed when the law no longer
loads, when an answer differs from the oracle's, when a test fails, or when it does not end. What
lives shows what no test looks at.

Measured with cosmic-ray's operators, every one of them, on `law/` and `engine/`, decorated
functions included; each mutant in a process of its own, in a copy of a commit (`tools/mutants/`).
Commits (mutants): {commits}.

The checks, the first that fails kills: the law loads; the product agrees with the oracle over
{cases} random cases of each of its eight questions; the test files of `tests/`, one by one. Left
out are the tests of the command line (programs of their own), of a whole nation (they compile for
minutes) and of the oracle, those marked long, and those that compare with the oracle once more. A
check that does not reach the changed function or rule is not asked, and a mutant is asked the
shortest checks, and those that killed most of its module, up to half a minute of processor time:
a longer look could only kill more. Endless ones are ended by processor time.
"""


class Row(NamedTuple):
    """The mutants of a module by outcome (None: not tried yet)."""

    name: str
    outcomes: Counter[str | None]

    def cells(self) -> Iterator[str]:
        yield self.name
        yield str(self.outcomes.total())
        for outcome in (KILLED, TIMED_OUT, SURVIVED, EQUIVALENT, None):
            yield str(self.outcomes[outcome])
        yield self.share()

    def share(self) -> str:
        """Of those tried; of a sample with the interval in which that of all lies (95 %)."""
        killed = self.outcomes[KILLED] + self.outcomes[TIMED_OUT]
        tried = killed + self.outcomes[SURVIVED]
        if not tried:
            return ""
        share = killed / tried
        if not self.outcomes[None]:
            return f"{share:.1%}"
        middle, half = (
            share + 1.92 / tried,
            1.96 * sqrt(share * (1 - share) / tried + 0.96 / tried**2),
        )
        low, high = ((middle + sign * half) / (1 + 3.84 / tried) for sign in (-1, 1))
        return f"{share:.1%} ({low:.1%} to {high:.1%})"


def listed() -> Listed:
    """The list of mutants that no test could tell from the program."""
    return {
        (entry["module"], was, becomes): entry["why"]
        for entry in yaml.safe_load(LIST.read_text("utf-8")) or ()
        for was, changes in entry["lines"].items()
        for becomes in changes
    }


def page(store: Store, listed: Listed, days: Mapping[str, str], cases: int) -> str:
    """The page; ``days`` gives for each commit its day."""
    outcomes = {mutant: outcome_of(mutant, store, listed) for mutant in _mutants(store)}
    commits = Counter(store.results[m.key][1] for m in outcomes if m.key in store.results)
    named = ", ".join(f"`{c}` of {days[c]} ({n})" for c, n in commits.most_common())
    return "\n".join(
        [
            _HEAD.format(commits=named, cases=cases),
            *_totals(outcomes),
            *_killers(store, outcomes),
            *_left_out(store),
            *_equivalent(outcomes, listed),
            *_survivors(outcomes),
        ]
    )


def outcome_of(mutant: Known, store: Store, listed: Listed) -> str | None:
    """What became of a mutant; None where it has not been tried."""
    if mutant.change in listed:
        return EQUIVALENT
    return store.results[mutant.key][0].outcome if mutant.key in store.results else None


def _mutants(store: Store) -> Iterator[Known]:
    for module in sorted(store.modules, key=lambda m: (not m.startswith("law"), m)):
        yield from store.modules[module].mutants


def _totals(outcomes: Mapping[Known, str | None]) -> Iterator[str]:
    modules: dict[str, Counter[str | None]] = defaultdict(Counter)
    rooms: dict[str, Counter[str | None]] = defaultdict(Counter)
    for mutant, outcome in outcomes.items():
        modules[mutant.module][outcome] += 1
        rooms[mutant.module.split("/")[0]][outcome] += 1
    rows = [Row(f"`{name}.py`", counts) for name, counts in modules.items()]
    rows += [Row(f"**{name}**", counts) for name, counts in rooms.items()]
    rows.append(Row("**all**", sum(rooms.values(), Counter[str | None]())))
    yield "## Module by module\n"
    yield "Share: killed or timed out, of those tried. Mutants are tried in an order drawn by lot;"
    yield "where some are not tried yet, the share of all lies between the two others (95 %).\n"
    head = ("module", "made", "killed", "timed out", "survived", "equivalent", "not tried", "share")
    yield from _table(head, (row.cells() for row in rows))
    strict = (f"{name} {Row(name, _alive(counts)).share()}" for name, counts in rooms.items())
    yield f"With the equivalent ones counted as survivors: {', '.join(strict)}.\n"


def _alive(counts: Counter[str | None]) -> Counter[str | None]:
    """As if the equivalent ones had just survived."""
    return counts + Counter({SURVIVED: counts[EQUIVALENT], EQUIVALENT: -counts[EQUIVALENT]})


def _killers(store: Store, outcomes: Mapping[Known, str | None]) -> Iterator[str]:
    """Which check was the first to fail."""
    first = defaultdict[str, Counter[str]](Counter)
    for mutant, outcome in outcomes.items():
        if outcome in (KILLED, TIMED_OUT):
            check = store.results[mutant.key][0].check
            room = mutant.module.split("/")[0]
            first[check.split(":")[0] if ":" in check else check][room] += 1
    yield "## Which check failed first\n"
    yield "Checks that killed most mutants of a module so far go first, the others are not asked.\n"
    ordered = sorted(first.items(), key=lambda item: -item[1].total())
    rows = ((check, str(n["law"]), str(n["engine"])) for check, n in ordered)
    yield from _table(("check", "law", "engine"), rows)


def _left_out(store: Store) -> Iterator[str]:
    left_out = Counter[str]()
    for module in store.modules.values():
        left_out += module.left_out
    yield "## What cosmic-ray makes and is left out\n"
    yield from _table(("why", "mutants"), ((why, str(n)) for why, n in left_out.most_common()))


def _equivalent(outcomes: Mapping[Known, str | None], listed: Listed) -> Iterator[str]:
    reasons = Counter(
        listed[mutant.change] for mutant, outcome in outcomes.items() if outcome == EQUIVALENT
    )
    yield "## Listed as equivalent\n"
    yield "A person looked at each (`tools/mutants/equivalent.yaml`): no test could tell it.\n"
    yield from _table(("why", "mutants"), ((why, str(n)) for why, n in reasons.most_common()))


def _survivors(outcomes: Mapping[Known, str | None]) -> Iterator[str]:
    yield "## Survivors\n"
    yield NOTES.read_text("utf-8")
    lines: dict[tuple[str, str], list[str]] = defaultdict(list)
    for mutant, outcome in outcomes.items():
        if outcome == SURVIVED:
            lines[mutant.module, mutant.was].append(_change(mutant))
    rows = ((f"`{m}`", _code(was), "<br>".join(changes)) for (m, was), changes in lines.items())
    yield from _table(("module", "line", "lives as"), rows)


def _change(mutant: Known) -> str:
    """The part of the line that differs."""
    was, becomes = mutant.was, mutant.becomes
    if not becomes:
        return "(gone)"
    start = next((n for n, (a, b) in enumerate(zip(was, becomes, strict=False)) if a != b), 0)
    start = max(was.rfind(" ", 0, start) + 1, 0)
    return _code(becomes[start : start + 40])


def _code(text: str) -> str:
    return f"`{text.replace('|', chr(92) + '|')}`" if text else ""


def _table(head: tuple[str, ...], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""
