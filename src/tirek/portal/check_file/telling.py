"""What a check has found, as people read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from tirek.ledger.columns import purpose_of
from tirek.ledger.files import PeopleList, cells
from tirek.ledger.files.problems import short
from tirek.pages import writing
from tirek.pages.tables import Column, Table
from tirek.portal.answers import Answer, Fact, Part
from tirek.portal.check_file.comparing import Compared
from tirek.portal.check_file.corrections import Change, Corrected
from tirek.portal.check_file.judging import Portion
from tirek.portal.check_file.making import follows
from tirek.portal.check_file.places import lines_named, ranges
from tirek.portal.check_file.reading import Read
from tirek.portal.check_file.remarks import Remark, line_in, named, reason_title
from tirek.portal.check_file.undecided import (
    MOST_PLACES,
    MOST_SHOWN,
    differing,
    doubled_rows,
    undecided,
)
from tirek.portal.texts import has, text

_ENCODINGS = {"utf-8": "UTF-8", "kz1048": "KZ-1048", "cp1251": "Windows-1251",
              "cp866": "DOS (cp866)"}  # fmt: skip


def told(
    read: Read, portions: Sequence[Portion], found: Sequence[Remark], corrected: Corrected,
    left: int | None, compared: Compared, lacking: Sequence[str] = (),
) -> Answer:  # fmt: skip
    """The result. ``corrected``: what can be; ``left``: how many errors stay then, None
    where that was not looked at; ``compared``: sums of a list beside their incomes; ``lacking``:
    what the form does not say of an MT-102 that it might be made into."""
    lead, state, under = _lead(read, portions, found)
    if read.people is not None and read.whole:
        lead, state, under = _with_undecided(lead, state, under, corrected, compared)
    parts = [
        *_summary(read, portions, compared), *_reasons(found), *_remarks(read, found),
        *differing(compared),
        *_corrections(read, corrected, left, lacking),
        Part(text("check.not_here"), points=[text("check.not_here_registers"),
                                             text("check.not_here_before")], folded=True),
    ]  # fmt: skip
    return Answer(text("jobs.check_file"), lead, state, under, parts)


def _lead(read: Read, portions: Sequence[Portion], found: Sequence[Remark]) -> tuple[str, str, str]:
    """The answer in a few words, its state, and the sentence under it."""
    wrong = text("check.wrong", number=writing.number(len(found)))
    of_list = read.people is not None
    if not read.whole:
        if of_list:
            return text("check.list_unread"), "no", f"{wrong}. {text('check.columns')}"
        return text("check.not_taken"), "no", wrong
    unchecked = text("check.unchecked") if of_list and not portions[0].header.purpose else ""
    if found:
        under = text("check.list_wrong" if of_list else "check.taken_but")
        return wrong, "no", f"{under} {unchecked}".rstrip()
    if read.stopped or not any(len(one.lines) for one in portions):
        return text("check.stopped"), "unknown", ""
    if unchecked:
        return text("check.is_list"), "plain", f"{text('check.list_readable')} {unchecked}"
    return text("check.right"), "yes", text("check.list_right" if of_list else "check.right_under")


def _with_undecided(
    lead: str, state: str, under: str, corrected: Corrected, compared: Compared
) -> tuple[str, str, str]:  # fmt: skip
    """The lead of a list that repeats rows, or whose sums do not follow from its incomes: neither
    is an error, but a list of them is not right before somebody decides. They stand in the
    headline, for who reads no further sends the list."""
    differ, twice = len(compared.differing), len(corrected.doubles)
    said = []
    if differ:
        said.append(text("check.differ", number=writing.number(differ)))
    if twice and not corrected.changes:
        said.append(text("check.repeats", number=writing.number(twice)))
    if not said:
        return lead, state, under
    if state == "yes":
        return ". ".join(said), "unknown", text("check.differ_only" if differ else
                                                "check.repeats_only")  # fmt: skip
    if differ and state == "no":
        lead, said = f"{lead}. {said[0]}", said[1:]
    return lead, state, " ".join([under, *(f"{one}." for one in said)])


def _summary(read: Read, portions: Sequence[Portion], compared: Compared) -> list[Part]:
    facts = _facts(read, portions, compared)
    if not facts:
        return []
    return [Part(text("check.summary"), facts=facts, table=_by_purpose(portions))]


def _facts(read: Read, portions: Sequence[Portion], compared: Compared) -> list[Fact]:
    lines = sum(len(one.lines) for one in portions)
    total = sum(int(one.lines.amount_tiyn.sum()) for one in portions)
    if read.people is not None and not lines:  # what could not be read is no list yet
        return [Fact(text("check.stopped"), text("check.stopped_note"))] if read.stopped else []
    facts = [Fact(text("check.form"), text(f"check.form_{read.form}"))]
    encoding = read.people.encoding if read.people else None
    if read.messages:
        encoding = read.messages[0].encoding
        facts.append(Fact(text("check.messages"), writing.number(len(read.messages))))
    if encoding is not None:
        note = text("check.was_utf_16") if read.recoded else ""
        facts.append(Fact(text("check.encoding"), _ENCODINGS[encoding], note))
    facts.append(Fact(text("check.people"), writing.number(lines)))
    if read.people is not None and read.people.amounts == "income":
        incomes = int(read.people.lines.amount_tiyn.sum())
        facts.append(Fact(text("check.incomes"), writing.money(incomes)))
        if portions[0].header.purpose:
            facts.append(Fact(text("check.worked_out"), writing.money(total)))
    else:
        facts.append(Fact(text("check.sum"), writing.money(total), _without(read, portions)))
    if read.people is not None:
        facts += _of_list(read.people, portions[0].header.purpose, compared)
    if read.stopped:
        facts.append(Fact(text("check.stopped"), text("check.stopped_note")))
    return facts


def _without(read: Read, portions: Sequence[Portion]) -> str:
    """The people whose amount could not be read and is in no sum."""
    lines = [
        line_in(read, at, one, place, "sum")
        for at, one in enumerate(portions)
        for place, amount in enumerate(one.lines.amount_tiyn.tolist())
        if not amount
    ]
    return text("check.sum_without", lines=lines_named(lines, MOST_PLACES)) if lines else ""


def _of_list(people: PeopleList, purpose: str, compared: Compared) -> list[Fact]:
    """What of a list is not counted: its own totals, the incomes beside payments."""
    facts = []
    if people.totals:
        lines = lines_named(people.totals, MOST_PLACES)
        facts.append(Fact(text("staff.left_out"), lines))
    if people.padded:
        lines = lines_named(people.padded, MOST_PLACES)
        facts.append(Fact(text("check.padded"), lines, text("check.padded_note")))
    if {"sum", "income"} <= {*people.places}:
        facts.append(_beside(people, purpose, compared))
    return facts


def _beside(people: PeopleList, purpose: str, compared: Compared) -> Fact:
    """Which of the two amounts is the payment, and how far it was held against the other."""
    paid, income = (short(people.heading[people.places[one]]) for one in ("sum", "income"))
    said = text("check.paid_beside", paid=paid, income=income)
    if not purpose:
        return Fact(text("check.amounts"), said, text("check.beside_no_purpose"))
    if not compared.number:
        key = "check.beside_unread" if follows(purpose) else "check.beside_penalty"
        return Fact(text("check.amounts"), said, text(key))
    note = text("check.beside_compared", number=writing.number(compared.number))
    if compared.without:
        note += " " + text("check.beside_without", lines=lines_named(compared.without, MOST_PLACES))
    return Fact(text("check.amounts"), said, note)


def purpose(code: str) -> str:
    """A purpose code by its name; one that is not the funds' as it stands."""
    number = purpose_of(code)
    return text(f"purposes.p{number}") if has(f"purposes.p{number}") else code[:10]


