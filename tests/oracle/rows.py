"""Random contribution rows, special months and payers: valid, and crowded around the edges."""

from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from . import numbers
from .dates import month_of, month_text
from .money import half_up, money

JANUARY_2019 = 2019 * 12
JANUARY_2020 = 2020 * 12
JANUARY_2023 = 2023 * 12
JULY_2023 = 2023 * 12 + 6
JANUARY_2024 = 2024 * 12
JANUARY_2025 = 2025 * 12
JANUARY_2026 = 2026 * 12
FIRST_MONTH = 2005 * 12  # contributions exist from here
LAST_MONTH = 2026 * 12 + 11  # numbers are known to here
WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)


def check_digit(digits: str) -> int | None:
    """facts.md 6.3: the twelfth digit of a БИН or ИИН; None where the number is not used."""
    for weights in (WEIGHTS, SECOND_WEIGHTS):
        rest = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11
        if rest < 10:
            return rest
    return None


def random_payer(rng: Random) -> str:
    """A БИН (YYMM, type, head, serial) or an ИИН (YYMMDD, century and sex, serial)."""
    while True:
        if rng.random() < 0.6:
            digits = (
                f"{rng.randrange(0, 24):02d}{rng.randrange(1, 13):02d}{rng.choice('456')}"
                f"{rng.choice('0012')}{rng.randrange(100_000):05d}"
            )
        else:
            born = date(1950, 1, 1) + timedelta(days=rng.randrange(18_000))
            digits = f"{born:%y%m%d}{rng.choice('34')}{rng.randrange(10_000):04d}"
        last = check_digit(digits)
        if last is not None:
            return f"{digits}{last}"


def kinds_in_force(a_month: int) -> list[str]:
    """The payer kinds that pay social contributions in the month."""
    kinds = ["employee", "entrepreneur"]
    if JANUARY_2019 <= a_month < JANUARY_2024:
        kinds += ["aggregate_payment_city", "aggregate_payment_village"]
    if a_month >= JANUARY_2023:
        kinds.append("single_payment")
    if a_month >= JULY_2023:
        kinds.append("individual_helper")
    if a_month >= JANUARY_2025:
        kinds.append("civil_contract")
    if a_month >= JANUARY_2026:
        kinds += ["self_employed", "platform_worker"]
    return kinds


def random_money(rng: Random, amount: int) -> str:
    """Tiyn as a money string, written in one of the ways that the contract allows."""
    text = money(amount)
    if text.endswith(".00") and rng.random() < 0.6:
        return text[:-3]
    if text.endswith("0") and rng.random() < 0.5:
        return text[:-1]
    return text


def random_income(rng: Random, a_month: int, level: float) -> int:
    """Tiyn around `level` minimum wages, often on or beside a floor or the cap."""
    wage = numbers.minimum_wage(a_month)
    draw = rng.random()
    if draw < 0.06:
        return numbers.cap(a_month) + rng.choice((-100, -1, 0, 1, 100))
    if draw < 0.09:
        return wage + rng.choice((-100, -1, 0, 1, 100))
    amount = int(wage * level * rng.uniform(0.7, 1.3)) + 100
    return amount if draw < 0.6 else amount // 100 * 100


def random_row(rng: Random, a_month: int, payer: str, level: float, kind: str) -> dict[str, Any]:
    """One valid row above zero."""
    row: dict[str, Any] = {"period": month_text(a_month), "payer": payer}
    if kind != "employee" or rng.random() < 0.2:
        row["kind"] = kind
    income = random_income(rng, a_month, level)
    if kind.startswith("aggregate"):
        base = numbers.index_of_1_january(a_month)
        if kind.endswith("village"):
            base //= 2
        if rng.random() < 0.3:
            row["income"] = random_money(rng, base)
        else:
            extra = 1 if rng.random() < 0.8 else rng.choice((2, 3))
            row["contribution"] = random_money(rng, half_up(Fraction(base, 5)) * extra)
        return row
    if rng.random() < 0.65:
        row["income"] = random_money(rng, income)
        return row
    rate = numbers.general_rate(a_month)
    if kind == "single_payment":
        rate = numbers.single_payment_rate(a_month)
    elif kind in ("self_employed", "platform_worker"):
        rate = numbers.SELF_EMPLOYED_RATE
    paid = half_up(income * rate) + rng.choice((0, 0, 1, -1, 37))
    row["contribution"] = random_money(rng, max(paid, 1))
    return row


