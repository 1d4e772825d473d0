"""The job-loss benefit as TTSIM writes law: functions joined by name, rounding declared beside."""

from __future__ import annotations

from types import ModuleType

from ttsim.tt import (
    PiecewisePolynomialParamValue,
    RoundingSpec,
    TTSIMUnit,
    piecewise_polynomial,
    policy_function,
)

#: TTSIM rounds to the nearest even tiyn; it has no half up.
TO_THE_TIYN = RoundingSpec(base=0.01, direction="nearest", unit=TTSIMUnit.TENGE.PER_MONTH)


@policy_function(
    vectorization_strategy="vectorize",
    rounding_spec=TO_THE_TIYN,
    unit=TTSIMUnit.CURRENCY.PER_MONTH,
)
def average_income_m(
    income_back_01_m: float,
    income_back_02_m: float,
    income_back_03_m: float,
    income_back_04_m: float,
    income_back_05_m: float,
    income_back_06_m: float,
    income_back_07_m: float,
    income_back_08_m: float,
    income_back_09_m: float,
    income_back_10_m: float,
    income_back_11_m: float,
    income_back_12_m: float,
    income_back_13_m: float,
    income_back_14_m: float,
    income_back_15_m: float,
    income_back_16_m: float,
    income_back_17_m: float,
    income_back_18_m: float,
    income_back_19_m: float,
    income_back_20_m: float,
    income_back_21_m: float,
    income_back_22_m: float,
    income_back_23_m: float,
    income_back_24_m: float,
    income_caps: dict[int, float],
) -> float:
    """Incomes of 24 months, each capped, divided by 24."""
    total = (
        min(income_back_01_m, income_caps[1])
        + min(income_back_02_m, income_caps[2])
        + min(income_back_03_m, income_caps[3])
        + min(income_back_04_m, income_caps[4])
        + min(income_back_05_m, income_caps[5])
        + min(income_back_06_m, income_caps[6])
        + min(income_back_07_m, income_caps[7])
        + min(income_back_08_m, income_caps[8])
        + min(income_back_09_m, income_caps[9])
        + min(income_back_10_m, income_caps[10])
        + min(income_back_11_m, income_caps[11])
        + min(income_back_12_m, income_caps[12])
        + min(income_back_13_m, income_caps[13])
        + min(income_back_14_m, income_caps[14])
        + min(income_back_15_m, income_caps[15])
        + min(income_back_16_m, income_caps[16])
        + min(income_back_17_m, income_caps[17])
        + min(income_back_18_m, income_caps[18])
        + min(income_back_19_m, income_caps[19])
        + min(income_back_20_m, income_caps[20])
        + min(income_back_21_m, income_caps[21])
        + min(income_back_22_m, income_caps[22])
        + min(income_back_23_m, income_caps[23])
        + min(income_back_24_m, income_caps[24])
    )
    return total / 24


@policy_function(unit=TTSIMUnit.DIMENSIONLESS, verify_units=False)
def tenure_factor(
    participation_months: int,
    tenure_bands: PiecewisePolynomialParamValue,
    tenure_factor_max: float,
    xnp: ModuleType,
) -> float:
    """The factor by length of participation, with 0.02 more for each twelve months beyond 60."""
    return xnp.minimum(
        piecewise_polynomial(
            x=xnp.asarray(participation_months, dtype=float), parameters=tenure_bands, xnp=xnp
        ),
        tenure_factor_max,
    )


@policy_function(
    vectorization_strategy="vectorize",
    rounding_spec=TO_THE_TIYN,
    unit=TTSIMUnit.CURRENCY.PER_MONTH,
)
def job_loss_benefit_m(
    average_income_m: float,
    replacement_rate: float,
    tenure_factor: float,
    participation_months: int,
    participation_months_min: int,
) -> float:
    """The monthly benefit, nothing below the least participation."""
    if participation_months >= participation_months_min:
        return average_income_m * replacement_rate * tenure_factor
    else:
        return 0.0
