"""Wrong readings of the six benefits: grounds, amounts, shares and last days."""

from __future__ import annotations

from datetime import date

from tests.law.planting import Faults
from tirek.engine.ops import (
    count_of,
    earlier_members,
    floor,
    half_up,
    maximum,
    minimum,
    never,
    one_of,
    plus_months,
    plus_years,
    where,
)
from tirek.engine.parameters import Bands
from tirek.engine.values import Code, Count, Day, Days, Flag, Money, Months, Ratio, Years
from tirek.law.book import PERSON

faults = Faults("job_loss", [])
fault = faults.fault


# ---------------------------------------------------------------------- all benefits


@fault("applied_late")
def last_day_to_apply_is_late(
    on: Day, applied_on: Day, application_deadline_months: Months
) -> Flag:
    """The day twelve months later is late already."""
    return applied_on >= plus_months(on, application_deadline_months)


@fault("of_pension_age")
def insured_on_the_day_of_pension_age(pension_day: Day, on: Day) -> Flag:
    """Who reaches pension age today is still insured."""
    return pension_day < on


# ---------------------------------------------------------------------- job loss


@fault("job_loss_amount")
def job_loss_cut_down(
    average_income: Money, job_loss_replacement_rate: Ratio, tenure_factor: Ratio
) -> Money:
    """Half a tiyn is lost."""
    return floor(average_income * job_loss_replacement_rate * tenure_factor)


@fault("job_loss_until")
def job_loss_beyond_pension_age(on: Day, job_loss_months: Months) -> Day:
    """The payment goes on after pension age."""
    return plus_months(on, job_loss_months) - 1


@fault("job_loss_until")
def job_loss_a_day_too_long(on: Day, job_loss_months: Months, pension_day: Day) -> Day:
    """The day N months later is paid, too."""
    return minimum(plus_months(on, job_loss_months), pension_day - 1)


@fault("tenure_too_short")
def six_months_are_too_few(participation_months: Months, job_loss_months_min: Months) -> Flag:
    """More than six months are asked for, not six."""
    return participation_months <= job_loss_months_min


@fault("kind_not_covered", since=date(2020, 1, 1))
def aggregate_payers_covered(on: Day) -> Flag:
    """Payers of the aggregate payment are not left out."""
    return never(on)


@fault("kind_not_covered", since=date(2024, 1, 1))
def aggregate_payers_not_covered_in_2024(only_aggregate_payments: Flag) -> Flag:
    """Payers of the aggregate payment go on being left out."""
    return only_aggregate_payments


# ---------------------------------------------------------------------- maternity


@fault("days_factor", kind="maternity")
def days_divided_by_31(leave_days: Days, days_per_month_of_leave: Days) -> Ratio:
    """A month of leave has one day more."""
    return leave_days / (days_per_month_of_leave + 1)  # type: ignore[return-value]


# ---------------------------------------------------------------------- childcare


@fault("childcare_amount", kind="childcare")
def childcare_without_a_maximum(childcare_by_income: Money, childcare_minimum: Money) -> Money:
    """Nothing limits the benefit above."""
    return maximum(childcare_by_income, childcare_minimum)


@fault("childcare_amount", kind="childcare")
def childcare_without_a_minimum(childcare_by_income: Money, childcare_maximum: Money) -> Money:
    """Nothing limits the benefit below."""
    return minimum(childcare_by_income, childcare_maximum)


@fault("childcare_minimum", since=date(2020, 1, 1), kind="childcare")
def gross_up_for_the_exempt(childcare_allowance: Money, benefit_pension_rate: Ratio) -> Money:
    """The minimum is grossed up although nothing will be withheld."""
    return half_up(childcare_allowance / (1 - benefit_pension_rate))


@fault("childcare_minimum", kind="childcare")
def gross_up_in_2019(
    childcare_allowance: Money, benefit_pension_rate: Ratio, pension_exempt: Flag
) -> Money:
    """Law 405 knew no gross-up."""
    return half_up(childcare_allowance / (1 - where(pension_exempt, 0, benefit_pension_rate)))


@fault("childcare_applied_late", kind="childcare")
def last_day_to_apply_for_childcare_is_late(
    on: Day, applied_on: Day, childcare_deadline_months: Months
) -> Flag:
    """The day eighteen months later is late already."""
    return applied_on >= plus_months(on, childcare_deadline_months)


