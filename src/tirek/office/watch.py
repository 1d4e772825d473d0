"""The monthly watch: payers whose participants fell by half or more."""

from __future__ import annotations

import numpy as np
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tirek.engine.parameters import day_of
from tirek.ledger.payer_due import due_days
from tirek.ledger.plain import later, month_of, month_text
from tirek.ledger.watch import Fallen, Watch
from tirek.ledger.watch import watch as watch_of
from tirek.ledger.words import NotShown, say
from tirek.office import pages, writing
from tirek.office.texts import text
from tirek.pages.tables import Cell, Column, Table
from tirek.pages.texts import language
from tirek.project import clock
from tirek.registry.models import Payer

_COLUMNS = (
    "name", "region", "reason", "fall_percent", "average_before", "participants",
    "average_of_year", "late", "left", "civil_ended", "waiting", "year_before",
)  # fmt: skip
_WORDS = ("name", "region", "reason", "year_before")


@require_safe
def watch(request: HttpRequest) -> HttpResponse:
    """The list of a month: ``?month=``, else the last whose payments are due."""
    typed = request.GET.get("month", "")
    error, found = "", None
    try:
        found = watch_of(pages.month_of(typed) or _last_due())
    except pages.NotAMonth:
        error = text("common.not_a_month")
    except NotShown as refused:
        error = refused.text(language())
    shown: dict[str, object] = {"error": error, "typed": typed, "found": found}
    if found is not None:
        shown |= _told(found)
    return pages.show(request, "watch", shown, at="watch", status=422 if error else 200)


def _last_due() -> int:
    """The newest month whose due day has passed."""
    period = month_of(clock.today())
    while day_of(int(due_days(np.array([period], np.int64))[0])) >= clock.today():
        period = later(period, -1)
    return period


def _told(found: Watch) -> dict[str, object]:
    lang = language()
    return {
        "typed": month_text(found.month), "month": writing.month(found.month),
        "due": text("watch.due", day=writing.day(found.due_on)),
        "counts": say("watch", "watched", lang).format(
            count=writing.number(found.watched), fallen=writing.number(len(found.fallen))
        ),
        "reasons": [(say("watch", reason, lang), writing.number(count))
                    for reason, count in found.reasons.items() if count],
        "table": _fallen(found.fallen, lang),
    }  # fmt: skip


def _fallen(fallen: list[Fallen], lang: str) -> Table:
    keys = dict(
        Payer.objects.filter(number__in=[one.payer for one in fallen]).values_list("number", "pk")
    )
    columns = [Column(say("watch", name, lang), name not in _WORDS) for name in _COLUMNS]
    table = Table(text("watch.title"), columns, wide=True)
    for one in fallen:
        said = {
            "name": Cell(one.name, reverse("office:payer", args=[keys[one.payer]])),
            "region": Cell(writing.region(one.region)),
            "reason": Cell(say("watch", one.reason, lang)),
            "year_before": Cell(say("watch", "same" if one.year_before else "not_same", lang)),
        }
        table.add(said.get(name) or _number(getattr(one, name), lang) for name in _COLUMNS)
    return table


def _number(value: int | str, lang: str) -> Cell:
    """A count, or a number with tenths that comes as text."""
    if isinstance(value, int):
        return Cell(writing.number(value))
    return Cell(value if lang == "en" else value.replace(".", ","))
