"""Schemas of answers and problems: whatever is sent fits them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tirek.api.openapi.parts import (
    CITATIONS,
    DAY_ANSWERED,
    MONTH,
    PAID,
    RATIO,
    Schema,
    code,
    entries,
    flag,
    or_null,
    ref,
    text,
    thing,
    whole,
)
from tirek.api.problems import STATUS
from tirek.contract.messages import LANGUAGES
from tirek.contract.problems import CODES
from tirek.law.acts import category_codes
from tirek.law.benefits import BENEFITS
from tirek.law.insured_status import BASES
from tirek.nation.benefits import REASONS

#: A value of a rule: money, ratios, days and codes are strings.
_VALUE: Schema = {"type": ["string", "integer", "boolean"]}
_NOT_KNOWN = {"undetermined": entries(ref("Undetermined"))}
_EXPLAINED = {"explanation": entries(ref("Step"), description="Left out where brief=1.")}


def _assess() -> Schema:
    once_or_monthly = code(("monthly", "once"))
    edition = thing({"act": text(), "edition": DAY_ANSWERED})
    return thing(
        {
            "benefit": code(BENEFITS),
            "entitled": or_null(flag("null: undetermined.")),
            "reasons": entries(ref("Reason"), description="Every ground of a refusal."),
            **_NOT_KNOWN,
            "average_income": or_null(PAID),
            "participation_months": or_null(whole(0)),
            "factors": thing({}, {name: RATIO for b in BENEFITS.values() for name, _ in b.factors}),
            "amount": or_null(PAID), "pension_contribution": or_null(PAID), "net": or_null(PAID),
            "pays": once_or_monthly, "months": or_null(whole(0)),
            "from": or_null(DAY_ANSWERED), "until": or_null(DAY_ANSWERED),
            "law": {**edition, "description": "The newest change of the act that holds."},
        },
        {
            "dependants": entries(ref("DependantAnswered"), description="Of a survivor case."),
            "what_would_change_it": entries(ref("Change"), description="Left out where brief=1."),
            **_EXPLAINED,
        },
    )  # fmt: skip


def _of_assess() -> dict[str, Schema]:
    why_not = ("too_old", "has_able_parents_or_alimony", "no_child_under_3", "second_carer")
    changes = ("participation_months", "degree_percent", "dependants_count", "average_income")
    return {
        "AssessAnswer": _assess(),
        "Reason": thing({"code": code(REASONS), "text": text(), "citations": CITATIONS}),
        "DependantAnswered": thing({
            "index": whole(0), "eligible": flag(), "reason": or_null(code(why_not)),
            "until": or_null(DAY_ANSWERED), "share": or_null(PAID),
        }),
        "Change": thing({
            "change": code(changes), "to": {"anyOf": [whole(0), PAID]}, "amount": PAID,
        }),
    }  # fmt: skip


def _shared() -> dict[str, Schema]:
    band = thing({
        "table": text(), "by": text(), "from": or_null(whole(0)), "below": or_null(whole(0)),
    })  # fmt: skip
    months: Schema = {
        "type": "object", "additionalProperties": PAID, "propertyNames": MONTH,
        "description": "What each month of the window counts for.",
    }  # fmt: skip
    return {
        "Undetermined": thing(
            {"parameter": text("A parameter of the law, or a result."), "on": DAY_ANSWERED},
            description="A value that the law of that date has not fixed yet.",
        ),
        "Step": thing(
            {
                "name": text("A rule: see /api/law/{name}."), "title": text(), "value": _VALUE,
                "from": entries(text()),
                "inputs": {"type": "object", "additionalProperties": _VALUE},
                "text": text(), "citations": CITATIONS, "edition": or_null(DAY_ANSWERED),
            },
            {"bands": entries(band), "months": months},
        ),
    }  # fmt: skip


def _contributions() -> dict[str, Schema]:
    line = thing({
        "fund": code(("social", "medical")),
        "kind": code(("social_contribution", "employer_contribution", "personal_contribution")),
        "paid_by": code(("employer", "person", "agent", "operator")),
        "rate": RATIO, "base": PAID, "amount": PAID,
        "purpose_code": or_null(text()), "due": or_null(DAY_ANSWERED), "citations": CITATIONS,
    })  # fmt: skip
    return {
        "ContributionsAnswer": thing(
            {
                "month": MONTH, "lines": {"type": ["array", "null"], "items": ref("Line")},
                **_NOT_KNOWN,
            },
            _EXPLAINED,
        ),
        "Line": line,
    }  # fmt: skip


def _insured_status() -> dict[str, Schema]:
    bases = [f"category:{name}" for name in category_codes()]
    bases += [basis for basis in BASES if basis not in ("category", "none", "")]
    ways = ("pay_missing_months", "prepay_year", "employment", "register_unemployed")
    way = thing({
        "way": code((*ways, *category_codes())), "months": entries(MONTH),
        "amount": or_null(PAID), "insured_from": or_null(DAY_ANSWERED), "citations": CITATIONS,
    })  # fmt: skip
    upcoming = thing(
        {"on": DAY_ANSWERED, "what": code(("category_ends", "grace_ends", "turns_18"))}
    )
    return {
        "InsuredStatusAnswer": thing(
            {
                "insured": or_null(flag("null: undetermined.")), "basis": or_null(code(bases)),
                "until": or_null(DAY_ANSWERED), "grace_until": or_null(DAY_ANSWERED),
                "missing_months": entries(MONTH),
                "ways_to_become_insured": entries(way, description="Cheapest first."),
                "upcoming": entries(upcoming), **_NOT_KNOWN,
            },
            _EXPLAINED,
        )
    }  # fmt: skip


def _care() -> dict[str, Schema]:
    step = thing({"name": text(), "title": text(), "text": text(), "citations": CITATIONS})
    return {
        "CareAnswer": thing(
            {
                "package": code(("guaranteed", "insurance", "none")), "available": flag(),
                "disease_group": or_null(text()),
                "confirmed": flag("false: the assignment rests on no text that is held."),
                "why": thing({"text": text(), "citations": CITATIONS}), **_NOT_KNOWN,
            },
            {"explanation": entries(step, description="Left out where brief=1.")},
        )
    }  # fmt: skip


def _problems() -> dict[str, Schema]:
    codes = list(dict.fromkeys([*CODES, "missing_column", "bad_column", *STATUS]))
    message = thing({lang: text() for lang in LANGUAGES})
    return {
        "Problem": thing(
            {
                "error": thing({
                    "code": code(codes, "Stable; for programs."),
                    "at": text("JSON pointer of the place in the body, or /NAME of a parameter."),
                    "message": message,
                })
            },
            description="What is wrong, where, and what to do.",
        )
    }  # fmt: skip


def schemas() -> Mapping[str, Any]:
    """Every schema of an answer, by name."""
    return {
        **_of_assess(), **_shared(), **_contributions(), **_insured_status(), **_care(),
        **_problems(),
    }  # fmt: skip