@fault("child_too_old", kind="childcare")
def too_old_on_the_last_day(on: Day, childcare_until: Day) -> Flag:
    """The child is too old on the day on which it reaches the age."""
    return on >= childcare_until


# ---------------------------------------------------------------------- disability


@fault("deduction", kind="disability")
def nothing_taken_off(minimum_wage_deduction: Ratio, minimum_wage: Money) -> Money:
    """The whole average income counts."""
    return half_up(0 * minimum_wage_deduction * minimum_wage)


@fault("deduction", kind="disability")
def fifty_five_per_cent_taken_off_under_the_code(
    minimum_wage_deduction: Ratio, minimum_wage: Money, benefit_pension_rate: Ratio
) -> Money:
    """A tenth more is taken off: of 0.50 that makes the 0.55 of the law before."""
    taken = minimum_wage_deduction * minimum_wage
    return half_up(taken + benefit_pension_rate * taken)


@fault("disability_factor", since=date(2020, 1, 1), kind="disability")
def degree_in_three_steps_after_2019(
    degree_percent: Count, disability_factor_bands: Bands
) -> Ratio:
    """The factor stays that of Law 405."""
    return disability_factor_bands.at(degree_percent)


@fault("degree_too_low", kind="disability")
def thirty_per_cent_is_too_low(degree_percent: Count, disability_degree_min: Count) -> Flag:
    """More than thirty per cent is asked for, not thirty."""
    return degree_percent <= disability_degree_min


@fault("disability_pension_contribution", kind="disability")
def withheld_from_the_exempt(disability_amount: Money, benefit_pension_rate: Ratio) -> Money:
    """The pension contribution is withheld from everybody."""
    return half_up(disability_amount * benefit_pension_rate)


@fault("disability_until", kind="disability")
def disability_beyond_pension_age(term_until: Day) -> Day:
    """The benefit goes on after pension age."""
    return term_until


# ---------------------------------------------------------------------- survivor


@fault("survivor_net", kind="survivor")
def pension_contribution_from_the_survivors(
    survivor_amount: Money, benefit_pension_rate: Ratio
) -> Money:
    """The pension contribution is withheld from this benefit, too."""
    return survivor_amount - half_up(survivor_amount * benefit_pension_rate)


@fault("further_carer", kind="survivor")
def second_carer_counted(relation: Code) -> Flag:
    """Every carer counts."""
    return (relation == "carer") & never(relation)


@fault("share", kind="survivor")
def odd_tiyn_to_the_last(survivor_amount: Money, dependants_count: Count, eligible: Flag) -> Money:
    """The odd tiyn go to the last ones."""
    among = maximum(dependants_count, 1)
    behind = dependants_count - earlier_members(eligible, PERSON)
    takes_odd = behind <= survivor_amount % among
    return where(takes_odd, survivor_amount // among + 1, survivor_amount // among)


@fault("of_age_for_benefit", kind="survivor")
def still_a_child_on_the_18th_birthday(
    on: Day, adult_on: Day, studies: Flag, disabled_from_childhood: Flag
) -> Flag:
    """The 18th birthday itself belongs to childhood."""
    return (on <= adult_on) | studies | disabled_from_childhood


@fault("has_no_other_support", kind="survivor")
def brothers_whatever_their_support(relation: Code) -> Flag:
    """Brothers, sisters and grandchildren with able parents have a right."""
    return one_of(relation, "child", "sibling", "grandchild")


@fault("in_time", kind="survivor")
def late_on_the_23rd_birthday(
    applied_on: Day, dependant_birth: Day, student_age_limit: Years,
    disabled_from_childhood: Flag, eligible: Flag,
) -> Flag:  # fmt: skip
    """An application on the 23rd birthday is late."""
    by_age = applied_on < plus_years(dependant_birth, student_age_limit)
    return eligible & (by_age | disabled_from_childhood)


@fault("dependants_count", kind="survivor")
def the_late_do_not_count(in_time: Flag) -> Count:
    """A dependant for whom the claim is late lowers the family's factor."""
    return count_of(in_time, PERSON)
