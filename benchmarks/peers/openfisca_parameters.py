"""The law's numbers in the shape that OpenFisca and PolicyEngine share, and their rounding."""

from typing import Any

import numpy as np

BANDS = ((0, 0.10), (6, 0.70), (12, 0.75), (24, 0.85), (36, 0.90), (48, 0.95), (60, 1.00))
SINCE = "2023-07-01"


def _value(value: float) -> dict[str, Any]:
    return {"values": {SINCE: {"value": value}}}


#: Tenge; from the day on which the window of the simple work begins.
PARAMETERS: dict[str, Any] = {
    "minimum_wage": {"values": {"2023-01-01": {"value": 70_000}, "2024-01-01": {"value": 85_000}}},
    "cap_multiple": {"values": {"2020-01-01": {"value": 7}}},
    "replacement_rate": {"values": {"2023-01-01": {"value": 0.45}}},
    "months_min": _value(6),
    "bonus": _value(0.02),
    "bonus_from": _value(60),
    "bonus_step": _value(12),
    "tenure_factor_max": _value(1.3),
    "tenure": {
        "metadata": {"type": "single_amount"},
        "brackets": [
            {
                "threshold": {SINCE: {"value": threshold}},
                "amount": {SINCE: {"value": amount}},
            }
            for threshold, amount in BANDS
        ],
    },
}


def half_up(tenge: Any) -> Any:
    """Half up to the tiyn, as far as the floats know it."""
    return np.floor(tenge * 100 + 0.5) / 100
