"""A whole staff list: sums on the page, or the list back with what is due for each person.

Nothing is kept: whoever wants the file sends the list again with the other button.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.forms import Field
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from tirek.contract import contributions
from tirek.contract.reading import tiyn
from tirek.ledger.files.guarding import unguarded
from tirek.pages import language as choosing
from tirek.pages import writing
from tirek.pages.tables import Column, Table
from tirek.pages.texts import language
from tirek.portal import downloads
from tirek.portal.answers import Answer, Fact, Part
from tirek.portal.downloads import Content, Money
from tirek.portal.due import asked, staff_words
from tirek.portal.due.staff_list import Person, Staff, read
from tirek.portal.due.told import LINES, by_payer, half_told, line_title
from tirek.portal.due.views import views_of
from tirek.portal.fields import MonthField, SelectField, ask
from tirek.portal.flow import Question
from tirek.portal.pages import show
from tirek.portal.tables import LARGEST, LIMITS, NotATable
from tirek.portal.texts import text
from tirek.portal.told import undetermined
from tirek.project import clock

#: What each line of a person adds to the list.
_OF_LINE = ("rate", "base", "amount")
_TEMPLATE = ("month", "kind", "income", "elsewhere", "categories", "birth", "sex")
_ISO = re.compile(r"[12]\d{3}-\d{2}-\d{2}")
#: Rows that are told to be repeated; there may be more.
_MOST_REPEATED = 20


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The form; sent with a file: the sums, or the file back."""
    today = clock.today()
    made: dict[str, Field] = {
        "kind": ask("staff.kind", SelectField, asked.kind_options()),
        "month": ask("staff.month", MonthField, first=asked.FIRST_MONTH, last=asked.LAST_MONTH,
                     required=False),
    }  # fmt: skip
    usual = {"kind": "employee", "month": today.year * 100 + today.month}
    if request.method != "POST":
        return _shown(request, Question(made, initial=usual))
    form = Question(made, request.POST)
    if not form.is_valid():
        return _shown(request, form)
    file = request.FILES.get("file")
    if file is None:
        return _shown(request, form, wrong=text("staff.file_missing"))
    try:
        given = form.cleaned_data
        staff = read(file.read(), given["month"], given["kind"])
    except NotATable as problem:
        return _shown(request, form, wrong=str(problem))
    if not staff.people:
        return _shown(request, form, staff=staff)
    answers = contributions.answers([one.question for one in staff.people], language(), True)
    wanted = request.POST.get("do", "")
    if wanted in downloads.FORMS:
        return downloads.table(wanted, "tirek-staff", _rows(staff, answers))
    return _shown(request, form, answer=_told(staff, answers))


@require_safe
def template(request: HttpRequest, form: str) -> HttpResponse:
    """A list to fill in: its heading in the page's language, two lines to show how."""
    if form not in downloads.FORMS:
        raise Http404
    today = clock.today()
    month = f"{today.month:02d}.{today.year}"
    heading: list[Content] = [text("staff.person")]
    heading += [staff_words.title(column) for column in _TEMPLATE]
    kinds = text("kinds.employee"), text("kinds.civil_contract")
    elsewhere, birth, sex = Money(100_000_00), "17.03.1985", text("staff.example_sex")
    lines: list[list[Content]] = [
        [text("staff.example", number=1), month, kinds[0], Money(168_970_00), elsewhere, "",
         birth, sex],
        [text("staff.example", number=2), month, kinds[1], Money(250_000_00), "",
         text("staff.example_category"), "", ""],
    ]  # fmt: skip
    return downloads.table(form, "tirek-staff-template", [heading, *lines])


def _shown(
    request: HttpRequest, form: Question, *, wrong: str = "", staff: Staff | None = None,
    answer: Answer | None = None,
) -> HttpResponse:  # fmt: skip
    choosing.use(request)
    fields = [form[name] for name in form.fields]
    errors = [(one.auto_id, error) for one in fields for error in one.errors]
    if wrong:
        errors.append(("file", wrong))
    faults = _faults(staff) if staff is not None else None
    if staff is not None:
        errors.append(("faults", text("staff.faults", number=writing.number(staff.wrong))))
    shown: dict[str, Any] = {
        "title": text("due.title_due_staff"), "intro": text("due.intro_due_staff"),
        "fields": fields, "errors": errors, "file_error": wrong, "faults": faults,
        "views": views_of("due_staff"), "answer": answer,
        "limits": text("staff.limits", rows=writing.number(LIMITS.most_rows), size=LARGEST >> 20),
        "made": text("answer.made", day=writing.long_day(clock.today())),
    }  # fmt: skip
    return show(request, "staff", shown, at="due", status=422 if errors else 200)