def random_months(rng: Random, on: date, steady: bool) -> list[int]:
    """The months of the rows, mostly of the window and its edges."""
    now = month_of(on)
    draw = rng.random()
    if steady or draw < 0.45:
        count = rng.choice((12, 18, 23, 24, 25, 26, 30, 36, 40))
        months = [now - back for back in range(1, count + 1)]
        if rng.random() < 0.4:
            months = [one for one in months if rng.random() < 0.85]
    elif draw < 0.75:
        months = rng.sample([now - back for back in range(1, 31)], rng.randrange(1, 20))
    elif draw < 0.85:
        months = [now - rng.choice((1, 2, 11, 12, 13, 23, 24, 25)) for _ in range(3)]
    elif draw < 0.92:
        months = [now - back for back in range(25, 25 + rng.randrange(1, 30))]
    else:
        months = []
    if rng.random() < 0.2:
        months.append(now + rng.choice((0, 0, 1, 2)))
    if rng.random() < 0.2:
        months += [now - rng.randrange(25, 80) for _ in range(3)]
    if rng.random() < 0.03:
        months += [now - back for back in range(30, 110)]
    return [one for one in months if FIRST_MONTH <= one <= LAST_MONTH]


def random_rows(rng: Random, on: date, level: float, steady: bool) -> list[dict[str, Any]]:
    """Rows of one to three payers, with doubles, zeros, and rows beside the window."""
    payers = [random_payer(rng) for _ in range(rng.choice((1, 1, 1, 2, 2, 3)))]
    own_kind = rng.choice(("employee",) * 6 + ("entrepreneur", "any", "any", "aggregate"))
    if steady and own_kind == "aggregate":
        own_kind = "any"
    rows: list[dict[str, Any]] = []
    for a_month in random_months(rng, on, steady):
        kinds = kinds_in_force(a_month)
        kind = own_kind if own_kind in kinds else "employee"
        if own_kind == "any" or (own_kind != "aggregate" and rng.random() < 0.12):
            kind = rng.choice(kinds)
        elif own_kind == "aggregate" and JANUARY_2019 <= a_month < JANUARY_2024:
            kind = rng.choice(("aggregate_payment_city", "aggregate_payment_village"))
        rows.append(random_row(rng, a_month, payers[0], level, kind))
        if len(payers) > 1 and rng.random() < 0.35:
            rows.append(random_row(rng, a_month, rng.choice(payers), level, rng.choice(kinds)))
        if rng.random() < 0.05:
            zero = random_row(rng, a_month, rng.choice(payers), level, rng.choice(kinds))
            zero["income" if "income" in zero else "contribution"] = rng.choice(("0", "0.00"))
            rows.append(zero)
        if rng.random() < 0.04:
            rows.append(dict(rows[-1]))
    if own_kind == "employee" and rng.random() < 0.5:
        rng.shuffle(rows)
    return rows


def random_special_months(rng: Random, on: date, level: float) -> list[dict[str, Any]]:
    """Months of 2020-2021 before the month of `on`, often at the window's first month."""
    first, last = JANUARY_2020 + 2, min(JANUARY_2020 + 23, month_of(on) - 1)
    if last < first or rng.random() < 0.5:
        return []
    months: list[dict[str, Any]] = []
    taken: set[tuple[int, str]] = set()
    for _ in range(rng.choice((1, 1, 2, 3))):
        kind = rng.choice(
            (
                "emergency_benefit",
                "emergency_benefit",
                "zero_coefficient",
                "zero_coefficient",
                "excluded_media",
            )
        )
        start = rng.randrange(first, last + 1)
        if rng.random() < 0.5:  # around the edges of the two windows
            start = month_of(on) - rng.choice((12, 24)) + rng.randrange(-4, 2)
        for a_month in range(start, start + rng.choice((1, 2, 2, 3, 6))):
            # The law excluded this income from April to September 2020; questions may name
            # any month of 2020-2021, and later windows begin there.
            of_2020 = kind == "excluded_media" and on.year < 2023
            since, until = (JANUARY_2020 + 3, JANUARY_2020 + 8) if of_2020 else (first, last)
            if not since <= a_month <= min(until, last) or (a_month, kind) in taken:
                continue
            if rng.random() > 0.03 and any(one == a_month for one, _ in taken):
                continue
            taken.add((a_month, kind))
            special = {"period": month_text(a_month), "kind": kind}
            if kind == "zero_coefficient" or (kind == "excluded_media" and rng.random() < 0.5):
                special["income"] = random_money(rng, random_income(rng, a_month, level))
            months.append(special)
    return months


def rows_above_every_cap(rng: Random, on: date) -> list[dict[str, Any]]:
    """Three payers, each near the cap in every month of the window: for the largest amounts."""
    now = month_of(on)
    return [
        {
            "period": month_text(a_month),
            "payer": payer,
            "income": random_money(rng, int(numbers.minimum_wage(a_month) * rng.uniform(8, 13))),
        }
        for payer in [random_payer(rng) for _ in range(3)]
        for a_month in range(now - 24, now)
    ]
