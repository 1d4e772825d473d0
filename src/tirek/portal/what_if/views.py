"""The page of reforms."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tirek.contract.problems import Problem
from tirek.portal.answers import FORMAT, Answer, Link, answer_page
from tirek.portal.downloads import attachment
from tirek.portal.flow import problem_text
from tirek.portal.law.files import as_csv
from tirek.portal.pages import show
from tirek.portal.texts import text
from tirek.portal.what_if.asked import LeversForm, address_of
from tirek.portal.what_if.comparing import Compared, compared
from tirek.portal.what_if.funds import benefit_name, contribution_name
from tirek.portal.what_if.gaining import band_name
from tirek.portal.what_if.reforms import Changes, reform_of
from tirek.portal.what_if.telling import told

#: Columns of the file, in people and in tenge.
_PEOPLE, _TENGE = ("people", "more", "less"), ("now", "then", "change", "gained", "lost")


@require_safe
def what_if(request: HttpRequest) -> HttpResponse:
    """The levers and what they change; an address names what is another than in the law."""
    form = LeversForm(request.GET)
    if not form.is_valid():
        return _wrong(request, form)
    changes = form.changes
    try:
        found = compared(changes)
    except Problem as problem:
        form.add_error(None, problem_text(problem))
        return _wrong(request, form)
    wanted = request.GET.get(FORMAT, "")
    if wanted == "csv":
        return as_csv("what-if", _columns(), _rows(found))
    if wanted == "reform" and changes:
        return attachment(reform_of(changes), "tirek-reform.yaml", "application/yaml")
    address = address_of(changes)
    if wanted:
        address[FORMAT] = wanted
    request.GET = address  # type: ignore[assignment] # paper leads back to the scenario
    return answer_page(
        request, told(found, changes, _links(changes)), at="what_if", template="what_if",
        more=_shown(form),
    )  # fmt: skip


def _links(changes: Changes) -> list[Link]:
    kinds = ("csv", "reform") if changes else ("csv",)
    found = []
    for kind in kinds:
        address = address_of(changes)
        address[FORMAT] = kind
        href = f"{reverse('portal:what_if')}?{address.urlencode()}"
        found.append(Link(text(f"what_if.{kind}"), href))
    return found


def _wrong(request: HttpRequest, form: LeversForm) -> HttpResponse:
    answer = Answer(text("jobs.what_if"), "")
    return show(request, "what_if", {"answer": answer, **_shown(form)}, at="what_if", status=422)


def _shown(form: LeversForm) -> dict[str, object]:
    errors = [("", error) for error in form.non_field_errors()]
    errors += [(form[name].auto_id, error) for name in form.fields for error in form[name].errors]
    return {"form": form, "groups": form.groups(), "errors": errors}


def _columns() -> dict[str, str]:
    tenge = {name: f"{text(f'what_if.csv_{name}')}, ₸" for name in _TENGE}
    people = {name: text(f"what_if.csv_{name}") for name in _PEOPLE}
    return {
        "table": text("what_if.csv_table"), "name": text("what_if.what"),
        "now": tenge["now"], "then": tenge["then"], **people,
        **{name: tenge[name] for name in ("change", "gained", "lost")},
    }  # fmt: skip


def _rows(found: Compared) -> list[dict[str, object]]:
    """The tables as a file: whole tenge and people."""
    rows: list[dict[str, object]] = [
        {"table": text("what_if.sums"), "name": name_of(one.name), "now": round(one.now),
         "then": round(one.then), "change": round(one.then) - round(one.now)}
        for some, name_of in ((found.contributions, contribution_name),
                              (found.benefits, benefit_name))
        for one in some
    ]  # fmt: skip
    for band in found.bands:
        for table, side in (("paid", band.paid), ("received", band.received)):
            rows.append({
                "table": text(f"what_if.bands_{table}"), "name": band_name(band),
                "people": round(side.people), "more": round(side.more), "less": round(side.less),
                "change": round(side.change), "gained": round(side.gained),
                "lost": round(side.lost),
            })  # fmt: skip
    return rows
