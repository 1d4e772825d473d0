"""A person's statement: asked for by POST, so that no ИИН stands in an address."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tirek.ledger import statement as statements
from tirek.ledger.statement_data import Statement
from tirek.ledger.statement_pdf import pdf as as_pdf
from tirek.ledger.statement_text import Told, tell
from tirek.ledger.words import NotShown
from tirek.office.pages import NotAMonth, month_of, show
from tirek.office.texts import text
from tirek.pages import language as languages
from tirek.pages.tables import Cell, Column, Table
from tirek.pages.texts import language
from tirek.registry.iin import told_by

FIELDS = ("iin", "first", "last", "known_at")


@dataclass
class Asked:
    """What was typed in, and what is wrong with it: field -> text."""

    given: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    def statement(self) -> Statement | None:
        """The statement; None where something is wrong."""
        iin = "".join(self.given["iin"].split())
        if told_by(iin) is None:
            self.errors["iin"] = text("person.iin_wrong")
        first, last = self._month("first"), self._month("last")
        known_at = self._day("known_at")
        if self.errors:
            return None
        try:
            return statements.statement(iin, first, last, known_at)
        except NotShown as refused:
            name = refused.at.strip("/")
            self.errors[name if name in FIELDS else "iin"] = refused.text(language())
            return None

    def _month(self, name: str) -> int:
        try:
            return month_of(self.given[name])
        except NotAMonth:
            self.errors[name] = text("common.not_a_month")
            return 0

    def _day(self, name: str) -> date | None:
        typed = self.given[name].strip()
        try:
            return date.fromisoformat(typed) if typed else None
        except ValueError:
            self.errors[name] = text("common.not_a_day")
            return None


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: HttpRequest) -> HttpResponse:
    """The form; by POST: the statement, or what is wrong."""
    languages.use(request)
    asked = Asked({name: request.POST.get(name, "") for name in FIELDS})
    found = asked.statement() if request.method == "POST" else None
    shown: dict[str, object] = {"given": asked.given, "errors": asked.errors}
    if request.method == "POST":
        shown["repeat"] = asked.given
    if found is not None:
        told = tell(found, language())
        nothing = told.rows[0].text if not told.rows[0].month else ""
        shown |= {
            "told": told, "nothing": nothing, "months": _months(told), "waiting": _waiting(told),
        }  # fmt: skip
    status = 422 if asked.errors else 200
    return languages.keep(request, show(request, "person", shown, at="person", status=status))


@sensitive_post_parameters()
@require_POST
def pdf(request: HttpRequest) -> HttpResponse:
    """The same on paper."""
    asked = Asked({name: request.POST.get(name, "") for name in FIELDS})
    found = asked.statement()
    if found is None:
        shown = {"given": asked.given, "errors": asked.errors}
        return show(request, "person", shown, at="person", status=422)
    content = as_pdf(tell(found, language()), found.made_at)
    name = content_disposition_header(True, text("person.file"))
    return HttpResponse(
        content, content_type="application/pdf",
        headers={"Content-Disposition": name or "attachment", "Cache-Control": "no-store"},
    )  # fmt: skip


def _months(told: Told) -> Table:
    columns = [Column(name, at in told.numbers) for at, name in enumerate(told.head)]
    table = Table(told.title, columns, wide=True, months=True)
    last = ""
    for row in told.rows:
        month = Cell(row.month)
        state = f"{row.state} again" if row.month == last else row.state
        last = row.month
        cells = [month] if row.text else [month, *(Cell(cell) for cell in row.cells)]
        table.add(cells, state, whole=row.text)
    return table


def _waiting(told: Told) -> Table:
    columns = [Column(name) for name in told.waiting_head]
    table = Table(told.waiting_title, columns, months=True)
    for cells in told.waiting:
        table.add(cells)
    return table
