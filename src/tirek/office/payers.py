"""Payers: by debt as it was counted last, one by its number, and one's account."""

from __future__ import annotations

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from tirek.ledger import payer_text
from tirek.ledger.files.cells import is_iin
from tirek.ledger.payers import Account, Sums, account
from tirek.ledger.words import NotShown, say
from tirek.office import background, tasks, writing
from tirek.office.debts import Debt, Debts, counted
from tirek.office.pages import NotAMonth, month_of, page_of, show
from tirek.office.texts import text
from tirek.pages.tables import Cell, Column, Table
from tirek.pages.texts import language
from tirek.registry.models import Payer


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Payers in debt, the largest first."""
    return _listing(request)


def _listing(request: HttpRequest, typed: str = "", error: str = "") -> HttpResponse:
    debts = counted()
    page = page_of(request, debts.rows if debts else [])
    return show(
        request, "payers",
        {"debts": debts, "page": page, "table": _debts(page, debts), "told": _told(debts),
         "goes_on": background.goes_on(tasks.COUNT_DEBTS), "typed": typed, "error": error},
        at="payers", status=422 if error else 200,
    )  # fmt: skip


def _told(debts: Debts | None) -> str:
    if debts is None:
        return ""
    return text(
        "payers.counted", on=writing.day(debts.on), at=writing.moment(debts.at),
        payers=writing.number(debts.payers), count=writing.number(len(debts.rows)),
    )  # fmt: skip


def _debts(page: Page[Debt], debts: Debts | None) -> Table:
    names = ("payer", "region", "social", "medical", "penalty", "late")
    columns = [Column(text(f"payers.{name}"), at > 1) for at, name in enumerate(names)]
    table = Table(text("payers.title"), columns)
    known = Payer.objects.in_bulk([debt.payer for debt in page])
    for debt in page:
        payer = known[debt.payer]
        penalty = debt.penalty_tiyn
        table.add([
            Cell(payer.name, reverse("office:payer", args=[payer.pk])),
            writing.region(payer.region), writing.sum_of(debt.social_tiyn),
            writing.sum_of(debt.medical_tiyn),
            text("payers.undetermined") if penalty is None else writing.sum_of(penalty),
            writing.number(debt.late_days),
        ])  # fmt: skip
    return table


@sensitive_post_parameters()
@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """Goes to the payer of a number, which may be an ИИН."""
    typed = request.POST.get("number", "")
    number = "".join(typed.split())
    payer = Payer.objects.filter(number=number).first() if is_iin(number) else None
    if payer is None:
        error = NotShown("unknown_payer", "/number").text(language())
        return _listing(request, typed, error)
    return HttpResponseRedirect(reverse("office:payer", args=[payer.pk]))


@require_POST
def count(request: HttpRequest) -> HttpResponse:
    """Puts the count of all debts in the queue."""
    background.begin(tasks.count_debts)
    return HttpResponseRedirect(reverse("office:payers"))


# ---------------------------------------------------------------------- one payer


@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    """A payer's account; ``number`` is internal. ``?first=`` and ``?last=``: its months."""
    payer = get_object_or_404(Payer, pk=number)
    given = {name: request.GET.get(name, "") for name in ("first", "last")}
    errors, months = {}, {}
    for name, typed in given.items():
        try:
            months[name] = month_of(typed)
        except NotAMonth:
            errors[name] = text("common.not_a_month")
    shown: dict[str, object] = {"payer": payer, "given": given, "errors": errors}
    if not errors:
        try:
            shown |= _account(account(payer.number, months["first"], months["last"]))
        except NotShown as refused:
            errors["last"] = refused.text(language())
    shown["facts"] = [
        (say("payer", "number", language()), payer.number),
        (text("payers.kind"), text(f"payers.{payer.kind}")),
        (text("payers.region"), writing.region(payer.region)),
        *(shown.pop("span") if "span" in shown else []),  # type: ignore[misc]
    ]
    return show(request, "payer", shown, at="payers", status=422 if errors else 200)


def _account(found: Account) -> dict[str, object]:
    lang = language()
    arrears = found.arrears
    told = say("payer", "no_arrears", lang)
    steps = []
    if arrears:
        told = say("payer", "arrears", lang).format(
            since=writing.day(arrears.since), money=writing.money(arrears.amount_tiyn)
        )
        steps = [
            (say("payer", f"risk_{risk}", lang),
             [(step.title[lang], payer_text._when(step, lang)) for step in of_risk])
            for risk, of_risk in arrears.steps.items()
        ]  # fmt: skip
    span = f"{writing.month(found.first)} – {writing.month(found.last)}"
    return {
        "arrears": arrears, "told": told, "steps": steps, "lines": found.lines,
        "table": _lines(found), "notes": payer_text._notes(found, lang),
        "span": [(say("payer", "as_of", lang), writing.day(found.on)),
                 (say("payer", "span", lang), span)],
        "nothing": say("payer", "nothing", lang),
    }  # fmt: skip


_SUMS = ("people", "due", "paid", "missing", "over", "waiting", "late", "penalty", "penalty_paid")
#: Shown only where something stands in them.
_RARE = ("over", "waiting", "late", "penalty", "penalty_paid")


def _lines(found: Account) -> Table:
    lang = language()
    every = [(line.sums, _cells(line.sums)) for line in found.lines]
    totals = [(purpose, _cells(sums)) for purpose, sums in found.totals.items()]
    used = [
        name for name in _SUMS
        if name not in _RARE
        or any(cells[name] != writing.NOTHING for _, cells in [*every, *totals])
    ]  # fmt: skip
    columns = [Column(say("payer", name, lang)) for name in ("month", "purpose", "due_on")]
    columns += [Column(say("payer", name, lang), True) for name in used]
    table = Table(say("payer", "title", lang), columns, wide=True)
    last = 0
    for line, (sums, cells) in zip(found.lines, every, strict=True):
        state = "owed" if line.due_passed and sums.missing_tiyn else ""
        state += " again" if line.period == last else ""
        last = line.period
        table.add(
            [writing.month(line.period), f"{line.purpose:03d}", writing.day(line.due_on),
             *(cells[name] for name in used)],
            state.strip(),
        )  # fmt: skip
    for purpose, cells in totals:
        table.add(
            [text("common.total"), f"{purpose:03d}", "", *(cells[name] for name in used)],
            total=True,
        )
    return table


def _cells(sums: Sums) -> dict[str, str]:
    penalty = sums.penalty_tiyn
    return {
        "people": writing.number(sums.people), "due": writing.sum_of(sums.due_tiyn),
        "paid": writing.sum_of(sums.paid_tiyn), "missing": writing.sum_of(sums.missing_tiyn),
        "over": writing.sum_of(sums.over_tiyn), "waiting": writing.sum_of(sums.waiting_tiyn),
        "late": writing.number(sums.late_days) if sums.late_days else writing.NOTHING,
        "penalty": (
            say("payer", "undetermined", language()) if penalty is None
            else writing.sum_of(penalty)
        ),
        "penalty_paid": writing.sum_of(sums.penalty_paid_tiyn),
    }  # fmt: skip
