"""Contributions to social insurance: Social Code arts 101-1, 102-1, 243-246, Law 286-VI
arts 14-16, Law 405 arts 14-16. The fact ``on`` is the first day of the month that is due."""

from __future__ import annotations

from datetime import date

from tirek.engine.ops import first_of_year, half_up, maximum, minimum, one_of, positive, where
from tirek.engine.values import Code, Count, Day, Flag, Money, Ratio
from tirek.law.book import rule


@rule(article="Law 286-VI 15(3)")
def first_day_of_year(on: Day) -> Day:
    """1 January of the year; the aggregate payment follows its МРП."""
    return first_of_year(on)


@rule(article="SC 248; Convention 10")
def pension_contribution(
    income: Money,
    pension_contribution_given: Flag,
    pension_contribution_stated: Money,
    pension_contribution_rate: Ratio,
    pension_base_cap: Count,
    minimum_wage: Money,
) -> Money:
    """The pension contribution (ОПВ) of the month: as stated, else 10 % up to 50 МЗП."""
    usual = half_up(minimum(income, pension_base_cap * minimum_wage) * pension_contribution_rate)
    return where(pension_contribution_given, pension_contribution_stated, usual)


@rule(article="SC 245(1); Law 286-VI 15(6)3); Law 405 15(1)")
def income_less_pension_contribution(income: Money, pension_contribution: Money) -> Money:
    """Income less the pension contribution of the month."""
    return positive(income - pension_contribution)


@rule(article="SC 245(1), (2), (5); Law 286-VI 15(5); Law 405 15(3)")
def social_cap(social_cap_multiple: Count, minimum_wage: Money) -> Money:
    """The largest object of one payer and month."""
    return social_cap_multiple * minimum_wage


@rule(article="SC 245(1); Law 286-VI 15(5); Law 405 15(3)")
def social_base_of_employee(
    income_less_pension_contribution: Money,
    social_floor_multiple: Count,
    minimum_wage: Money,
    social_cap: Money,
) -> Money:
    """Employees: not below one minimum wage (since 2018), not above the cap."""
    floor = social_floor_multiple * minimum_wage
    return minimum(maximum(income_less_pension_contribution, floor), social_cap)


@rule(name="entrepreneur_object", article="SC 245(2); Law 286-VI 15(2); Law 405 15(2)")
def entrepreneur_object_to_2025(income_less_pension_contribution: Money) -> Money:
    """Entrepreneurs for themselves: income less the pension contribution."""
    return income_less_pension_contribution


@rule(name="entrepreneur_object", since=date(2026, 1, 1), article="SC 245(2), (7)")
def entrepreneur_object_2026(income: Money) -> Money:
    """Entrepreneurs for themselves: income."""
    return income


@rule(article="SC 245(2); Law 286-VI 15(5); Law 405 14(2), 15(3)")
def social_base_of_entrepreneur(
    entrepreneur_object: Money,
    entrepreneur_floor_multiple: Count,
    minimum_wage: Money,
    social_cap: Money,
) -> Money:
    """Entrepreneurs: not below one minimum wage, not above the cap."""
    floor = entrepreneur_floor_multiple * minimum_wage
    return minimum(maximum(entrepreneur_object, floor), social_cap)


@rule(article="SC 101-1(3); SC 102-1(2)")
def social_base_of_self_employed(
    income: Money,
    social_cap: Money,
    self_employed_limit_multiple: Count,
    monthly_calculation_index_for_payments: Money,
) -> Money:
    """The regime's income, at most seven minimum wages and the regime's limit."""
    limit = self_employed_limit_multiple * monthly_calculation_index_for_payments
    return minimum(income, minimum(social_cap, limit))


@rule(article="Law 286-VI 15(3)", by="first_day_of_year")
def index_of_1_january(monthly_calculation_index: Money) -> Money:
    """The МРП in force on 1 January of the year."""
    return monthly_calculation_index


@rule(article="Law 286-VI 15(3)")
def aggregate_payment(
    payer_kind: Code,
    index_of_1_january: Money,
    aggregate_payment_city_multiple: Ratio,
    aggregate_payment_village_multiple: Ratio,
) -> Money:
    """The aggregate payment (ЕСП): one МРП in cities, half of it elsewhere."""
    multiple = where(
        payer_kind == "aggregate_payment_city",
        aggregate_payment_city_multiple,
        aggregate_payment_village_multiple,
    )
    return half_up(index_of_1_january * multiple)


@rule(article="SC 243-245; Law 286-VI 15; Law 405 15; Convention 10")
def social_base(
    payer_kind: Code,
    income: Money,
    income_less_pension_contribution: Money,
    social_cap: Money,
    social_base_of_employee: Money,
    social_base_of_entrepreneur: Money,
    social_base_of_self_employed: Money,
    aggregate_payment: Money,
) -> Money:
    """The object from which social contributions are found, for each kind of payer."""
    base = where(payer_kind == "employee", social_base_of_employee, income)
    base = where(payer_kind == "entrepreneur", social_base_of_entrepreneur, base)
    base = where(
        payer_kind == "civil_contract", minimum(income_less_pension_contribution, social_cap), base
    )
    base = where(payer_kind == "single_payment", minimum(income, social_cap), base)
    base = where(
        one_of(payer_kind, "self_employed", "platform_worker"), social_base_of_self_employed, base
    )
    return where(
        one_of(payer_kind, "aggregate_payment_city", "aggregate_payment_village"),
        aggregate_payment,
        base,
    )


@rule(article="SC 244; SC 101-1(3); SC 102-1(2); Law 286-VI 14; Law 405 14")
def social_rate_of_kind(
    payer_kind: Code,
    social_rate: Ratio,
    single_payment_social_rate: Ratio,
    self_employed_social_rate: Ratio,
    aggregate_payment_social_share: Ratio,
) -> Ratio:
    """The rate for each kind of payer."""
    rate = where(payer_kind == "single_payment", single_payment_social_rate, social_rate)
    rate = where(
        one_of(payer_kind, "self_employed", "platform_worker"), self_employed_social_rate, rate
    )
    return where(
        one_of(payer_kind, "aggregate_payment_city", "aggregate_payment_village"),
        aggregate_payment_social_share,
        rate,
    )


@rule(article="SC 243; Law 286-VI 15; Law 405 15; Convention 10")
def pays_social_contributions(
    payer_kind: Code, income: Money, age_given: Flag, of_pension_age: Flag
) -> Flag:
    """Nobody of pension age, no medical-only payer, and nothing from an income of zero."""
    return ~(payer_kind == "independent_medical") & (income > 0) & ~(age_given & of_pension_age)


@rule(article="SC 244; SC 245; Law 286-VI 14, 15; Law 405 14, 15")
def social_contribution(
    pays_social_contributions: Flag, social_base: Money, social_rate_of_kind: Ratio
) -> Money:
    """The social contribution of the month."""
    return where(pays_social_contributions, half_up(social_base * social_rate_of_kind), 0)
