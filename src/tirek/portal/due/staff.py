"""A whole staff list: sums on the page, or the list back with what is due for each person.

Nothing is kept: whoever wants the file sends the list, which the page holds, with another button.
"""

from __future__ import annotations

from typing import Any

from django.forms import Field
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from tirek.contract import contributions
from tirek.pages import language as choosing
from tirek.pages import writing
from tirek.pages.texts import language
from tirek.portal import downloads
from tirek.portal.answers import Answer
from tirek.portal.brought import Brought, brought
from tirek.portal.downloads import Content, Money
from tirek.portal.due import asked, staff_file, staff_told, staff_words
from tirek.portal.due.staff_list import Staff, read
from tirek.portal.due.views import views_of
from tirek.portal.fields import MonthField, SelectField, ask
from tirek.portal.pages import show
from tirek.portal.steps import Question
from tirek.portal.tables import LARGEST, LIMITS, XLSX_ROWS, NotATable
from tirek.portal.texts import text
from tirek.project import clock

_TEMPLATE = ("month", "kind", "income", "elsewhere", "categories", "birth", "sex")


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
    form, file = Question(made, request.POST), brought(request)
    if not form.is_valid():
        return _shown(request, form, file=file)
    if file is None:
        return _shown(request, form, wrong=text("staff.file_missing"))
    try:
        given = form.cleaned_data
        staff = read(file.content, given["month"], given["kind"])
    except NotATable as problem:
        return _shown(request, form, wrong=str(problem))
    if not staff.people:
        return _shown(request, form, staff=staff)
    answers = contributions.answers([one.question for one in staff.people], language(), True)
    wanted = request.POST.get("do", "")
    if wanted in downloads.FORMS:
        return downloads.table(wanted, "tirek-staff", staff_file.rows(staff, answers))
    return _shown(request, form, file=file, staff=staff, answer=staff_told.told(staff, answers))


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
    request: HttpRequest, form: Question, *, wrong: str = "", file: Brought | None = None,
    staff: Staff | None = None, answer: Answer | None = None,
) -> HttpResponse:  # fmt: skip
    choosing.use(request)
    fields = [form[name] for name in form.fields]
    errors = [(one.auto_id, error) for one in fields for error in one.errors]
    if wrong:
        errors.append(("file", wrong))
    faults = staff_told.faults(staff) if staff is not None and staff.wrong else None
    if staff is not None and answer is None:
        errors.append(("faults", text("staff.faults", number=writing.number(staff.wrong))))
    shown: dict[str, Any] = {
        "title": text("due.title_due_staff"), "intro": text("due.intro_due_staff"),
        "fields": fields, "errors": errors, "file_error": wrong, "brought": file, "faults": faults,
        "views": views_of("due_staff"), "answer": answer,
        "file_hint": " ".join([text("staff.file_hint"), text(
            "staff.limits", rows=writing.number(LIMITS.most_rows), size=LARGEST >> 20,
            xlsx=writing.number(XLSX_ROWS))]),
        "made": text("answer.made", day=writing.long_day(clock.today())),
    }  # fmt: skip
    return show(request, "staff", shown, at="due", status=422 if errors else 200)
