"""The chart of accounts, and the numbers that the journal writes for words.

An account is a fund and a part of its books: ``fund * 100 + part``. Numbers in the journal are
for good: a list here only grows at its end.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from tirek.law.book import PAYER_KINDS, SPECIAL_KINDS


class Fund(IntEnum):
    SOCIAL = 1  # МӘС: the State Social Insurance Fund
    MEDICAL = 2  # МӘМС: the Social Medical Insurance Fund


class Part(IntEnum):
    """A part of a fund's books; money moves from the part debited to the part credited."""

    BANK = 1  # what the bank holds for the fund
    CONTRIBUTIONS = 2  # credited to people and their months
    PENALTIES = 3
    SUSPENSE = 4  # came in, is not known where to
    REFUNDS = 5  # owed back to a payer
    OPENING = 6  # from before the journal began


def account(fund: Any, part: Any) -> Any:
    """The numbers of accounts, of one or of an array of each."""
    return fund * 100 + part


#: Purpose codes (КНП) of contributions and of their penalties, and whose they are.
CONTRIBUTIONS = {12: Fund.SOCIAL, 121: Fund.MEDICAL, 122: Fund.MEDICAL}
PENALTIES = {17: Fund.SOCIAL, 123: Fund.MEDICAL, 124: Fund.MEDICAL}
PURPOSES = CONTRIBUTIONS | PENALTIES

#: Where each fund's money comes in (facts §6: the accounts that payment messages name).
ACCOUNTS_AT_BANK = {
    "KZ67009SS00368609110": Fund.SOCIAL,
    "KZ92009MEDS368609103": Fund.MEDICAL,
}

#: Kinds of rows by their number in the journal.
KINDS = PAYER_KINDS + SPECIAL_KINDS
EMPLOYEE = KINDS.index("employee")
