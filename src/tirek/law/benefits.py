"""The six benefits: which rules answer the questions asked about each of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

#: Before this day the rules of the benefits are not held here, though the benefits existed.
RULES_HELD_SINCE = date(2019, 1, 1)


@dataclass(frozen=True)
class Benefit:
    """Names of rules. ``reasons`` are (code, rule) in the order of the contract;
    ``not_positive`` is looked at only when no other reason stands."""

    code: str
    since: date
    average: str
    window: str
    amount: str
    net: str
    reasons: tuple[tuple[str, str], ...]
    factors: tuple[tuple[str, str], ...]
    not_positive: str = ""
    pension_contribution: str = ""
    participation: bool = False
    months: str = ""
    until: str = ""
    once: bool = False

    @property
    def measured(self) -> tuple[str, ...]:
        """Rules that every answer gives, entitled or not."""
        return (self.average, *(("participation_months",) if self.participation else ()))

    @property
    def paid(self) -> tuple[str, ...]:
        """Rules about what is paid, how much and until when."""
        names = (self.amount, self.net, self.pension_contribution, self.months, self.until)
        return tuple(name for name in names if name)

    @property
    def outputs(self) -> tuple[str, ...]:
        """Every rule that the answer needs."""
        grounds = [rule for _, rule in self.reasons]
        names = (*self.measured, *self.paid, *grounds, self.not_positive)
        return tuple(dict.fromkeys(name for name in names if name))


_EMPTY_24 = ("no_contributions_in_window", "no_contributions_in_window")
_EMPTY_12 = ("no_contributions_in_window", "no_contributions_in_year")

_ONCE = Benefit(
    code="maternity",
    since=date(2008, 1, 1),
    average="average_income_of_year",
    window="in_window_of_year",
    amount="maternity_amount",
    net="maternity_net",
    pension_contribution="maternity_pension_contribution",
    reasons=(("deadline_passed", "applied_late"), _EMPTY_12),
    not_positive="maternity_not_positive",
    factors=(("days_factor", "days_factor"),),
    once=True,
)

BENEFITS = {
    "job_loss": Benefit(
        code="job_loss",
        since=date(2005, 1, 1),
        average="average_income",
        window="in_window",
        amount="job_loss_amount",
        net="job_loss_net",
        pension_contribution="job_loss_pension_contribution",
        participation=True,
        months="job_loss_months",
        until="job_loss_until",
        reasons=(
            ("deadline_passed", "applied_late"),
            ("not_insured_pensioner", "of_pension_age"),
            _EMPTY_24,
            ("tenure_too_short", "tenure_too_short"),
            ("kind_not_covered", "kind_not_covered"),
        ),
        not_positive="job_loss_not_positive",
        factors=(
            ("replacement_rate", "job_loss_replacement_rate"),
            ("tenure_factor", "tenure_factor"),
        ),
    ),
    "maternity": _ONCE,
    "adoption": Benefit(**{**_ONCE.__dict__, "code": "adoption"}),
    "childcare": Benefit(
        code="childcare",
        since=date(2008, 1, 1),
        average="average_income",
        window="in_window",
        amount="childcare_amount",
        net="childcare_net",
        pension_contribution="childcare_pension_contribution",
        until="childcare_until",
        reasons=(
            ("deadline_passed", "childcare_applied_late"),
            _EMPTY_24,
            ("child_too_old", "child_too_old"),
            ("child_on_state_support", "child_supported_by_state"),
            ("other_carer_receives", "other_carer_has_benefit"),
        ),
        factors=(("replacement_rate", "childcare_replacement_rate"),),
    ),
    "disability": Benefit(
        code="disability",
        since=date(2005, 1, 1),
        average="average_income",
        window="in_window",
        amount="disability_amount",
        net="disability_net",
        pension_contribution="disability_pension_contribution",
        participation=True,
        until="disability_until",
        reasons=(
            ("not_insured_pensioner", "of_pension_age"),
            ("degree_too_low", "degree_too_low"),
        ),
        not_positive="disability_not_positive",
        factors=(
            ("replacement_rate", "disability_replacement_rate"),
            ("tenure_factor", "tenure_factor"),
            ("disability_factor", "disability_factor"),
            ("deduction", "minimum_wage_deduction"),
        ),
    ),
    "survivor": Benefit(
        code="survivor",
        since=date(2005, 1, 1),
        average="average_income",
        window="in_window",
        amount="survivor_amount",
        net="survivor_net",
        participation=True,
        until="survivor_until",
        reasons=(
            ("deadline_passed", "survivor_applied_late"),
            ("no_eligible_dependant", "no_eligible_dependant"),
        ),
        not_positive="survivor_not_positive",
        factors=(
            ("replacement_rate", "survivor_replacement_rate"),
            ("tenure_factor", "tenure_factor"),
            ("dependants_factor", "dependants_factor"),
            ("deduction", "minimum_wage_deduction"),
        ),
    ),
}

#: Rules about single dependants that a survivor answer shows.
OF_DEPENDANTS = (
    "eligible", "share", "dependant_until", "kin", "of_age_for_benefit",
    "has_no_other_support", "further_carer", "child_under_carers_age",
)  # fmt: skip
