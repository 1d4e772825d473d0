"""Payment files and lists for the page “Check a payment file”, and what it says of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.ledger import world
from tests.ledger.files.files import HEAD
from tests.portal.uploading import said, seen, sent
from tirek.ledger.reasons import catalogue
from tirek.portal.downloads import Money, as_csv, as_xlsx
from tirek.portal.texts import catalogue as texts

ADDRESS = "/check-file/"
A = world.iin(date(1985, 3, 17), "female", 1)
OLD = world.iin(date(1950, 1, 1), "male", 2)
B = world.iin(date(1990, 5, 5), "female", 3)
_PERSON = """\
:21:{n}
:32B:KZT{amount}
:70:
/FM/ҚАСЫМОВА
/NM/Айгүл
/DT/{day}
/IDN/{iin}
"""
Person = tuple[int, str, str, str]
GOOD: list[Person] = [(1, "4250,00", "19850317", A), (2, "29750,00", "19900505", B)]


def message(people: list[Person], total: str, head: str = HEAD) -> str:
    rows = "".join(_PERSON.format(n=n, amount=a, day=d, iin=i) for n, a, d, i in people)
    return f"{head}{rows}:32A:260210KZT{total}\n-}}\n"


def title_of(code: str, lang: str = "en") -> str:
    """What a reason is called on the page of a file that has not been sent."""
    if code in texts()["waits"]:
        return said(f"waits.{code}", lang)
    return " ".join(catalogue()[code].title[lang].split())


def checked(content: str | bytes, lang: str = "en", **fields: Any) -> str:
    raw = content.encode() if isinstance(content, str) else content
    response = sent(ADDRESS, raw, lang, do="check", **fields)
    assert response.status_code == 200
    return seen(response)


def corrected(content: str | bytes, **fields: Any) -> str:
    raw = content.encode() if isinstance(content, str) else content
    response = sent(ADDRESS, raw, do="corrected", **fields)
    assert response["Content-Disposition"] == 'attachment; filename="list-corrected.bin"'
    return response.content.decode()


ROWS = [(A, "Касымова", "Айгуль", "17.03.1985", "01.2026", Money(100_000_00)),
        (B, "Ким", "Анна", "05.05.1990", "02.2026", Money(1_000_000_00))]  # fmt: skip
PAYER = {
    "purpose": "012", "value_date_d": "10", "value_date_m": "3", "value_date_y": "2026",
    "payer": "ТОО Достық", "number": "160940025485",
    "account": "KZ33125KZT1001313313", "bank": "NBRKKZKX", "reference": "REF-7",
}  # fmt: skip


def people_list(amounts: str, rows: list[Any] | None = None, form: str = "csv") -> bytes:
    heading = ["ИИН", "Фамилия", "Имя", "Дата рождения", "Период", amounts]
    made = as_xlsx if form == "xlsx" else as_csv
    return made([heading, *(rows or ROWS)])
