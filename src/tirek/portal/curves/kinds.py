"""The curves that there are: what moves, what is drawn, and what is asked besides."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """An amount that moves. ``rule``: whose value it is in the law's explanation."""

    name: str
    rule: str


@dataclass(frozen=True)
class Kind:
    """A curve. ``axis``: what moves: ``income`` (a month's, in tiyn), ``participation``,
    ``days``, ``degree`` or ``dependants``; ``asked``: names of the fields of its form;
    ``benefit``: which one, "" for contributions and where it is chosen."""

    name: str
    axis: str
    asked: tuple[str, ...]
    benefit: str = ""
    lines: tuple[Line, ...] = ()
    #: The first and the last whole number; of an income the last is asked for.
    span: tuple[int, int] = (0, 0)

    @property
    def counted(self) -> str:
        """The field of incomes after the pension contribution, "" for none: marks of a benefit are
        exact to the tiyn of the income that its own rules look at."""
        return "most" if self.benefit and self.axis == "income" else ""


def _of_income(benefit: str, *more: str) -> Kind:
    return Kind(benefit, "income", ("on", *more, "most"), benefit)


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "contributions", "income", ("month", "kind", "most"),
            lines=(
                Line("social_contribution", "social_contribution"),
                Line("employer_contribution", "employer_medical_contribution"),
                Line("personal_contribution", "personal_medical_contribution"),
            ),
        ),
        _of_income("job_loss", "participation"),
        _of_income("maternity", "days"),
        _of_income("adoption", "adoption_days"),
        _of_income("childcare", "order"),
        _of_income("disability", "degree", "participation"),
        _of_income("survivor", "dependants", "participation"),
        Kind("tenure", "participation", ("on", "benefit", "income"), span=(0, 300)),
        Kind("leave", "days", ("on", "income"), "maternity", span=(1, 400)),
        Kind("degree", "degree", ("on", "income", "participation"), "disability", span=(0, 100)),
        Kind("family", "dependants", ("on", "income", "participation"), "survivor", span=(1, 10)),
    )
}  # fmt: skip
#: Benefits whose amount follows the length of participation.
WITH_TENURE = ("job_loss", "disability", "survivor")
