"""Which functions and rules a check reaches: one that does not reach a mutant is not asked.

A rule's function runs whenever the law is loaded; what matters is whether its value, or one that
rests on it, is worked out.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

#: ``law/acts:35`` (a function by its first line) or ``rule:childcare_amount``.
Place = str


def reached(check: Callable[[], bool], tree: Path, loading: bool) -> tuple[bool, set[Place]]:
    """Runs a check; gives what it said and the places that it reached, those that the law's
    ``loading`` reaches apart (unless that is the check)."""
    names, codes = set[str](), dict[int, Any]()

    def called(frame: FrameType, event: str, argument: object) -> None:
        if event == "call":
            codes[id(frame.f_code)] = frame.f_code

    if not loading:
        _note_runs(names)
    sys.setprofile(called)
    held = check()
    sys.setprofile(None)
    law = import_module("tirek.law").law()
    source = str(tree / "src" / "tirek") + "/"
    places = {
        f"{code.co_filename.removeprefix(source).removesuffix('.py')}:{code.co_firstlineno}"
        for code in codes.values()
        if code.co_filename.startswith(source)
    }
    rules = law.needed(tuple(name for name in names if name in law.rules))
    return held, places | {f"rule:{rule}" for rule in rules}


def _note_runs(names: set[str]) -> None:
    """Loads the law; from now on the names that a plan works out are noted."""
    import_module("tirek.law").law()
    plan = import_module("tirek.engine.plan").Plan
    run = plan.run

    def noted(self: Any, *arguments: Any, **named: Any) -> Any:
        names.update(self.named)
        return run(self, *arguments, **named)

    plan.run = noted


class Span(NamedTuple):
    first: int
    last: int
    place: Place


def places_of(module: str, source: str) -> list[Span]:
    """The lines of each function and method of a module (nested ones belong to the outer one);
    those of a rule are that rule."""
    return [
        Span(first, node.end_lineno or first, _rule(node) or f"{module}:{first}")
        for node in _functions(ast.parse(source))
        for first in [min([node.lineno, *(d.lineno for d in node.decorator_list)])]
    ]


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in tree.body:
        for inner in node.body if isinstance(node, ast.ClassDef) else (node,):
            if isinstance(inner, ast.FunctionDef):
                yield inner


def _rule(node: ast.FunctionDef) -> Place:
    for call in node.decorator_list:
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "rule":
            named = {k.arg: ast.literal_eval(k.value) for k in call.keywords if k.arg == "name"}
            return f"rule:{named.get('name', node.name)}"
    return ""
