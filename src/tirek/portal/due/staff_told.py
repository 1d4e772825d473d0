"""What a page says of a staff list: its errors, its sums, its rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice
from typing import Any

from tirek.contract.reading import tiyn
from tirek.pages import writing
from tirek.pages.tables import Column, Table
from tirek.portal import days_off, unheld
from tirek.portal.answers import Answer, Fact, Part
from tirek.portal.due import staff_words
from tirek.portal.due.months import by_kind
from tirek.portal.due.staff_file import shown_kinds
from tirek.portal.due.staff_list import Person, Staff
from tirek.portal.due.staff_notes import reasons, warnings
from tirek.portal.due.told import LINES, SOURCES, by_payer, line_title, source, to_funds
from tirek.portal.texts import text
from tirek.portal.told import undetermined
from tirek.project import clock

#: Rows that are told to be repeated or told by half; there may be more.
_MOST_TOLD = 20
#: Rows that the page itself shows; the file has all.
MOST_ROWS = 100
_LONGEST_NAME = 80


def faults(staff: Staff) -> Part:
    """Rows with errors."""
    columns = [
        Column(text("staff.row"), True), Column(text("staff.column")), Column(text("staff.wrong")),
    ]  # fmt: skip
    table = Table(text("staff.faults_title"), columns, wide=True)
    for fault in staff.faults:
        table.add([writing.number(fault.line), fault.column, fault.words])
    more = staff.untold
    intro = text("staff.more_faults", number=writing.number(more)) if more else ""
    warning = text("staff.some_left", number=writing.number(staff.wrong)) if staff.people else ""
    return Part(text("staff.faults_title"), intro, table=table, warning=warning)


def told(staff: Staff, answers: Sequence[Any]) -> Answer:
    """The sums of a list."""
    lines = [
        (month["month"], person.kind, line)
        for person, month in zip(staff.people, answers, strict=True)
        for line in month["lines"] or ()
    ]
    open_values = {
        (value["parameter"], value["on"]): value for one in answers for value in one["undetermined"]
    }  # fmt: skip
    unknown = sum(1 for one in answers if one["undetermined"])
    parts = [_repeated(staff)] if staff.repeated else []
    parts += _warnings(staff, answers)
    parts += [
        Part(text("staff.read"), facts=_facts(staff, unknown)),
        Part(text("staff.to_pay"), table=_sums(lines)),
        *unheld.of(line for *_, line in lines),
        Part(text("due.who_pays"), table=by_payer((kind, line) for _, kind, line in lines)),
        _by_row(staff, answers),
    ]
    if open_values:
        parts.append(undetermined(list(open_values.values())[:3]))
    state = "unknown" if open_values else "plain"
    lead = to_funds(line for *_, line in lines)
    if staff.wrong or unknown:
        right, every = len(staff.people) - unknown, len(staff.people) + staff.wrong
        lead = text("staff.total_of", total=lead, right=writing.number(right),
                    all=writing.number(every))  # fmt: skip
    return Answer(text("due.title_due_staff"), lead, state, text("due.without_pension"), parts)


def _facts(staff: Staff, unknown: int) -> list[Fact]:
    used = [staff.heading[place] for place in sorted({*staff.places.values(), *staff.naming})]
    facts = [Fact(text("staff.people"), writing.number(len(staff.people) + staff.wrong))]
    if staff.left_out:
        facts.append(Fact(text("staff.left_out"), writing.number(staff.left_out)))
    if staff.wrong:
        facts.append(Fact(text("staff.wrong_rows"), writing.number(staff.wrong)))
    facts.append(Fact(text("staff.columns"), "; ".join(used)))
    if staff.unused:
        facts.append(Fact(text("staff.unused"), "; ".join(name[:60] for name in staff.unused)))
    if unknown:
        facts.append(Fact(text("staff.unknown"), writing.number(unknown)))
    return facts


def _repeated(staff: Staff) -> Part:
    """Rows that stand there twice."""
    points = [
        text("staff.repeated_row", line=writing.number(line), before=writing.number(before))
        for line, before in staff.repeated[:_MOST_TOLD]
    ]  # fmt: skip
    more = len(staff.repeated) - len(points)
    if more:
        points.append(text("staff.and_more", number=writing.number(more)))
    return Part(text("staff.repeated"), points=points, warning=text("staff.repeated_warning"))


def _warnings(staff: Staff, answers: Sequence[Any]) -> list[Part]:
    points = [
        text("staff.at_row", line=writing.number(person.line), words=words)
        for person, words in islice(warnings(staff.people, answers), _MOST_TOLD)
    ]
    base_pay = next(
        (
            staff.heading[at]
            for column, at in staff.places.items()
            if column == "income" and staff_words.is_base_pay(staff.heading[at])
        ),
        "",
    )
    if base_pay:
        points[:0] = [text("staff.base_pay", column=base_pay, words=text("due.income_accrued"))]
    if any(person.by_iin for person in staff.people):
        points[:0] = [text("staff.by_iin")]
    if foreign := [person.line for person in staff.people if person.foreign]:
        points[:0] = [_foreign(foreign)]
    points += [
        text("staff.due_day_off", day=writing.day(day), words=words)
        for day in _last_days(answers) if (words := days_off.note(day))
    ]  # fmt: skip
    return [Part(text("due.notes"), points=points)] if points else []


def _foreign(rows: Sequence[int]) -> str:
    """That rows are of foreigners, once for all of them."""
    words = text("staff.foreign")
    if len(rows) == 1:
        return text("staff.at_row", line=writing.number(rows[0]), words=words)
    lines = ", ".join(map(str, rows[:_MOST_TOLD])) + (" …" if rows[_MOST_TOLD:] else "")
    return text("staff.foreign_rows", lines=lines, words=words)


def _last_days(answers: Sequence[Any]) -> list[date]:
    """The last days to pay that stand in a list's answers."""
    found = {line["due"] for one in answers for line in one["lines"] or () if line["due"]}
    return [date.fromisoformat(one) for one in sorted(found)[:_MOST_TOLD]]