def _by_purpose(portions: Sequence[Portion]) -> Table | None:
    """Lines and money by purpose code and month."""
    lines: Counter[tuple[str, int]] = Counter()
    sums: Counter[tuple[str, int]] = Counter()
    for one in portions:
        if one.header.purpose:
            rows = zip(one.lines.period.tolist(), one.lines.amount_tiyn.tolist(), strict=True)
            for period, amount in rows:
                lines[one.header.purpose, period] += 1
                sums[one.header.purpose, period] += amount
    if not lines:
        return None
    columns = [
        Column(text("check.purpose")), Column(text("fields.month")),
        Column(text("check.people"), True), Column(text("check.sum"), True),
    ]  # fmt: skip
    table = Table(text("check.by_purpose"), columns, wide=True)
    for code, period in sorted(sums)[:MOST_SHOWN]:
        table.add([purpose(code), writing.month(period), writing.number(lines[code, period]),
                   writing.money(sums[code, period])])  # fmt: skip
    table.add([text("due.all"), "", writing.number(lines.total()), writing.money(sums.total())],
              total=True)  # fmt: skip
    return table


def _reasons(found: Iterable[Remark]) -> list[Part]:
    """Why lines would wait, how many for each reason, and what to do about it. A field that could
    not be read counts with those that the ledger finds wrong: it is the same reason."""
    counts = Counter(one.reason for one in found if one.reason)
    if not counts:
        return []
    columns = [
        Column(text("check.reason")), Column(text("check.people"), True),
        Column(text("check.todo")),
    ]  # fmt: skip
    table = Table(text("check.reasons"), columns, wide=True)
    for code, count in counts.most_common():
        words = text(f"waits.{code}_what")
        table.add([reason_title(code), writing.number(count), words])
    return [Part(text("check.reasons"), text("check.reasons_intro"), table=table)]


