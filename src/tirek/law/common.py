"""What several benefits share: pension age, the deadline to apply, the pension contribution."""

from __future__ import annotations

from tirek.engine.ops import half_up, plus_months, where
from tirek.engine.parameters import Schedule
from tirek.engine.values import Code, Day, Flag, Money, Months, Ratio
from tirek.law.book import rule


@rule(article="SC 207(1); Law 286-VI 28(4)1); Law 405 21(6)1)")
def pension_day(
    birth_date: Day, sex: Code, pension_age_men: Schedule, pension_age_women: Schedule
) -> Day:
    """The day on which pension age is reached by the year's table; then it stays reached."""
    return where(
        sex == "male", pension_age_men.reached(birth_date), pension_age_women.reached(birth_date)
    )


@rule(article="SC 243; Law 286-VI 28(4)1); Law 405 21(6)1)")
def of_pension_age(pension_day: Day, on: Day) -> Flag:
    """Who has reached pension age is not insured."""
    return pension_day <= on


@rule(article="SC 113(3); SC 77(4); Law 286-VI 19(7); Law 405 20(6)", by="applied_on")
def applied_late(on: Day, applied_on: Day, application_deadline_months: Months) -> Flag:
    """The application came after the last day, twelve months after the right arose."""
    return applied_on > plus_months(on, application_deadline_months)


def pension_contribution_from(amount: Money, rate: Ratio, exempt: Flag) -> Money:
    """The ОПВ withheld from a benefit."""
    return where(exempt, 0, half_up(amount * rate))
