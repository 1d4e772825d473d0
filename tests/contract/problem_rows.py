"""Bad questions: (command, question, code, at). What stands at each place and why it is wrong."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

from tests.contract.asking import (
    CARE,
    CONTRIBUTIONS,
    DEPENDANT,
    OTHER_PAYER,
    PAYER,
    STATUS,
    Case,
    assessment,
    changed,
    payers,
    rows,
)


class Bad(NamedTuple):
    command: str
    question: Case | str | bytes
    code: str
    at: str


Nonsense: TypeAlias = "tuple[Any, ...]"
HUGE_TEXT, HUGE_NUMBER = "9" * 5000, 10**18

#: Texts that are no JSON object, for every command.
NO_OBJECT: tuple[str | bytes, ...] = (
    "", " \n\t", "null", "[]", '[{"on": "2025-03-10"}]', "1", '"2025-03-10"', "true", "{",
    "{} {}", "{'on': '2025-03-10'}", '{"on": NaN}', '{"on": Infinity}', '{"on": 1e999}',
    '{"on": "\\ud800"}', b'{"on": "\xff"}', b"\xff\xfe{}", "[" * 2000, '{"on":' * 2000,
    "\x00", "{on: 1}", '{"on": 01}', '{"a": 1,}',
)  # fmt: skip


def _bad(command: str, base: Case, found: list[tuple[dict[str, Any], str, str]]) -> list[Bad]:
    return [Bad(command, changed(base, **fields), code, at) for fields, code, at in found]


def _field(
    name: str, code: str, *values: Any, at: str = ""
) -> list[tuple[dict[str, Any], str, str]]:
    """The same field with several bad values."""
    place = at or "/" + name.replace("__", "/")
    return [({name: value}, code, place) for value in values]


#: What is none of these, for any field.
NO_DATE: Nonsense = (
    "2025-02-30", "2025-13-01", "2025-3-1", "20250301", "2025-03-01T00:00:00", "01.03.2025",
    "２０２５-03-01", "0000-01-01", "10000-01-01", "", "yesterday", 20250301, 1.5,
    True, [], {}, ["2025-03-01"], {"year": 2025}, HUGE_TEXT,
)  # fmt: skip
NO_MONTH: Nonsense = (
    "2025-13", "2025-00", "2025-6", "2025-06-01", "202506", " 2025-06", "２０２５-06", "",
    202506, 2025.06, False, [], {}, ["2025-06"], {"month": 6}, HUGE_TEXT,
)  # fmt: skip
FAR_DATES = ("1899-12-31", "2100-01-01", "0001-01-01", "9999-12-31")
FAR_MONTHS = ("1899-12", "2100-01", "0001-01", "9999-12")
NO_MONEY: Nonsense = (
    300000, 300000.5, 0, True, HUGE_NUMBER, "", " 1", "1 ", "1 000", "1,000", "1_000", "1e5",
    "100.", ".5", "100.123", "+1", "0x10", "１２３", "١٢٣", "NaN", "Infinity", "-", "--1",
    [], {}, ["1"], {"tenge": "1"},
)  # fmt: skip
NEGATIVE = ("-1", "-0.01", "-" + HUGE_TEXT)
TOO_MUCH = ("10000000000.01", "10000000001", HUGE_TEXT, "1" + "0" * 30)
NO_FLAG: Nonsense = (1, 0, "true", "false", "", 1.0, [], {}, [True])
NO_CODE: Nonsense = (
    "", "nonsense", "Employee", " employee", 1, True, 1.5, [], {}, ["employee"], {"a": 1},
)  # fmt: skip
NO_LIST: Nonsense = ({}, "student", 1, True, {"0": {}})
NO_ENTRY: Nonsense = ([], "text", 1, 1.5, True, [[]])
NO_IDENTIFIER: Nonsense = (
    "041040334324", "04104033432", "0410403343230", "04104033432a", "０４１０４０３３４３２３", "",
    41040334323, True, [], {}, [PAYER], {"bin": PAYER},
)  # fmt: skip


def _no_whole(lo: int, hi: int) -> tuple[Any, ...]:
    return (lo - 1, hi + 1, str(lo), float(lo), lo + 0.5, True, HUGE_NUMBER, -HUGE_NUMBER, [], {})


def _date(name: str) -> list[tuple[dict[str, Any], str, str]]:
    return [*_field(name, "bad_date", *NO_DATE), *_field(name, "out_of_bounds", *FAR_DATES)]


def _month(name: str) -> list[tuple[dict[str, Any], str, str]]:
    return [*_field(name, "bad_month", *NO_MONTH), *_field(name, "out_of_bounds", *FAR_MONTHS)]


FOR_A_MONTH = _bad("contributions", CONTRIBUTIONS, [
    *_month("month"),
    *_field("payer_kind", "bad_enum", *NO_CODE, "emergency_benefit"),
    *_field("income", "not_money_string", *NO_MONEY),
    *_field("income", "negative_amount", *NEGATIVE),
    *_field("income", "out_of_bounds", *TOO_MUCH),
    *_field("pension_contribution", "not_money_string", 0, "30 000"),
    *_field("pension_contribution", "negative_amount", "-1"),
    *_field("pension_contribution", "out_of_bounds", "300000.01", "10000000000.01"),
    *_field("medical_base_elsewhere", "not_money_string", 0),
    *_field("medical_base_elsewhere", "negative_amount", "-0.01"),
    *_field("medical_base_elsewhere", "out_of_bounds", HUGE_TEXT),
    *_field("categories", "invalid_json", *NO_LIST),
    ({"categories": ["student", "sudent"]}, "bad_enum", "/categories/1"),
    ({"categories": [None]}, "bad_enum", "/categories/0"),
    ({"categories": [["student"]]}, "bad_enum", "/categories/0"),
    ({"birth_date": "1990-01-01"}, "missing_fact", "/sex"),
    ({"sex": "female"}, "missing_fact", "/birth_date"),
    ({"birth_date": "1990-02-30", "sex": "female"}, "bad_date", "/birth_date"),
    ({"birth_date": "2025-07-01", "sex": "female"}, "event_date_conflict", "/birth_date"),
    ({"birth_date": "1990-01-01", "sex": "F"}, "bad_enum", "/sex"),
    ({"birth_date": "1990-01-01", "sex": {}}, "bad_enum", "/sex"),
    *_date("known_on"),
    ({"a/b~c": 1}, "unknown_key", "/a~1b~0c"),
    ({"Income": "1"}, "unknown_key", "/Income"),
    *(({name: gone}, "missing_fact", f"/{name}")
      for name in ("month", "payer_kind", "income") for gone in (None, ...)),
    *(({"month": at, "payer_kind": kind}, "kind_not_in_force", "/payer_kind") for kind, at in (
        ("employee", "2004-12"), ("entrepreneur", "2004-12"), ("civil_contract", "2019-12"),
        ("self_employed", "2025-12"), ("platform_worker", "2025-12"), ("single_payment", "2022-12"),
        ("aggregate_payment_city", "2018-12"), ("aggregate_payment_city", "2024-01"),
        ("aggregate_payment_village", "2024-01"), ("individual_helper", "2023-06"),
        ("independent_medical", "2019-12"))),
])  # fmt: skip

FOR_A_STATUS = _bad("insured-status", STATUS, [
    *_date("on"),
    *_date("known_on"),
    *_field("person", "invalid_json", *NO_ENTRY),
    *_date("person__birth_date"),
    *_field("person__birth_date", "event_date_conflict", "2026-02-16"),
    *_field("person__sex", "unknown_key", "male"),
    *_field("payments", "invalid_json", *NO_LIST),
    *_field("payments__0", "invalid_json", None, *NO_ENTRY),
    *_month("payments__0__period"),
    *_field("payments__0__kind", "bad_enum", *NO_CODE),
    *_field("payments__0__kind", "kind_not_in_force", "aggregate_payment_city", "self_employed"),
    *_date("payments__0__paid_on"),
    *_field("payments__0__income", "unknown_key", "1"),
    ({"payments": STATUS["payments"] * 10_001}, "out_of_bounds", "/payments"),
    *_field("categories", "invalid_json", *NO_LIST),
    *_field("categories__0", "invalid_json", None, *NO_ENTRY),
    *_field("categories__0__code", "bad_enum", *NO_CODE),
    *_date("categories__0__from"),
    *_date("categories__0__until"),
    *_field("categories__0__until", "event_date_conflict", "2024-08-31"),
    *_field("categories__0__to", "unknown_key", "2024-08-31"),
    ({"categories": STATUS["categories"] * 10_001}, "out_of_bounds", "/categories"),
    *(({name: gone}, "missing_fact", "/" + name.replace("__", "/")) for gone in (None, ...)
      for name in ("on", "person", "person__birth_date", "payments", "payments__0__period",
                   "payments__0__kind", "categories", "categories__0__code",
                   "categories__0__from")),
    ({"~": 1}, "unknown_key", "/~0"),
    ({"/": 1}, "unknown_key", "/~1"),
])  # fmt: skip

FOR_CARE = _bad("care", CARE, [
    *_date("on"),
    *_date("known_on"),
    *_field("icd10", "bad_enum", "", "40", "G", "G4", "G40.123", "flu", "Ж40", 40, True, [], {}),
    *_field("service", "bad_enum", *NO_CODE),
    *_field("insured", "bad_enum", *NO_FLAG),
    *_field("suspected", "bad_enum", *NO_FLAG),
    *_date("onset"),
    *_field("onset", "event_date_conflict", "2026-02-02"),
    *_field("residence", "bad_enum", *NO_CODE),
    *_field("categories", "invalid_json", *NO_LIST),
    ({"categories": ["student", {}]}, "bad_enum", "/categories/1"),
    *(({name: gone}, "missing_fact", f"/{name}") for name in ("on", "service", "insured")
      for gone in (None, ...)),
    ({"": 1}, "unknown_key", "/"),
    ({"~1": 1}, "unknown_key", "/~01"),
])  # fmt: skip

_SURVIVOR = assessment("survivor")
_SPECIAL = assessment(
    special_months=[{"period": "2021-12", "kind": "zero_coefficient", "income": "5"}]
)
_ROW = rows("2025-01", 1)[0]

FOR_A_BENEFIT = _bad("assess", assessment(), [
    *_date("on"),
    *_date("applied_on"),
    *_field("applied_on", "event_date_conflict", "2025-03-09"),
    *_date("known_on"),
    *_field("person", "invalid_json", *NO_ENTRY),
    *_date("person__birth_date"),
    *_field("person__birth_date", "event_date_conflict", "2025-03-11"),
    *_field("person__sex", "bad_enum", *NO_CODE, "F"),
    *_field("person__name", "unknown_key", "A."),
    *_field("participation_months", "out_of_bounds", *_no_whole(0, 1200)),
    *_field("pension_exempt", "bad_enum", *NO_FLAG),
    *_field("contributions", "invalid_json", *NO_LIST),
    *_field("contributions__3", "invalid_json", None, *NO_ENTRY),
    *_month("contributions__3__period"),
    *_field("contributions__3__payer", "bad_check_digit", *NO_IDENTIFIER),
    *_field("contributions__3__kind", "bad_enum", *NO_CODE, "zero_coefficient"),
    *_field("contributions__3__kind", "kind_not_in_force", "independent_medical", "self_employed",
            "platform_worker", "civil_contract", "individual_helper"),
    *_field("contributions__3__income", "not_money_string", *NO_MONEY),
    *_field("contributions__3__income", "negative_amount", *NEGATIVE),
    *_field("contributions__3__income", "out_of_bounds", *TOO_MUCH),
    *_field("contributions__3__contribution", "income_and_contribution", "1", 1,
            at="/contributions/3"),
    *_field("contributions__3__income", "neither_income_nor_contribution", None, ...,
            at="/contributions/3"),
    *_field("contributions__3__~x/y", "unknown_key", 1, at="/contributions/3/~0x~1y"),
    ({"contributions": [{**_ROW, "period": "2004-12"}]},
     "kind_not_in_force", "/contributions/0/kind"),
    ({"contributions": [_ROW, {"period": "2025-02", "payer": PAYER, "contribution": 5}]},
     "not_money_string", "/contributions/1/contribution"),
    ({"contributions": [_ROW, {"period": "2025-02", "payer": OTHER_PAYER, "contribution": "-5"}]},
     "negative_amount", "/contributions/1/contribution"),
    ({"contributions": [_ROW] * 10_001}, "out_of_bounds", "/contributions"),
    ({"contributions": [{**_ROW, "payer": payer} for payer in payers(201)]},
     "out_of_bounds", "/contributions"),
    *_field("special_months", "invalid_json", *NO_LIST),
    ({"special_months": [{"period": "2021-12", "kind": "excluded_media"}] * 201},
     "out_of_bounds", "/special_months"),
    *_field("event", "invalid_json", *NO_ENTRY),
    *_field("event__kind", "bad_enum", *NO_CODE, "strike", ["job_loss"]),
    *_field("event__months_already_paid", "out_of_bounds", *_no_whole(0, 100)),
    *_field("event__dismissal_ground", "bad_enum", *NO_CODE),
    *_field("event__leave_days", "unknown_key", 126),
    *(({name: gone}, "missing_fact", "/" + name.replace("__", "/")) for gone in (None, ...)
      for name in ("on", "person", "person__birth_date", "person__sex", "contributions",
                   "contributions__3__period", "contributions__3__payer", "event", "event__kind")),
    ({"a/b~c": {}}, "unknown_key", "/a~1b~0c"),
    ({"name": "A."}, "unknown_key", "/name"),
])  # fmt: skip

FOR_A_BENEFIT += _bad("assess", _SPECIAL, [
    *_field("special_months__0", "invalid_json", None, *NO_ENTRY),
    *_month("special_months__0__period"),
    *_field("special_months__0__period", "kind_not_in_force", "2019-12", "2022-01",
            at="/special_months/0/kind"),
    *_field("special_months__0__kind", "bad_enum", *NO_CODE, "employee"),
    *_field("special_months__0__income", "not_money_string", *NO_MONEY),
    *_field("special_months__0__payer", "unknown_key", PAYER),
    *(({f"special_months__0__{name}": gone}, "missing_fact", f"/special_months/0/{name}")
      for name in ("period", "kind", "income") for gone in (None, ...)),
])  # fmt: skip

for _benefit, _found in {
    "maternity": [
        *_field("event__leave_days", "out_of_bounds", *_no_whole(1, 400)),
        *_field("event__leave_days", "missing_fact", None, ...),
        *_field("event__months_already_paid", "unknown_key", 0),
    ],
    "adoption": _field("event__leave_days", "out_of_bounds", *_no_whole(1, 400)),
    "childcare": [
        *_date("event__child_birth_date"),
        *_field("event__child_birth_date", "event_date_conflict", "2025-03-11"),
        *_field("event__child_order", "out_of_bounds", *_no_whole(1, 50)),
        *_field("event__child_on_state_support", "bad_enum", *NO_FLAG),
        *_field("event__other_carer_receives", "bad_enum", *NO_FLAG),
        *_field("event__child_birth_date", "missing_fact", None, ...),
        *_field("event__child_order", "missing_fact", None, ...),
    ],
    "disability": [
        *_field("event__degree_percent", "out_of_bounds", *_no_whole(0, 100)),
        *_field("event__degree_percent", "missing_fact", None, ...),
        *_field("event__until", "missing_fact", ...),
        *_date("event__until"),
        *_field("event__until", "event_date_conflict", "2025-03-09"),
    ],
    "survivor": [
        *_field("event__dependants", "missing_fact", None, ...),
        *_field("event__dependants", "invalid_json", *NO_LIST),
        *_field("event__dependants", "out_of_bounds", [DEPENDANT] * 101),
        *_field("event__dependants__0", "invalid_json", None, *NO_ENTRY),
        *_date("event__dependants__0__birth_date"),
        *_field("event__dependants__0__birth_date", "missing_fact", None, ...),
        *_field("event__dependants__0__relation", "bad_enum", *NO_CODE, "wife"),
        *_field("event__dependants__0__relation", "missing_fact", None, ...),
        *_date("event__dependants__0__study_until"),
        *(row for name in ("full_time_student", "disabled_from_childhood",
                           "without_able_parents_or_alimony")
          for row in _field(f"event__dependants__0__{name}", "bad_enum", *NO_FLAG)),
        *_field("event__dependants__0__name", "unknown_key", "A."),
    ],
}.items():  # fmt: skip
    FOR_A_BENEFIT += _bad("assess", assessment(_benefit), _found)

ROWS = [*FOR_A_MONTH, *FOR_A_STATUS, *FOR_CARE, *FOR_A_BENEFIT]
