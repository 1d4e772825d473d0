"""Columns that the question brings; TTSIM has no months of a person, so each month is a column."""

from __future__ import annotations

from ttsim.tt import TTSIMUnit, policy_input


@policy_input(unit=TTSIMUnit.DIMENSIONLESS)
def p_id() -> int:
    """Person, always asked for by TTSIM."""


@policy_input(unit=TTSIMUnit.DIMENSIONLESS)
def participation_months() -> int:
    """Length of participation before the month of the right."""


for _back in range(1, 25):

    def _income() -> float:
        """Income of the month that lies so many months before the month of the right."""

    _income.__name__ = f"income_back_{_back:02d}_m"
    globals()[_income.__name__] = policy_input(unit=TTSIMUnit.CURRENCY.PER_MONTH)(_income)
