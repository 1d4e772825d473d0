"""Money is whole tiyn (int); every ratio is a Fraction. Nothing here is a float.

Convention 1 of the contract: an amount that has a name of its own is rounded half up to the
tiyn where it arises, and used so. `half_up` is the only rounding of money in the oracle.
"""

from fractions import Fraction

TIYN = 100  # tiyn in a tenge


def tiyn(text: str) -> int:
    """The whole tiyn of a money string: "72800.5" -> 7280050."""
    whole, _, part = text.partition(".")
    return int(whole) * TIYN + int((part + "00")[:2])


def half_up(amount: Fraction) -> int:
    """Round half up to a whole number: 0.5 -> 1, 0.49 -> 0."""
    return (2 * amount.numerator + amount.denominator) // (2 * amount.denominator)


def money(amount: int) -> str:
    """The money string of whole tiyn, two decimals: 7280050 -> "72800.50"."""
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // TIYN}.{abs(amount) % TIYN:02d}"


def ratio(value: Fraction) -> str:
    """A factor: at least one decimal, at most four (half up), no trailing zeros."""
    scaled = half_up(value * 10_000)
    digits = f"{scaled % 10_000:04d}".rstrip("0") or "0"
    return f"{scaled // 10_000}.{digits}"
