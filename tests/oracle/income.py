"""Counted income, the window, the average and the length of participation.

L405 art. 21(5), 22(8), 23(3), 23-1(4), 23-2(5); L286 art. 20(4), 21(7), 22(2), 23(3), 24(4);
Social Code 78(2), 85(1), 118(3), 181, 240; conventions 2, 3, 4 and 6 of the contract.
"""

from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from . import numbers
from .dates import month, month_of
from .money import half_up, tiyn

Case = dict[str, Any]

AGGREGATE = ("aggregate_payment_city", "aggregate_payment_village")
SELF_EMPLOYED = ("self_employed", "platform_worker")


class Row(NamedTuple):
    """One contribution above zero: its month, who paid, how, and the income found from it."""

    month: int
    payer: str
    kind: str
    income: int  # tiyn


def income_of_row(row: Case) -> int:
    """Convention 2: the income of one row, rounded to the tiyn where it arises; 0 for none."""
    kind = row.get("kind", "employee")
    if kind == "independent_medical":
        return 0
    a_month = month(row["period"])
    if "income" in row:
        stated = tiyn(row["income"])
        if kind in SELF_EMPLOYED:  # SC 118(3): received contributions / rate of 244(1)
            return half_up(stated * numbers.SELF_EMPLOYED_RATE / numbers.general_rate(a_month))
        return stated
    paid = tiyn(row["contribution"])
    if kind in AGGREGATE:
        rate = numbers.AGGREGATE_PAYMENT_RATE
    elif kind == "single_payment":
        rate = numbers.single_payment_rate(a_month)
    else:
        rate = numbers.general_rate(a_month)
    return half_up(paid / rate)


def above_zero(row: Case) -> bool:
    """Convention 2: a row of zero is no contribution anywhere."""
    if row.get("kind", "employee") == "independent_medical":
        return False
    return tiyn(row["income"] if "income" in row else row["contribution"]) > 0


def rows_of(case: Case, on: date) -> list[Row]:
    """Every contribution above zero, and the certified income of the special months.

    L286 art. 20(4) part 3, Social Code 118(3) part 2: income under the coefficient 0 counts,
    as a payer of its own (convention 3). L286 art. 20(4) part 3 counts the excluded income of
    the media in the same way; Social Code 118(3) does so no more (it keeps the months only).
    """
    rows = [
        Row(month(row["period"]), row["payer"], row.get("kind", "employee"), income_of_row(row))
        for row in case["contributions"]
        if above_zero(row)
    ]
    for special in case.get("special_months", []):
        kind = special["kind"]
        counts = kind == "zero_coefficient" or (
            kind == "excluded_media" and numbers.L286_BEGINS <= on <= numbers.L286_ENDS
        )
        stated = special.get("income")
        if counts and stated is not None and tiyn(stated) > 0:
            rows.append(Row(month(special["period"]), "special:" + kind, kind, tiyn(stated)))
    return rows


def window_of(case: Case, on: date, length: int) -> list[int]:
    """The `length` calendar months before the month of `on`.

    L286 art. 20(4) part 4, Social Code 118(3) part 3: months of the emergency benefit are left
    out and replaced by other months directly before the window; such a month never counts, so
    a replacing month that is itself one is passed over too.
    """
    emergency = {
        month(special["period"])
        for special in case.get("special_months", [])
        if special["kind"] == "emergency_benefit"
    }
    window: list[int] = []
    a_month = month_of(on) - 1
    while len(window) < length:
        if a_month not in emergency:
            window.append(a_month)
        a_month -= 1
    return window


def income_of_month(rows: list[Row], a_month: int, on: date) -> int:
    """Counted income of one month, all payers together; `rows` are those of that month.

    Each payer's income is added up, then capped; the sum over payers is not capped.
    """
    if numbers.L286_BEGINS <= on <= numbers.AGGREGATE_PAYMENT_ENDS and all(
        row.kind in AGGREGATE for row in rows
    ):
        # L286 art. 20(4) part 5 (SC 263(3)1), to 2024-01-01): ЕСП alone counts as 1 МЗП, once.
        return numbers.minimum_wage(a_month)
    by_payer: dict[str, int] = {}
    for row in rows:
        by_payer[row.payer] = by_payer.get(row.payer, 0) + row.income
    cap = numbers.cap(a_month)
    return sum(min(total, cap) for total in by_payer.values())


class Income(NamedTuple):
    """What the benefits ask of the contributions."""

    average: int  # tiyn
    any_contribution: bool  # one above zero in the window
    only_aggregate: bool  # there are some, and every one is ЕСП


def income_in_window(case: Case, on: date, length: int) -> Income:
    """The average income: the sum over the window / its full length, gaps or not."""
    window = set(window_of(case, on, length))
    by_month: dict[int, list[Row]] = {}
    only_aggregate = True
    for row in rows_of(case, on):
        if row.month in window:
            by_month.setdefault(row.month, []).append(row)
            only_aggregate = only_aggregate and row.kind in AGGREGATE
    total = 0
    for a_month, rows in by_month.items():
        total += income_of_month(rows, a_month, on)
    return Income(
        average=half_up(Fraction(total, length)),
        any_contribution=bool(by_month),
        only_aggregate=bool(by_month) and only_aggregate,
    )


def participation_months(case: Case, on: date) -> int:
    """Convention 4: as given, else distinct months with a contribution or a special month."""
    if case.get("participation_months") is not None:
        return int(case["participation_months"])
    months = {month(row["period"]) for row in case["contributions"] if above_zero(row)}
    months |= {month(special["period"]) for special in case.get("special_months", [])}
    return sum(1 for a_month in months if a_month < month_of(on))
