"""What is said of a last day to pay that is no working day: the texts that are held do not say
whether such a term moves (question Q-due-day-off of the law)."""

from __future__ import annotations

from datetime import date

from tirek.law.working_days import is_working_day
from tirek.pages.texts import language
from tirek.portal.texts import text
from tirek.project import clock

_NAMED = {5: "page.saturday", 6: "page.sunday"}


def note(day: date) -> str:
    """Nothing of a working day; of a day that has passed without the advice to pay before it."""
    found = is_working_day(day)
    if found.working or found.name is None:
        return ""
    named = _NAMED.get(day.weekday())
    what = text(named) if named else found.name[language()]
    return text("page.day_off_passed" if day < clock.today() else "page.day_off", what=what)
