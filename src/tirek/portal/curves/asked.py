"""The form of a curve: which one, and the few numbers that stand still on it.

What an address does not say has a usual answer, so that a bare address shows something; what it
says wrongly is an error at its field.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from tirek.law import parameters
from tirek.law.benefits import RULES_HELD_SINCE
from tirek.law.book import PAYER_KINDS
from tirek.portal import periods
from tirek.portal.answers import Given
from tirek.portal.curves.kinds import KINDS, WITH_TENURE, Kind
from tirek.portal.fields import (
    Asked,
    DayField,
    MoneyField,
    MonthField,
    Option,
    SelectField,
    WholeField,
    ask,
)
from tirek.portal.texts import text
from tirek.project import clock

#: The word of an address that names the curve; the one that is shown at first.
CURVE, FIRST = "curve", "contributions"
#: Bounds of the largest income drawn, in tenge.
_LEAST_TOP, _MOST_TOP = 10_000, 100_000_000
#: Up to where contributions and benefits are usually drawn, in tenge.
_OF_CONTRIBUTIONS, _OF_BENEFITS = 4_000_000, 1_000_000
#: What an address has only of a curve of contributions, and only of one of a benefit.
_ONLY = {True: "month_y", False: "on_y"}


class TopField(MoneyField):
    """Up to which income a curve is drawn: not so near to 0 that there is nothing to see."""

    def clean(self, value: Any) -> int | None:
        found = super().clean(value)
        if found is not None and found < _LEAST_TOP * 100:
            raise forms.ValidationError(text("curves.most_small"), "least")
        return found


def _months() -> str:
    return text("benefits.months_unit")


_FIELDS: Mapping[str, Callable[[], Any]] = {
    "month": lambda: ask("curves.month", MonthField, first=periods.FIRST, last=periods.LAST),
    "on": lambda: ask("curves.on", DayField, first=RULES_HELD_SINCE),
    "kind": lambda: ask("curves.kind", SelectField, [
        Option(kind, text(f"kinds.{kind}")) for kind in PAYER_KINDS]),
    "benefit": lambda: ask("curves.benefit", SelectField, [
        Option(kind, text(f"benefits.{kind}")) for kind in WITH_TENURE]),
    "most": lambda: ask("curves.most", TopField, most=_MOST_TOP),
    "most_counted": lambda: ask("curves.most_counted", TopField, most=_MOST_TOP),
    "income": lambda: ask("curves.income", MoneyField, most=_MOST_TOP),
    "participation": lambda: ask("curves.participation", WholeField, least=0, most=900,
                                 unit=_months()),
    "days": lambda: ask("curves.days", WholeField, least=1, most=400,
                        unit=text("benefits.days_unit")),
    "adoption_days": lambda: ask("curves.days", WholeField, least=1, most=400,
                                 unit=text("benefits.days_unit")),
    "order": lambda: ask("curves.order", WholeField, least=1, most=50),
    "degree": lambda: ask("curves.degree_field", WholeField, least=0, most=100, unit="%"),
    "dependants": lambda: ask("curves.dependants", WholeField, least=1, most=10),
}  # fmt: skip


def _usual(name: str, kind: Kind) -> Any:
    """What is taken where an address says nothing."""
    if name in ("month", "on"):
        day = _known_day()
        return day.year * 100 + day.month if name == "month" else day
    if name == "most":
        return (_OF_CONTRIBUTIONS if kind.name == FIRST else _OF_BENEFITS) * 100
    return {
        "kind": "employee", "benefit": "job_loss", "income": 300_000 * 100, "participation": 60,
        "days": 126, "adoption_days": 56, "order": 1, "degree": 60, "dependants": 1,
    }[name]  # fmt: skip


def _known_day() -> date:
    """Today, or the last day of the last year whose minimum wage has been published."""
    today = clock.today()
    wage = parameters()["minimum_wage"]
    while wage.at(today) is None:
        today = date(today.year - 1, 12, 31)
    return today


class CurveForm(forms.Form):
    """The form of a curve."""

    use_required_attribute = False

    def __init__(self, kind: Kind, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.kind = kind
        self.fields[CURVE] = ask("curves.curve", SelectField, [
            Option(name, text(f"curves.{name}")) for name in KINDS])  # fmt: skip
        for name in kind.asked:
            self.fields[name] = _FIELDS["most_counted" if name == kind.counted else name]()

    def given(self) -> list[Given]:
        """The answers read back."""
        return [
            Given(field.short, field.shown(self.cleaned_data[name]))
            for name, field in self.fields.items() if isinstance(field, Asked)
        ]  # fmt: skip


def usual_forms() -> list[CurveForm]:
    """The form of each curve with its usual answers, for who chooses another one."""
    return [
        CurveForm(kind, completed(QueryDict(), kind), auto_id=f"{kind.name}-%s")
        for kind in KINDS.values()
    ]  # fmt: skip


def kind_of(given: QueryDict) -> Kind | None:
    """The curve that an address asks for; None for a name that is none."""
    return KINDS.get(given.get(CURVE, FIRST))


def _of_this_kind(given: QueryDict, kind: Kind) -> QueryDict:
    """An address without the usual end of the other kind, where another curve was chosen in the
    form: contributions end far beyond where any benefit still grows."""
    contributions = kind.name == FIRST
    other = _OF_BENEFITS if contributions else _OF_CONTRIBUTIONS
    from_other = _ONLY[not contributions] in given and _ONLY[contributions] not in given
    field = _FIELDS["most"]()
    if from_other and given.get("most") == field.to_address(other * 100):
        given = given.copy()
        del given["most"]
    return given


def completed(given: QueryDict, kind: Kind) -> QueryDict:
    """An address with everything that the curve needs, in the names of the form."""
    found = QueryDict(mutable=True)
    found[CURVE] = kind.name
    given = _of_this_kind(given, kind)
    for name in kind.asked:
        field = _FIELDS[name]()
        # The boxes of a day or a month are named by its widget.
        names = [f"{name}{box}" for box in getattr(field.widget, "widgets_names", [""])]
        if any(one in given for one in names):
            values = [given.get(one, "") for one in names]
        elif len(names) == 1:
            values = [field.to_address(_usual(name, kind))]
        else:
            values = [str(one) for one in field.widget.decompress(_usual(name, kind))]
        for one, value in zip(names, values, strict=True):
            found[one] = value
    return found