def _faults(staff: Staff) -> Part:
    columns = [
        Column(text("staff.row"), True), Column(text("staff.column")), Column(text("staff.wrong")),
    ]  # fmt: skip
    table = Table(text("staff.faults_title"), columns)
    for fault in staff.faults:
        table.add([writing.number(fault.line), fault.column, fault.words])
    more = staff.wrong - len(staff.faults)
    intro = text("staff.more_faults", number=writing.number(more)) if more else ""
    warning = text("staff.some_left", number=writing.number(staff.wrong)) if staff.people else ""
    return Part(text("staff.faults_title"), intro, table=table, warning=warning)


def _repeated(staff: Staff) -> Part:
    """Rows that stand there twice."""
    points = [
        text("staff.repeated_row", line=writing.number(line), before=writing.number(before))
        for line, before in staff.repeated[:_MOST_REPEATED]
    ]  # fmt: skip
    more = len(staff.repeated) - len(points)
    if more:
        points.append(text("staff.and_more", number=writing.number(more)))
    return Part(text("staff.repeated"), points=points, warning=text("staff.repeated_warning"))


def _pensioners(staff: Staff, answers: Sequence[Any]) -> list[Part]:
    """Rows that tell one of two things of a pensioner: the age, or the category."""
    points: list[str] = []
    for person, one in zip(staff.people, answers, strict=True):
        key = half_told(person.kind, person.income, person.categories, person.birth, one)
        if key and len(points) < _MOST_REPEATED:
            points.append(text("staff.at_row", line=writing.number(person.line),
                               words=text(f"due.{key}")))  # fmt: skip
    return [Part(text("due.notes"), points=points)] if points else []


# ---------------------------------------------------------------------- sums


def _told(staff: Staff, answers: Sequence[Any]) -> Answer:
    """The sums of a list."""
    lines = [(month["month"], line) for month in answers for line in month["lines"] or ()]
    open_values = {
        (value["parameter"], value["on"]): value for one in answers for value in one["undetermined"]
    }  # fmt: skip
    total = text("due.total", sum=writing.money(sum(tiyn(line["amount"]) for _, line in lines)))
    facts = [Fact(text("staff.people"), writing.number(len(staff.people)))]
    if staff.left_out:
        facts.append(Fact(text("staff.left_out"), writing.number(staff.left_out)))
    if staff.wrong:
        facts.append(Fact(text("staff.wrong_rows"), writing.number(staff.wrong)))
    facts.append(Fact(text("staff.columns"), "; ".join(_used(staff))))
    if staff.unused:
        facts.append(Fact(text("staff.unused"), "; ".join(name[:60] for name in staff.unused)))
    unknown = sum(1 for one in answers if one["undetermined"])
    if unknown:
        facts.append(Fact(text("staff.unknown"), writing.number(unknown)))
    parts = [_faults(staff)] if staff.wrong else []
    parts += [_repeated(staff)] if staff.repeated else []
    parts += _pensioners(staff, answers)
    parts += [Part(text("staff.read"), facts=facts), Part(text("staff.to_pay"), table=_sums(lines)),
              Part(text("due.who_pays"), table=by_payer(line for _, line in lines))]  # fmt: skip
    if open_values:
        parts.append(undetermined(list(open_values.values())[:3]))
    state = "unknown" if open_values else "plain"
    return Answer(text("due.title_due_staff"), total, state, "", parts)


