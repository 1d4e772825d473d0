"""A list of people made into MT-102: the header from a form, the amounts from the list or, where it
holds incomes, from the law.

Social contributions name their month once in a message, so a list of several months becomes as many
messages; medical insurance names it with each person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from django import forms
from django.core.exceptions import ValidationError

from tirek.contract.reading import check_digit_fits
from tirek.ledger.chart import ACCOUNTS_AT_BANK, PURPOSES, Fund
from tirek.ledger.files import Header, Lines, Party, PeopleList, Unwritable, as_bytes, build
from tirek.ledger.files.fields import amount_text
from tirek.ledger.files.lines import column
from tirek.pages import writing
from tirek.portal.due import months
from tirek.portal.due.asked import question_of
from tirek.portal.fields import DayField, Option, SelectField, TextField, ask
from tirek.portal.texts import text
from tirek.registry.iin import is_iban, told_by

_BIC = re.compile(r"[A-Z0-9]{8}(?:[A-Z0-9]{3})?").fullmatch
#: The form of a Kazakh IBAN, whatever its check digits.
_IBAN = re.compile(r"KZ[0-9]{2}[A-Z0-9]{16}").fullmatch
_LONG = 20
#: The fund's money comes to one bank and in one name (as payment messages have it).
_BANK = "GCVPKZ2A"
_CORPORATION = 'НАО Государственная корпорация "Правительство для граждан"'
_CORPORATION_NUMBER = "160440007161"
#: Purpose codes by the kind of line that the law works out for them.
_OF_INCOME = {
    "012": "social_contribution", "121": "employer_contribution", "122": "personal_contribution",
}  # fmt: skip
#: Why an income brings no amount: the law takes nothing of it, or is not known for its month.
NOTHING, UNKNOWN = "nothing_to_pay", "not_known_yet"
_HEADER = ("payer", "number", "account", "bank", "reference", "value_date")


class NumberField(TextField):
    """A БИН or an ИИН."""

    def clean(self, value: Any) -> str:
        found = super().clean(value).replace(" ", "")
        if found and not check_digit_fits(found):
            raise ValidationError(text("make.number_wrong"), "wrong")
        return found


class AccountField(TextField):
    """An account: a Kazakh IBAN."""

    def clean(self, value: Any) -> str:
        found = super().clean(value).replace(" ", "").upper()
        if found and not is_iban(found):
            raise ValidationError(_wrong_account(found), "wrong")
        return found


def _wrong_account(found: str) -> str:
    """What is wrong with an account: mistyped, too short or too long, or no Kazakh IBAN."""
    if _IBAN(found):
        return text("make.account_digits")
    if found.startswith("KZ") and len(found) != _LONG:
        return text("make.account_length", number=len(found))
    return text("make.account_wrong")


class BankField(TextField):
    """A bank by its code."""

    def clean(self, value: Any) -> str:
        found = super().clean(value).replace(" ", "").upper()
        if found and not _BIC(found):
            raise ValidationError(text("make.bank_wrong"), "wrong")
        return found


def fields() -> dict[str, forms.Field]:
    """What a list does not say; all may be left empty."""
    codes = [Option("", text("make.no_purpose"))]
    codes += [Option(f"{code:03d}", text(f"purposes.p{code}")) for code in PURPOSES]
    return {
        "purpose": ask("make.purpose", SelectField, codes, required=False),
        "value_date": ask("make.value_date", DayField, required=False),
        "payer": ask("make.payer", TextField, longest=100, required=False),
        "number": ask("make.number", NumberField, longest=20, required=False),
        "account": ask("make.account", AccountField, longest=40, required=False),
        "bank": ask("make.bank", BankField, longest=20, required=False),
        "reference": ask("make.reference", TextField, longest=16, required=False),
    }  # fmt: skip


def header_of(given: Mapping[str, Any]) -> Header:
    """What is known of a list's payment from its form."""
    purpose = given.get("purpose") or ""
    fund = PURPOSES.get(int(purpose)) if purpose else None
    account = next((one for one, held in ACCOUNTS_AT_BANK.items() if held == fund), "")
    on: date | None = given.get("value_date") or None
    return Header(
        reference=given.get("reference") or "",
        sender=Party(given.get("account") or "", given.get("payer") or "",
                     given.get("number") or "", "1", "7"),
        sender_bank=given.get("bank") or "", beneficiary_bank=_BANK,
        beneficiary=Party(account, _CORPORATION, _CORPORATION_NUMBER, "1", "1"),
        document_number="1", document_date=f"{on:%y%m%d}" if on else "",
        send="07", operation="01", pso="01", prt="05", purpose=purpose,
        kind="S" if fund == Fund.SOCIAL else "", value_date=on,
    )  # fmt: skip


