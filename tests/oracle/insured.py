"""Is a person insured for medical care?

Law 405-V of 16.11.2015 art. 5, 26, 28, 40 by the fact sheet 4.2, 4.3; convention 12.
"""

from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from . import numbers
from .dates import ONE_DAY, birthday, day, last_day, month, month_of, month_text
from .income import Case
from .money import half_up, money

SYSTEM_BEGINS = 2020 * 12  # 2020-01
EVERYBODY_UNTIL = date(2020, 6, 30)
MONTHLY_RATE = Fraction(5, 100)

CODES = [
    "child",
    "unemployed",
    "pregnant_not_working",
    "raising_child_under_3",
    "on_maternity_leave",
    "carer_of_disabled_child",
    "carer_of_disabled_group1",
    "pensioner",
    "prisoner",
    "pre_trial_detention",
    "kandas_not_working",
    "mother_of_many",
    "disabled",
    "student",
    "social_assistance_recipient",
    "welfare_level_d",
    "welfare_level_e",
    "military",
]
SINCE_2026 = ("welfare_level_d", "welfare_level_e")


class Category(NamedTuple):
    code: str
    begins: date
    ends: date | None  # that day included

    def holds_on(self, a_day: date) -> bool:
        return self.begins <= a_day and (self.ends is None or a_day <= self.ends)

    def holds_in(self, a_month: int) -> bool:
        """On any day of the month."""
        return month_of(self.begins) <= a_month and (
            self.ends is None or a_month <= month_of(self.ends)
        )


class Life(NamedTuple):
    """The person as the rules see it on one day."""

    on: date
    turns_18: date
    paid: dict[int, list[date | None]]  # month -> days of the payments made by `on`
    categories: list[Category]

    def covered(self, a_month: int) -> bool:
        return a_month in self.paid or any(one.holds_in(a_month) for one in self.categories)


def read(case: Case) -> Life:
    on = day(case["on"])
    birth = day(case["person"]["birth_date"])
    turns_18 = birthday(birth, 18)
    categories = [Category("child", birth, turns_18 - ONE_DAY)]
    for given in case.get("categories", []):
        ends = day(given["until"]) if given.get("until") is not None else None
        begins = day(given["from"])
        if given["code"] in SINCE_2026:
            begins = max(begins, date(2026, 1, 1))
        categories.append(Category(given["code"], begins, ends))
    paid: dict[int, list[date | None]] = {}
    for payment in case.get("payments", []):
        paid_on = day(payment["paid_on"]) if payment.get("paid_on") is not None else None
        if paid_on is None or paid_on <= on:
            paid.setdefault(month(payment["period"]), []).append(paid_on)
    return Life(on, turns_18, paid, categories)


def best_category(life: Life) -> Category | None:
    """Of the categories that hold on `on`, the one that lasts longest; then in order of CODES."""
    holding = [one for one in life.categories if one.holds_on(life.on)]
    if not holding:
        return None
    holding.sort(key=lambda one: (one.ends is not None, -_ordinal(one.ends), CODES.index(one.code)))
    return holding[0]


def _ordinal(a_day: date | None) -> int:
    return a_day.toordinal() if a_day is not None else 0


def prepaid_until(life: Life) -> date | None:
    """The end of a run of 12 months, paid by the end of its first, that the month of `on` is in."""
    now = month_of(life.on)
    for start in range(now, now - 12, -1):  # the run that ends last comes first
        by = last_day(start)
        if all(
            any(paid_on is not None and paid_on <= by for paid_on in life.paid.get(a_month, []))
            for a_month in range(start, start + 12)
        ):
            return last_day(start + 11)
    return None


def months_looked_at(life: Life) -> list[int]:
    """The 12 months before the month of `on`, not before 2020-01, nor the month of turning 18."""
    now = month_of(life.on)
    first = max(now - 12, SYSTEM_BEGINS, month_of(life.turns_18))
    return list(range(first, now))


def last_covered(life: Life) -> int | None:
    """L: the last covered month not after the month of `on`."""
    now = month_of(life.on)
    for a_month in range(now, now - 13, -1):
        if life.covered(a_month):
            return a_month
    return None  # further back it could not help any more


def months_of_care(life: Life, last: int) -> int:
    """Art. 5: three months after the last; six from 2026 after five years without a break."""
    if (
        last >= 2025 * 12 + 9
        and life.on >= date(2026, 1, 1)
        and all(a_month in life.paid for a_month in range(last - 59, last + 1))
    ):
        return 6
    return 3


def ways(life: Life, missing: list[int]) -> list[dict[str, Any]]:
    """Every legal way, cheapest first, those without a price last."""
    now = month_of(life.on)
    a_month = half_up(MONTHLY_RATE * numbers.minimum_wage(now))
    tomorrow = (life.on + ONE_DAY).isoformat()
    priced = [
        ("pay_missing_months", missing, len(missing) * a_month),
        ("prepay_year", list(range(now, now + 12)), 12 * a_month),
    ]
    priced.sort(key=lambda way: way[2])
    found: list[dict[str, Any]] = [
        {
            "way": name,
            "months": [month_text(one) for one in months],
            "amount": money(price),
            "insured_from": tomorrow,
        }
        for name, months, price in priced
    ]
    unpriced = ["employment", "register_unemployed"]
    unpriced += [
        code
        for code in CODES
        if code not in ("child", "unemployed")
        and (code not in SINCE_2026 or life.on >= date(2026, 1, 1))
    ]
    found += [
        {"way": name, "months": [], "amount": None, "insured_from": None} for name in unpriced
    ]
    return found


def upcoming(life: Life, grace_until: date | None) -> list[dict[str, str]]:
    events = {
        (one.ends, "category_ends")
        for one in life.categories
        if one.code != "child" and one.ends is not None and one.holds_on(life.on)
    }
    if grace_until is not None:
        events.add((grace_until, "grace_ends"))
    if life.on < life.turns_18:
        events.add((life.turns_18, "turns_18"))
    return [{"on": on.isoformat(), "what": what} for on, what in sorted(events)]


def insured_status(case: Case) -> dict[str, Any]:
    life = read(case)
    now = month_of(life.on)
    if now < SYSTEM_BEGINS:
        raise numbers.NotKnownError
    looked_at = months_looked_at(life)
    missing = [a_month for a_month in looked_at if not life.covered(a_month)]
    basis: str | None = None
    until: date | None = None
    grace_until: date | None = None

    category = best_category(life)
    prepaid = prepaid_until(life)
    last = last_covered(life)
    if category is not None:
        basis, until = "category:" + category.code, category.ends
    elif prepaid is not None:
        basis, until = "prepaid", prepaid
    elif last is not None:
        care = months_of_care(life, last)
        gap_before = any(a_month <= last for a_month in missing)
        if not gap_before and now - last <= care:
            until = last_day(last + care)
            basis = "payments" if now - last <= 1 else "grace"
            if basis == "grace":
                grace_until = until
    paid_for = basis in ("payments", "grace")
    shorter = paid_for and until is not None and until < EVERYBODY_UNTIL
    if (basis is None or shorter) and life.on <= EVERYBODY_UNTIL:
        basis, until, grace_until = "everybody", EVERYBODY_UNTIL, None

    return {
        "insured": basis is not None,
        "basis": basis,
        "until": until.isoformat() if until is not None else None,
        "grace_until": grace_until.isoformat() if grace_until is not None else None,
        "missing_months": [month_text(one) for one in missing],
        "ways_to_become_insured": ways(life, missing) if basis is None else [],
        "upcoming": upcoming(life, grace_until),
    }
