"""Figures of a country, gathered month by month."""

from __future__ import annotations

import numpy as np

from tirek.law import law
from tirek.sandbox.calibration import REPORT
from tirek.sandbox.jobs import Jobs
from tirek.sandbox.payers import Payers
from tirek.sandbox.persons import Persons
from tirek.sandbox.settings import Int, Settings, day, first_day


class Figures:
    """What is due, by person; money in tiyn."""

    def __init__(self, settings: Settings, persons: Persons, payers: Payers) -> None:
        self._settings, self._persons, self._payers = settings, persons, payers
        self._months = np.zeros(len(persons), np.int16)
        self._income = np.zeros(len(persons))
        self._sums = [0, 0, 0]
        self._staffed = 0
        #: Mean months of participation before the first month, where history is written.
        self.before: float | None = None

    def add(self, month: int, jobs: Jobs, due: list[Int]) -> None:
        """A month's contributions."""
        paying = np.flatnonzero(due[0])
        person = jobs.person[paying]
        rate = law().parameters["social_rate"].at(day(month))
        assert rate is not None
        self._income += np.bincount(person, due[0][paying], len(self._months)) / float(rate)
        self._months += np.bincount(person, minlength=len(self._months)) > 0
        self._sums = [held + int(more.sum()) for held, more in zip(self._sums, due, strict=False)]
        staff = np.bincount(jobs.payer[paying], minlength=len(self._payers))
        self._staffed += int((staff >= 50).sum())

    def found(self) -> dict[str, object]:
        """The figures; sums of money as text, in tenge."""
        took = np.flatnonzero(self._months)
        months, income = self._months[took], self._income[took] / self._months[took] / 100
        middle = first_day(self._settings.first + self._settings.months // 2)
        ages = (middle - self._persons.birth[took]) / 365.25
        found: dict[str, object] = {
            "participants": len(took),
            "men": int(self._persons.male[took].sum()),
            "social_contributions": _tenge(self._sums[0]),
            "employer_medical_contributions": _tenge(self._sums[1]),
            "personal_medical_contributions": _tenge(self._sums[2]),
            "mean_income": _tenge(round(float(income.mean()) * 100)),
            "of_low_income": int((income <= REPORT.low_income).sum()),
            "mean_months": f"{months.mean() * 12 / max(12, self._settings.months):.2f}",
            "mean_age": f"{ages.mean():.1f}",
            "payers_of_50": round(self._staffed / self._settings.months),
        }
        if self.before is not None:
            found["months_of_participation"] = f"{self.before:.1f}"
        return found


def _tenge(tiyn: int) -> str:
    return f"{tiyn // 100}.{tiyn % 100:02d}"
