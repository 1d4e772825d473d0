"""Payment files: the list, and one with its messages or with what is wrong with it."""

from __future__ import annotations

from django.core.paginator import Page
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from tirek.ledger.models import Message, PaymentFile, Suspense
from tirek.office import writing
from tirek.office.pages import page_of, show
from tirek.office.texts import text
from tirek.pages.tables import Cell, Column, Table
from tirek.pages.texts import language


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All files, the last first; ``?status=``: only those posted or rejected."""
    chosen = request.GET.get("status", "")
    files = PaymentFile.objects.defer("content", "problems").order_by("-pk")
    if chosen in PaymentFile.Status.values:
        files = files.filter(status=chosen)
    else:
        chosen = ""
    page = page_of(request, files)
    filters = [("", text("files.all")), ("posted", text("files.only_posted")),
               ("rejected", text("files.only_rejected"))]  # fmt: skip
    return show(
        request, "files",
        {"page": page, "table": _files(page), "filters": filters, "chosen": chosen}, at="files",
    )  # fmt: skip


def _files(page: Page[PaymentFile]) -> Table:
    keys = [file.pk for file in page]
    inside = {
        key: rest
        for key, *rest in Message.objects.filter(file__in=keys).order_by().values_list("file")
        .annotate(Count("pk"), Sum("lines"), Sum("total_tiyn"))
    }  # fmt: skip
    waits = dict(
        Suspense.objects.filter(message__file__in=keys, state=Suspense.State.OPEN).order_by()
        .values_list("message__file").annotate(Count("pk"))
    )  # fmt: skip
    columns = [
        Column(text("files.name")), Column(text("files.received")), Column(text("files.status")),
        Column(text("files.messages"), True), Column(text("files.lines"), True),
        Column(text("files.waiting"), True), Column(text("files.sum"), True),
    ]  # fmt: skip
    table = Table(text("files.title"), columns)
    for file in page:
        messages, lines, tiyn = inside.get(file.pk, (0, 0, 0))
        numbers = [
            writing.number(messages), writing.number(lines), writing.number(waits.get(file.pk, 0)),
            writing.money(tiyn),
        ]  # fmt: skip
        if file.status == PaymentFile.Status.REJECTED:
            numbers = [writing.NOTHING] * 4
        table.add(
            [Cell(file.name, reverse("office:file", args=[file.pk])),
             writing.moment(file.received_at), text(f"files.{file.status}"), *numbers],
            state="bad" if file.status == PaymentFile.Status.REJECTED else "",
        )  # fmt: skip
    return table


@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One file; ``number`` is internal."""
    files = PaymentFile.objects.defer("content").select_related("batch")
    file = get_object_or_404(files, pk=number)
    rejected = file.status == PaymentFile.Status.REJECTED
    facts = [
        (text("files.status"), text(f"files.{file.status}")),
        (text("files.received"), writing.moment(file.received_at)),
        (text("files.by"), file.received_by),
        (text("files.size"), writing.size(file.size)),
        (text("files.digest"), bytes(file.digest).hex()),
    ]
    if not rejected:
        told = f"{writing.number(file.batch.id)}: {bytes(file.batch.seal).hex()}"
        facts.append((text("files.batch"), told))
    messages = Message.objects.filter(file=file).select_related("payer").order_by("number")
    page = page_of(request, messages)
    return show(
        request, "file",
        {"file": file, "facts": facts, "rejected": rejected, "page": page,
         "table": _problems(file) if rejected else _messages(page)},
        at="files",
    )  # fmt: skip


def _problems(file: PaymentFile) -> Table:
    columns = [
        Column(text("files.line"), True), Column(text("files.field")), Column(text("files.wrong"))
    ]  # fmt: skip
    table = Table(text("files.problems"), columns)
    for problem in file.problems:
        told = problem["message"][language()]
        table.add([writing.number(problem["line"]), problem["field"], told])
    return table


def _messages(page: Page[Message]) -> Table:
    keys = [message.pk for message in page]
    waits = dict(
        Suspense.objects.filter(message__in=keys, state=Suspense.State.OPEN).order_by()
        .values_list("message").annotate(Count("pk"))
    )  # fmt: skip
    columns = [
        Column(text("files.reference")), Column(text("files.payer")), Column(text("files.purpose")),
        Column(text("files.value_date")), Column(text("files.lines"), True),
        Column(text("files.waiting"), True), Column(text("files.sum"), True),
    ]  # fmt: skip
    table = Table(text("files.in_it"), columns)
    for message in page:
        payer = Cell(message.payer_number, note=text("files.payer_unknown"))
        if message.payer:
            href = reverse("office:payer", args=[message.payer.pk])
            payer = Cell(message.payer.name, href, message.payer_number)
        table.add([
            message.reference, payer, writing.purpose(message.purpose),
            writing.day(message.value_date), writing.number(message.lines),
            writing.number(waits.get(message.pk, 0)), writing.money(message.total_tiyn),
        ])  # fmt: skip
    return table
