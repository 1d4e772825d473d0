"""What is wrong in a file, by line and field, in the page's language. No remark holds a whole ИИН
or a name: the line and the field are enough to find the person. A date of birth stands in the one
that is about it, beside that of the ИИН."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import numpy as np

from tirek.contract.reading import check_digit_fits
from tirek.ledger import checks
from tirek.ledger.files import Lines, Message, cells
from tirek.ledger.files.fields import is_day
from tirek.ledger.files.people import line_of
from tirek.ledger.files.problems import FileProblem
from tirek.ledger.files.titles import title
from tirek.ledger.reasons import catalogue
from tirek.pages import writing
from tirek.pages.texts import language
from tirek.portal.check_file import lost, of_two
from tirek.portal.check_file.corrections import Total
from tirek.portal.check_file.judging import Portion, judge
from tirek.portal.check_file.making import NOTHING, UNKNOWN
from tirek.portal.check_file.places import Places
from tirek.portal.check_file.reading import Read
from tirek.portal.texts import has, text
from tirek.portal.told import capital
from tirek.registry.iin import is_iban, told_by

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
#: The other way round: columns by fields, and those of a list by themselves.
_COLUMNS = {field: about for about, field in _FIELDS.items()} | {one: one for one in _FIELDS}
#: Problems whose value may be any piece of a file.
_ANY_PIECE = ("text_between", "broken_field", "misplaced_field")
_NUMBER = re.compile(r"\d{8,}(?=\d{4})")


class Remark(NamedTuple):
    """``code``: of a problem of the file, or a reason of the ledger; ``reason``: the ledger's that
    says the same, ``""``: none; ``message`` and ``person``: whose line it is in an MT-102."""

    line: int
    column: int
    field: str
    code: str
    words: str
    reason: str = ""
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
        for one in lost.of_message(message):
            yield _lost(one)
    yield from of_lines(read, portions, kind)


def named(field: str) -> str:
    """A field by its name, its mark beside: ``Total (:32A:)``."""
    return f"{text(f'tags.{field}')} ({field})" if has(f"tags.{field}") else field


def reason_title(code: str) -> str:
    """A reason in a few words: the ledger's, unless those fit only what has been paid."""
    name = f"waits.{code}"
    return text(name) if has(name) else catalogue()[code].title[language()]


def of_totals(read: Read, totals: Sequence[Total], told: Sequence[Remark]) -> Iterator[Remark]:
    """Totals that do not fit once the people's amounts can be read: until then nothing was there
    to compare them with."""
    before = {one.line for one in told if one.code == "sum_differs"}
    places = Places(read.content)
    for one in totals:
        if one.line not in before:
            words = _differs(writing.money(one.tiyn), writing.money(one.sum))
            message, person = places.of(one.line)
            yield Remark(one.line, 0, named(":32A:"), "sum_differs", words, "", message, person)


def _differs(total: str, sum_: str) -> str:
    return text("check.sum_differs", total=total, sum=sum_)


def _money(value: str) -> str:
    tiyn = cells.amount(value)
    return writing.money(tiyn) if tiyn is not None else value


def _of_problem(problem: FileProblem, formulas: Set[tuple[int, int]]) -> Remark:
    lang = language()
    if problem.code == "sum_differs":
        words = _differs(_money(problem.value), _money(problem.expected))
        return Remark(problem.line, 0, named(problem.field), problem.code, words)
    if not problem.value and (problem.line, problem.column - 1) in formulas:
        return Remark(problem.line, problem.column, problem.title(lang), problem.code,
                      text("staff.unworked"))  # fmt: skip
    value = problem.value
    if problem.code in _ANY_PIECE:
        value = "…"
    elif problem.field in ("iin", "/IDN/"):
        value = _short_iin(value)
    else:
        value = _NUMBER.sub("…", value)
    shown = replace(problem, value=value)
    words = shown.what(lang)
    return Remark(problem.line, problem.column, named(shown.title(lang)), problem.code,
                  capital(words), _reason_of(problem))  # fmt: skip


def _short_iin(value: str) -> str:
    """Enough of an ИИН to find it in one's own file, too little to say whose it is."""
    digits = "".join(c for c in value if c.isdigit())
    return f"…{digits[-4:]}" if len(digits) >= 8 else "…"


def _lost(one: lost.Lost) -> Remark:
    """That a text has lost letters, and how to keep them."""
    field = named(title(one.field, language()))
    return Remark(one.line, one.column, field, one.code, text(f"check.{one.code}"))


def _reason_of(problem: FileProblem) -> str:
    """The reason of the ledger that says what reading has said of a field; ``""``: none. The
    month of a message is one error, however many lines it has."""
    if problem.severity != "line" or problem.code not in _UNREAD or problem.field == "/PERIOD/":
        return ""
    return _READ_TOO.get(_COLUMNS.get(problem.field, ""), "")


def _of_sender(message: Message) -> Iterator[Remark]:
    """Numbers of the payer that cannot be right."""
    sender = message.header.sender
    if sender.number and not check_digit_fits(sender.number):
        yield Remark(message.line, 0, named(":50: /IDN/"), "payer_number",
                     text("check.payer_number"))  # fmt: skip
    if sender.account and not is_iban(sender.account):
        yield Remark(message.line, 0, named(":50:"), "payer_account",
                     text("check.payer_account"))  # fmt: skip


