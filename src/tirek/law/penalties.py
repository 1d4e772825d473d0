"""Penalties for late contributions and administrative fines: Social Code art 256, Law 286-VI
art 17, Law 405 art 17, КоАП arts 92 and 92-1. The steps of collection stand in
:mod:`tirek.law.deadlines`. The fact ``on`` is the day on which the debt is paid."""

from __future__ import annotations

from datetime import date

from tirek.engine.ops import half_up, never, one_of, positive, where
from tirek.engine.parameters import Schedule
from tirek.engine.values import Code, Count, Day, Days, Flag, Money, Ratio
from tirek.law.book import rule

#: Ten years of days: an older debt is refused, not miscounted.
MOST_DAYS_LATE = 3650


@rule(article="SC 256(1); Law 286-VI 17(1); Law 405 17(1)")
def rates_of_late_days(due_day_of_debt: Day, debt_paid_on: Day, base_rate: Schedule) -> Ratio:
    """The yearly rates of each day late, added: from the day after the due day to the day of
    payment, that day included."""
    return positive(base_rate.summed(due_day_of_debt, debt_paid_on, MOST_DAYS_LATE))


@rule(name="free_of_penalty", article="Law 405 17(1)")
def free_of_penalty_to_2019(on: Day) -> Flag:
    """Nobody was free."""
    return never(on)


@rule(name="free_of_penalty", since=date(2020, 1, 1), article="Law 286-VI 39(4)4); SC 262(6)2)")
def free_of_penalty_2020(payer_kind: Code) -> Flag:
    """Payers of the aggregate payment pay no penalty."""
    return one_of(payer_kind, "aggregate_payment_city", "aggregate_payment_village")


@rule(name="free_of_penalty", since=date(2024, 1, 1), article="SC 256(1)")
def free_of_penalty_2024(on: Day) -> Flag:
    """The exception has ended."""
    return never(on)


@rule(article="SC 256(1); Law 286-VI 17(1); Law 405 17(1)")
def penalty(
    overdue_amount: Money,
    rates_of_late_days: Ratio,
    penalty_multiple: Ratio,
    penalty_year_days: Days,
    free_of_penalty: Flag,
) -> Money:
    """1.25 times the base rate of each day late on the sum not paid."""
    charged = half_up(overdue_amount * penalty_multiple * rates_of_late_days / penalty_year_days)
    return where(free_of_penalty, 0, charged)


@rule(article="КоАП 92(2), 92(3), 92-1")
def fine_share(
    payer_size: Code, fine_share_small: Ratio, fine_share_medium: Ratio, fine_share_large: Ratio
) -> Ratio:
    """The share of the unpaid sum, by the size of the payer."""
    share = where(payer_size == "medium", fine_share_medium, fine_share_small)
    return where(payer_size == "large", fine_share_large, share)


@rule(article="КоАП 92, 92-1")
def too_small_for_fine(
    overdue_amount: Money,
    fine_exempt_multiple: Count,
    monthly_calculation_index_for_payments: Money,
) -> Flag:
    """A debt of not more than one МРП brings no liability."""
    return overdue_amount <= fine_exempt_multiple * monthly_calculation_index_for_payments


@rule(article="КоАП 92(2), 92(3), 92-1")
def fine(
    overdue_amount: Money, fine_share: Ratio, repeated_within_year: Flag, too_small_for_fine: Flag
) -> Money:
    """The first time a warning; a second time within a year a share of the unpaid sum."""
    charged = half_up(overdue_amount * fine_share)
    return where(repeated_within_year & ~too_small_for_fine, charged, 0)


@rule(article="КоАП 92(1)")
def fine_of_official(
    fine_official_multiple: Count, monthly_calculation_index_for_payments: Money
) -> Money:
    """Officials of the Fund or the State Corporation who pay benefits late or in part."""
    return fine_official_multiple * monthly_calculation_index_for_payments


@rule(article="КоАП 92(4), 92-1(3)")
def fine_of_bank(overdue_amount: Money, fine_bank_share: Ratio) -> Money:
    """A bank that carries out operations against an order: a share of those operations."""
    return half_up(overdue_amount * fine_bank_share)
