"""What would change it: the next step of each band, cap or floor that binds, found by running
the law again with one thing changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from math import ceil
from typing import Any

import numpy as np

from tirek.contract import writing
from tirek.engine.graph import Law
from tirek.engine.parameters import day_of
from tirek.engine.plan import Run
from tirek.law.benefits import Benefit

Values = Mapping[str, Sequence[Any]]

#: Rules that are given, not worked out, when the law is run again.
_GIVEN = ("participation_months", "dependants_count")


@dataclass
class Changes:
    """For each person: (what is changed, to what, the amount then)."""

    found: dict[int, list[tuple[str, int, int]]] = field(default_factory=dict)

    def of(self, i: int, base: int | None) -> list[dict[str, object]]:
        """The changes that lead to another amount; ``base`` is today's, None if there is none."""
        result: list[dict[str, object]] = []
        seen: set[tuple[str, bool]] = set()
        for change, to, amount in self.found.get(i, ()):
            key = (change, base is not None and amount > base)
            if amount == base or amount <= 0 or key in seen:
                continue
            seen.add(key)
            shown: object = writing.money(to) if change == "average_income" else to
            result.append({"change": change, "to": shown, "amount": writing.money(amount)})
        return result


@dataclass(frozen=True)
class _Try:
    person: int
    change: str
    rule: str
    to: int


def what_would_change(
    law: Law, benefit: Benefit, run: Run, values: Values, states: Sequence[str | None]
) -> Changes:
    """Runs the law again for everybody's next steps at once.

    ``states`` says of each person "entitled", the one reason that stands in the way, or None.
    """
    tries = [
        t for i, state in enumerate(states) if state for t in _tries(law, benefit, values, i, state)
    ]
    changes = Changes()
    if not tries:
        return changes
    given = _given(law, benefit)
    plan = law.plan((benefit.amount,), given)
    persons = np.array([t.person for t in tries], dtype=np.int64)
    facts = {
        name: run.batch.facts[name][persons]
        for name in plan.needed_facts - set(given)
    }  # fmt: skip
    for rule in given:
        facts[rule] = np.asarray(values[rule], dtype=np.int64)[persons]
    for at, one in enumerate(tries):
        if one.rule in facts:
            facts[one.rule][at] = one.to
    amounts = plan.run(type(run.batch)(run.batch.top, len(tries), facts), checked=True)
    for one, amount in zip(tries, amounts[benefit.amount].tolist(), strict=True):
        changes.found.setdefault(one.person, []).append((one.change, one.to, amount))
    return changes


@lru_cache(maxsize=256)
def _given(law: Law, benefit: Benefit) -> tuple[str, ...]:
    names = (benefit.average, *_GIVEN)
    needed = law.needed((benefit.amount,))
    return tuple(name for name in names if name in needed)


def _tries(law: Law, benefit: Benefit, values: Values, i: int, state: str) -> list[_Try]:
    """Next steps worth trying for one person."""
    on = day_of(values["on"][i])
    tries: list[_Try] = []
    if benefit.participation and state in ("entitled", "tenure_too_short"):
        step = _next_tenure(law, values["participation_months"][i], on)
        tries.append(_Try(i, "participation_months", "participation_months", step))
    if benefit.code == "disability" and state in ("entitled", "degree_too_low"):
        step = _next_degree(law, values["degree_percent"][i], on)
        if step:
            tries.append(_Try(i, "degree_percent", "degree_percent", step))
    if benefit.code == "survivor" and state == "entitled":
        count = values["dependants_count"][i] + 1
        tries.append(_Try(i, "dependants_count", "dependants_count", count))
    tries += [
        _Try(i, "average_income", benefit.average, to)
        for to in _incomes(law, benefit, values, i, state)
    ]
    return [t for t in tries if t.to >= 0]


def _next_tenure(law: Law, months: int, on: Any) -> int:
    """The next bound of the tenure bands, or of the bonus above them."""
    bands = law.parameters["tenure_bands"].edition(on)
    bounds = [bound for bound, _ in bands.bands if bound > months] if bands else []
    if bounds:
        return bounds[0]
    step, start = (law.parameters[n].at(on) for n in ("tenure_bonus_step", "tenure_bonus_from"))
    if not step or start is None:
        return -1
    return int(start + step * ((months - start) // step + 1))


def _next_degree(law: Law, degree: int, on: Any) -> int:
    """The least degree that is insured, or the next step of the factor's bands."""
    least = int(law.parameters["disability_degree_min"].at(on) or 0)
    if degree < least:
        return least
    bands = law.parameters["disability_factor_bands"].edition(on)
    higher = [bound for bound, _ in bands.bands if bound > degree] if bands else []
    return higher[0] if higher else 0


def _incomes(law: Law, benefit: Benefit, values: Values, i: int, state: str) -> list[int]:
    """Average incomes at which a floor is left, a cap is left, or an amount begins."""
    if benefit.code == "childcare" and state == "entitled":
        scale = law.parameters["childcare_replacement_rate"].scale
        rate = Fraction(values["childcare_replacement_rate"][i], scale)
        amount, own = values["childcare_amount"][i], values["childcare_by_income"][i]
        half = Fraction(1, 2)
        if own < amount:
            return [ceil((amount + half) / rate)]
        if own > amount:
            return [ceil((amount - half) / rate) - 1]
    if state == "amount_not_positive" and "deduction" in values:
        taken = values["deduction"][i]
        # A tiyn above the deduction rarely makes a tiyn of benefit: a few near steps are tried.
        return [taken + more for more in (1, 2, 3, 5, 10, 20, 50, 100)]
    return []