def _sums(lines: Iterable[tuple[str, Any]]) -> Table:
    """What is to be transferred: by month, kind of line and purpose code."""
    people: Counter[tuple[str, ...]] = Counter()
    sums: Counter[tuple[str, ...]] = Counter()
    for month, line in lines:
        order = str(LINES.index(line["kind"]))
        key = month, order, line["purpose_code"] or "", line["due"] or "", line["kind"]
        people[key] += 1
        sums[key] += tiyn(line["amount"])
    columns = [
        Column(text("fields.month")), Column(text("staff.what")), Column(text("staff.code")),
        Column(text("staff.due")), Column(text("staff.people"), True),
        Column(text("due.sum"), True),
    ]  # fmt: skip
    table = Table(text("staff.to_pay"), columns, wide=True)
    for one in sorted(sums):
        month, _, code, due, kind = one
        last = writing.day(date.fromisoformat(due)) if due else writing.NOTHING
        table.add([
            writing.month(int(month.replace("-", ""))), line_title({"kind": kind}),
            code or writing.NOTHING, last, writing.number(people[one]), writing.money(sums[one]),
        ])  # fmt: skip
    table.add([text("due.all"), "", "", "", "", writing.money(sums.total())], total=True)
    return table


# ---------------------------------------------------------------------- the list back


def _rows(staff: Staff, answers: Sequence[Any]) -> Iterable[list[Content]]:
    """The list as it came, with what is due for each person after it, or what is wrong with the
    row; the sums under it."""
    width = len(staff.heading)
    shown = [kind for kind in LINES if any(
        line["kind"] == kind for one in answers for line in one["lines"] or ())]  # fmt: skip
    heading: list[Content] = [*staff.heading, text("fields.month"), text("due.kind_short")]
    for kind in shown:
        name = text(f"due.{kind}_short")
        heading += [f"{name}: {text(f'staff.{part}')}" for part in _OF_LINE]
    yield [*heading, text("due.sum"), text("staff.due"), text("staff.note")]
    kinds = {kind: text(f"kinds.{kind}") for kind in asked.KINDS}
    added = 2 + len(_OF_LINE) * len(shown)
    made: list[tuple[int, list[Content]]] = [
        (one.line, [*_copied(one.cells, width), *[""] * (added + 2), one.words])
        for one in staff.refused
    ]
    for person, one in zip(staff.people, answers, strict=True):
        copied = _copied(person.cells, width)
        copied[staff.places["income"]] = Money(person.income)
        made.append((person.line, [*copied, *_added(person, one, shown, kinds)]))
    made.sort(key=lambda one: one[0])
    yield from (row for _, row in made)
    yield _total(staff, [row for _, row in made], width)


def _copied(cells: Sequence[str], width: int) -> list[Content]:
    found: list[Content] = [_as_written(unguarded(one)) for one in cells[:width]]
    return [*found, *[""] * (width - len(found))]


def _as_written(cell: str) -> str:
    """A cell; a day of a workbook as people write days."""
    if not _ISO.fullmatch(cell):
        return cell
    year, month, day = cell.split("-")
    return f"{day}.{month}.{year}"


def _total(staff: Staff, rows: Sequence[Sequence[Content]], width: int) -> list[Content]:
    """The sums of all amounts; a base is none of what is paid."""
    heading_width = max((len(row) for row in rows), default=width)
    found: list[Content] = [""] * heading_width
    amounts = [staff.places["income"], *range(width + 4, heading_width - 3, 3), heading_width - 3]
    for at in amounts:
        found[at] = Money(sum(row[at].tiyn for row in rows if isinstance(row[at], Money)))
    if staff.wrong:
        found[-1] = text("staff.total_without", number=writing.number(staff.wrong))
    place = next((at for at, one in enumerate(found) if not one), -1)
    found[place] = text("due.all")
    return found


def _used(staff: Staff) -> list[str]:
    """The columns that were understood, as the list calls them."""
    return [staff.heading[place] for place in sorted(staff.places.values())]


def _added(person: Person, one: Any, shown: Sequence[str], kinds: dict[str, str]) -> list[Content]:
    found: list[Content] = [f"{person.month % 100:02d}.{person.month // 100}", kinds[person.kind]]
    lines = {line["kind"]: line for line in one["lines"] or ()}
    total, due = 0, ""
    for kind in shown:
        line = lines.get(kind)
        if line is None:
            found += ["", "", ""]
            continue
        amount = tiyn(line["amount"])
        found += [writing.percent(line["rate"]), Money(tiyn(line["base"])), Money(amount)]
        total, due = total + amount, _as_written(line["due"] or "")
    if one["undetermined"]:
        return [*found, "", due, text("due.unknown")]
    return [*found, Money(total), due, ""]