def of_lines(read: Read, portions: Sequence[Portion], kind: str) -> Iterator[Remark]:
    """What is wrong with lines beside their form: letters lost, and the reasons; a field that could
    not be read is told already and not judged too."""
    lang, judged = language(), judge(portions, kind)
    told = [one for one in read.problems if one.severity == "line"]
    unread = {one.line for one in told}
    fields = {(one.line, _COLUMNS.get(one.field, one.field)) for one in told}
    columns = read.people.places if read.people else {}
    for one in lost.of_list(read.people) if read.people else ():
        yield _lost(one)
    yield from _of_two(read, portions)
    for at, (portion, why) in enumerate(zip(portions, judged.why, strict=True)):
        for place, name in portion.without.items():
            line = int(portion.lines.line[place])
            why[place] &= ~_OF_NO_AMOUNT[name]
            if line not in unread and not why[place] & checks.BIT["nothing_due"]:
                yield Remark(line, columns.get("income", -1) + 1, title("income", lang), name,
                             text(f"check.{name}"))  # fmt: skip
        for place in np.flatnonzero(why).tolist():
            for code in checks.told(int(why[place])):
                about = _ABOUT[code]
                line = line_in(read, at, portion, place, about)
                if (line, about) in fields and code in _READ_TOO.values():
                    continue
                if about == "sum" and not portion.lines.amount_tiyn[place]:
                    continue  # an amount that could not be read is told already
                if code == "period_wrong" and not portion.lines.period[place]:
                    continue  # so is a month, of the header or of a person
                field = named(_named_field(read, columns, about))
                words = _words(code, portion.lines, place, judged.bounds[at].get(place))
                yield Remark(line, _column(columns, about), field, code, words, code)


def _words(code: str, lines: Lines, place: int, bounds: tuple[int, int] | None) -> str:
    """What is wrong with a line for one reason, with the facts of that reason."""
    words = reason_title(code)
    if code == "iin_invalid":
        return text("check.iin_digit", reason=words, value=_short_iin(lines.iin[place]))
    if code == "birth_date_mismatch" and (days := _two_days(lines, place)):
        return f"{words}. {days}"
    if bounds and _ABOUT[code] == "sum":
        return f"{words}. {_bounds(int(lines.amount_tiyn[place]), *bounds)}"
    return words


def _two_days(lines: Lines, place: int) -> str:
    """The day of birth in the file and that of the ИИН; nothing where either is none."""
    given, told = lines.birth_date[place], told_by(lines.iin[place])
    if told is None or not is_day(given):
        return ""
    day = date(int(given[:4]), int(given[4:6]), int(given[6:]))
    return text("check.two_days", given=writing.day(day), told=writing.day(told.birth_date))


def _of_two(read: Read, portions: Sequence[Portion]) -> Iterator[Remark]:
    """One ИИН with the names of two people."""
    columns = read.people.places if read.people else {}
    for one in of_two.found([portion.lines for portion in portions]):
        line, first = (
            line_in(read, at, portions[at], place, "iin")
            for at, place in ((one.portion, one.place), (one.first_portion, one.first_place))
        )
        yield Remark(line, _column(columns, "iin"), named(_named_field(read, columns, "iin")),
                     "iin_of_two", text("check.iin_of_two", line=first))  # fmt: skip


def _named_field(read: Read, columns: Mapping[str, int], about: str) -> str:
    """What a file calls the column that a remark is about."""
    return _FIELDS[about] if read.form == "mt102" else _titled(columns, about)


#: By why an income brings no amount: what would be said of that amount, and less rightly.
_OF_NO_AMOUNT = {
    NOTHING: checks.BIT["under_minimum"],
    UNKNOWN: checks.BIT["under_minimum"] | checks.BIT["nothing_due"],
}
#: Reasons that say again what reading has said of the same column.
_READ_TOO = {
    "iin": "iin_invalid", "birth_date": "birth_date_mismatch", "period": "period_wrong",
}  # fmt: skip
_UNREAD = ("missing_field", "bad_iin", "bad_date", "bad_period")


def _of_list(columns: Mapping[str, int], about: str) -> str:
    """Which column of a list says what a reason is about: a person is known by the ИИН, and an
    income stands where a payment would."""
    if about == "number":
        return "iin"
    return "income" if about == "sum" and "sum" not in columns else about


def _column(columns: Mapping[str, int], about: str) -> int:
    """Where a list has it, from 1; 0: nowhere, the form says it."""
    return columns.get(_of_list(columns, about), -1) + 1


def _titled(columns: Mapping[str, int], about: str) -> str:
    """What the column of a list is called."""
    if about == "purpose":
        return text(f"tags.{_FIELDS[about]}")
    return title(_of_list(columns, about), language())


def _bounds(amount: int, least: int, most: int) -> str:
    if least == most:
        return text("check.exactly", sum=writing.money(amount), right=writing.money(least))
    return text("check.bounds", sum=writing.money(amount), least=writing.money(least),
                most=writing.money(most))  # fmt: skip


def line_in(read: Read, at: int, portion: Portion, place: int, about: str) -> int:
    """Where in the file a column of a person stands."""
    frame = read.messages[at].frame if read.form == "mt102" else None
    if frame is None:
        return int(portion.lines.line[place])
    return line_of(frame.people, place, _SLOTS.get(about, about))
