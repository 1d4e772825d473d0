"""Errors of the engine: all of them are found when a law is loaded or a batch is made.

They speak to the engineer who writes law, in English; errors for people who ask the law live
in :mod:`tirek.contract.problems`.
"""

from __future__ import annotations


class LawError(Exception):
    """A law that cannot be loaded as it is written."""


class UnknownName(LawError):
    """A rule asks for a name that is no rule, parameter or fact."""


class Cycle(LawError):
    """Rules that need each other."""


class UnitMismatch(LawError):
    """Months added to money, a ratio where money is promised, and the like."""


class Overflow(LawError):
    """An intermediate result that could leave int64 for facts within their bounds."""


class Gap(LawError):
    """Days on which a rule or a parameter has no edition although it had one before."""


class Overlap(LawError):
    """Days on which a rule or a parameter has two editions."""


class BadParameter(LawError):
    """A parameter file that is not written as it must be."""


class OutOfBounds(LawError):
    """A value of a parameter beyond what any law has; ``name`` and ``value`` say which, ``least``
    and ``most`` what it may be."""

    def __init__(self, name: str, value: str, least: int, most: int) -> None:
        super().__init__(f"{name}: {value} lies outside {least} .. {most}")
        self.name, self.value, self.least, self.most = name, value, least, most


class BadBatch(Exception):
    """Facts that do not fit the declared facts: a missing one, a wrong length, out of bounds."""


class MissingFact(BadBatch):
    """A fact that the question needs and that was not given; ``name`` says which."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the fact {name!r} is needed and was not given")
        self.name = name