def _sums(lines: Iterable[tuple[str, str, Any]]) -> Table:
    """What is to be transferred: by month, who transfers it, kind of line and purpose code. Nobody
    transfers for those who pay for themselves: their sums are told apart."""
    people: Counter[tuple[str, ...]] = Counter()
    sums: Counter[tuple[str, ...]] = Counter()
    for month, kind, line in lines:
        order = f"{SOURCES.index(source(kind, line))}{LINES.index(line['kind'])}"
        key = month, order, line["purpose_code"] or "", line["due"] or "", line["kind"]
        people[key] += 1
        sums[key] += tiyn(line["amount"])
    columns = [
        Column(text("fields.month")), Column(text("due.payer")), Column(text("staff.what")),
        Column(text("staff.code")), Column(text("staff.due")), Column(text("staff.people"), True),
        Column(text("due.sum"), True),
    ]  # fmt: skip
    table = Table(text("staff.to_pay"), columns, wide=True)
    for one in sorted(sums):
        month, order, code, due, kind = one
        table.add([
            writing.month(int(month.replace("-", ""))),
            text(f"due.pays_{SOURCES[int(order[0])]}"), line_title({"kind": kind}),
            code or writing.NOTHING, _until(due), writing.number(people[one]),
            writing.money(sums[one]),
        ])  # fmt: skip
    own = sum(amount for one, amount in sums.items() if SOURCES[int(one[1][0])] == "self")
    totals = [(text("due.all"), sums.total())]
    if 0 < own < sums.total():
        totals[:0] = [(text("staff.for_others"), sums.total() - own),
                      (text("staff.for_oneself"), own)]  # fmt: skip
    for words, amount in totals:
        table.add([words, "", "", "", "", "", writing.money(amount)], total=True)
    return table


def _until(due: str) -> str:
    """The last day to pay; one that is over is said to be."""
    if not due:
        return writing.NOTHING
    last = date.fromisoformat(due)
    day = writing.day(last)
    return text("staff.due_passed", day=day) if last < clock.today() else day


def _by_row(staff: Staff, answers: Sequence[Any]) -> Part:
    """Each person's lines and sum, with the reason of what is not paid."""
    shown = shown_kinds(answers)
    naming = staff.naming
    columns = [
        Column(text("staff.row")), *([Column(text("staff.who"))] if naming else ()),
        Column(text("fields.month")),
        *(Column(text(f"due.{kind}_short"), True) for kind in shown),
        Column(text("due.sum"), True), Column(text("staff.note")),
    ]  # fmt: skip
    table = Table(text("staff.by_row"), columns, wide=True)
    warned: dict[int, list[str]] = defaultdict(list)
    for person, words in warnings(staff.people[:MOST_ROWS], answers[:MOST_ROWS]):
        warned[person.line].append(words)
    for person, one in islice(zip(staff.people, answers, strict=True), MOST_ROWS):
        sums = by_kind(one)
        amounts = [writing.sum_of(sums.get(kind, 0)) for kind in shown]
        total = writing.NOTHING if one["undetermined"] else writing.money(sum(sums.values()))
        who = [_who(person, naming)] if naming else []
        table.add([
            writing.number(person.line), *who, writing.month(person.month), *amounts, total,
            " ".join([*reasons(person, one), *warned[person.line]]) or writing.NOTHING,
        ])  # fmt: skip
    more = len(staff.people) - MOST_ROWS
    intro = text("staff.rest_in_file", number=writing.number(more)) if more > 0 else ""
    return Part(text("staff.by_row"), intro, table=table)


def _who(person: Person, naming: Sequence[int]) -> str:
    words = " ".join(person.cells[at] for at in naming if at < len(person.cells))
    return words[:_LONGEST_NAME] or writing.NOTHING
