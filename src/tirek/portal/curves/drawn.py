"""A curve run through the law: many points in one batch of the contract's questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from tirek.contract import assess, contributions
from tirek.contract.assess_question import Assessment, Dependant
from tirek.contract.assess_question import read as read_assessment
from tirek.contract.contributions import Month
from tirek.contract.reading import tiyn
from tirek.contract.writing import money
from tirek.law.benefits import BENEFITS
from tirek.law.book import PAYER_KINDS
from tirek.portal.benefits.incomes import Row, months_of, payer_number
from tirek.portal.benefits.question import counted
from tirek.portal.curves.kinds import Kind, Line
from tirek.portal.patience import Patience
from tirek.portal.periods import months_before

#: What stands still where a curve does not ask for it.
_STILL = {"participation": 60, "degree": 60, "dependants": 1, "order": 1, "days": 126}
_AGE, _CHILDS_AGE = 35, 5
#: What stands for a state that is not known.
UNKNOWN = "?"


class Point(NamedTuple):
    """What the law answers at a number: the value of each line in tiyn, why there is no right
    ("" where there is one), and of a benefit what else a table shows."""

    values: tuple[int, ...]
    state: str
    net: str | None = None
    factor: str = ""
    months: int | None = None
    unknown: tuple[Mapping[str, str], ...] = ()


@dataclass
class Drawn:
    """A curve with the numbers that stand still; asks the law, and remembers what it said."""

    kind: Kind
    given: Mapping[str, Any]

    def __post_init__(self) -> None:
        self.known: dict[int, Point] = {}
        self.patience: Patience | None = None
        #: There was no patience to find all marks.
        self.restless = False
        _ = self._question  # a question that cannot be asked is said at once

    # ------------------------------------------------------------------ what is drawn

    @cached_property
    def benefit(self) -> str:
        return str(self.kind.benefit or self.given.get("benefit", ""))

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        if not self.benefit:
            return self.kind.lines
        return (Line("amount", BENEFITS[self.benefit].amount),)

    @cached_property
    def span(self) -> tuple[int, int]:
        """The first and the last number."""
        return (0, int(self.given["most"])) if self.kind.axis == "income" else self.kind.span

    def grid(self, parts: int) -> list[int]:
        """Numbers from the first to the last, evenly; all of them where they are few."""
        first, last = self.span
        if self.kind.axis != "income":
            return list(range(first, last + 1))
        return [last * part // parts for part in range(parts + 1)]

    @cached_property
    def looked_back(self) -> int:
        """How many months the average income looks back on."""
        return months_of(self.benefit, self.given["on"])

    @property
    def short(self) -> bool:
        """Whether anywhere on the curve contributions were paid for fewer months than that."""
        moves = self.kind.axis == "participation"
        return BENEFITS[self.benefit].participation and (
            moves or self._still("participation") < self.looked_back
        )

    @property
    def withheld(self) -> bool:
        """Whether less than the amount is paid out: the pension contribution is taken off it."""
        points = self.points(self.grid(1))
        return any(one.net is not None and tiyn(one.net) != one.values[0] for one in points)

    # ------------------------------------------------------------------ asking

    def points(self, numbers: Sequence[int]) -> list[Point]:
        """
        What the law answers at some numbers.

        :raises TookTooLong: a patience that was set has run out
        """
        new = list(dict.fromkeys(number for number in numbers if number not in self.known))
        if self.patience is not None:
            self.patience.check()
        if new:
            answers = self.answers(new, "kk", True)
            self.known.update(zip(new, map(self._point, answers), strict=True))
        return [self.known[number] for number in numbers]

    def answers(self, numbers: Sequence[int], lang: str, brief: bool) -> list[dict[str, Any]]:
        """The contract's answers at some numbers: one batch."""
        if self.benefit:
            found = assess.answers([self._assessment(one) for one in numbers], lang, brief)
        else:
            found = contributions.answers([self._month(one) for one in numbers], lang, brief)
        return found

    def _point(self, answer: Any) -> Point:
        if answer["undetermined"]:
            unknown = tuple(answer["undetermined"])
            return Point((0,) * len(self.lines), UNKNOWN, unknown=unknown)
        if not self.benefit:
            paid = {line["kind"]: tiyn(line["amount"]) for line in answer["lines"]}
            return Point(tuple(paid.get(line.name, 0) for line in self.lines), "")
        return Point(
            (tiyn(answer["amount"]) if answer["entitled"] else 0,),
            ",".join(one["code"] for one in answer["reasons"]), answer["net"],
            answer["factors"].get("tenure_factor", ""), answer["months"],
        )  # fmt: skip

    # ------------------------------------------------------------------ questions

    @cached_property
    def _question(self) -> Month | Assessment:
        return read_assessment(self._of_benefit()) if self.benefit else contributions.read(
            {"month": _month_text(self.given["month"]), "payer_kind": self.given["kind"],
             "income": "0.00"}
        )  # fmt: skip

    def _month(self, income: int) -> Month:
        assert isinstance(self._question, Month)
        return self._question._replace(facts={**self._question.facts, "income": income})

    def _assessment(self, number: int) -> Assessment:
        asked, axis = self._question, self.kind.axis
        assert isinstance(asked, Assessment)
        if axis == "income":
            rows = [(month, payer, kind, number, 0) for month, payer, kind, _, _ in asked.rows]
            return asked._replace(rows=rows)
        if axis == "participation":
            asked = asked._replace(rows=sorted(asked.rows)[-number:] if number else [])
        if axis == "dependants":
            one: Dependant = asked.dependants[0]
            return asked._replace(dependants=[one] * number)
        fact = {
            "participation": "participation_months_given", "days": "leave_days",
            "degree": "degree_percent",
        }[axis]  # fmt: skip
        return asked._replace(facts={**asked.facts, fact: number})

    def _of_benefit(self) -> dict[str, Any]:
        """The question of ``POST /api/assess`` at the curve's beginning. Nobody has an income in
        more months than contributions were paid for: of a short participation only the last months
        have one (where it moves, :meth:`_assessment` leaves them)."""
        on: date = self.given["on"]
        paid = self.looked_back
        if self.short and self.kind.axis != "participation":
            paid = self._still("participation")
        months = months_before(on, paid)
        accrued = self.given.get("income", 0)
        rows = counted([Row(month, 1, PAYER_KINDS.index("employee"), accrued) for month in months])
        asked: dict[str, Any] = {
            "on": on.isoformat(),
            "person": {"birth_date": _years_before(on, _AGE), "sex": "female"},
            "contributions": [
                {
                    "period": _month_text(row.period),
                    "payer": payer_number(row.payer),
                    "income": money(row.tiyn),
                }
                for row in rows
            ],
            "event": {"kind": self.benefit, **self._event(on)},
        }
        if BENEFITS[self.benefit].participation:
            asked["participation_months"] = self._still("participation")
        return asked

    def _event(self, on: date) -> dict[str, Any]:
        if self.benefit == "maternity":
            return {"leave_days": self._still("days")}
        if self.benefit == "adoption":
            return {"leave_days": self.given["adoption_days"]}
        if self.benefit == "childcare":
            return {"child_birth_date": on.isoformat(), "child_order": self._still("order")}
        if self.benefit == "disability":
            return {"degree_percent": self._still("degree"), "until": None}
        if self.benefit == "survivor":
            child = {"birth_date": _years_before(on, _CHILDS_AGE), "relation": "child"}
            return {"dependants": [child] * self._still("dependants")}
        return {}

    def _still(self, name: str) -> int:
        return int(self.given.get(name, _STILL[name]))


def _month_text(period: int) -> str:
    return f"{period // 100}-{period % 100:02d}"


def _years_before(day: date, years: int) -> str:
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(day.year - years, day.month, last).isoformat()