def missing(given: Mapping[str, Any]) -> list[str]:
    """The names of what a message needs and the form does not say; nothing of it: a message is not
    wanted."""
    there = [name for name in (*_HEADER, "purpose") if given.get(name)]
    return lacking(given) if set(there) - {"purpose", "value_date"} else []


def lacking(given: Mapping[str, Any]) -> list[str]:
    """The names of what a message needs and the form does not say, whether or not one is wanted."""
    return [name for name in ("purpose", *_HEADER) if not given.get(name)]


def wanted(given: Mapping[str, Any]) -> bool:
    """Whether all is there that a message needs."""
    return not lacking(given)


class Worked(NamedTuple):
    """Lines with amounts; ``without``: places of those whose income brings none, and why."""

    lines: Lines
    without: Mapping[int, str]


def income_unfit(people: PeopleList, purpose: str) -> bool:
    """Whether a list holds incomes though such a payment does not follow from them: a penalty."""
    return people.amounts == "income" and bool(purpose) and not follows(purpose)


def follows(purpose: str) -> bool:
    """Whether payments with this purpose code are worked out from incomes."""
    return purpose in _OF_INCOME


def amounts(people: PeopleList, purpose: str, kind: str, exempt: bool = False) -> Worked:
    """The lines of a list with the contributions of their incomes, by the law of each month.
    ``exempt``: of people from whom no pension contribution is taken."""
    if people.amounts == "sum" or not follows(purpose):
        return Worked(people.lines, {})
    lines, usual = people.lines, {"kind": kind or "employee", "pension": 0 if exempt else None}
    asked = [
        question_of({**usual, "income": income}, period or 190_001)
        for income, period in zip(lines.amount_tiyn.tolist(), lines.period.tolist(), strict=True)
    ]
    wanted_kind = _OF_INCOME[purpose]
    found = months.answers(asked)
    sums = [months.by_kind(one).get(wanted_kind, 0) for one in found]
    without = {
        at: UNKNOWN if months.unknown(one) else NOTHING
        for at, one in enumerate(found) if not sums[at]
    }  # fmt: skip
    return Worked(replace(lines, amount_tiyn=column(sums)), without)


def with_sums(people: PeopleList, worked: Lines) -> PeopleList:
    """A list of incomes with what the law takes of them in a column of its own, as of a list that
    has both; ``worked``: its lines with those amounts."""
    unread = {one.line: one.value for one in people.problems if one.field == "income"}
    own = zip(people.lines.line.tolist(), people.lines.amount_tiyn.tolist(), strict=True)
    incomes = {line: unread.get(line, amount_text(income)) for line, income in own}
    return replace(people, lines=worked, amounts="sum", incomes=incomes)


def make(header: Header, lines: Lines) -> bytes:
    """The file of a list. A date of birth that the list does not have is the ИИН's own.

    :raises Unwritable: a text has no place in it
    """
    lines = born(lines)
    if not header.kind:
        month = writing_months(lines)
        return as_bytes(build(replace(header, assignment=_assignment(header, month)), lines))
    made = b""
    periods = sorted(set(lines.period.tolist()))
    for number, period in enumerate(periods, 1):
        own = lines.at(np.flatnonzero(lines.period == period).tolist())
        reference = header.reference if len(periods) == 1 else f"{header.reference}-{number}"
        head = replace(header, reference=reference, document_number=str(number), period=period,
                       assignment=_assignment(header, writing.month(period)))  # fmt: skip
        made += as_bytes(build(head, own)) + b"\r\n"
    return made


def born(lines: Lines) -> Lines:
    """Lines with dates of birth: one that is not there is the ИИН's own."""
    return replace(lines, birth_date=[*map(_born, lines.birth_date, lines.iin)])


def _born(day: str, iin: str) -> str:
    told = None if day else told_by(iin)
    return f"{told.birth_date:%Y%m%d}" if told else day


def writing_months(lines: Lines) -> str:
    """The months of lines, the first and the last."""
    first, last = int(lines.period.min()), int(lines.period.max())
    if first == last:
        return writing.month(first)
    return f"{writing.month(first)} – {writing.month(last)}"


def _assignment(header: Header, month: str) -> str:
    return f"{text(f'purposes.p{int(header.purpose)}')}, {month}"


__all__ = ["Unwritable", "amounts", "born", "fields", "header_of", "make", "missing", "wanted"]
