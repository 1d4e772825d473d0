"""A small world for the tests of the ledger: people and payers of the registry, and files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from io import BytesIO

import numpy as np

from tirek.ledger import intake, parsing
from tirek.ledger.files import mt102
from tirek.ledger.files.building import build
from tirek.ledger.files.header import Header, Party
from tirek.ledger.files.lines import Lines, column
from tirek.ledger.intake import Taken
from tirek.registry.models import (
    Employment,
    Iin,
    Payer,
    PayerVersion,
    Person,
    PersonVersion,
)
from tirek.registry.names import name_keys

SOCIAL, MEDICAL = "KZ67009SS00368609110", "KZ92009MEDS368609103"
KNOWN = datetime(2020, 1, 1, tzinfo=UTC)
_WEIGHTS = np.arange(1, 12), np.array([3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2])


def _check_digit(digits: str) -> int:
    """The check digit of eleven digits; 10 where there is none."""
    numbers = np.array([int(d) for d in digits])
    check = int(numbers @ _WEIGHTS[0]) % 11
    return int(numbers @ _WEIGHTS[1]) % 11 if check == 10 else check


def iin(birth: date, sex: str, serial: int) -> str:
    """A made-up number with a right check digit; serials whose digit does not exist move on."""
    century = {18: 1, 19: 3, 20: 5}[birth.year // 100] + (sex == "female")
    while True:
        digits = f"{birth:%y%m%d}{century}{serial:04d}"
        if (check := _check_digit(digits)) != 10:
            return f"{digits}{check}"
        serial += 5000


@dataclass(frozen=True)
class Someone:
    """A made-up person as a payment names him."""

    iin: str
    surname: str
    name: str
    patronymic: str
    birth: date
    sex: str


def people(count: int, first: int = 0) -> list[Someone]:
    """Made-up people of working age, one like no other."""
    found = []
    for n in range(first, first + count):
        birth = date(1970 + n % 30, 1 + n % 12, 1 + n % 28)
        sex = "female" if n % 2 else "male"
        own = f"Әбдіқұл{_letters(n)}", f"Айғаным{_letters(n // 7)}"
        found.append(
            Someone(
                iin(birth, sex, n % 5000), *own, "" if n % 11 == 0 else "Өміртайұлы", birth, sex
            )
        )
    return found


def _letters(n: int) -> str:
    """A number in letters."""
    text = ""
    while n:
        n, at = divmod(n, 26)
        text += "абвгдежзиклмнопрстуфхцчшыя"[at]
    return text


def bin_of(n: int) -> str:
    """A made-up БИН with a right check digit."""
    while True:
        digits = f"150140{n:05d}"
        if (check := _check_digit(digits)) != 10:
            return f"{digits}{check}"
        n += 50_000


def register(everybody: Sequence[Someone]) -> None:
    """Enters people in the registry."""
    keys = name_keys(
        [p.surname for p in everybody], [p.name for p in everybody],
        [p.patronymic for p in everybody],
    )  # fmt: skip
    rows = Person.objects.bulk_create(
        [
            Person(iin=p.iin, name_key=key, sort_key=key, sex=p.sex, birth_date=p.birth)
            for p, key in zip(everybody, keys, strict=True)
        ],
        batch_size=5000,
    )
    Iin.objects.bulk_create(
        [Iin(number=row.iin, person=row, known_from=KNOWN) for row in rows], batch_size=5000
    )
    PersonVersion.objects.bulk_create(
        [
            PersonVersion(
                person=row, surname=p.surname, name=p.name, patronymic=p.patronymic, sex=p.sex,
                birth_date=p.birth, region="75", valid_from=p.birth, known_from=KNOWN,
            )
            for row, p in zip(rows, everybody, strict=True)
        ],
        batch_size=5000,
    )  # fmt: skip


def employer(
    n: int = 0, kind: str = "employer", since: date = date(2015, 1, 1), number: str = ""
) -> Payer:
    """Enters a payer in the registry."""
    number = number or bin_of(n)
    payer = Payer.objects.create(
        number=number, name=f"ЖШС «Тірек {n}»", kind=kind, region="75", size="small"
    )
    PayerVersion.objects.create(
        payer=payer, name=payer.name, kind=kind, size="small", region="75", valid_from=since,
        known_from=KNOWN,
    )  # fmt: skip
    return payer


def employ(payer: Payer, person: Someone, kind: str, since: date, income: int) -> Employment:
    """Somebody works for a payer."""
    return Employment.objects.create(
        payer=payer, person=Person.objects.get(iin=person.iin), kind=kind, valid_from=since,
        known_from=KNOWN, income_tiyn=income,
    )  # fmt: skip


def lines(everybody: Sequence[Someone], amount: int | Sequence[int], period: int) -> Lines:
    """Lines of a message."""
    count = len(everybody)
    amounts = np.full(count, amount) if isinstance(amount, int) else np.array(amount)
    return Lines(
        column(range(1, count + 1)), amounts.astype(np.int64), [p.iin for p in everybody],
        [p.surname.upper() for p in everybody], [p.name.upper() for p in everybody],
        [p.patronymic.upper() for p in everybody], [f"{p.birth:%Y%m%d}" for p in everybody],
        np.full(count, period, np.int64), column([0] * count),
    )  # fmt: skip


def message(
    payer: str, given: Lines, purpose: str = "012", paid: date = date(2025, 2, 20),
    account: str = "", reference: str = "R1",
) -> mt102.Message:  # fmt: skip
    """A payment message."""
    social = purpose in ("012", "017")
    header = Header(
        reference=reference,
        sender=Party("KZ33125KZT1001313313", "ТОО «Тірек»", payer, "1", "7"),
        sender_bank="KRKZKXXX", beneficiary_bank="GCVPKZ2A",
        beneficiary=Party(
            account or (SOCIAL if social else MEDICAL), "НАО ГК", "160440007161", "1", "1"
        ),
        purpose=purpose, period=int(given.period[0]) if social else None, value_date=paid,
    )  # fmt: skip
    return build(header, given)


def as_file(*messages: mt102.Message) -> bytes:
    """Messages as the bytes of a file."""
    sink = BytesIO()
    mt102.write(messages, sink)
    return sink.getvalue()


def take(content: bytes, name: str = "a.mt102") -> Taken:
    """A file taken in."""
    return intake.take_in([parsing.parse(name, content)], "test")[0]


def changed(given: Lines, at: int, **values: object) -> Lines:
    """Lines with other values in one of them."""
    columns = {}
    for name, value in values.items():
        old = getattr(given, name)
        new = old.copy() if isinstance(old, np.ndarray) else list(old)
        new[at] = value
        columns[name] = new
    return replace(given, **columns)  # type: ignore[arg-type]
