"""Loss of work: Social Code arts 113-119, Law 286-VI art 22, Law 405 art 23."""

from __future__ import annotations

from datetime import date

from tirek.engine.ops import all_of, any_of, half_up, minimum, never, plus_months, where
from tirek.engine.parameters import Bands
from tirek.engine.values import Code, Day, Flag, Money, Months, Ratio
from tirek.law.book import PERSON, rule
from tirek.law.common import pension_contribution_from


@rule(article="SC 118(2); Law 286-VI 22(2); Law 405 23(3)")
def job_loss_amount(
    average_income: Money, job_loss_replacement_rate: Ratio, tenure_factor: Ratio
) -> Money:
    """The monthly benefit: average income times replacement rate times tenure factor."""
    return half_up(average_income * job_loss_replacement_rate * tenure_factor)


@rule(article="SC 117(1); Law 286-VI 26(1)")
def job_loss_pension_contribution(
    job_loss_amount: Money, benefit_pension_rate: Ratio, pension_exempt: Flag
) -> Money:
    """The pension contribution withheld."""
    return pension_contribution_from(job_loss_amount, benefit_pension_rate, pension_exempt)


@rule(article="SC 117(1); Law 286-VI 26(1); Convention 1")
def job_loss_net(job_loss_amount: Money, job_loss_pension_contribution: Money) -> Money:
    """What is paid out."""
    return job_loss_amount - job_loss_pension_contribution


@rule(name="job_loss_months", article="Law 405 23(4)")
def job_loss_months_to_2019(
    participation_months: Months,
    job_loss_duration_bands: Bands,
    dismissal_ground: Code,
    job_loss_duration_redundancy: Months,
    job_loss_duration_redundancy_from: Months,
) -> Months:
    """For how many months; longer after liquidation or redundancy."""
    redundant = dismissal_ground == "liquidation_or_redundancy"
    longer = redundant & (participation_months >= job_loss_duration_redundancy_from)
    usual = job_loss_duration_bands.at(participation_months)
    return where(longer, job_loss_duration_redundancy, usual)


@rule(name="job_loss_months", since=date(2020, 1, 1), article="SC 118(1); Law 286-VI 22(3)")
def job_loss_months_2020(participation_months: Months, job_loss_duration_bands: Bands) -> Months:
    """For how many months, by the length of participation."""
    return job_loss_duration_bands.at(participation_months)


@rule(article="SC 118(1); Law 286-VI 28(4)1); Law 405 23(4)")
def job_loss_until(on: Day, job_loss_months: Months, pension_day: Day) -> Day:
    """The last day paid, not beyond the day before pension age."""
    return minimum(plus_months(on, job_loss_months) - 1, pension_day - 1)


@rule(article="SC 115(1)7); Law 286-VI 22(3); Law 405 23(4)")
def tenure_too_short(participation_months: Months, job_loss_months_min: Months) -> Flag:
    """Fewer months of participation than the least that gives a right."""
    return participation_months < job_loss_months_min


@rule(article="Law 286-VI 22(1)")
def only_aggregate_payments(has_income: Flag, aggregate_payment_row: Flag, in_window: Flag) -> Flag:
    """There are contributions in the window and every one is of the aggregate payment."""
    counted = has_income & in_window
    return any_of(counted, PERSON) & all_of(~counted | aggregate_payment_row, PERSON)


@rule(name="kind_not_covered", article="Law 405 23")
def kind_not_covered_to_2019(on: Day) -> Flag:
    """Every kind of payer was covered."""
    return never(on)


@rule(
    name="kind_not_covered",
    since=date(2020, 1, 1),
    article="SC 113(1), 263(3); Law 286-VI 22(1)",
)
def kind_not_covered_2020(only_aggregate_payments: Flag) -> Flag:
    """Payers of the aggregate payment were not insured against loss of work."""
    return only_aggregate_payments


@rule(name="kind_not_covered", since=date(2024, 1, 1), article="SC 263(3)")
def kind_not_covered_2024(on: Day) -> Flag:
    """The exception has ended."""
    return never(on)


@rule(article="Convention 6")
def job_loss_not_positive(job_loss_amount: Money) -> Flag:
    """The amount rounds to zero or less."""
    return job_loss_amount <= 0
