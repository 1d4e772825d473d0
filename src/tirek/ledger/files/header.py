"""Sequence A and the closing total of an MT-102 message: who pays whom, what for and how much."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from tirek.ledger.files.fields import PERIOD_FORM, Piece, below_zero, day, period, pieces, tiyn
from tirek.ledger.files.problems import Problems

#: Blocks 1 to 3 and the opening of block 4; the fields begin on the next line.
_BLOCKS = re.compile(
    r"\{1:([^{}\n]*+)\}\s*+\{2:([^{}\n]*+)\}\s*+"
    r"(\{3:(?:[^{}\n]|\{[^{}\n]*+\})*+\})?\s*+\{4:[ \t\r]*+\n"
)
_TYPE = re.compile(r"[IO](\d{3})", re.ASCII).match
_ACCOUNT = re.compile(r"/?(?:[CD]/)?+([^/].*)").fullmatch
_TOTAL = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})([A-Z]{3})(.*)", re.ASCII).fullmatch

_PARTIES = ("50", "59")
_PARTY_SUBS = ("NAME", "IDN", "IRS", "SECO", "CHIEF", "MAINBK")
DETAILS = {
    "NUM": "document_number", "DATE": "document_date", "SEND": "send", "VO": "operation",
    "PSO": "pso", "PRT": "prt", "KNP": "purpose", "OPV": "kind", "PERIOD": "period",
    "ASSIGN": "assignment",
}  # fmt: skip
_PLAIN = {"20": "reference", "52B": "sender_bank", "57B": "beneficiary_bank"}


@dataclass(frozen=True, slots=True)
class Party:
    """A sender or beneficiary; texts as they stand."""

    account: str = ""  #: IBAN
    name: str = ""  #: /NAME/
    number: str = ""  #: /IDN/: БИН or ИИН
    residency: str = ""  #: /IRS/
    sector: str = ""  #: /SECO/
    chief: str = ""  #: /CHIEF/
    accountant: str = ""  #: /MAINBK/


@dataclass(frozen=True, slots=True)
class Header:
    """What a message says once for all its people; ``""`` or None where it says nothing.

    ``other`` holds the fields and sub-fields that have no place here, as (name, text), sorted:
    ``(":53C:", "…")``, ``(":70:/XYZ/", "…")``.
    """

    reference: str = ""  #: :20:
    sender: Party = Party()  #: :50:
    sender_bank: str = ""  #: :52B:
    beneficiary_bank: str = ""  #: :57B: BIC
    beneficiary: Party = Party()  #: :59:
    document_number: str = ""  #: /NUM/
    document_date: str = ""  #: /DATE/
    send: str = ""  #: /SEND/
    operation: str = ""  #: /VO/
    pso: str = ""  #: /PSO/
    prt: str = ""  #: /PRT/
    purpose: str = ""  #: /KNP/: КНП
    kind: str = ""  #: /OPV/
    period: int | None = None  #: /PERIOD/ as YYYYMM
    assignment: str = ""  #: /ASSIGN/
    value_date: date | None = None  #: :32A:
    total_tiyn: int | None = None  #: :32A:
    block1: str = "F01K054700000000001000001"
    block2: str = "I102SGROSS000000U3003"
    other: tuple[tuple[str, str], ...] = ()


def read_header(head: str, head_line: int, tail: str, tail_line: int, found: Problems) -> Header:
    """The header from what stands before the first person and after the last one."""
    blocks = _BLOCKS.match(head)
    if blocks is None:
        found.envelope("broken_block", head_line, "{4:}")
        return Header()
    kind = _TYPE(blocks[2])
    if kind is None or kind[1] != "102":
        value = kind[1] if kind else blocks[2]
        found.envelope("not_mt102", head_line, "{2:}", value)
    first = head_line + head.count("\n", 0, blocks.end())
    before = pieces(head[blocks.end() :].split("\n")[:-1], first)
    after = pieces(tail.split("\n")[:-1], tail_line)
    all_pieces = [*before, *after]
    for piece in before:
        if not piece.tag:
            found.envelope("broken_field", piece.line, "{4:}", piece.value)
    by_name: dict[Name, Piece] = {}
    for piece in all_pieces:
        by_name.setdefault((piece.tag, piece.name), piece)
    if len(by_name) < len(all_pieces):
        _check_repeated(all_pieces, found)
    end = tail_line + len(tail.split("\n")) - 1
    # What a usual header says has its place: no look at each piece.
    strange = not by_name.keys() <= _ALL or by_name.get(("70", ""), _NOTHING).value
    other = _others(all_pieces if strange else [], blocks[3])
    return _header(blocks, by_name, head_line, end, found, other)


def _header(
    blocks: re.Match[str], by_name: dict[Name, Piece], line: int, end: int, found: Problems,
    other: Others,
) -> Header:  # fmt: skip
    def value(tag: str, name: str = "") -> str:
        piece = by_name.get((tag, name))
        return piece.value if piece else ""

    def needed(tag: str, name: str = "") -> str:
        text = value(tag, name)
        if not text:
            piece = by_name.get((tag, name))
            title = f"/{name}/" if name else f":{tag}:"
            found.envelope("missing_field", piece.line if piece else line, title)
        return text

    def party(tag: str) -> Party:
        text = needed(tag)
        match = _ACCOUNT(text)
        if text and match is None:
            found.envelope("missing_field", by_name[tag, ""].line, f":{tag}:")
        subs = (value(tag, name) for name in _PARTY_SUBS)
        return Party(match[1] if match else "", *subs)

    month = value("70", "PERIOD")
    if month and not period(month):
        at = by_name["70", "PERIOD"].line
        found.line("bad_period", at, "/PERIOD/", month, PERIOD_FORM)
    total = by_name.get(("32A", ""))
    if total is None:
        found.envelope("missing_field", end, ":32A:")
    when, amount = _total(total, found) if total else (None, None)
    return Header(
        **{name: value(tag) for tag, name in _PLAIN.items() if tag != "20"},
        **{name: value("70", sub) for sub, name in DETAILS.items() if sub not in ("KNP", "PERIOD")},
        reference=needed("20"),
        sender=party("50"),
        beneficiary=party("59"),
        purpose=needed("70", "KNP"),
        period=period(month) or None,
        value_date=when,
        total_tiyn=amount,
        block1=blocks[1],
        block2=blocks[2],
        other=other,
    )


def _total(piece: Piece, found: Problems) -> tuple[date | None, int | None]:
    """The value date and the amount of :32A:."""
    match = _TOTAL(piece.value)
    if match is None:
        found.envelope("bad_amount", piece.line, ":32A:", piece.value)
        return None, None
    year, month, of_month, currency, text = match.groups()
    when = day(f"20{year}", month, of_month)
    if when is None:
        found.envelope("bad_date", piece.line, ":32A:", piece.value[:6], "YYMMDD")
    return when, read_amount(currency, text, piece.line, ":32A:", found)


def read_amount(currency: str, text: str, line: int, field: str, found: Problems) -> int | None:
    """Tiyn above zero, or None with what is wrong."""
    if currency != "KZT":
        found.envelope("not_tenge", line, field, currency)
    amount = tiyn(text)
    if amount == 0 or below_zero(text):
        found.envelope("amount_not_positive", line, field, text)
        return None
    if amount is None:
        found.envelope("bad_amount", line, field, text)
    return amount


#: A field, or a field and a sub-field; what has no place in a header, with its text.
Name = tuple[str, str]
Others = tuple[tuple[str, str], ...]
#: All that the header has a place for, and what ends it.
_ALL = frozenset({
    *((tag, name) for tag in _PARTIES for name in ("", *_PARTY_SUBS)),
    *(("70", name) for name in ("", *DETAILS)),
    *((tag, "") for tag in (*_PLAIN, "32A")),
})  # fmt: skip
_NOTHING = Piece("", "", "", 0, "", "", 0)


def known(tag: str, name: str) -> bool:
    """Whether the header has a place for this field or sub-field."""
    return (tag, name) in _ALL


def _check_repeated(read: list[Piece], found: Problems) -> None:
    times: Counter[Name] = Counter()
    for piece in read:
        times[piece.tag, piece.name] += 1
        if times[piece.tag, piece.name] == 2 and known(piece.tag, piece.name):
            found.envelope("repeated_field", piece.line, piece.title)


def _others(read: list[Piece], block3: str | None) -> Others:
    found = [("{3:}", block3)] if block3 else []
    for piece in read:
        if piece.tag and not known(piece.tag, piece.name):
            name = f":{piece.tag}:/{piece.name}/" if piece.name else f":{piece.tag}:"
            found.append((name, piece.value))
        elif piece.tag == "70" and not piece.name and piece.value:
            found.append((":70:", piece.value))
    return tuple(sorted(found))
