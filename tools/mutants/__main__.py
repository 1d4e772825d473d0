"""``./run mutants``: tries mutants of the law and the engine, and writes ``docs/mutants.md``."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from time import monotonic

from tools.mutants import report
from tools.mutants.checks import PORTIONS
from tools.mutants.making import Mutant, made_of, modules_of
from tools.mutants.running import KILLED, SURVIVED, Runner
from tools.mutants.store import Known, Store, digest

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "build" / "mutants.jsonl"
PAGE = ROOT / "docs" / "mutants.md"
ROOMS = ("law", "engine")


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="./run mutants", description=__doc__)
    parser.add_argument("where", nargs="*", default=ROOMS, help="law, engine, law/childcare ...")
    parser.add_argument("--commit", default="HEAD", help="what to change (default: HEAD)")
    parser.add_argument("--jobs", type=int, default=1, help="mutants tried at the same time")
    parser.add_argument("--allowed", type=float, default=30, help="seconds of checks for each")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--sample", type=int, default=0, help="only so many, drawn by --seed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--again", action="store_true", help="those not killed are tried once more")
    parser.add_argument("--fresh", action="store_true", help="all are tried once more")
    parser.add_argument("--report", action="store_true", help="only writes docs/mutants.md")
    options = parser.parse_args(argv)
    options.results = options.results.resolve()
    if options.report:
        _report(Store(options.results))
        return 0
    name = _git("rev-parse", "--short", options.commit)
    with tempfile.TemporaryDirectory() as folder:
        _try(Path(folder).resolve(), name, options)
    return 0


def _try(tree: Path, commit: str, options: argparse.Namespace) -> None:
    runner = Runner(ROOT, commit, tree, options.allowed)
    store = Store(options.results)
    if commit in store.measured:
        runner.seconds, runner.reach = store.measured[commit]
    elif failed := runner.measure():
        sys.exit(f"{commit}, as it is, fails: {', '.join(failed)}")
    else:
        store.measure(commit, runner.seconds, runner.reach)
    mutants = _mutants(tree, store, options)
    _note(f"{commit}: {len(mutants)} mutants, {len(runner.checks)} checks")
    started, told, outcomes = monotonic(), monotonic(), Counter[str]()
    for mutant, result in runner.results(mutants, options.jobs):
        store.found(mutant, result, commit)
        outcomes[result.outcome] += 1
        if monotonic() - told > 20 or outcomes.total() == len(mutants):
            told = monotonic()
            _note(f"{told - started:5.0f} s  {outcomes.total()} of {len(mutants)}  {mutant.module}")
            _note("         " + "  ".join(f"{k} {n}" for k, n in sorted(outcomes.items())))
    source = (tree / "src" / "tirek" / "law" / "__init__.py").read_text("utf-8")
    for _, result in runner.results([Mutant("law/__init__", 0, "", "", "", "", source)], 1):
        if result.outcome != SURVIVED:
            sys.exit(f"{commit}, as it is, fails at the end: {result.check} {result.test}")


def _report(store: Store) -> None:
    commits = sorted({commit for _, commit in store.results.values()})
    days = {commit: _git("show", "-s", "--format=%cs", commit) for commit in commits}
    cases = max(end for _, end in PORTIONS.values())
    PAGE.write_text(report.page(store, report.listed(), days, cases), "utf-8")


def _mutants(tree: Path, store: Store, options: argparse.Namespace) -> list[Mutant]:
    """The mutants to be tried: of the chosen modules, or of a sample of all of theirs, those
    that have not been yet. Never those that are listed as equivalent."""
    listed, modules = report.listed(), list(_modules(tree, options.where))
    made: dict[str, list[Mutant]] = {}
    for module in modules:
        source, held = digest(tree, module), store.modules.get(module)
        if held is None or held.source != source:
            found = made_of(tree, module)
            store.made(module, source, found)
            made[module] = found.mutants
    known = [k for m in modules for k in store.modules[m].mutants if k.change not in listed]
    if options.sample:
        known = Random(options.seed).sample(known, min(options.sample, len(known)))
    wanted = {one.key for one in known if _wanted(one, store, options)}
    result = []
    for module in modules:
        if any(one.key in wanted for one in store.modules[module].mutants):
            mutants = made[module] if module in made else made_of(tree, module).mutants
            result += [mutant for mutant in mutants if mutant.key in wanted]
    Random(options.seed).shuffle(result)
    return result


def _wanted(mutant: Known, store: Store, options: argparse.Namespace) -> bool:
    if options.fresh or mutant.key not in store.results:
        return True
    return bool(options.again) and store.results[mutant.key][0].outcome != KILLED


def _modules(tree: Path, where: Sequence[str]) -> Iterator[str]:
    for place in where:
        if place in ROOMS:
            yield from modules_of(tree, place)
        else:
            yield place


def _note(text: str) -> None:
    print(text, flush=True)


def _git(*words: str) -> str:
    told = subprocess.run(["git", "-C", str(ROOT), *words], check=True, capture_output=True)
    return told.stdout.decode().strip()


if __name__ == "__main__":
    sys.exit(main())
