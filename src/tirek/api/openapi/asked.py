"""Schemas of questions: what the contract's readers take, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from tirek.api.openapi.parts import (
    DAY,
    MONEY,
    MONTH,
    Schema,
    code,
    entries,
    flag,
    or_null,
    ref,
    thing,
    whole,
)
from tirek.contract import assess_question, insured_status
from tirek.law import care_packages
from tirek.law.acts import category_codes, kinds
from tirek.law.book import GROUNDS, PAYER_KINDS, RELATIONS, SEXES, SPECIAL_KINDS, book

_KNOWN_ON = {
    "known_on": {
        **or_null(DAY),
        "description": "Answer with the law as it had been published by this day.",
    }
}


def _bounded(fact: str, lo: int = 0) -> Schema:
    return whole(lo, book.facts[fact].hi)


def _of_social() -> list[str]:
    """Kinds of payers that pay social contributions."""
    return [kind for kind in PAYER_KINDS if "social" in kinds()[kind]]


def _assess() -> Schema:
    return thing(
        {
            "on": {**DAY, "description": "The date on which the right arose."},
            "person": ref("Person"),
            "contributions": entries(
                ref("ContributionRow"), assess_question.MOST_ROWS,
                "One row a payer and month. For a survivor case: the deceased's.",
            ),
            "event": {
                "oneOf": [ref(name) for name in _EVENTS],
                "discriminator": {
                    "propertyName": "kind",
                    "mapping": {
                        kind: f"#/components/schemas/{name}" for name, kind in _EVENTS.items()
                    },
                },
            },
        },
        {
            "applied_on": {**or_null(DAY), "description": "Not before `on`; default `on`."},
            "special_months": or_null(
                entries(ref("SpecialMonth"), assess_question.MOST_PAYERS)
            ),
            "participation_months": or_null(
                whole(0, book.facts["participation_months_given"].hi,
                      "The whole length of participation before the month of `on`.")
            ),
            "pension_exempt": or_null(flag("No ОПВ is withheld.")),
            **_KNOWN_ON,
        },
    )  # fmt: skip


_EVENTS = {
    "JobLoss": "job_loss", "Maternity": "maternity", "Adoption": "adoption",
    "Childcare": "childcare", "Disability": "disability", "Survivor": "survivor",
}  # fmt: skip


def _events() -> dict[str, Schema]:
    def event(name: str, needed: Mapping[str, Schema],
              optional: Mapping[str, Schema] | None = None) -> Schema:  # fmt: skip
        return thing({"kind": {"type": "string", "const": _EVENTS[name]}, **needed}, optional)

    leave = {"leave_days": _bounded("leave_days", 1)}
    return {
        "JobLoss": event("JobLoss", {}, {
            "months_already_paid": or_null(_bounded("months_already_paid")),
            "dismissal_ground": or_null(code(GROUNDS, "Matters to 2019-12-31.")),
        }),
        "Maternity": event("Maternity", leave),
        "Adoption": event("Adoption", leave),
        "Childcare": event(
            "Childcare",
            {"child_birth_date": DAY, "child_order": _bounded("child_order", 1)},
            {"child_on_state_support": or_null(flag()), "other_carer_receives": or_null(flag())},
        ),
        "Disability": event("Disability", {
            "degree_percent": _bounded("degree_percent"),
            "until": {**or_null(DAY), "description": "null: without term."},
        }),
        "Survivor": event(
            "Survivor",
            {"dependants": entries(ref("Dependant"), assess_question.MOST_DEPENDANTS)},
        ),
        "Dependant": thing(
            {"birth_date": DAY, "relation": code(RELATIONS)},
            {
                "full_time_student": or_null(flag()), "study_until": or_null(DAY),
                "disabled_from_childhood": or_null(flag()),
                "without_able_parents_or_alimony": or_null(
                    flag("Siblings and grandchildren; default true.")
                ),
            },
        ),
    }  # fmt: skip


def _rows() -> dict[str, Schema]:
    of_row = {"period": MONTH, "payer": ref("Identifier")}
    kind = {"kind": or_null(code(_of_social(), "Default: employee."))}
    null: Schema = {"type": "null"}
    with_income = [kind for kind in SPECIAL_KINDS if kind == "zero_coefficient"]
    others = [kind for kind in SPECIAL_KINDS if kind != "zero_coefficient"]
    return {
        "ContributionRow": {
            "oneOf": [
                {"title": "with the income on which contributions were paid",
                 **thing({**of_row, "income": MONEY}, {"contribution": null, **kind})},
                {"title": "with the sum received",
                 **thing({**of_row, "contribution": MONEY}, {"income": null, **kind})},
            ]
        },
        "SpecialMonth": {
            "oneOf": [
                thing({"period": MONTH, "kind": code(with_income), "income": MONEY}),
                thing({"period": MONTH, "kind": code(others)}, {"income": or_null(MONEY)}),
            ]
        },
    }  # fmt: skip


def _contributions() -> Schema:
    def asked(needed: Mapping[str, Schema], optional: Mapping[str, Schema]) -> Schema:
        return thing(
            {"month": MONTH, "payer_kind": code(PAYER_KINDS), "income": MONEY, **needed},
            {
                "pension_contribution": {
                    **or_null(MONEY),
                    "description": "The ОПВ of the month, not more than the income; default 10 %.",
                },
                "medical_base_elsewhere": {
                    **or_null(MONEY),
                    "description": "Base on which other employers have paid already.",
                },
                "categories": or_null(entries(ref("Category"))), **optional, **_KNOWN_ON,
            },
        )  # fmt: skip

    null: Schema = {"type": "null"}
    return {
        "oneOf": [
            {"title": "of a person whose age is not given",
             **asked({}, {"birth_date": null, "sex": null})},
            {"title": "of a person whose age is given",
             **asked({"birth_date": DAY, "sex": code(SEXES)}, {})},
        ]
    }  # fmt: skip


def _insured_status() -> Schema:
    most = insured_status.MOST_ROWS
    payment = thing(
        {"period": MONTH, "kind": code(PAYER_KINDS)},
        {"paid_on": {**or_null(DAY), "description": "Default: made in time."}},
    )
    category = thing({
        "code": ref("Category"), "from": DAY,
        "until": {**or_null(DAY), "description": "The last day; null: open."},
    })  # fmt: skip
    return thing(
        {
            "on": DAY, "person": thing({"birth_date": DAY}),
            "payments": entries(payment, most), "categories": entries(category, most),
        },
        _KNOWN_ON,
    )  # fmt: skip


def _care() -> Schema:
    icd10 = {
        "type": ["string", "null"],
        "pattern": r"^\s*[A-Za-zСВКЕМНОРАТХсвкемнорахт][0-9]{2}(\.[0-9]{1,2})?\s*$",
        "description": "A code of ICD-10; null: for no disease.", "examples": ["G40", "B18.1"],
    }  # fmt: skip
    return thing(
        {
            "on": DAY, "icd10": icd10, "service": code(care_packages.services()),
            "insured": flag(),
        },
        {
            "categories": or_null(entries(ref("Category"), description="Matter to dentistry.")),
            "suspected": or_null(flag()),
            "onset": {**or_null(DAY), "description": "Of the infarction or stroke."},
            "residence": or_null(code(care_packages.residences())), **_KNOWN_ON,
        },
    )  # fmt: skip


def schemas() -> dict[str, Schema]:
    """Every schema of a question, by name."""
    return {
        "Assess": _assess(),
        "Contributions": _contributions(),
        "InsuredStatus": _insured_status(),
        "Care": _care(),
        "Person": thing({"birth_date": DAY, "sex": code(SEXES)}),
        "Category": code(category_codes(), "A category that the state insures."),
        **_rows(),
        **_events(),
    }
