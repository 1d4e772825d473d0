"""The front page: figures of the journal, why lines wait, balances, seals."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tirek.ledger.chart import Fund, Part
from tirek.ledger.models import Batch, Message, PaymentFile, Suspense
from tirek.ledger.reasons import catalogue
from tirek.office import background, tasks, writing
from tirek.office.balances import balances
from tirek.office.pages import show
from tirek.office.texts import text
from tirek.pages.tables import Cell, Column, Table
from tirek.pages.texts import language

_LAST = 10
#: How much of a seal is shown; all of it stands with its file.
_SEAL = 16


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    status = dict(PaymentFile.objects.order_by().values_list("status").annotate(Count("pk")))
    if not status and not Batch.objects.exists():
        return show(request, "empty", at="front")
    of_files = Batch.objects.filter(kind=Batch.Kind.FILE).aggregate(sum=Sum("entries"))["sum"] or 0
    waiting = waiting_by_reason()
    lines, tiyn = sum(row[1] for row in waiting), sum(row[2] for row in waiting)
    figures = [
        ("files", writing.number(sum(status.values())),
         text("front.rejected", count=writing.number(status.get("rejected", 0))),
         reverse("office:files")),
        ("posted", writing.number(of_files - Suspense.objects.count()),
         text("front.messages", count=writing.number(Message.objects.count())), ""),
        ("waiting", writing.number(lines), writing.money(tiyn), reverse("office:suspense")),
    ]  # fmt: skip
    return show(
        request, "front",
        {
            "figures": [(f"front.{key}", *rest) for key, *rest in figures],
            "verified": _verified(), "reasons": _reasons(waiting), "balances": _balances(),
            "batches": _batches(),
        },
        at="front",
    )  # fmt: skip


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Puts a look at the whole journal in the queue."""
    background.begin(tasks.verify)
    return HttpResponseRedirect(reverse("office:front"))


def waiting_by_reason() -> list[tuple[str, int, int]]:
    """Reason, lines and tiyn of what is open, the most lines first."""
    found = (
        Suspense.objects.filter(state=Suspense.State.OPEN).order_by().values_list("reasons__0")
        .annotate(Count("pk"), Sum("amount_tiyn"))
    )  # fmt: skip
    return sorted(found, key=lambda row: (-row[1], row[0]))


def _verified() -> dict[str, Any]:
    found = background.kept("verified")
    shown: dict[str, Any] = {"state": "never", "goes_on": background.goes_on(tasks.VERIFY)}
    if found:
        at = writing.moment(datetime.fromisoformat(found["at"]))
        shown |= {
            "state": "damaged" if found["faults"] else "whole",
            "count": writing.number(found["faults"]),
            "when": text("front.verified_at", at=at, batches=writing.number(found["batches"])),
        }
    return shown


def _reasons(waiting: list[tuple[str, int, int]]) -> Table:
    columns = [
        Column(text("front.reason")), Column(text("front.turn")),
        Column(text("front.lines"), True), Column(text("front.sum"), True),
    ]  # fmt: skip
    table = Table(text("front.reasons"), columns)
    for code, count, tiyn in waiting:
        reason = catalogue()[code]
        href = f"{reverse('office:suspense')}?reason={code}"
        table.add([
            Cell(reason.title[language()], href), text(f"who.{reason.turn}"),
            writing.number(count), writing.money(tiyn),
        ])  # fmt: skip
    return table


def _balances() -> Table:
    found = balances()
    columns = [
        Column(text("front.account")), *(Column(text(f"funds.f{fund}"), True) for fund in Fund)
    ]  # fmt: skip
    table = Table(text("front.balances"), columns)
    known = {part.value for part in Part}
    for part in sorted(known | {account % 100 for account in found}):
        row = [found.get(fund * 100 + part, 0) for fund in Fund]
        if any(row):
            name = f"accounts.part{part}" if part in known else "accounts.other"
            table.add([text(name, number=part), *(writing.sum_of(tiyn) for tiyn in row)])
    sums = [sum(t for account, t in found.items() if account // 100 == fund) for fund in Fund]
    table.add([text("common.total"), *(writing.money(tiyn) for tiyn in sums)], total=True)
    return table


def _batches() -> Table:
    columns = [
        Column(text("front.batch"), True), Column(text("front.what")), Column(text("front.at")),
        Column(text("front.entries"), True), Column(text("front.seal")),
    ]  # fmt: skip
    table = Table(text("front.batches"), columns)
    last = Batch.objects.select_related("file").defer("file__content").order_by("-id")[:_LAST]
    for batch in last:
        what = Cell(text(f"batch_kinds.{batch.kind}"))
        if batch.file:
            href = reverse("office:file", args=[batch.file.pk])
            what = Cell(batch.file.name, href, text(f"batch_kinds.{batch.kind}"))
        table.add([
            writing.number(batch.id), what, writing.moment(batch.at),
            writing.number(batch.entries), f"{bytes(batch.seal).hex()[:_SEAL]}…",
        ])  # fmt: skip
    return table
