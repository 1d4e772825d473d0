"""Running payments: conversion on 2020-01-01 (Law 286-VI art 39), indexation, withholding."""

from __future__ import annotations

from datetime import date

from tirek.engine.ops import half_up, maximum, percent
from tirek.engine.parameters import Bands, day_number
from tirek.engine.units import Unit
from tirek.engine.values import Count, Day, Money, Months, Ratio, constant
from tirek.law.average_income import tenure_factor_2020, tenure_factor_to_2019
from tirek.law.book import rule

LAST_DAY_OF_LAW_405 = date(2019, 12, 31)
FIRST_DAY_OF_LAW_286 = date(2020, 1, 1)


@rule(article="Law 286-VI 39")
def old_law_day(on: Day) -> Day:
    """The last day of the old law, whose factors a running payment was found with."""
    return constant(day_number(LAST_DAY_OF_LAW_405), Unit.DAY, on.level)


@rule(article="Law 286-VI 39")
def new_law_day(on: Day) -> Day:
    """The first day of the new law, whose factors replace them."""
    return constant(day_number(FIRST_DAY_OF_LAW_286), Unit.DAY, on.level)


@rule(article="Law 286-VI 39", by="old_law_day")
def old_tenure_factor(participation_months: Months, tenure_bands: Bands) -> Ratio:
    """The tenure factor that was taken into account."""
    return tenure_factor_to_2019(participation_months, tenure_bands)


@rule(article="Law 286-VI 39", by="new_law_day")
def new_tenure_factor(
    participation_months: Months,
    tenure_bands: Bands,
    tenure_bonus: Ratio,
    tenure_bonus_from: Months,
    tenure_bonus_step: Months,
) -> Ratio:
    """The tenure factor of the new law for the same length of participation."""
    return tenure_factor_2020(
        participation_months, tenure_bands, tenure_bonus, tenure_bonus_from, tenure_bonus_step
    )


@rule(article="Law 286-VI 39(1)", by="old_law_day")
def old_disability_factor(
    degree_percent: Count, disability_degree_min: Count, disability_factor_bands: Bands
) -> Ratio:
    """The factor of the degree that was taken into account (a lower degree was not paid)."""
    return disability_factor_bands.at(maximum(degree_percent, disability_degree_min))


@rule(article="Law 286-VI 39(2)", by="old_law_day")
def old_dependants_factor(dependants_then: Count, dependants_factor_bands: Bands) -> Ratio:
    """The factor of the number of dependants that was taken into account."""
    return dependants_factor_bands.at(dependants_then)


@rule(article="Law 286-VI 39(2)", by="new_law_day")
def new_dependants_factor(dependants_then: Count, dependants_factor_bands: Bands) -> Ratio:
    """The factor of the new law for the same number of dependants."""
    return dependants_factor_bands.at(dependants_then)


@rule(article="Law 286-VI 39(3)", by="old_law_day")
def old_job_loss_rate(job_loss_replacement_rate: Ratio) -> Ratio:
    """The replacement rate that was taken into account."""
    return job_loss_replacement_rate


@rule(article="Law 286-VI 39(3)", by="new_law_day")
def new_job_loss_rate(job_loss_replacement_rate: Ratio) -> Ratio:
    """The replacement rate of the new law."""
    return job_loss_replacement_rate


@rule(article="Law 286-VI 39(1)")
def converted_disability_amount(
    running_amount: Money,
    old_tenure_factor: Ratio,
    new_tenure_factor: Ratio,
    old_disability_factor: Ratio,
    degree_percent: Count,
) -> Money:
    """The running amount divided by the old factors and multiplied by the new ones; the new
    factor of the degree is the degree itself."""
    return half_up(
        running_amount
        * new_tenure_factor
        * percent(degree_percent)
        / (old_tenure_factor * old_disability_factor)
    )


@rule(article="Law 286-VI 39(2)")
def converted_survivor_amount(
    running_amount: Money,
    old_tenure_factor: Ratio,
    new_tenure_factor: Ratio,
    old_dependants_factor: Ratio,
    new_dependants_factor: Ratio,
) -> Money:
    """The running amount divided by the old factors and multiplied by the new ones."""
    return half_up(
        running_amount
        * new_tenure_factor
        * new_dependants_factor
        / (old_tenure_factor * old_dependants_factor)
    )


@rule(article="Law 286-VI 39(3)")
def converted_job_loss_amount(
    running_amount: Money,
    old_tenure_factor: Ratio,
    new_tenure_factor: Ratio,
    old_job_loss_rate: Ratio,
    new_job_loss_rate: Ratio,
) -> Money:
    """The running amount divided by the old factors and multiplied by the new ones."""
    return half_up(
        running_amount
        * new_tenure_factor
        * new_job_loss_rate
        / (old_tenure_factor * old_job_loss_rate)
    )


@rule(article="Law 286-VI 39(3)", by="new_law_day")
def converted_job_loss_months(
    participation_months: Months, job_loss_duration_bands: Bands
) -> Months:
    """The duration by the new table."""
    return job_loss_duration_bands.at(participation_months)


@rule(article="SC 181(5); SC 240(4)")
def indexed_amount(running_amount: Money, benefit_indexation: Ratio) -> Money:
    """A running disability or survivor benefit after the Government's increase of that day."""
    return half_up(running_amount * (1 + benefit_indexation))


@rule(article="SC 117(4); SC 174(4); Law 286-VI 26(4)")
def most_withheld_by_execution(running_amount: Money, execution_limit: Ratio) -> Money:
    """The most that may be withheld from a payment in execution."""
    return half_up(running_amount * execution_limit)
