"""Lines that wait: the list by reason, and one with what it means and who does what."""

from __future__ import annotations

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from tirek.ledger.models import Suspense
from tirek.ledger.reasons import WHO, Reason, catalogue
from tirek.office import writing
from tirek.office.front import waiting_by_reason
from tirek.office.pages import page_of, show
from tirek.office.texts import text
from tirek.pages.tables import Cell, Column, Table
from tirek.pages.texts import language


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What is open, the last paid first; ``?reason=``: only one reason (the one told)."""
    lang = language()
    counts = waiting_by_reason()
    chosen = request.GET.get("reason", "")
    chosen = chosen if chosen in catalogue() else ""
    lines = Suspense.objects.filter(state=Suspense.State.OPEN).order_by("-value_date", "-pk")
    if chosen:
        lines = lines.filter(reasons__0=chosen)
    page = page_of(request, lines.select_related("payer", "message"))
    there = [row for row in counts if not chosen or row[0] == chosen]
    return show(
        request, "suspense",
        {
            "page": page, "table": _lines(page), "chosen": chosen,
            "filters": [(code, catalogue()[code].title[lang], writing.number(count))
                        for code, count, _ in counts],
            "told": told(catalogue()[chosen]) if chosen else None,
            "count": writing.number(sum(row[1] for row in there)),
            "sum": writing.money(sum(row[2] for row in there)),
        },
        at="suspense",
    )  # fmt: skip


def _lines(page: Page[Suspense]) -> Table:
    columns = [
        Column(text("suspense.reason")), Column(text("suspense.value_date")),
        Column(text("suspense.payer")), Column(text("suspense.month")),
        Column(text("suspense.purpose")), Column(text("suspense.turn")),
        Column(text("suspense.sum"), True),
    ]  # fmt: skip
    table = Table(text("suspense.title"), columns)
    for line in page:
        reason = catalogue()[line.reasons[0]]
        table.add([
            Cell(reason.title[language()], reverse("office:line", args=[line.pk])),
            writing.day(line.value_date), _payer(line), writing.month(line.period),
            writing.purpose(line.purpose), text(f"who.{reason.turn}"),
            writing.money(line.amount_tiyn),
        ])  # fmt: skip
    return table


def _payer(line: Suspense) -> Cell:
    if line.payer:
        return Cell(line.payer.name, reverse("office:payer", args=[line.payer.pk]))
    return Cell(line.message.payer_number, note=text("files.payer_unknown"))


@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One line, open or settled; ``number`` is internal."""
    lines = Suspense.objects.select_related("payer", "message__file").defer(
        "message__file__content"
    )
    line = get_object_or_404(lines, pk=number)
    state = text(f"suspense.{line.state}", batch=line.settled_by_id)
    place = text("suspense.place_text", reference=line.message.reference, number=line.number)
    facts = [
        ("state", Cell(state)),
        ("sum", Cell(writing.money(line.amount_tiyn))),
        ("purpose", Cell(writing.purpose(line.purpose))),
        ("month", Cell(writing.month(line.period))),
        ("value_date", Cell(writing.day(line.value_date))),
        ("payer", _payer(line)),
        ("file", Cell(line.message.file.name, reverse("office:file", args=[line.message.file_id]))),
        ("place", Cell(place)),
    ]
    stood = [(name, getattr(line, name) or writing.NOTHING)
             for name in ("iin", "surname", "name", "patronymic", "birth_date")]  # fmt: skip
    return show(
        request, "line",
        {
            "open": line.state == Suspense.State.OPEN,
            "facts": [(text(f"suspense.{name}"), cell) for name, cell in facts],
            "stood": [(text(f"suspense.{name}"), value) for name, value in stood],
            "reasons": [told(catalogue()[code]) for code in line.reasons],
        },
        at="suspense",
    )  # fmt: skip


def told(reason: Reason) -> dict[str, object]:
    """A reason in the page's words; who acts first stands first."""
    lang = language()
    who = sorted((one for one in WHO if one in reason.todo), key=lambda one: one != reason.turn)
    return {
        "title": reason.title[lang], "means": reason.means[lang],
        "todo": [(text(f"who.{one}"), reason.todo[one][lang], one == reason.turn) for one in who],
    }  # fmt: skip
