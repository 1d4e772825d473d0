"""An answer rests on an unknown value just when another value would have given another answer.

Random conditions, each asking once for each unknown parameter, are worked out with the parameters
unknown, and then with every choice of what they might have been.
"""

from __future__ import annotations

from itertools import product
from random import Random
from typing import Any

import numpy as np
import pytest

from tests.engine.toy import days, edition, entry, parameters
from tirek.engine.batch import Batch
from tirek.engine.graph import Law
from tirek.engine.ops import any_of, count_of, where
from tirek.engine.plan import Run
from tirek.engine.rules import RuleBook
from tirek.engine.units import Unit
from tirek.engine.values import Level

PERSON = Level("person")
CHILD = Level("child", PERSON, most=3)
FLAGS, LIMITS = ("f0", "f1", "f2"), ("p0", "p1", "p2")
DAY, INCOME = "2023-06-01", 5
#: An income of 5 is above the low value, not above the high one.
LOW, HIGH = "1", "9"


def formula(rng: Random, limits: list[str], depth: int, choices: bool) -> str:
    """A condition over the flags, and each of the limits at most once."""
    if depth == 0 or rng.random() < 0.15:
        if limits and rng.random() < 0.7:
            return f"(income > {limits.pop()})"
        return rng.choice(FLAGS)
    one, other = (formula(rng, limits, depth - 1, choices) for _ in range(2))
    if choices and rng.random() < 0.3:
        return f"where({rng.choice(FLAGS)}, {one}, {other})"
    if rng.random() < 0.2:
        return f"~{one}"
    return f"({one} {rng.choice('&|')} {other})"


def law_of(text: str, each: Level, **limits: str) -> Law:
    """A law of one rule; a limit that is not given is unknown on the day."""
    names = (*FLAGS, "income", *LIMITS)
    arguments = ", ".join(f"{n}: {'Flag' if n in FLAGS else 'Money'}" for n in names)
    scope: dict[str, Any] = {"where": where, "any_of": any_of, "count_of": count_of,
                             "PERSON": PERSON}  # fmt: skip
    gives = "Count" if text.startswith("count_of") else "Flag"
    exec(f"from __future__ import annotations\ndef found({arguments}) -> {gives}: return {text}",
         scope)  # fmt: skip
    book = RuleBook()
    book.fact("on", Unit.DAY, PERSON, 0, 30_000)
    book.fact("income", Unit.MONEY, PERSON, 0, 1000)
    for flag in FLAGS:
        book.fact(flag, Unit.FLAG, each)
    book.rule(article="1")(scope["found"])
    entries = {
        name: entry("money", edition("0", "2022-01-01"),
                    *([edition(limits[name], "2023-01-01")] if name in limits else []),
                    renewed="yearly")
        for name in LIMITS
    }  # fmt: skip
    return Law(book, parameters(**entries))


def persons() -> Batch:
    """One for each choice of the flags."""
    choices = list(product((False, True), repeat=3))
    facts: dict[str, Any] = {
        name: np.array([c[n] for c in choices]) for n, name in enumerate(FLAGS)
    }
    facts["on"] = days(*[DAY] * 8)
    facts["income"] = np.full(8, INCOME * 100)
    return Batch(PERSON, 8, facts)


def tried(text: str, each: Level, batch: Batch) -> dict[tuple[str, ...], list[Any]]:
    """What is found for each choice of the limits."""
    return {
        choice: law_of(text, each, **dict(zip(LIMITS, choice, strict=True)))
        .plan(("found",)).run(batch)["found"].tolist()
        for choice in product((LOW, HIGH), repeat=3)
    }  # fmt: skip


def matter(found: dict[tuple[str, ...], list[Any]], person: int) -> set[str]:
    """The limits of which another value would have given a person another answer."""
    return {
        LIMITS[n]
        for choice in found
        for n in range(3)
        if found[choice][person] != found[(*choice[:n], LOW, *choice[n + 1 :])][person]
    }


def said(run: Run, person: int) -> set[str]:
    """The limits that a person's answer is said to rest on."""
    if run.unknown is None or not run.unknown.rests_on("found")[person]:
        return set()
    return {name for name, _, _ in run.unknown.dates(person, ["found"])}


def asked(seed: int, choices: bool) -> str:
    rng = Random(f"{seed} {choices}")
    limits = list(LIMITS)
    rng.shuffle(limits)
    text = formula(rng, limits, 3, choices)
    return text if "income" in text else f"({text} & (income > p0))"


@pytest.mark.parametrize("seed", range(60))
def test_a_condition_rests_on_what_could_have_changed_it(seed: int) -> None:
    text = asked(seed, choices=False)
    batch = persons()
    run = law_of(text, PERSON).plan(("found",)).run(batch)
    found = tried(text, PERSON, batch)
    for person in range(8):
        assert said(run, person) == matter(found, person), (text, person)


@pytest.mark.parametrize("seed", range(60))
def test_a_choice_by_something_known_rests_on_the_branch_taken(seed: int) -> None:
    text = asked(seed, choices=True)
    batch = persons()
    run = law_of(text, PERSON).plan(("found",)).run(batch)
    found = tried(text, PERSON, batch)
    for person in range(8):
        assert said(run, person) == matter(found, person), (text, person)


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("reduction", ["any_of", "count_of"])
def test_what_is_found_of_members_rests_on_each_of_them(seed: int, reduction: str) -> None:
    of_a_child = f"{asked(seed, choices=False)} & (f0 | ~f0)"
    text = f"{reduction}({of_a_child}, PERSON)"
    rng = Random(seed)
    counts = [0, 1, 2, 3, 3]
    facts: dict[str, Any] = {
        name: np.array([rng.random() < 0.5 for _ in range(sum(counts))]) for name in FLAGS
    }
    facts |= {"on": days(*[DAY] * 5), "income": np.full(5, INCOME * 100)}
    batch = Batch(PERSON, 5, facts, {CHILD: np.array(counts)})
    run = law_of(text, CHILD).plan(("found",)).run(batch)
    found = tried(text, CHILD, batch)
    for person in range(5):
        assert matter(found, person) <= said(run, person), (text, person)
        if reduction == "count_of" and "~(" not in text:  # no member takes off what another adds
            assert said(run, person) == matter(found, person), (text, person)
