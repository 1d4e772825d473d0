"""Changes of a running payment: what suspends, ends or recalculates it, from when, and what
brings it back; and the procedural grounds on which a claim may be refused.

All of it is data of ``payment_changes.yaml``, by the act of the day (Law 405, Law 286-VI, the
Social Code). Whether a hearing must come first is not decided here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources
from typing import Any, Literal, NamedTuple

import yaml

from tirek.law.working_days import months_later

Kind = Literal["suspension", "termination", "recalculation"]
Text = dict[str, str]
_Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Resumption:
    """In which case a payment goes on, to whom (code), and from when (:func:`resumed_from`)."""

    case: str
    title: Text
    to: str
    to_title: Text
    moment: str
    moment_title: Text
    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground of one kind; ``moment`` says from when it works."""

    code: str
    kind: Kind
    title: Text
    moment: str
    moment_title: Text
    resumes: tuple[Resumption, ...]
    confirmed: bool
    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What a ground does to one payment.

    A suspension or termination has its first day not paid and the last day paid; a recalculation
    has ``amount_changes_from``. All are None where the text that is held names no day.
    """

    ground: str
    kind: Kind
    title: Text
    first_day_not_paid: date | None
    last_day_paid: date | None
    amount_changes_from: date | None
    resumes: tuple[Resumption, ...]
    confirmed: bool
    citations: tuple[str, ...]


class Refusal(NamedTuple):
    """``stage``: acceptance (of the application) or assignment (of the benefit)."""

    code: str
    stage: str
    title: Text
    citations: tuple[str, ...]


def grounds(benefit: str, kind: Kind, on: date) -> tuple[Ground, ...] | None:
    """The grounds of that kind for a benefit, by the act of that day; None where it is not held."""
    _known(benefit)
    if kind not in _table()["kinds"]:
        raise ValueError(f"no such kind: {kind!r}")
    act = _act(on)
    if act is None:
        return None
    found = (_ground(row, benefit, act, on) for row in _table()["grounds"])
    return tuple(ground for ground in found if ground and ground.kind == kind)


def effective(
    benefit: str,
    ground: str,
    *,
    event: date,
    informed: date,
    assigned_from: date,
) -> Change:
    """What this ground does to a payment, by the act of the day on which it became known.

    ``event`` is the day of the death, the application, the new degree, the end of a term;
    ``informed`` the day the information came in; ``assigned_from`` the first day of the payment.
    Raises ValueError where the act has no such ground for the benefit, or is not held.
    """
    _known(benefit)
    act = _act(informed)
    rows = [row for row in _table()["grounds"] if row["code"] == ground]
    found = _ground(rows[0], benefit, act, informed) if rows and act else None
    if found is None:
        raise ValueError(f"no ground {ground!r} for {benefit} on {informed}")
    day = {
        "after_month_of_information": _next_month(informed),
        "after_month_of_event": _next_month(event),
        "event_day": event,
        "day_after_event": event + timedelta(days=1),
        "assignment_day": assigned_from,
        "event_day_not_before_assignment": max(event, assigned_from),
        "fixed_day": _rule(rows[0], benefit, act, informed).get("day"),
    }.get(found.moment)
    stops = found.kind != "recalculation"
    return Change(
        ground=ground,
        kind=found.kind,
        title=found.title,
        first_day_not_paid=day if stops else None,
        last_day_paid=day - timedelta(days=1) if stops and day and day > assigned_from else None,
        amount_changes_from=None if stops else day,
        resumes=found.resumes,
        confirmed=found.confirmed,
        citations=found.citations,
    )


def resumed_from(
    resumption: Resumption, *, suspended: date, case_day: date, applied: date
) -> date | None:
    """The first day that is paid again; None where the text that is held names none.

    ``suspended`` is the first day not paid, ``case_day`` the day of the case (a document issued, a
    guardian named, a month of the last payment abroad), ``applied`` that of the application.
    """
    years: int = _table()["resumed_not_more_than_years"]["value"]
    return {
        "suspension_day": suspended,
        "suspension_day_up_to_3_years": max(suspended, months_later(applied, -12 * years)),
        "case_day": case_day,
        "case_day_not_before_suspension": max(case_day, suspended),
        "after_month_of_case": _next_month(case_day),
    }.get(resumption.moment)


def refusals(benefit: str, on: date) -> tuple[Refusal, ...] | None:
    """The procedural grounds of refusing a claim; None before the Social Code: not held."""
    _known(benefit)
    if _act(on) != "SC":
        return None
    group = "children" if benefit in ("maternity", "adoption", "childcare") else benefit
    return tuple(
        Refusal(row["code"], row["stage"], row["title"], (f"SC {row['articles'][group]}",))
        for row in _table()["refusals"]
        if group in row["articles"]
    )


def _ground(row: _Row, benefit: str, act: str, on: date) -> Ground | None:
    table, rule = _table(), _rule(row, benefit, act, on)
    if not rule:
        return None
    article = rule["articles"].get(benefit) or rule["articles"]["all"]
    resumes = tuple(
        Resumption(
            item["case"],
            table["cases"][item["case"]],
            item["to"],
            table["people"][item["to"]],
            item["moment"],
            table["moments"][item["moment"]],
            (_cite(act, item.get("article", article)),),
        )
        for item in rule.get("resumes", ())
    )
    return Ground(
        code=row["code"],
        kind=rule["kind"],
        title=row["title"],
        moment=rule["moment"],
        moment_title=table["moments"][rule["moment"]],
        resumes=resumes,
        confirmed=rule.get("confirmed", rule["moment"] != "not_stated"),
        citations=(_cite(act, article),),
    )


def _rule(row: _Row, benefit: str, act: str | None, on: date) -> _Row:
    """The ground's rule for this benefit in this act, or an empty one."""
    rules = (
        rule
        for rule in row["rules"]
        if rule["act"] == act
        and {benefit, "all"} & rule["articles"].keys()
        and rule.get("day", date.min) <= on
    )
    return next(rules, {})


def _act(on: date) -> str | None:
    rows = (r for r in _table()["acts"] if r["since"] <= on <= r.get("until", date.max))
    return next((str(row["code"]) for row in rows), None)


def _cite(act: str, article: str) -> str:
    return article if article.startswith("seed") else f"{act} {article}"


def _known(benefit: str) -> None:
    if benefit not in _table()["benefits"]:
        raise ValueError(f"no such benefit: {benefit!r}")


def _next_month(day: date) -> date:
    return months_later(day.replace(day=1), 1)


@lru_cache(maxsize=1)
def _table() -> _Row:
    text = resources.files("tirek.law").joinpath("payment_changes.yaml").read_text("utf-8")
    table: _Row = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return table