def _remarks(read: Read, found: Sequence[Remark]) -> list[Part]:
    if not found:
        return []
    by_cell, of_message = any(one.column for one in found), read.form == "mt102"
    columns = [Column(text("check.lines"))]
    if of_message:
        columns += [Column(text("check.message")), Column(text("check.person"))]
    if by_cell:
        columns.append(Column(text("check.column"), True))
    columns += [Column(text("check.field")), Column(text("check.what"))]
    table = Table(text("check.errors"), columns, wide=True)
    alike: dict[tuple[int, str, str, str], list[Remark]] = {}
    for one in sorted(found, key=lambda one: one.line):
        alike.setdefault((one.column, one.field, one.code, one.words), []).append(one)
    for some in [*alike.values()][:MOST_SHOWN]:
        one = some[0]
        cells_ = [ranges((each.line for each in some), MOST_PLACES)]
        if of_message:
            cells_.append(ranges((each.message for each in some if each.message), MOST_PLACES))
            cells_.append(ranges((int(each.person) for each in some if each.person), MOST_PLACES))
        if by_cell:
            cells_.append(writing.number(one.column) if one.column else "")
        table.add([*(cell or writing.NOTHING for cell in cells_), one.field, one.words])
    intro = ""
    if len(alike) > MOST_SHOWN:
        intro = text("check.more", shown=writing.number(MOST_SHOWN),
                     number=writing.number(len(alike)))  # fmt: skip
    return [Part(text("check.errors"), intro, table=table)]


def _corrections(
    read: Read, corrected: Corrected, left: int | None, lacking: Sequence[str]
) -> list[Part]:  # fmt: skip
    """What the corrected file has otherwise, place by place, and what is left to decide."""
    if read.form != "mt102":
        if read.stopped or read.people is None or not len(read.people.lines):
            return []
        points = [text("fixed.of_list")]
        if left:
            points.append(text("fixed.left_of_list", number=writing.number(left)))
        if lacking and "purpose" not in lacking:
            if read.people.amounts == "income":
                points.append(text("fixed.list_sums"))
            fields = "; ".join(text(f"make.{name}") for name in lacking)
            points.append(text("fixed.list_lacks", fields=fields))
        title = Part(text("fixed.title"), points=points)
        return [title, *([doubled_rows(corrected)] if corrected.doubles else ())]
    changes = corrected.changes
    open_ = undecided(corrected)
    if not changes:
        return [Part(text("fixed.title"), points=[text("fixed.nothing")]), *open_]
    places: dict[str, list[Change]] = {}
    for change in changes:
        places.setdefault(change.what, []).append(change)
    points = [_change(what, some) for what, some in places.items()]
    shown = [change for change in changes if change.after]
    table = None
    if shown:
        columns = [
            Column(text("check.line"), True), Column(text("check.field")),
            Column(text("fixed.before")), Column(text("fixed.after")),
        ]  # fmt: skip
        table = Table(text("fixed.table"), columns, wide=True)
        for change in sorted(shown, key=lambda one: one.field == ":21:")[:MOST_SHOWN]:
            before, after = change.before or writing.NOTHING, change.after
            if change.what in ("total", "form_amount"):
                after = _money(after)
            if change.what == "total":
                before = _money(before)
            table.add([str(change.line), named(change.field), before, after])
    intro = text("fixed.intro")
    if left is not None:
        after = text("fixed.left", number=writing.number(left)) if left else text("fixed.none_left")
        intro = f"{intro} {after}"
    return [Part(text("fixed.title"), intro, points=points, table=table), *open_]


def nothing_corrected(answer: Answer) -> bool:
    """Whether there is no corrected file to give: nothing changes and nothing is to decide."""
    headings = {part.heading for part in answer.parts}
    if text("fixed.doubles") in headings:
        return False
    return text("fixed.title") not in headings or any(
        text("fixed.nothing") in part.points for part in answer.parts
    )


def _money(value: str) -> str:
    tiyn = cells.amount(value)
    return writing.money(tiyn) if tiyn is not None else value


def _change(what: str, some: Sequence[Change]) -> str:
    """One kind of change and where it was made."""
    words = text(f"fixed.{what}")
    lines = [change.line for change in some if change.line]
    if not lines:
        return words
    shown = ranges(lines, MOST_PLACES)
    if len(lines) == 1:
        return text("fixed.at_one", what=words, line=shown)
    return text("fixed.at", what=words, number=writing.number(len(lines)), lines=shown)
