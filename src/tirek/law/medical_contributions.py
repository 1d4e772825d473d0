"""Contributions to medical insurance: Law 405-V (2015) arts 14, 26-29. Its text is not held;
rates and caps rest on the sources named in the parameters."""

from __future__ import annotations

from tirek.engine.ops import half_up, minimum, one_of, positive, where
from tirek.engine.values import Code, Count, Flag, Money, Ratio
from tirek.law.book import rule


@rule(article="Law 405-V 26(1)")
def insured_by_state(state_insured: Flag) -> Flag:
    """The state insures the person in this month: no medical contributions are due."""
    return state_insured


@rule(article="Law 405-V 27; Convention 11")
def employer_medical_base(
    payer_kind: Code, income: Money, employer_medical_cap_multiple: Count, minimum_wage: Money
) -> Money:
    """Income up to the employer's own cap."""
    base = minimum(income, employer_medical_cap_multiple * minimum_wage)
    return where(one_of(payer_kind, "employee", "single_payment"), base, 0)


@rule(article="Law 405-V 27")
def employer_medical_contribution(
    employer_medical_base: Money, employer_medical_rate: Ratio, insured_by_state: Flag
) -> Money:
    """The employer's contribution (отчисления); none for people whom the state insures."""
    return where(insured_by_state, 0, half_up(employer_medical_base * employer_medical_rate))


@rule(article="Law 405-V 28; Convention 11")
def employee_medical_base(
    income: Money,
    employee_medical_cap_multiple: Count,
    minimum_wage: Money,
    medical_base_elsewhere: Money,
) -> Money:
    """Income up to what other employers have left of the person's cap."""
    left = positive(employee_medical_cap_multiple * minimum_wage - medical_base_elsewhere)
    return minimum(income, left)


@rule(article="Law 405-V 28; Convention 11")
def civil_contract_medical_base(
    income: Money,
    civil_contract_medical_cap_multiple: Count,
    minimum_wage: Money,
    medical_base_elsewhere: Money,
) -> Money:
    """Contract income up to what other payers have left of the person's cap."""
    left = positive(civil_contract_medical_cap_multiple * minimum_wage - medical_base_elsewhere)
    return minimum(income, left)


@rule(article="Law 405-V 28; Convention 11")
def shares_the_cap(payer_kind: Code) -> Flag:
    """A kind of payer whose base counts towards the person's one cap over all payers."""
    return one_of(payer_kind, "employee", "civil_contract", "single_payment", "individual_helper")


@rule(article="Law 405-V 28; Convention 11")
def personal_medical_base(
    payer_kind: Code,
    income: Money,
    employee_medical_base: Money,
    civil_contract_medical_base: Money,
    minimum_wage: Money,
    entrepreneur_medical_multiple: Ratio,
    independent_medical_multiple: Count,
    self_employed_medical_cap_multiple: Count,
    aggregate_payment: Money,
) -> Money:
    """The base of the person's own contribution, for each kind of payer."""
    base = where(payer_kind == "civil_contract", civil_contract_medical_base, employee_medical_base)
    fixed = half_up(entrepreneur_medical_multiple * minimum_wage)
    base = where(payer_kind == "entrepreneur", fixed, base)
    base = where(
        payer_kind == "independent_medical", independent_medical_multiple * minimum_wage, base
    )
    base = where(
        one_of(payer_kind, "self_employed", "platform_worker"),
        minimum(income, self_employed_medical_cap_multiple * minimum_wage),
        base,
    )
    return where(
        one_of(payer_kind, "aggregate_payment_city", "aggregate_payment_village"),
        aggregate_payment,
        base,
    )


@rule(article="Law 405-V 28; Convention 11")
def personal_medical_rate(
    payer_kind: Code,
    employee_medical_rate: Ratio,
    civil_contract_medical_rate: Ratio,
    entrepreneur_medical_rate: Ratio,
    independent_medical_rate: Ratio,
    self_employed_medical_rate: Ratio,
    helper_medical_rate: Ratio,
    aggregate_payment_medical_share: Ratio,
) -> Ratio:
    """The rate of the person's own contribution, for each kind of payer."""
    rate = where(payer_kind == "civil_contract", civil_contract_medical_rate, employee_medical_rate)
    rate = where(payer_kind == "entrepreneur", entrepreneur_medical_rate, rate)
    rate = where(payer_kind == "independent_medical", independent_medical_rate, rate)
    rate = where(payer_kind == "individual_helper", helper_medical_rate, rate)
    rate = where(
        one_of(payer_kind, "self_employed", "platform_worker"), self_employed_medical_rate, rate
    )
    return where(
        one_of(payer_kind, "aggregate_payment_city", "aggregate_payment_village"),
        aggregate_payment_medical_share,
        rate,
    )


@rule(article="Law 405-V 28")
def personal_medical_contribution(
    personal_medical_base: Money, personal_medical_rate: Ratio, insured_by_state: Flag
) -> Money:
    """The person's own contribution (взносы); none from people whom the state insures."""
    return where(insured_by_state, 0, half_up(personal_medical_base * personal_medical_rate))


@rule(article="Law 405-V 26")
def state_medical_contribution(state_medical_base_wage: Money, state_medical_rate: Ratio) -> Money:
    """What the state pays for one insured person and month: a share of the average wage of two
    years before."""
    return half_up(state_medical_base_wage * state_medical_rate)
