"""What is wrong in a file, by line and field, in the page's language. A value that would tell who a
person is stands in no remark: the line and the field are enough to find it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from tirek.contract.reading import check_digit_fits
from tirek.ledger import checks
from tirek.ledger.files import Message, cells
from tirek.ledger.files.people import line_of
from tirek.ledger.files.problems import FileProblem
from tirek.ledger.files.titles import title
from tirek.ledger.reasons import catalogue
from tirek.pages import writing
from tirek.pages.texts import language
from tirek.portal.check_file.judging import Portion, judge
from tirek.portal.check_file.making import NOTHING, UNKNOWN
from tirek.portal.check_file.places import Places
from tirek.portal.check_file.reading import Read
from tirek.portal.texts import has, text
from tirek.portal.told import capital
from tirek.registry.iin import is_iban

#: What each reason is about: the column.
_ABOUT = {
    "not_a_contribution": "purpose", "wrong_purpose": "purpose", "iin_invalid": "iin",
    "birth_date_mismatch": "birth_date", "period_wrong": "period", "period_future": "period",
    "pension_age": "iin", "nothing_due": "purpose", "under_minimum": "sum", "over_maximum": "sum",
    "same_twice": "number",
}  # fmt: skip
_FIELDS = {
    "purpose": "/KNP/", "iin": "/IDN/", "birth_date": "/DT/", "period": "/PERIOD/",
    "sum": ":32B:", "number": ":21:",
}  # fmt: skip
_SLOTS = {"sum": "amount", "purpose": "number"}
#: Problems whose value may be any piece of a file.
_ANY_PIECE = ("text_between", "broken_field", "misplaced_field")
_NUMBER = re.compile(r"\d{8,}(?=\d{4})")


class Remark(NamedTuple):
    """``code``: of a problem of the file, or a reason of the ledger (``judged``); ``message`` and
    ``person``: whose line it is in an MT-102."""

    line: int
    column: int
    field: str
    code: str
    words: str
    judged: bool
    message: int = 0
    person: str = ""


def remarks(read: Read, portions: Sequence[Portion], kind: str) -> Iterator[Remark]:
    """Everything that is wrong, in the order of the file as far as it has one."""
    places = Places(read.content) if read.form == "mt102" else None
    for one in _all(read, portions, kind):
        if places is None:
            yield one
        else:
            message, person = places.of(one.line)
            yield one._replace(message=message, person=person)


def _all(read: Read, portions: Sequence[Portion], kind: str) -> Iterator[Remark]:
    for problem in read.problems:
        yield _of_problem(problem, read.formulas)
    for message in read.messages:
        yield from _of_sender(message)
    yield from of_lines(read, portions, kind)


def named(field: str) -> str:
    """A field by its name, its mark beside: ``Total (:32A:)``."""
    return f"{text(f'tags.{field}')} ({field})" if has(f"tags.{field}") else field


def reason_title(code: str) -> str:
    """A reason in a few words: the ledger's, unless those fit only what has been paid."""
    name = f"waits.{code}"
    return text(name) if has(name) else catalogue()[code].title[language()]


def _money(value: str) -> str:
    tiyn = cells.amount(value)
    return writing.money(tiyn) if tiyn is not None else value


def _of_problem(problem: FileProblem, formulas: Set[tuple[int, int]]) -> Remark:
    lang = language()
    if problem.code == "sum_differs":
        words = text("check.sum_differs", total=_money(problem.value), sum=_money(problem.expected))
        return Remark(problem.line, 0, named(problem.field), problem.code, words, False)
    if not problem.value and (problem.line, problem.column - 1) in formulas:
        return Remark(problem.line, problem.column, problem.title(lang), problem.code,
                      text("staff.unworked"), False)  # fmt: skip
    value = problem.value
    if problem.code in _ANY_PIECE:
        value = "…"
    elif problem.field in ("iin", "/IDN/"):
        digits = "".join(c for c in value if c.isdigit())
        value = f"…{digits[-4:]}" if len(digits) >= 8 else "…"
    else:
        value = _NUMBER.sub("…", value)
    shown = replace(problem, value=value)
    words = shown.what(lang)
    return Remark(problem.line, problem.column, named(shown.title(lang)), problem.code,
                  capital(words), False)  # fmt: skip


def _of_sender(message: Message) -> Iterator[Remark]:
    """Numbers of the payer that cannot be right."""
    sender = message.header.sender
    if sender.number and not check_digit_fits(sender.number):
        yield Remark(message.line, 0, named(":50: /IDN/"), "payer_number",
                     text("check.payer_number"), False)  # fmt: skip
    if sender.account and not is_iban(sender.account):
        yield Remark(message.line, 0, named(":50:"), "payer_account", text("check.payer_account"),
                     False)  # fmt: skip


def of_lines(read: Read, portions: Sequence[Portion], kind: str) -> Iterator[Remark]:
    """The reasons of lines; a line that could not be read is told already and not judged too."""
    lang, judged = language(), judge(portions, kind)
    told = {(one.line, one.column) for one in read.problems if one.severity == "line"}
    unread = {line for line, _ in told}
    for at, (portion, why) in enumerate(zip(portions, judged.why, strict=True)):
        for place, name in portion.without.items():
            line = int(portion.lines.line[place])
            why[place] &= ~_OF_NO_AMOUNT[name]
            if line not in unread and not why[place] & checks.BIT["nothing_due"]:
                yield Remark(line, 0, title("income", lang), name, text(f"check.{name}"), False)
        for place in np.flatnonzero(why).tolist():
            for code in checks.told(int(why[place])):
                about = _ABOUT[code]
                line = _line(read, at, portion, place, about)
                if line in unread and code in _READ_TOO:
                    continue
                if about == "sum" and not portion.lines.amount_tiyn[place]:
                    continue  # an amount that could not be read is told already
                if code == "period_wrong" and not portion.lines.period[place]:
                    continue  # so is a month, of the header or of a person
                field = named(_FIELDS[about]) if read.form == "mt102" else title(about, lang)
                words = reason_title(code)
                if held := judged.bounds[at].get(place):
                    words += ". " + _bounds(int(portion.lines.amount_tiyn[place]), *held)
                yield Remark(line, 0, field, code, words, True)


#: By why an income brings no amount: what would be said of that amount, and less rightly.
_OF_NO_AMOUNT = {
    NOTHING: checks.BIT["under_minimum"],
    UNKNOWN: checks.BIT["under_minimum"] | checks.BIT["nothing_due"],
}
#: Reasons that say again what reading has said of the same line.
_READ_TOO = ("iin_invalid", "birth_date_mismatch", "period_wrong")


def _bounds(amount: int, least: int, most: int) -> str:
    if least == most:
        return text("check.exactly", sum=writing.money(amount), right=writing.money(least))
    return text("check.bounds", sum=writing.money(amount), least=writing.money(least),
                most=writing.money(most))  # fmt: skip


def _line(read: Read, at: int, portion: Portion, place: int, about: str) -> int:
    """Where in the file a column of a person stands."""
    frame = read.messages[at].frame if read.form == "mt102" else None
    if frame is None:
        return int(portion.lines.line[place])
    return line_of(frame.people, place, _SLOTS.get(about, about))
