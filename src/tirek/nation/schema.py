"""The tables that a batch reads and writes: their columns, types and what each means.

Money is whole tiyn in int64 (the name of the column says so), a month is the whole number
YYYYMM, a day is an Arrow date32, a code is one of the contract's words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from tirek.contract.problems import Problem
from tirek.law.book import GROUNDS, PAYER_KINDS, RELATIONS, SEXES, SPECIAL_KINDS

NUMBER, SMALL = pa.int64(), pa.int32()
DAY, MONTH, MONEY, FLAG, CODE = pa.date32(), pa.int32(), pa.int64(), pa.bool_(), pa.string()


@dataclass(frozen=True)
class Column:
    """A column: its type, whether it must be there, and what it holds."""

    name: str
    type: pa.DataType
    needed: bool
    holds: str


@dataclass(frozen=True)
class Schema:
    """A table that is read: its columns; others are refused by name."""

    name: str
    columns: tuple[Column, ...]

    @property
    def arrow(self) -> pa.Schema:
        return pa.schema([(c.name, c.type) for c in self.columns])

    def fitted(self, given: pa.Schema) -> pa.Schema:
        """The columns that a file has, in the order of this schema and without dictionaries;
        raises Problem where one is missing, there twice, not named here, or of another kind."""
        allowed = {column.name: column for column in self.columns}
        for field in given:
            if given.names.count(field.name) > 1:
                raise Problem("bad_column.twice", f"/{self.name}/{field.name}", key=field.name)
            if field.name not in allowed:
                raise Problem(
                    "unknown_key", f"/{self.name}/{field.name}", key=field.name,
                    allowed=list(allowed),
                )  # fmt: skip
        fields = []
        for column in self.columns:
            at = f"/{self.name}/{column.name}"
            if column.name not in given.names:
                if column.needed:
                    raise Problem("missing_column", at, key=column.name)
                continue
            found = given.field(column.name).type
            if not _fits(found, column.type):
                raise Problem("bad_column", at, value=str(found), allowed=[str(column.type)])
            fields.append((column.name, plain(found)))
        return pa.schema(fields)


def plain(kind: pa.DataType) -> pa.DataType:
    """A type as it is kept whatever way a file keeps it: words as strings, no dictionaries, any
    field may be null."""
    if pa.types.is_dictionary(kind):
        return plain(kind.value_type)
    if pa.types.is_large_string(kind):
        return pa.string()
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return pa.list_(plain(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([(field.name, plain(field.type)) for field in kind])
    return kind


def _fits(found: pa.DataType, wanted: pa.DataType) -> bool:
    """Whether a type is of the kind that is asked for (a number too large is found later)."""
    if pa.types.is_dictionary(found):
        return _fits(found.value_type, wanted)
    if pa.types.is_integer(wanted):
        return bool(pa.types.is_integer(found))
    if pa.types.is_string(wanted):
        return bool(pa.types.is_string(found) or pa.types.is_large_string(found))
    if pa.types.is_struct(wanted):
        return (
            pa.types.is_struct(found)
            and len(set(found.names)) == len(found.names) > 0
            and all(name in wanted.names for name in found.names)
            and all(_fits(field.type, wanted.field(field.name).type) for field in found)
        )
    if pa.types.is_list(wanted):
        lists = pa.types.is_list(found) or pa.types.is_large_list(found)
        return lists and _fits(found.value_type, wanted.value_type)
    return bool(found == wanted)


_DEPENDANT = pa.struct(
    [
        ("birth_date", DAY), ("relation", CODE), ("full_time_student", FLAG),
        ("study_until", DAY), ("disabled_from_childhood", FLAG),
        ("without_able_parents_or_alimony", FLAG),
    ]
)  # fmt: skip

PERSONS = Schema(
    "persons",
    (
        Column("person", NUMBER, True, "the person's number (an ИИН or any other), once"),
        Column("birth_date", DAY, True, "day of birth"),
        Column("sex", CODE, True, " · ".join(SEXES)),
        Column("status_on", DAY, False, "asks for insured status on this day"),
    ),
)

CONTRIBUTIONS = Schema(
    "contributions",
    (
        Column("person", NUMBER, True, "whose month it is"),
        Column("period", MONTH, True, "the month, YYYYMM"),
        Column("payer", NUMBER, False, "the payer's number; special months need none"),
        Column("kind", CODE, False, " · ".join(PAYER_KINDS + SPECIAL_KINDS) + "; else employee"),
        Column("income_tiyn", MONEY, False, "the income on which contributions were paid"),
        Column("contribution_tiyn", MONEY, False, "or the sum of social contributions received"),
        Column("accrued_tiyn", MONEY, False, "asks what is due on this accrued income"),
        Column("paid_on", DAY, False, "when the medical contributions were paid; else in time"),
    ),
)

CATEGORIES = Schema(
    "categories",
    (
        Column("person", NUMBER, True, "who"),
        Column("code", CODE, True, "a state-insured category"),
        Column("from", DAY, True, "first day"),
        Column("until", DAY, False, "last day; null: open"),
    ),
)

EVENTS = Schema(
    "events",
    (
        Column("event", NUMBER, True, "the question's own number"),
        Column("person", NUMBER, True, "whose right (a survivor case: the deceased)"),
        Column("on", DAY, True, "the day on which the right arose"),
        Column("applied_on", DAY, False, "the day of the application; else `on`"),
        Column("participation_months", SMALL, False, "the whole length of participation, if known"),
        Column("pension_exempt", FLAG, False, "no ОПВ is withheld"),
        Column(
            "job_loss",
            pa.struct([("months_already_paid", SMALL), ("dismissal_ground", CODE)]), False,
            "asked where not null; " + " · ".join(GROUNDS),
        ),
        Column("maternity", pa.struct([("leave_days", SMALL)]), False, "asked where not null"),
        Column("adoption", pa.struct([("leave_days", SMALL)]), False, "asked where not null"),
        Column(
            "childcare",
            pa.struct(
                [
                    ("child_birth_date", DAY), ("child_order", SMALL),
                    ("child_on_state_support", FLAG), ("other_carer_receives", FLAG),
                ]
            ), False, "asked where not null",
        ),
        Column(
            "disability", pa.struct([("degree_percent", SMALL), ("until", DAY)]), False,
            "asked where not null; `until` null: without term",
        ),
        Column(
            "survivor", pa.struct([("dependants", pa.list_(_DEPENDANT))]), False,
            "asked where not null; relation: " + " · ".join(RELATIONS),
        ),
    ),
)  # fmt: skip

TABLES: Mapping[str, Schema] = {
    schema.name: schema for schema in (PERSONS, CONTRIBUTIONS, CATEGORIES, EVENTS)
}


def _columns(*columns: tuple[str, pa.DataType], keys: int) -> pa.Schema:
    """A schema whose first columns, the keys, are never null."""
    return pa.schema(
        [pa.field(name, kind, nullable=at >= keys) for at, (name, kind) in enumerate(columns)]
    )


#: What is said of one benefit; null where the event does not ask for it.
ANSWER = pa.struct(
    [
        pa.field("entitled", FLAG),  # null: undetermined
        pa.field("amount_tiyn", MONEY),
        pa.field("pension_contribution_tiyn", MONEY),
        pa.field("net_tiyn", MONEY),
        pa.field("months", pa.int16()),
        pa.field("until", DAY),
        pa.field("reasons", pa.list_(pa.dictionary(pa.int8(), pa.string()))),
        pa.field("undetermined", pa.list_(pa.string())),
    ]
)

BENEFITS_OUT = _columns(
    ("person", NUMBER), ("event", NUMBER), ("on", DAY),
    ("average_income_tiyn", MONEY), ("average_income_of_year_tiyn", MONEY),
    ("participation_months", pa.int16()),
    *((kind, ANSWER) for kind in
      ("job_loss", "maternity", "adoption", "childcare", "disability", "survivor")),
    keys=3,
)  # fmt: skip

#: What is due for one row, to each fund; null where the month's law is not known.
CONTRIBUTIONS_OUT = _columns(
    ("person", NUMBER), ("period", MONTH), ("payer", NUMBER),
    ("kind", pa.dictionary(pa.int8(), pa.string())),
    ("social_contribution_tiyn", MONEY), ("employer_contribution_tiyn", MONEY),
    ("personal_contribution_tiyn", MONEY),
    keys=4,
)  # fmt: skip

STATUS_OUT = _columns(
    ("person", NUMBER), ("on", DAY), ("insured", FLAG),
    ("basis", pa.dictionary(pa.int8(), pa.string())), ("until", DAY), ("grace_until", DAY),
    ("missing_months", pa.list_(MONTH)), ("price_of_missing_months_tiyn", MONEY),
    ("price_of_year_tiyn", MONEY),
    keys=2,
)  # fmt: skip

#: A row that could not be taken, with its reason; ``at`` is the column.
ERRORS_OUT = pa.schema(
    [
        ("table", pa.string()), ("person", NUMBER), ("event", NUMBER), ("period", MONTH),
        ("payer", NUMBER), ("code", pa.string()), ("at", pa.string()),
        ("message_kk", pa.string()), ("message_ru", pa.string()), ("message_en", pa.string()),
    ]
)  # fmt: skip

OUTPUTS: Mapping[str, pa.Schema] = {
    "benefits": BENEFITS_OUT, "contributions": CONTRIBUTIONS_OUT, "status": STATUS_OUT,
    "errors": ERRORS_OUT,
}  # fmt: skip

#: The three contributions that may be due for a row.
LINES = ("social_contribution", "employer_contribution", "personal_contribution")

#: What a reform changes: an answer about a benefit that is another, a person's sum of a
#: contribution, or a person's insured status (``what`` says which). ``entitled`` (status: insured;
#: null where it, or a part of a sum, is undetermined), ``amount`` (status: the price of a year),
#: ``days`` from the right or the day asked about to the last one (null: no end), ``months`` paid
#: (status: missing), ``reasons`` of a refusal, ``basis`` of a status.
DIFFERENCES_OUT = pa.schema(
    [
        ("person", NUMBER), ("event", NUMBER), ("what", pa.dictionary(pa.int8(), pa.string())),
        ("entitled", FLAG), ("entitled_reform", FLAG),
        ("amount_tiyn", MONEY), ("amount_reform_tiyn", MONEY), ("difference_tiyn", MONEY),
        ("net_tiyn", MONEY), ("net_reform_tiyn", MONEY),
        ("days", pa.int32()), ("days_reform", pa.int32()),
        ("months", pa.int16()), ("months_reform", pa.int16()),
        ("reasons", pa.list_(pa.string())), ("reasons_reform", pa.list_(pa.string())),
        ("basis", pa.string()), ("basis_reform", pa.string()),
    ]
)  # fmt: skip
