"""A plain reader of bank files that says what is wrong with each line, from the registers and the
law alone: written apart from the generator, slow and simple."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from tirek.contract import contributions
from tirek.contract.problems import Problem

SOCIAL, MEDICAL = "KZ67009SS00368609110", "KZ92009MEDS368609103"
PURPOSES = {"012": SOCIAL, "121": MEDICAL, "122": MEDICAL}
BEGAN = {"012": "2005-01", "121": "2017-07", "122": "2017-07"}
LINE = {"012": "social_contribution", "121": "employer_contribution",
        "122": "personal_contribution"}  # fmt: skip
FOLD = str.maketrans("ӘҒҚҢӨҰҮҺ", "АГКНОУУХ")
SELF = {"entrepreneur": "entrepreneur", "private_practice": "entrepreneur", "farm": "entrepreneur",
        "self_employed": "self_employed", "independent": "independent_medical"}  # fmt: skip
STAFF = {"civil_contract_agent": "civil_contract", "single_payment": "single_payment"}


@dataclass(frozen=True)
class Fault:
    file: str
    message: int | None
    line: int | None
    reason: str


def iin_is_valid(text: str) -> bool:
    if not re.fullmatch(r"\d{12}", text):
        return False
    digits = [int(c) for c in text]
    for weights in ([*range(1, 12)], [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]):
        rest = sum(w * d for w, d in zip(weights, digits, strict=False)) % 11
        if rest < 10:
            return rest == digits[11]
    return False


def iban_is_valid(text: str) -> bool:
    digits = "".join(str(int(c, 36)) for c in text[4:] + text[:4])
    return int(digits) % 97 == 1


class Detector:
    def __init__(self, country: Path) -> None:
        self.country = country
        rows = pq.read_table(country / "registry/persons.parquet").to_pylist()
        self.persons: dict[str, Any] = {row["iin"]: row for row in rows}
        rows = pq.read_table(country / "registry/payers.parquet").to_pylist()
        self.payers: dict[str, Any] = {row["number"]: row for row in rows}
        self.seen: set[tuple[str, ...]] = set()
        self.contents: set[bytes] = set()
        self.good = 0
        #: (day, reference) -> sum of each message that could be read.
        self.messages: dict[tuple[str, str], int] = {}
        #: (payer, period) -> people paid for in time, social.
        self.in_time: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._bounds: dict[tuple[str, str], tuple[int, int]] = {}

    def faults(self) -> list[Fault]:
        found = []
        for path in sorted(self.country.glob("files/*/*/*/*.mt102")):
            name = str(path.relative_to(self.country))
            content = path.read_bytes()
            if content in self.contents:
                found.append(Fault(name, None, None, "same_file"))
                continue
            self.contents.add(content)
            found += self._file(name, content)
        return found

    def _file(self, name: str, content: bytes) -> list[Fault]:
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError as error:
            if error.reason == "unexpected end of data":
                return [Fault(name, 1, None, "broken_envelope")]
            text = content.decode("kz1048")  # what cp1251 has of these letters is the same there
        text = text.replace("\r\n", "\n")
        whole = r"\{1:F01\w+\}\n\{2:I102SGROSS\w+\}\n\{4:\n(.*?)\n:32A:(\d{6})KZT([^\n]*)\n-\}\n"
        pieces = list(re.finditer(whole, text, re.S))
        if "".join(piece[0] for piece in pieces) != text or not pieces:
            return [Fault(name, 1, None, "broken_envelope")]
        found: list[Fault] = []
        for number, piece in enumerate(pieces, 1):
            found += self._message(name, number, piece[1], piece[2], piece[3])
        return found

    def _message(self, file: str, number: int, text: str, day: str, total: str) -> list[Fault]:
        head, *parts = re.split(r"^:21:(\d+)\n", text, flags=re.M)
        payer = re.search(r"^/IDN/(\d+)$", head, re.M)
        account = re.search(r"^:59:(\w+)$", head, re.M)
        purpose = re.search(r"^/KNP/(\d+)$", head, re.M)
        own = re.search(r"^/PERIOD/(\d+)$", head, re.M)
        reference = re.search(r"^:20:(\w+)$", head, re.M)
        assert payer and account and purpose and reference and ("/OPV/S\n" in head) == bool(own)
        lines = list(zip(map(int, parts[::2]), parts[1::2], strict=True))
        assert [n for n, _ in lines] == list(range(1, len(lines) + 1))
        amounts = []
        for n, line in lines:
            amount = re.match(r":32B:KZT(\d+),(\d\d)\n", line)
            if not amount or int(amount[1] + amount[2]) == 0:
                return [Fault(file, number, n, "bad_amount")]
            amounts.append(int(amount[1] + amount[2]))
        paid = int(total.replace(",", ""))
        on = date(2000 + int(day[:2]), int(day[2:4]), int(day[4:]))
        self.messages[(str(on), reference[1])] = paid
        if sum(amounts) != paid:
            return [Fault(file, number, None, "sum_differs")]
        found = []
        for (n, line), amount in zip(lines, amounts, strict=True):
            period = re.search(r"^/PERIOD/(\d+)$", line, re.M)
            text_of = own or period
            assert text_of and bool(own) != bool(period)
            reason = self._line(payer[1], account[1], purpose[1], text_of[1], on, line, amount)
            if reason:
                found.append(Fault(file, number, n, reason))
            else:
                self.good += 1
        return found

    def _line(
        self, payer: str, account: str, purpose: str, period: str, on: date, line: str, amount: int
    ) -> str:
        part = dict(re.findall(r"/(FM|NM|FT|DT|IDN)/([^\n]+)", line))
        iin = part["IDN"]
        if payer not in self.payers:
            return "self_employed_not_registered" if payer == iin else "payer_unknown"
        if purpose not in PURPOSES:
            return "not_a_contribution"
        if PURPOSES[purpose] != account:
            return "wrong_purpose"
        month = f"{period[2:]}-{period[:2]}"
        if not "01" <= period[:2] <= "12" or month < BEGAN[purpose]:
            return "period_wrong"
        if month > f"{on:%Y-%m}":
            return "period_future"
        if not iin_is_valid(iin):
            return "iin_invalid"
        if iin not in self.persons:
            return "iin_unknown"
        person = self.persons[iin]
        if part["DT"] != f"{person['birth_date']:%Y%m%d}":
            return "birth_date_mismatch"
        names = [person["surname"], person["name"], person["patronymic"] or ""]
        written = [part["FM"], part["NM"], part.get("FT", "")]
        if [n.upper().translate(FOLD) for n in names] != [w.translate(FOLD) for w in written]:
            return "name_mismatch"
        if person["death_date"] and f"{person['death_date']:%Y-%m}" < month:
            return "after_death"
        return self._amount(payer, purpose, month, iin, amount, person, on)

    def _amount(
        self, payer: str, purpose: str, month: str, iin: str, amount: int, person: Any, on: date
    ) -> str:
        kind = self.payers[payer]["kind"]
        kind = SELF[kind] if payer == iin else STAFF.get(kind, "employee")
        if purpose == "012" and self._too_old(month, person):
            return "pension_age"
        low, high = self._limits(kind, month, purpose)
        if amount < low:
            return "under_minimum"
        if amount > high:
            return "over_maximum"
        key = (payer, purpose, month, iin, str(amount))
        if key in self.seen:
            return "same_twice"
        self.seen.add(key)
        year, number = int(month[:4]), int(month[5:])
        due = date(year + number // 12, number % 12 + 1, 25)
        if purpose == "012" and on <= due:
            self.in_time[(payer, month)].add(iin)
        return ""

    def _too_old(self, month: str, person: Any) -> bool:
        answer = contributions.answer(
            {"month": month, "payer_kind": "employee", "income": "100000",
             "birth_date": str(person["birth_date"]), "sex": person["sex"]}, "en", True,
        )  # fmt: skip
        lines: Any = answer["lines"]
        return not any(line["fund"] == "social" for line in lines)

    def _limits(self, kind: str, month: str, purpose: str) -> tuple[int, int]:
        if (kind, month + purpose) not in self._bounds:
            ends = [self._due(kind, month, purpose, income) for income in ("0.01", "1000000000")]
            self._bounds[(kind, month + purpose)] = (ends[0], ends[1])
        return self._bounds[(kind, month + purpose)]

    @staticmethod
    def _due(kind: str, month: str, purpose: str, income: str) -> int:
        try:
            answer = contributions.answer(
                {"month": month, "payer_kind": kind, "income": income}, "en", True
            )
        except Problem:
            return 0
        lines: Any = answer["lines"]
        amounts = [line["amount"] for line in lines if line["kind"] == LINE[purpose]]
        return int(amounts[0].replace(".", "")) if amounts else 0


def statements(country: Path) -> dict[tuple[str, str], int]:
    found = {}
    for path in sorted(country.glob("statements/*.csv")):
        with path.open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                found[(path.stem, row["reference"])] = int(row["amount"].replace(".", ""))
    return found
