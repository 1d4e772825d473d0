"""The lines of a kernel: a step's source over arrays, read for one row."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from tirek.engine.kernel_places import ALIAS, REDUCED, Places
from tirek.engine.ops import FIRST_DAY, FIRST_MONTH
from tirek.engine.plan import Plan
from tirek.engine.steps import Step
from tirek.engine.units import Unit
from tirek.engine.values import Level

_FIRST = {"FIRST_DAY": FIRST_DAY, "FIRST_MONTH": FIRST_MONTH}


class Lines(Places):
    """The line of each step; ``facts`` and ``tables`` are those that lines have asked for."""

    def __init__(self, plan: Plan, chain: Sequence[Level]) -> None:
        super().__init__(plan, chain)
        self.tables: dict[str, None] = {}
        self.facts: dict[str, None] = {}

    def flag(self, number: int) -> bool:
        return self.steps[number].value.unit is Unit.FLAG and self.steps[number].kind != "index"

    def named(self, number: int) -> str:
        """What a step's value is called where it is used."""
        step = self.steps[number]
        if step.kind in ALIAS:
            return self.named(step.args[0])
        if step.kind == "fact" and number not in self.alike:
            self.facts[str(step.value.data)] = None
            read = f"fact_{step.value.data}[uintp(at_{step.value.level.name})]"
            return read if self.flag(number) else f"int64({read})"
        if number in self.settled:
            return repr(self.settled[number])
        return f"v{number}"

    def constant(self, name: str) -> str:
        value = self.constants[name].item()  # type: ignore[attr-defined]
        return repr(value)

    def line(self, step: Step) -> str:
        """A step's source for one row."""
        if step.kind in REDUCED:
            return f"sum{step.number}"
        if step.kind == "running":
            return f"sum{step.number}"
        tree = ast.parse(step.source, mode="eval")
        return ast.unparse(_OneRow(self).visit(tree))


class _OneRow(ast.NodeTransformer):
    """A line over arrays read for one row: tables by index, choices and logic of Python."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines

    def visit_Name(self, node: ast.Name) -> ast.expr:
        name = node.id
        if name.startswith("v") and name[1:].isdigit():
            return _parsed(self.lines.named(int(name[1:])))
        constant = self.lines.constants.get(name)
        if name.startswith("k_"):
            return _parsed(self.lines.constant(name))
        if name in _FIRST:
            return ast.Constant(_FIRST[name])
        if constant is not None or name in ("MONTHS", "DAYS"):
            self.lines.tables[name] = None
        return node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        args = [self.visit(arg) for arg in node.args]
        if isinstance(node.func, ast.Attribute):  # table.take(index)
            table = self.visit(node.func.value)
            place = ast.Call(ast.Name("uintp", ast.Load()), args, [])
            return ast.Subscript(table, place, ast.Load())
        assert isinstance(node.func, ast.Name)
        if node.func.id == "where":
            return ast.IfExp(args[0], args[1], args[2])
        if node.func.id in ("plus_months", "first_of_year"):
            for table in ("MONTHS", "DAYS"):
                self.lines.tables[table] = None
            args += [ast.Name("MONTHS", ast.Load()), ast.Name("DAYS", ast.Load())]
        renamed = {"minimum": "min", "maximum": "max"}.get(node.func.id, node.func.id)
        return ast.Call(ast.Name(renamed, ast.Load()), args, [])

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        inner = self.visit(node.operand)
        return ast.UnaryOp(ast.Not() if isinstance(node.op, ast.Invert) else node.op, inner)

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        sides = [self.visit(node.left), self.visit(node.right)]
        if isinstance(node.op, ast.BitAnd):
            return ast.BoolOp(ast.And(), sides)
        if isinstance(node.op, ast.BitOr):
            return ast.BoolOp(ast.Or(), sides)
        return ast.BinOp(sides[0], node.op, sides[1])


def _parsed(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body
