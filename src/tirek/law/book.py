"""The book that the rules of this law are entered in, its levels and its facts.

A fact is what a question brings. Money is in tiyn, dates are day or month numbers (see
:mod:`tirek.engine.ops`); the bounds declared here are what the proof against overflow rests on.
"""

from __future__ import annotations

from datetime import date

from tirek.engine.ops import FIRST_DAY, FIRST_MONTH, LAST_DAY, LAST_MONTH
from tirek.engine.rules import RuleBook
from tirek.engine.units import Unit
from tirek.engine.values import Level

PERSON = Level("person")
MONTH = Level("month", PERSON, most=1200)
PAYER_MONTH = Level("payer_month", MONTH, most=200)
ROW = Level("row", PAYER_MONTH, most=1000)
DEPENDANT = Level("dependant", PERSON, most=100)
COVER = Level("covered_month", PERSON, most=1200)

PAYER_KINDS = (
    "employee", "entrepreneur", "civil_contract", "self_employed", "platform_worker",
    "aggregate_payment_city", "aggregate_payment_village", "single_payment",
    "individual_helper", "independent_medical",
)  # fmt: skip
SPECIAL_KINDS = ("emergency_benefit", "zero_coefficient", "excluded_media")
RELATIONS = ("child", "sibling", "grandchild", "carer")
SEXES = ("female", "male")
GROUNDS = ("other", "liquidation_or_redundancy")

SIZES = ("small", "medium", "large")

#: Ten billion tenge in tiyn: more than any month's income or payment.
MOST_MONEY = 10**12

#: When the act was signed whose rules begin on a day: so long they could be known before.
SIGNED = {
    date(2020, 1, 1): date(2019, 12, 26),  # Law 286-VI
    date(2023, 7, 1): date(2023, 4, 20),  # Social Code
    date(2024, 1, 1): date(2023, 4, 20),  # Social Code 263(3)
    date(2026, 1, 1): date(2025, 7, 18),  # Law 215-VIII
}

book = RuleBook(signed=SIGNED)
rule = book.rule

for _day in ("on", "applied_on", "birth_date", "child_birth_date", "term_until"):
    book.fact(_day, Unit.DAY, PERSON, FIRST_DAY, LAST_DAY)
for _flag in (
    "participation_given", "pension_exempt", "child_on_state_support", "other_carer_receives",
    "pension_contribution_given", "state_insured", "age_given",
):  # fmt: skip
    book.fact(_flag, Unit.FLAG, PERSON)
book.fact("sex", Unit.CODE, PERSON, codes=SEXES)
book.fact("dismissal_ground", Unit.CODE, PERSON, codes=GROUNDS)
book.fact("participation_months_given", Unit.MONTHS, PERSON, hi=1200)
book.fact("months_already_paid", Unit.MONTHS, PERSON, hi=100)
book.fact("leave_days", Unit.DAYS, PERSON, hi=400)
book.fact("child_order", Unit.COUNT, PERSON, hi=50)
book.fact("degree_percent", Unit.COUNT, PERSON, hi=100)

book.fact("period", Unit.MONTH, MONTH, FIRST_MONTH, LAST_MONTH)
book.fact("row_kind", Unit.CODE, ROW, codes=PAYER_KINDS + SPECIAL_KINDS)
book.fact("row_income", Unit.MONEY, ROW, hi=MOST_MONEY)
book.fact("row_contribution", Unit.MONEY, ROW, hi=MOST_MONEY)

for _day in ("dependant_birth", "study_until"):
    book.fact(_day, Unit.DAY, DEPENDANT, FIRST_DAY, LAST_DAY)
for _flag in (
    "full_time_student", "disabled_from_childhood", "without_able_parents_or_alimony",
):  # fmt: skip
    book.fact(_flag, Unit.FLAG, DEPENDANT)
book.fact("relation", Unit.CODE, DEPENDANT, codes=RELATIONS)

book.fact("payer_kind", Unit.CODE, PERSON, codes=PAYER_KINDS)
for _money in ("income", "pension_contribution_stated", "medical_base_elsewhere"):
    book.fact(_money, Unit.MONEY, PERSON, hi=MOST_MONEY)

book.fact("covered_month", Unit.MONTH, COVER, FIRST_MONTH, LAST_MONTH)
book.fact("covered_by_payment", Unit.FLAG, COVER)
book.fact("paid_on", Unit.DAY, COVER, FIRST_DAY, LAST_DAY)
book.fact("category_holds", Unit.FLAG, PERSON)

# A running payment, a debt and a fine.
book.fact("running_amount", Unit.MONEY, PERSON, hi=MOST_MONEY // 1000)
book.fact("dependants_then", Unit.COUNT, PERSON, lo=1, hi=100)
book.fact("overdue_amount", Unit.MONEY, PERSON, hi=MOST_MONEY // 10)
for _day in ("due_day_of_debt", "debt_paid_on"):
    book.fact(_day, Unit.DAY, PERSON, FIRST_DAY, LAST_DAY)
book.fact("repeated_within_year", Unit.FLAG, PERSON)
book.fact("payer_size", Unit.CODE, PERSON, codes=SIZES)
