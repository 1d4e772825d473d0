"""Mutants: a module with one thing changed, as cosmic-ray's operators change it."""

from __future__ import annotations

import ast
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import ndiff
from hashlib import sha256
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast  # type: ignore[import-not-found]
from cosmic_ray.mutating import mutate_code  # type: ignore[import-not-found]
from cosmic_ray.plugins import get_operator, operator_names  # type: ignore[import-not-found]

from tools.mutants.reach import places_of

#: Operators that change nothing unless they are told which names to change.
UNUSED = {"core/VariableReplacer", "core/VariableInserter"}

NO_PROGRAM = "no Python program comes out"
NO_CODE = "only an annotation, a type alias or the bare `*` of a signature differs"
WARNED = "Python's own compiler warns of it (`is` beside a literal)"
TWICE = "another mutant reads the same"


@dataclass(frozen=True)
class Mutant:
    """A module (``law/childcare``) with the line ``was`` reading ``becomes``; ``place``: the
    function or rule in which that is ("" outside)."""

    module: str
    line: int
    operator: str
    was: str
    becomes: str
    place: str
    source: str = field(repr=False)

    @property
    def name(self) -> str:
        """The module (``tirek.law.childcare``), as it is imported."""
        return "tirek." + self.module.replace("/", ".").removesuffix(".__init__")

    @property
    def key(self) -> str:
        """Equal for equal programs: results are kept by it."""
        return sha256(f"{self.module}\n{self.source}".encode()).hexdigest()[:20]


@dataclass
class Made:
    """The mutants of a module, and how many were left out for which reason."""

    mutants: list[Mutant] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def made_of(tree: Path, module: str) -> Made:
    """All mutants of a module of ``src/tirek``, in the order of its lines."""
    source = (tree / "src" / "tirek" / f"{module}.py").read_text("utf-8")
    made, seen, before, spans = Made(), {source}, "", places_of(module, source)
    for statement in get_ast(source).children:
        text = statement.get_code()
        bare = _bare(text)
        for line, operator, changed in _changes(text):
            whole = before + changed + source[len(before) + len(text) :]
            reason = _reason(changed, bare) or (TWICE if whole in seen else "")
            if reason:
                made.left_out[reason] += 1
                continue
            seen.add(whole)
            at = before.count("\n") + line
            place = next((s.place for s in spans if s.first <= at <= s.last), "")
            was, becomes = _difference(text, changed)
            made.mutants.append(Mutant(module, at, operator, was, becomes, place, whole))
        before += text
    made.mutants.sort(key=lambda mutant: mutant.line)
    return made


def modules_of(tree: Path, room: str) -> list[str]:
    """The modules of ``law`` or ``engine``."""
    return sorted(f"{room}/{file.stem}" for file in (tree / "src" / "tirek" / room).glob("*.py"))


def _changes(text: str) -> Iterator[tuple[int, str, str]]:
    """(line, operator, changed text) of one statement of a module."""
    nodes = list(ast_nodes(get_ast(text)))
    for name in operator_names():
        if name in UNUSED:
            continue
        operator = get_operator(name)()
        places = [place for node in nodes for place in operator.mutation_positions(node)]
        for number, (start, _end) in enumerate(places):
            yield start[0], name.removeprefix("core/"), mutate_code(text, operator, number)


def _reason(changed: str, bare: str) -> str:
    """Why a mutant of a statement is left out, if it is."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            compile(changed, "", "exec", dont_inherit=True)
    except SyntaxError as error:  # a warning turned into an error comes as one too
        return WARNED if "Did you mean" in str(error) else NO_PROGRAM
    return NO_CODE if _bare(changed) == bare else ""


def _difference(text: str, changed: str) -> tuple[str, str]:
    """The lines that a mutant takes away, and those that it puts there."""
    lines = list(ndiff(text.splitlines(), changed.splitlines()))
    was, becomes = (
        " ".join(" ".join(x[2:] for x in lines if x[0] == sign).split()) for sign in "-+"
    )
    return was, becomes


def _bare(text: str) -> str:
    """What a statement does: without annotations, type aliases and the kinds of parameters."""
    return ast.dump(_Bare().visit(ast.parse(text)))


class _Bare(ast.NodeTransformer):
    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        return self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node

    def visit_arguments(self, node: ast.arguments) -> ast.AST:
        node.args = [*node.posonlyargs, *node.args, *node.kwonlyargs]
        node.defaults += [default for default in node.kw_defaults if default]
        node.posonlyargs, node.kwonlyargs, node.kw_defaults = [], [], []
        return self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if isinstance(node.annotation, ast.Name) and node.annotation.id == "TypeAlias":
            return ast.Pass()
        node.annotation = ast.Constant(None)
        return self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        target = node.targets[0]
        name = target.id if isinstance(target, ast.Name) else ""
        if name[:1].isupper() and not name.isupper():  # Taint = NDArray[np.int64] | int
            return ast.Pass()
        return self.generic_visit(node)
