"""Changed values that the comparison with the oracle cannot see, each with the reason.

They are noticed by the values typed by hand all the same. A key is a parameter, or a parameter
with the first day of an edition and the key of the value that was changed.
"""

from __future__ import annotations

_NOT_ASKED = "no question of the three commands asks for it"
_PURPOSE_CODES = "the oracle gives no purpose codes"
_REFUSED_BEFORE_2019 = "a right of before 2019 is not assessed (law_not_held)"
_NOT_BEFORE_INSURANCE = "in January 2020 everybody is insured and nothing is missing yet"
_RULE_ENDS = "the rule that asks for it ends on the same day"

UNSEEN = {
    # Not part of what is compared.
    "execution_limit": _NOT_ASKED,
    "benefit_indexation": _NOT_ASKED,
    "state_medical_rate": _NOT_ASKED,
    "state_medical_base_wage": _NOT_ASKED,
    "single_payment_rate": _NOT_ASKED,
    "social_purpose_code": _PURPOSE_CODES,
    "social_penalty_purpose_code": _NOT_ASKED,
    "employer_medical_purpose_code": _PURPOSE_CODES,
    "personal_medical_purpose_code": _PURPOSE_CODES,
    "employer_medical_penalty_purpose_code": _NOT_ASKED,
    "personal_medical_penalty_purpose_code": _NOT_ASKED,
    # Never decides.
    "pension_base_cap 2005-01-01 value": (
        "income beyond fifty minimum wages is beyond the cap of the object, too"
    ),
    "self_employed_limit_multiple 2026-01-01 value": (
        "seven minimum wages (595 000) are less than 300 МРП (1 297 500)"
    ),
    "everybody_insured 2020-01-01 value": "any value above zero says yes",
    # Nobody can ask about those days.
    "average_months_long 2005-01-01 since": _REFUSED_BEFORE_2019,
    "average_months_short 2005-01-01 since": _REFUSED_BEFORE_2019,
    "days_per_month_of_leave 2008-01-01 since": _REFUSED_BEFORE_2019,
    "months_deducted_per_paid_month 2005-01-01 since": _REFUSED_BEFORE_2019,
    "childcare_age_months 2008-01-01 since": _REFUSED_BEFORE_2019,
    "application_deadline_months 2019-01-01 value": (
        "a right of 2019 that is late after twelve months is late under the next law"
    ),
    "childcare_deadline_months 2019-01-01 value": (
        "a right of 2019 that is late after twelve months is late under the next law"
    ),
    "pension_age_men 2001-07-01 since": "the first age holds for the years before it, too",
    "pension_age_women 2001-07-01 since": "the first age holds for the years before it, too",
    "missing_months_window 2020-01-01 since": _NOT_BEFORE_INSURANCE,
    "grace_months 2020-01-01 since": _NOT_BEFORE_INSURANCE,
    "missing_month_price_share 2020-01-01 since": _NOT_BEFORE_INSURANCE,
    "prepaid_months 2020-01-01 since": _NOT_BEFORE_INSURANCE,
    "job_loss_duration_redundancy 2019-01-01 until": _RULE_ENDS,
    "job_loss_duration_redundancy_from 2019-01-01 until": _RULE_ENDS,
    "aggregate_payment_counted_multiple 2023-07-01 until": _RULE_ENDS,
    "aggregate_payment_city_multiple 2023-07-01 until": _RULE_ENDS,
    "aggregate_payment_village_multiple 2023-07-01 until": _RULE_ENDS,
    "aggregate_payment_social_share 2023-07-01 until": _RULE_ENDS,
    "aggregate_payment_medical_share 2019-01-01 until": _RULE_ENDS,
    # Too rare among the random cases.
    "pension_age_women 2018-01-01 since": (
        "matters to women born in January 1960, for contributions of 2018-02 to 2018-06"
    ),
}
