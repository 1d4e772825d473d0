"""Wrong readings of contributions to both funds and of insured status."""

from __future__ import annotations

from datetime import date

from tests.law.planting import Faults
from tirek.engine.ops import (
    count_of,
    half_up,
    length,
    maximum,
    minimum,
    month_of,
    never,
    one_of,
    positive,
    where,
)
from tirek.engine.parameters import month_number
from tirek.engine.units import Unit
from tirek.engine.values import Code, Count, Day, Flag, Money, Month, Months, Ratio
from tirek.law.book import PERSON
from tirek.law.insured_status import INSURANCE_SINCE, LONG_GRACE_SINCE

faults = Faults("contributions", [])
fault = faults.fault


# ---------------------------------------------------------------------- social contributions


@fault("social_base_of_employee")
def employee_without_a_floor(income_less_pension_contribution: Money, social_cap: Money) -> Money:
    """Less than a minimum wage is taken as it is."""
    return minimum(income_less_pension_contribution, social_cap)


@fault("social_base_of_employee")
def employee_pays_on_the_pension_contribution(
    income: Money, social_floor_multiple: Count, minimum_wage: Money, social_cap: Money
) -> Money:
    """The pension contribution stays in the object."""
    return minimum(maximum(income, social_floor_multiple * minimum_wage), social_cap)


@fault("pension_contribution")
def stated_pension_contribution_ignored(
    income: Money, pension_contribution_rate: Ratio, pension_base_cap: Count, minimum_wage: Money
) -> Money:
    """Ten per cent is taken off whatever the question says."""
    return half_up(minimum(income, pension_base_cap * minimum_wage) * pension_contribution_rate)


@fault("entrepreneur_object", since=date(2026, 1, 1))
def entrepreneur_less_pension_contribution_in_2026(
    income_less_pension_contribution: Money,
) -> Money:
    """The old object goes on."""
    return income_less_pension_contribution


@fault("social_base")
def floor_for_civil_contracts(
    payer_kind: Code,
    income: Money,
    income_less_pension_contribution: Money,
    minimum_wage: Money,
    social_cap: Money,
    social_base_of_employee: Money,
    social_base_of_entrepreneur: Money,
    social_base_of_self_employed: Money,
    aggregate_payment: Money,
) -> Money:
    """Civil contracts have a floor of one minimum wage, as employees have."""
    base = where(payer_kind == "employee", social_base_of_employee, income)
    base = where(payer_kind == "entrepreneur", social_base_of_entrepreneur, base)
    of_contract = minimum(maximum(income_less_pension_contribution, minimum_wage), social_cap)
    base = where(payer_kind == "civil_contract", of_contract, base)
    base = where(payer_kind == "single_payment", minimum(income, social_cap), base)
    regime = one_of(payer_kind, "self_employed", "platform_worker")
    base = where(regime, social_base_of_self_employed, base)
    in_one = one_of(payer_kind, "aggregate_payment_city", "aggregate_payment_village")
    return where(in_one, aggregate_payment, base)


@fault("social_base_of_self_employed")
def self_employed_with_a_floor(income: Money, social_cap: Money, minimum_wage: Money) -> Money:
    """One minimum wage at least, as entrepreneurs."""
    return minimum(maximum(income, minimum_wage), social_cap)


@fault("aggregate_payment")
def aggregate_payment_by_the_index_of_the_month(
    payer_kind: Code,
    monthly_calculation_index: Money,
    aggregate_payment_city_multiple: Ratio,
    aggregate_payment_village_multiple: Ratio,
) -> Money:
    """The index of April counts from April, not from next January."""
    city = payer_kind == "aggregate_payment_city"
    multiple = where(city, aggregate_payment_city_multiple, aggregate_payment_village_multiple)
    return half_up(monthly_calculation_index * multiple)


@fault("pays_social_contributions")
def pensioners_pay(payer_kind: Code, income: Money) -> Flag:
    """Pension age changes nothing."""
    return ~(payer_kind == "independent_medical") & (income > 0)


# ---------------------------------------------------------------------- medical contributions


@fault("employee_medical_base")
def employers_cap_for_the_person(
    income: Money,
    employer_medical_cap_multiple: Count,
    minimum_wage: Money,
    medical_base_elsewhere: Money,
) -> Money:
    """The person pays up to the employer's forty minimum wages."""
    cap = employer_medical_cap_multiple * minimum_wage
    return minimum(income, positive(cap - medical_base_elsewhere))


@fault("employee_medical_base")
def a_cap_for_each_employer(
    income: Money, employee_medical_cap_multiple: Count, minimum_wage: Money
) -> Money:
    """What other employers have paid for does not use up the cap."""
    return minimum(income, employee_medical_cap_multiple * minimum_wage)


@fault("employer_medical_base")
def employer_pays_for_civil_contracts(
    payer_kind: Code, income: Money, employer_medical_cap_multiple: Count, minimum_wage: Money
) -> Money:
    """The other side of a civil contract pays as an employer does."""
    base = minimum(income, employer_medical_cap_multiple * minimum_wage)
    pays = one_of(payer_kind, "employee", "single_payment", "individual_helper")
    return where(pays, base, 0)


@fault("employer_medical_contribution")
def employer_pays_for_the_state_insured(
    employer_medical_base: Money, employer_medical_rate: Ratio
) -> Money:
    """The employer pays for people whom the state insures."""
    return half_up(employer_medical_base * employer_medical_rate)


# ---------------------------------------------------------------------- insured status


@fault("grace", kind="insured_status")
def long_grace_for_all(on: Day, grace_months: Months, long_grace_months: Months) -> Months:
    """Six months of grace whatever the record."""
    return where(never(on), grace_months, long_grace_months)


@fault("long_record", since=LONG_GRACE_SINCE, kind="insured_status")
def lapsed_status_revived(
    covered_month: Month,
    covered_by_payment: Flag,
    last_covered_month: Month,
    long_grace_record_months: Months,
) -> Flag:
    """A status that had lapsed before 2026 gets the longer grace, too."""
    first = last_covered_month - long_grace_record_months + 1
    within = (covered_month >= first) & (covered_month <= last_covered_month)
    paid = length(count_of(within & covered_by_payment, PERSON), Unit.MONTHS)
    return paid >= long_grace_record_months


@fault("insured_by_payments", kind="insured_status")
def last_month_of_grace_not_insured(
    covered_up_to_last: Flag, last_covered_month: Month, grace: Months, on: Day
) -> Flag:
    """The grace ends a month earlier."""
    return covered_up_to_last & (month_of(on) < last_covered_month + grace)


@fault("first_month_looked_at", kind="insured_status")
def months_before_the_18th_birthday_missing(on: Day, missing_months_window: Months) -> Month:
    """Months of childhood have to be paid for, too."""
    start = month_of(on) - missing_months_window
    return minimum(maximum(start, month_number(INSURANCE_SINCE)), month_of(on))


@fault("everybody_is_insured", kind="insured_status")
def nobody_insured_in_the_first_half_of_2020(on: Day) -> Flag:
    """The time of transition is forgotten."""
    return never(on)


@fault("price_of_missing_months", kind="insured_status")
def one_missing_month_paid(price_of_month: Money) -> Money:
    """Whoever misses several months pays for one."""
    return price_of_month
