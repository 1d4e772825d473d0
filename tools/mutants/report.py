"""``docs/mutants.md``: what was made, what was killed by what, what lives and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import yaml

from tools.mutants.running import KILLED, SURVIVED, TIMED_OUT
from tools.mutants.store import Known, Store

#: (module, line as it was, what it became) of mutants that a person found to be equivalent.
Listed = Mapping[tuple[str, str, str], str]

EQUIVALENT = "equivalent"
LIST = Path(__file__).with_name("equivalent.yaml")

_HEAD = """# How much the tests notice

Written by `./run mutants --report`; do not edit. A mutant is the program with one thing changed:
`<` for `<=`, `+` for `-`, a number one up, a decorator gone. It is killed when the law no longer
loads, when an answer differs from the oracle's, when a test fails, or when it does not end. What
lives shows what no test looks at.

Measured on {commits}. Mutants are those of [cosmic-ray](https://cosmic-ray.readthedocs.io)'s
operators, every one of them, in `law/` and `engine/`, decorated functions included; each ran in a
process of its own (`tools/mutants/`). Checks, the first that fails kills: the law loads; the
product agrees with the oracle over {cases} random cases of each of the eight questions; the tests
of `tests/` but those of the command line (programs of their own), of the oracle and of
`docs/law.md` (they run no law), those marked long, and those that compare with the oracle once
more.
"""


class Row(NamedTuple):
    """The mutants of a module by outcome."""

    name: str
    outcomes: Counter[str]

    def cells(self) -> Iterator[str]:
        made, equivalent = self.outcomes.total(), self.outcomes[EQUIVALENT]
        killed = self.outcomes[KILLED] + self.outcomes[TIMED_OUT]
        yield self.name
        for number in (made, self.outcomes[KILLED], self.outcomes[TIMED_OUT]):
            yield str(number)
        yield str(equivalent)
        yield str(self.outcomes[SURVIVED])
        yield f"{killed / (made - equivalent):.1%}" if made > equivalent else ""


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
    if untried := sum(outcome is None for outcome in outcomes.values()):
        raise SystemExit(f"{untried} mutants have not been tried yet")
    commits = Counter(store.results[m.key][1] for m in outcomes if m.key in store.results)
    named = ", ".join(f"`{c}` of {days[c]} ({n} mutants)" for c, n in commits.most_common())
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
    modules: dict[str, Counter[str]] = defaultdict(Counter)
    rooms: dict[str, Counter[str]] = defaultdict(Counter)
    for mutant, outcome in outcomes.items():
        modules[mutant.module][str(outcome)] += 1
        rooms[mutant.module.split("/")[0]][str(outcome)] += 1
    rows = [Row(f"`{name}.py`", counts) for name, counts in modules.items()]
    rows += [Row(f"**{name}**", counts) for name, counts in rooms.items()]
    rows.append(Row("**all**", sum(rooms.values(), Counter[str]())))
    yield "## Module by module\n"
    yield "Share: killed or timed out, of all but those listed as equivalent.\n"
    head = ("module", "made", "killed", "timed out", "equivalent", "survived", "share")
    yield from _table(head, (row.cells() for row in rows))


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
