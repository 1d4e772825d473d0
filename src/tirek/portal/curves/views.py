"""The page of the curves."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_safe

from tirek.contract.problems import Problem
from tirek.contract.reading import tiyn
from tirek.portal.answers import FORMAT, Answer, answer_page
from tirek.portal.curves.accrued import accrued
from tirek.portal.curves.asked import CURVE, CurveForm, completed, kind_of, usual_forms
from tirek.portal.curves.drawn import Drawn
from tirek.portal.curves.kinds import KINDS
from tirek.portal.curves.numbered import Told, drawn_of
from tirek.portal.curves.shown import axis_name, line_name, rows
from tirek.portal.curves.telling import fact, told
from tirek.portal.downloads import Money
from tirek.portal.due.asked import not_in_force
from tirek.portal.flow import problem_text
from tirek.portal.law.files import as_csv
from tirek.portal.pages import show
from tirek.portal.texts import text
from tirek.portal.told import word

#: Which field a problem of the contract is about, by the start of its pointer.
_PLACES = {"/month": "month", "/payer_kind": "kind", "/on": "on", "/contributions": "on"}


@require_safe
def curves(request: HttpRequest) -> HttpResponse:
    """A curve with its form; an address that says nothing shows the first one as it usually is."""
    kind = kind_of(request.GET)
    if kind is None:
        form = CurveForm(KINDS["contributions"], completed(QueryDict(), KINDS["contributions"]))
        form.is_valid()
        form.add_error(CURVE, text("fields.choice_missing"))
        return _wrong(request, form)
    address = completed(request.GET, kind)
    form = CurveForm(kind, address)
    if not form.is_valid():
        return _wrong(request, form)
    given = {name: form.cleaned_data[name] for name in kind.asked}
    try:
        drawn, marks = drawn_of(kind.name, given)
    except Problem as problem:
        at = next((f for start, f in _PLACES.items() if problem.at.startswith(start)), "")
        none_pays = problem.key == "kind_not_in_force.kind"
        said = not_in_force(problem) if none_pays else problem_text(problem)
        form.add_error(at if at in form.fields else None, said)
        return _wrong(request, form)
    wanted = request.GET.get(FORMAT, "")
    if wanted == "csv":
        return _csv(drawn, marks)
    csv = f"{reverse('portal:curves')}?{_with(address, 'csv')}"
    if wanted:
        address[FORMAT] = wanted
    request.GET = address  # type: ignore[assignment] # paper leads back to all that was asked
    return answer_page(
        request, told(drawn, marks, csv), at="curves", given=form.given(), template="curves",
        more=_shown(form),
    )  # fmt: skip


def _with(address: QueryDict, kind: str) -> str:
    found = address.copy()
    found[FORMAT] = kind
    return found.urlencode()


def _wrong(request: HttpRequest, form: CurveForm) -> HttpResponse:
    answer = Answer(text("jobs.curves"), "")
    return show(
        request, "curves", {"answer": answer, **_shown(form)}, at="curves", status=422
    )  # fmt: skip


def _shown(form: CurveForm) -> dict[str, object]:
    fields = [form[name] for name in form.fields]
    errors = [("", error) for error in form.non_field_errors()]
    errors += [(field.auto_id, error) for field in fields for error in field.errors]
    others = [(one.kind.name, [one[name] for name in one.fields][1:]) for one in usual_forms()]
    return {"form": form, "fields": fields, "errors": errors, "others": others,
            "shown": form.kind.name}  # fmt: skip


def _csv(drawn: Drawn, marks: list[Told]) -> HttpResponse:
    """The table as a file."""
    axis = drawn.kind.axis
    names = [line.name for line in drawn.lines]
    columns = {
        axis: axis_name(drawn),
        **({"accrued": text("curves.accrued")} if drawn.kind.counted else {}),
        **{name: f"{line_name(drawn, at)}, ₸" for at, name in enumerate(names)},
        **({"net": f"{word('net')}, ₸"} if drawn.benefit else {}),
        "entitled": text("curves.right"), "mark": text("curves.mark"),
        "said": text("curves.said"),
    }  # fmt: skip
    places = rows(drawn, marks)
    wages = accrued(drawn, places) if drawn.kind.counted else [None] * len(places)
    found = []
    for at, wage, point in zip(places, wages, drawn.points(places), strict=True):
        here = [one for one in marks if one.mark.at == at]
        found.append({
            axis: Money(at) if axis == "income" else at,
            "accrued": None if wage is None else Money(wage),
            **{name: Money(value) for name, value in zip(names, point.values, strict=True)},
            "net": None if point.net is None else Money(tiyn(point.net)),
            "entitled": not point.state, "mark": [one.number for one in here],
            "said": [fact(drawn, one).value for one in here],
        })  # fmt: skip
    return as_csv(f"curve-{drawn.kind.name}", columns, found)
