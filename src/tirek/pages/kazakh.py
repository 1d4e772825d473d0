"""Days and parts in the cases of Kazakh: a text asks for one by the format of its place,
``{day:from}``, ``{rate:part}``."""

from __future__ import annotations

from collections.abc import Mapping

#: Case -> the months' names in it: since a day, to a day, of a day, on a day.
_MONTHS: Mapping[str, tuple[str, ...]] = {
    "from": (
        "қаңтардан", "ақпаннан", "наурыздан", "сәуірден", "мамырдан", "маусымнан", "шілдеден",
        "тамыздан", "қыркүйектен", "қазаннан", "қарашадан", "желтоқсаннан",
    ),
    "to": (
        "қаңтарға", "ақпанға", "наурызға", "сәуірге", "мамырға", "маусымға", "шілдеге", "тамызға",
        "қыркүйекке", "қазанға", "қарашаға", "желтоқсанға",
    ),
    "of": (
        "қаңтардағы", "ақпандағы", "наурыздағы", "сәуірдегі", "мамырдағы", "маусымдағы",
        "шілдедегі", "тамыздағы", "қыркүйектегі", "қазандағы", "қарашадағы", "желтоқсандағы",
    ),
    "on": (
        "қаңтарда", "ақпанда", "наурызда", "сәуірде", "мамырда", "маусымда", "шілдеде", "тамызда",
        "қыркүйекте", "қазанда", "қарашада", "желтоқсанда",
    ),
}  # fmt: skip


class Day(str):
    """A day in words that ends with its month's name."""

    month: int

    def __new__(cls, said: str, month: int) -> Day:
        found = super().__new__(cls, said)
        found.month = month
        return found

    def __format__(self, case: str) -> str:
        if not case:
            return str(self)
        return f"{self.rpartition(' ')[0]} {_MONTHS[case][self.month - 1]}"


class Part(str):
    """A percentage, which a text may ask for as a part of something: «1 пайызы»."""

    def __format__(self, form: str) -> str:
        return f"{self.removesuffix('%').rstrip()} пайызы" if form else str(self)
