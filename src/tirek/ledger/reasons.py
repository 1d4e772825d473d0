"""Why a line waits in suspense, in words for people: reasons.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from tirek.contract.messages import Words

#: Who may have something to do about a line.
WHO = ("payer", "person", "fund")


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason as people read it. ``turn``: who acts first; ``todo``: what each of :data:`WHO`
    does, without those who have nothing to do."""

    code: str
    turn: str
    title: Words
    means: Words
    todo: Mapping[str, Words]


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Reason]:
    """Each code of :data:`tirek.ledger.checks.REASONS` and its words."""
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    file = resources.files("tirek.ledger").joinpath("reasons.yaml")
    return {
        code: Reason(
            code, one["turn"], one["title"], one["means"],
            {who: one[who] for who in WHO if who in one},
        )
        for code, one in yaml.load(file.read_bytes(), Loader=loader).items()
    }  # fmt: skip
