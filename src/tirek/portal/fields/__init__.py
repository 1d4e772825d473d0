"""Kinds of answers, as fields of Django's forms that show themselves in the patterns of
govuk-frontend (``templates/portal/fields``) and can stand in an address.

A field turns its value into the text of an address and back (``to_address``, ``from_address``);
``shown`` is how the value is read back to a person.
"""

from tirek.portal.fields.base import Asked, Only, ask
from tirek.portal.fields.choices import (
    ChoiceField,
    ManyField,
    Option,
    SelectField,
    TextField,
    yes_no,
)
from tirek.portal.fields.days import FIRST_DAY, LAST_DAY, DayField, MonthField
from tirek.portal.fields.numbers import MOST_TENGE, MoneyField, WholeField

__all__ = [
    "FIRST_DAY", "LAST_DAY", "MOST_TENGE", "Asked", "ChoiceField", "DayField", "ManyField",
    "MoneyField", "MonthField", "Only", "Option", "SelectField", "TextField", "WholeField", "ask",
    "yes_no",
]  # fmt: skip
