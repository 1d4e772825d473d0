"""Loss of the breadwinner: Social Code arts 229-233, 239-241, Law 286-VI art 21, Law 405 art 22."""

from __future__ import annotations

from tirek.engine.ops import (
    FIRST_DAY,
    LAST_DAY,
    any_of,
    count_of,
    earlier_members,
    half_up,
    latest,
    maximum,
    minimum,
    one_of,
    plus_years,
    where,
)
from tirek.engine.parameters import Bands
from tirek.engine.values import Code, Count, Day, Flag, Money, Ratio, Years
from tirek.law.book import PERSON, rule

#: Stands for "cannot be known" among the last days paid.
NEVER = LAST_DAY

#: Stands for the last day of nobody.
NOBODY = FIRST_DAY


@rule(article="SC 239(2)1); Law 286-VI 21(1)1); Law 405 22(1)1)")
def adult_on(dependant_birth: Day, dependant_age_limit: Years) -> Day:
    """The 18th birthday."""
    return plus_years(dependant_birth, dependant_age_limit)


@rule(article="SC 239(2)1); Law 286-VI 21(1)1); Law 405 22(1)1)")
def student_limit_on(dependant_birth: Day, student_age_limit: Years) -> Day:
    """The 23rd birthday."""
    return plus_years(dependant_birth, student_age_limit)


@rule(article="SC 239(2)1); Law 286-VI 21(1)1); Law 405 22(1)1)")
def kin(relation: Code) -> Flag:
    """A child, brother, sister or grandchild (not a carer)."""
    return one_of(relation, "child", "sibling", "grandchild")


@rule(article="SC 239(2)1); Law 286-VI 21(1)1); Law 405 22(1)1)")
def studies(full_time_student: Flag, study_until: Day, student_limit_on: Day, on: Day) -> Flag:
    """A full-time student below 23 whose studies have not ended."""
    return full_time_student & (study_until >= on) & (on < student_limit_on)


@rule(article="SC 239(2)1); Law 286-VI 21(1)1); Law 405 22(1)1)")
def of_age_for_benefit(
    on: Day, adult_on: Day, studies: Flag, disabled_from_childhood: Flag
) -> Flag:
    """Below 18, or a student below 23, or disabled before 18."""
    return (on < adult_on) | studies | disabled_from_childhood


@rule(article="SC 239(2)1); Law 286-VI 21(1)1); Law 405 22(1)1)")
def has_no_other_support(relation: Code, without_able_parents_or_alimony: Flag) -> Flag:
    """Brothers, sisters and grandchildren only without able parents or without alimony."""
    return (relation == "child") | without_able_parents_or_alimony


@rule(article="SC 239(2)1); Law 286-VI 21(1)1); Law 405 22(1)1)")
def eligible_kin(kin: Flag, of_age_for_benefit: Flag, has_no_other_support: Flag) -> Flag:
    """A child, brother, sister or grandchild with a right."""
    return kin & of_age_for_benefit & has_no_other_support


@rule(article="SC 239(2)2), (7); Law 286-VI 21(1)2); Law 405 22(1)2)")
def cared_for_until(
    eligible_kin: Flag, dependant_birth: Day, carer_child_age_limit: Years, on: Day
) -> Day:
    """The last day on which an eligible dependant is below three (0: there is none)."""
    third_birthday = plus_years(dependant_birth, carer_child_age_limit)
    last = third_birthday - 1
    return latest(where(eligible_kin & (on < third_birthday), last, NOBODY), PERSON, NOBODY)


@rule(article="SC 239(2)2); Law 286-VI 21(1)2); Law 405 22(1)2)")
def child_under_carers_age(cared_for_until: Day) -> Flag:
    """An eligible child, brother, sister or grandchild below three is among the dependants."""
    return cared_for_until > NOBODY


@rule(article="SC 239(2)2); Law 286-VI 21(1)2); Law 405 22(1)2)")
def further_carer(relation: Code) -> Flag:
    """A carer after the first one."""
    carer = relation == "carer"
    return carer & (earlier_members(carer, PERSON) > 0)


