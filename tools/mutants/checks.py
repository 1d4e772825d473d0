"""What a mutant has to get past: the law loads, it agrees with the oracle, the tests pass.

A check runs in the mutant's own process and says whether it holds; one that raises does not.
Left out are tests that cannot see a mutant (those of the command line start programs of their
own, those of the oracle do not run the law), those of a whole nation (they compile for minutes) and
those that compare with the oracle once more, to show that it notices faults.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

LEFT_OUT = (
    "tests/cli/", "tests/nation/", "tests/oracle/", "tests/law/test_planted_faults.py",
    "tests/law/test_yaml_mutations.py", "tests/test_oracle_comparison.py",
)  # fmt: skip
#: The suite's own cases of each kind, compared in two portions.
PORTIONS = {"first": (0, 200), "other": (200, 2000)}
LOADS = "the law loads"
CASES = "cases-of-the-comparison"

#: Tells the parent which test failed.
Tell = Callable[[str], None]


class Check(NamedTuple):
    name: str
    holds: Callable[[Tell], bool]


def checks(tree: Path, kinds: list[str]) -> list[Check]:
    """All checks of a tree, cheap ones first."""
    files = sorted(str(f.relative_to(tree)) for f in (tree / "tests").rglob("test_*.py"))
    return [
        Check(LOADS, loads),
        *compared(tree, kinds, "first"),
        *(Check(f, partial(passes, f)) for f in files if not f.startswith(LEFT_OUT)),
        *compared(tree, kinds, "other"),
    ]


def compared(tree: Path, kinds: list[str], portion: str) -> Iterator[Check]:
    for kind in kinds:
        file = tree / CASES / f"{kind}-{portion}.pickle"
        yield Check(f"oracle, {portion} cases: {kind}", partial(agrees, kind, file))


def loads(tell: Tell) -> bool:
    """The law is joined and checked, and the contract above it can be imported."""
    import_module("tirek.law").law()
    import_module("tests.compare")
    return True


def agrees(kind: str, file: Path, tell: Tell) -> bool:
    """The product answers the cases as the oracle did."""
    _make, product, _by_hand = import_module("tests.compare").runner(kind)
    questions, answers = pickle.loads(file.read_bytes())
    return bool(product(questions) == answers)


def passes(file: str, tell: Tell) -> bool:
    """The tests of a file pass (those that take long apart)."""
    import pytest

    class Failures:
        def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
            if report.failed:
                tell(report.nodeid)

    arguments = ["-q", "-x", "--assert=plain", "-m", "not long", "-p", "no:cacheprovider", file]
    status = pytest.main(arguments, plugins=[Failures()])
    return status in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)


def prepare(tree: Path) -> list[str]:
    """Writes the cases and the oracle's answers into the tree; gives the kinds there are."""
    from random import Random

    compare = import_module("tests.compare")
    seed = import_module("tests.test_oracle_comparison").SEED
    (tree / CASES).mkdir()
    for kind in compare.KINDS:
        make, _product, by_hand = compare.runner(kind)
        rng = Random(f"{kind} {seed}")
        questions = [make(rng) for _ in range(max(end for _, end in PORTIONS.values()))]
        answers = [by_hand(question) for question in questions]
        for portion, (start, end) in PORTIONS.items():
            content = pickle.dumps((questions[start:end], answers[start:end]))
            (tree / CASES / f"{kind}-{portion}.pickle").write_bytes(content)
    return list(compare.KINDS)
