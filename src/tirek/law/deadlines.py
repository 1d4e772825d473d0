"""Terms of procedure: until when a benefit is assigned, a refund made, arrears collected.

Every term is a dated row of ``deadlines.yaml``. The day of the event is not counted; a term in
working days runs in Kazakhstan's calendar (:mod:`tirek.law.working_days`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from tirek.law.working_days import Term, add_working_days, months_later


@dataclass(frozen=True, slots=True)
class Deadline:
    """A term and its last day.

    ``days`` are counted in ``unit`` (working_days, banking_days, calendar_days, months); None where
    the text that holds the term is not held. ``day`` is None then, and where the event from which
    the term runs has not happened yet. ``estimated``: Kurban Ait may still move the day.
    ``confirmed`` is false where the term rests on no text that is held.
    """

    name: str
    title: dict[str, str]
    days: int | None
    unit: str
    day: date | None
    estimated: bool
    confirmed: bool
    citations: tuple[str, ...]


def names() -> tuple[str, ...]:
    """The terms that :func:`term` knows."""
    return tuple(_table()["terms"])


def term(
    name: str, start: date, *, benefit: str | None = None, risk: str | None = None
) -> Deadline:
    """The term that begins with the event of ``start``, by the law of that day.

    ``benefit`` (job_loss, disability, ...) and ``risk`` (high, medium) matter to some terms only.
    Raises ValueError for a name or risk that does not exist, and for a term that needs a risk.
    """
    return _deadline(name, start, start, benefit, risk)


def arrears_steps(
    arrears_since: date,
    notice_served: date | None,
    risk: str,
    *,
    list_received: date | None = None,
) -> tuple[Deadline, ...]:
    """What follows on arrears of social contributions, by the law of the day they arose.

    A payer of low risk gets no notice: only the publication is left. Steps that count from the
    serving of the notice or the arrival of the list have no day until that has happened.
    """
    steps: list[tuple[str, date | None]] = [("arrears_published", arrears_since)]
    if risk != "low":
        steps = [
            ("arrears_notice", arrears_since),
            ("arrears_accounts_stopped", notice_served),
            ("arrears_list", notice_served),
            ("arrears_collected", list_received),
            *steps,
        ]
    return tuple(_deadline(name, arrears_since, start, None, risk) for name, start in steps)


def _deadline(
    name: str, law_of: date, start: date | None, benefit: str | None, risk: str | None
) -> Deadline:
    table = _table()
    if name not in table["terms"]:
        raise ValueError(f"no such term: {name!r}")
    if risk is not None and risk not in table["risks"]:
        raise ValueError(f"no such risk: {risk!r}")
    rows = [
        row
        for row in table["terms"][name]["editions"]
        if row["since"] <= law_of <= row.get("until", date.max)
        and ("benefits" not in row or benefit in row["benefits"])
    ]
    if rows and risk is None and all("risk" in row for row in rows):
        raise ValueError(f"the term {name!r} depends on the payer's risk")
    row = next((row for row in rows if row.get("risk", risk) == risk), None)
    title = table["terms"][name]["title"]
    if row is None:
        return Deadline(name, title, None, "working_days", None, False, False, ())
    end = _end(start, row["days"], row["unit"]) if start and row["days"] is not None else None
    return Deadline(
        name=name,
        title=title,
        days=row["days"],
        unit=row["unit"],
        day=end.day if end else None,
        estimated=bool(end and end.estimated),
        confirmed=row["confidence"] in table["held"],
        citations=(row["cites"],) if row["cites"] else (),
    )


def _end(start: date, days: int, unit: str) -> Term:
    if unit == "months":
        return Term(months_later(start, days), False, ())
    if unit == "calendar_days":
        return Term(start + timedelta(days=days), False, ())
    return add_working_days(start, days)


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    text = resources.files("tirek.law").joinpath("deadlines.yaml").read_text("utf-8")
    table: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return table