@rule(article="SC 239(2); Law 286-VI 21(1); Law 405 22(1)")
def eligible(
    eligible_kin: Flag, relation: Code, further_carer: Flag, child_under_carers_age: Flag
) -> Flag:
    """Whether a dependant has a right."""
    return eligible_kin | ((relation == "carer") & ~further_carer & child_under_carers_age)


@rule(article="SC 240(2); Law 286-VI 21(8); Law 405 22(9)")
def dependants_count(eligible: Flag) -> Count:
    """How many dependants have a right."""
    return count_of(eligible, PERSON)


@rule(article="SC 240(2); Law 286-VI 21(8); Law 405 22(9)")
def dependants_factor(dependants_count: Count, dependants_factor_bands: Bands) -> Ratio:
    """The factor of the number of dependants (ККИ)."""
    return dependants_factor_bands.at(dependants_count)


@rule(article="SC 240(1); Law 286-VI 21(7); Law 405 22(8)")
def survivor_amount(
    income_above_deduction: Money,
    survivor_replacement_rate: Ratio,
    dependants_factor: Ratio,
    tenure_factor: Ratio,
) -> Money:
    """The monthly benefit of the family."""
    return half_up(
        income_above_deduction * survivor_replacement_rate * dependants_factor * tenure_factor
    )


@rule(article="SC 233; Law 286-VI 26(1); Law 405 22(8)")
def survivor_net(survivor_amount: Money) -> Money:
    """What is paid out: nothing is withheld."""
    return survivor_amount


@rule(article="SC 239(5); Law 286-VI 21(5); Law 405 22(6)")
def share(survivor_amount: Money, dependants_count: Count, eligible: Flag) -> Money:
    """An equal part; the odd tiyn go to the first ones."""
    among = maximum(dependants_count, 1)
    takes_odd = earlier_members(eligible, PERSON) < survivor_amount % among
    return where(takes_odd, survivor_amount // among + 1, survivor_amount // among)


@rule(article="SC 239(2)1); Law 286-VI 21(1)1); Law 405 22(1)1)")
def dependant_until(
    adult_on: Day,
    student_limit_on: Day,
    studies: Flag,
    study_until: Day,
    disabled_from_childhood: Flag,
    kin: Flag,
    cared_for_until: Day,
) -> Day:
    """The last day of a dependant's right: before the birthday, the end of study, or unknown."""
    as_student = maximum(minimum(study_until, student_limit_on - 1), adult_on - 1)
    by_age = where(studies, as_student, adult_on - 1)
    of_kin = where(disabled_from_childhood, NEVER, by_age)
    return where(kin, of_kin, cared_for_until)


@rule(article="SC 240(1); Law 286-VI 21(7); Law 405 22(8)")
def survivor_until(dependant_until: Day, eligible: Flag) -> Day:
    """The last day of the family's right: the latest of the dependants'."""
    return latest(where(eligible, dependant_until, NOBODY), PERSON, NOBODY)


@rule(article="SC 239(7); Law 286-VI 19(7); Law 405 20(6)", by="applied_on")
def in_time(
    applied_on: Day, dependant_birth: Day, student_age_limit: Years,
    disabled_from_childhood: Flag, eligible: Flag,
) -> Flag:  # fmt: skip
    """An application for this dependant is still in time: to the 23rd birthday."""
    by_age = applied_on <= plus_years(dependant_birth, student_age_limit)
    return eligible & (by_age | disabled_from_childhood)


@rule(article="SC 239(7); Law 286-VI 19(7); Law 405 20(6)")
def survivor_applied_late(in_time: Flag, dependants_count: Count) -> Flag:
    """There are eligible dependants and none of them is in time."""
    return ~any_of(in_time, PERSON) & (dependants_count > 0)


@rule(article="SC 239(2); Law 286-VI 21(1); Law 405 22(1)")
def no_eligible_dependant(dependants_count: Count) -> Flag:
    """None of the dependants has a right."""
    return dependants_count < 1


@rule(article="SC 231(2)4); Law 286-VI 21(7); Law 405 22(8); Convention 6")
def survivor_not_positive(survivor_amount: Money) -> Flag:
    """The amount is negative or rounds to zero."""
    return survivor_amount <= 0
