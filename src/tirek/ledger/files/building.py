"""A new MT-102 message from a header and people's lines, laid out as banks send it."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Literal

from tirek.ledger.files import fields, mt102
from tirek.ledger.files.encodings import Encoding, decode
from tirek.ledger.files.header import DETAILS, Header, Party
from tirek.ledger.files.lines import Lines, column
from tirek.ledger.files.mt102 import Frame, Message, Unwritable
from tirek.ledger.files.people import People
from tirek.ledger.files.shapes import Parts, shape

Newline = Literal["\n", "\r\n"]

_PERSON: Parts = (
    (":21:", "number"), (":32B:KZT", "amount"), (":70:", ""), ("/FM/", "surname"),
    ("/NM/", "name"), ("/FT/", "patronymic"), ("/DT/", "birth_date"), ("/IDN/", "iin"),
)  # fmt: skip
_WITH_PERIOD: Parts = (*_PERSON, ("/PERIOD/", "period"))


def build(
    header: Header, lines: Lines, *, encoding: Encoding = "utf-8", newline: Newline = "\r\n"
) -> Message:
    """A message that reads back as it is; people are numbered from 1 and the total is their sum.

    The period stands once where the header has one (then it is everybody's), else with each
    person. Raises :class:`Unwritable` with the place of a text that has no place in the format.
    """
    amounts = lines.amount_tiyn.tolist()
    header = replace(header, total_tiyn=sum(amounts), other=tuple(sorted(header.other)))
    if header.period is not None and (lines.period != header.period).any():
        raise Unwritable("period: the header's differs from a person's")
    if header.value_date is None:
        raise Unwritable("value_date: missing")
    head = _head(header)
    tail = f":32A:{header.value_date:%y%m%d}KZT{fields.amount_text(sum(amounts))}\n-}}"
    parts = _PERSON if header.period is not None else _WITH_PERIOD
    count, first = len(lines), head.count("\n") + 1
    own = replace(
        lines,
        number=column(range(1, count + 1)),
        line=column(range(first, first + count * len(parts), len(parts))),
    )
    people = People(own, (shape(parts),), bytes(count), {})
    frame = Frame(b"", head, people, tail, newline.encode(), newline)
    message = Message(header, own, (), 1, encoding, frame)
    _check(message)
    return message


def _head(header: Header) -> str:
    rows = [f"{{1:{header.block1}}}", f"{{2:{header.block2}}}"]
    rows += [text for name, text in header.other if name == "{3:}"]
    rows += ["{4:", f":20:{header.reference}"]
    rows += _party(":50:/D/", header.sender)
    rows += [f":52B:{header.sender_bank}"] if header.sender_bank else []
    rows += [f":57B:{header.beneficiary_bank}"] if header.beneficiary_bank else []
    rows += _party(":59:", header.beneficiary)
    tags = [(name, text) for name, text in header.other if name.endswith(":") and name != ":70:"]
    rows += [f"{name}{text}" for name, text in tags]
    rows += [":70:" + "".join(text for name, text in header.other if name == ":70:")]
    for sub, name in DETAILS.items():
        value = fields.period_text(header.period) if name == "period" and header.period else ""
        value = value or (getattr(header, name) if name != "period" else "")
        rows += [f"/{sub}/{value}"] if value else []
    rows += [f"{name[4:]}{text}" for name, text in header.other if name.startswith(":70:/")]
    if any("\n" in row or "\r" in row for row in rows):
        raise Unwritable("header: a text of more than one line")
    return "".join(f"{row}\n" for row in rows)


def _party(begin: str, party: Party) -> list[str]:
    named = {
        "NAME": party.name, "IDN": party.number, "CHIEF": party.chief,
        "MAINBK": party.accountant, "IRS": party.residency, "SECO": party.sector,
    }  # fmt: skip
    return [
        f"{begin}{party.account}",
        *(f"/{sub}/{value}" for sub, value in named.items() if value),
    ]


def _check(message: Message) -> None:
    """That it reads back as it is: whatever could break the format shows here."""
    data = mt102.as_bytes(message)
    if (found := decode(data).encoding) != message.encoding and decode(data).text != data.decode(
        message.encoding
    ):
        raise Unwritable(f"encoding: read again it would be taken for {found}")
    [back, *more] = mt102.messages(BytesIO(data))
    if back.problems:
        raise Unwritable(back.problems[0].text("en"))
    if more or back != message:
        raise Unwritable("a text of the header or of a person would be read as something else")
