"""Results, kept as JSON lines in ``build/mutants.jsonl``: what was found stays found."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from tools.mutants.making import Made, Mutant
from tools.mutants.running import Result

Key = str


class Known(NamedTuple):
    """A mutant as the file has it: all but its source."""

    key: Key
    module: str
    line: int
    operator: str
    was: str
    becomes: str

    @property
    def change(self) -> tuple[str, str, str]:
        """What a person can read of it: the module, and its line before and after."""
        return self.module, self.was, self.becomes


@dataclass
class Module:
    """A module's mutants, and how many were left out for which reason."""

    source: str
    mutants: list[Known]
    left_out: Counter[str]


@dataclass
class Store:
    """``modules`` as made last; ``results`` of each mutant, the newest one, with its commit;
    ``measured`` of a commit: how long each check takes, and what it reaches."""

    file: Path
    modules: dict[str, Module] = field(default_factory=dict)
    results: dict[Key, tuple[Result, str]] = field(default_factory=dict)

    measured: dict[str, tuple[dict[str, float], dict[str, set[str]]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.file.exists():
            return
        for line in self.file.read_text("utf-8").splitlines():
            entry = json.loads(line)
            if "module" in entry:
                known = [Known(*mutant) for mutant in entry["mutants"]]
                left_out = Counter[str](entry["left_out"])
                self.modules[entry["module"]] = Module(entry["source"], known, left_out)
            elif "reach" in entry:
                reach = {check: set(places) for check, places in entry["reach"].items()}
                self.measured[entry["commit"]] = entry["seconds"], reach
            else:
                self.results[entry["key"]] = Result(*entry["result"]), entry["commit"]

    def made(self, module: str, source: str, made: Made) -> None:
        known = [Known(m.key, m.module, m.line, m.operator, m.was, m.becomes) for m in made.mutants]
        self.modules[module] = Module(source, known, made.left_out)
        self._write(
            {"module": module, "source": source, "mutants": known, "left_out": made.left_out}
        )

    def measure(self, commit: str, seconds: dict[str, float], reach: dict[str, set[str]]) -> None:
        self.measured[commit] = seconds, reach
        places = {check: sorted(places) for check, places in reach.items()}
        self._write({"commit": commit, "seconds": seconds, "reach": places})

    def found(self, mutant: Mutant, result: Result, commit: str) -> None:
        self.results[mutant.key] = result, commit
        self._write({"key": mutant.key, "result": result, "commit": commit})

    def _write(self, entry: dict[str, object]) -> None:
        self.file.parent.mkdir(exist_ok=True)
        with self.file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")


def digest(tree: Path, module: str) -> str:
    """Which text a module has."""
    return sha256((tree / "src" / "tirek" / f"{module}.py").read_bytes()).hexdigest()[:20]
