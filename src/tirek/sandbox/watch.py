"""Falls of the staff of payers of 50 people and more, by half or more in a month, planted for each
reason that the fund's report names."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tirek.law.book import PAYER_KINDS
from tirek.sandbox.calibration import REPORT
from tirek.sandbox.jobs import Jobs
from tirek.sandbox.payers import KINDS, Payers
from tirek.sandbox.settings import Int, Settings

STAFF = 50
#: In the order in which they are handed out, about as often as the report says.
REASONS = ("paid_late", "error", "seasonal_ended", "staff_left")
_ORDER = (0, 1, 0, 2, 3, 0, 0, 3, 0, 0)
_ENDING = ("seasonal_ended", "staff_left")
#: Of a hundred payers watched so many fall in a month (the report: 600 of 13,400).
_FALLING = 600 / REPORT.payers_of_50


@dataclass(frozen=True)
class Fall:
    """A payer whose staff falls in a month against the one before."""

    payer: int
    month: int
    reason: str


def falls(settings: Settings, payers: Payers, jobs: Jobs) -> list[Fall]:
    """Draws the falls; jobs that end for one are ended in ``jobs``."""
    chance = settings.chance("watch")
    found: list[Fall] = []
    resting = np.zeros(len(payers), np.int64)
    most = max(120, settings.people // 500)  # no fall that the whole country would feel
    handed = int(chance.integers(len(_ORDER))) if settings.people > 20_000 else 0
    for month in range(settings.first + 1, settings.last + 1):
        before, now = _staff(payers, jobs, month - 1), _staff(payers, jobs, month)
        able = (before >= STAFF) & (now * 10 >= before * 8) & (resting < month)
        watched = np.flatnonzero(able)
        count = min(len(watched), max(1, round(len(watched) * _FALLING)))
        for payer in chance.permutation(watched)[:count].tolist():
            reason = REASONS[_ORDER[handed % len(_ORDER)]]
            handed += 1
            if reason in _ENDING and before[payer] > most:
                reason = REASONS[0]
            resting[payer] = month + 2
            if reason in _ENDING:
                _end(jobs, payer, month, chance)
                resting[payer] = settings.last + 1
            found.append(Fall(payer, month, reason))
    return found


def _staff(payers: Payers, jobs: Jobs, month: int) -> Int:
    held = (jobs.first <= month) & (month <= jobs.last)
    held &= jobs.kind == PAYER_KINDS.index("employee")
    staff = np.bincount(jobs.payer[held], minlength=len(payers))
    return np.where(payers.kind == KINDS.index("employer"), staff, 0)


def _end(jobs: Jobs, payer: int, month: int, chance: np.random.Generator) -> None:
    """Ends most of a payer's jobs with the month before."""
    low, high = np.searchsorted(jobs.payer, [payer, payer + 1])
    held = np.arange(low, high)
    held = held[(jobs.first[held] < month) & (jobs.last[held] >= month)]
    going = held[chance.random(len(held)) < 0.72]
    jobs.last[going] = month - 1


def part_of(size: int, chance: np.random.Generator) -> Int:
    """The places of those of a staff who are missing: from 58 to 70 of a hundred."""
    return np.flatnonzero(chance.random(size) < 0.58 + 0.12 * chance.random())
