"""One MT-102 message as text, and the encodings that banks send it in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tirek.sandbox.lines import money

#: Where social and medical contributions are paid to.
ACCOUNTS = ("KZ67009SS00368609110", "KZ92009MEDS368609103", "KZ92009MEDS368609103")
SOCIAL = 0
_BENEFICIARY = (
    '/NAME/НАО Государственная корпорация "Правительство для граждан"\n'
    "/IDN/160440007161\n/IRS/1\n/SECO/1\n"
)
#: Kazakh letters and the Russian ones that are written for them.
KAZAKH, RUSSIAN = "әғқңөұүһӘҒҚҢӨҰҮҺ", "агкноуухАГКНОУУХ"
NEIGHBOURS = str.maketrans(KAZAKH, RUSSIAN)
ENCODINGS = ("utf-8", "cp1251", "kz1048")
_ASSIGN = (
    "Социальные отчисления за {}", "Отчисления ОСМС за {}", "Взносы ОСМС за {}",
)  # fmt: skip


@dataclass(frozen=True)
class Sender:
    """Who pays, as a message writes it."""

    account: str
    name: str
    number: str
    bank: str


@dataclass(frozen=True)
class Format:
    """How a payer's bank program writes: the encoding, the end of line, and whether Kazakh
    letters are typed as their Russian neighbours."""

    encoding: str = "utf-8"
    crlf: bool = False
    neighbours: bool = False

    def encoded(self, head: str, body: bytes, tail: str) -> bytes:
        """A message's bytes; ``body`` is UTF-8 already."""
        if self.encoding == "utf-8" and not self.crlf and not self.neighbours:
            return head.encode() + body + tail.encode()
        text = head + body.decode() + tail
        if self.neighbours or self.encoding == "cp1251":
            for letter, neighbour in zip(KAZAKH, RUSSIAN, strict=True):
                text = text.replace(letter, neighbour)  # on long texts faster than translate()
        if self.crlf:
            text = text.replace("\n", "\r\n")
        return text.encode(self.encoding)


def head(
    sender: Sender, stream: int, purpose: str, period: str, reference: str, number: int, on: date
) -> str:
    """Everything before the first line: ``stream`` is 0 for social contributions, 1 and 2 for
    medical insurance; ``period`` (MMYYYY) is written here for the social fund's account only."""
    social = f"/OPV/S\n/PERIOD/{period}\n" if stream == SOCIAL else ""
    when = f"{period[:2]}.{period[2:]}"
    return (
        "{1:F01" + sender.bank + "0000000001000001}\n{2:I102SGROSS000000U3003}\n{4:\n"
        f":20:{reference}\n:50:/D/{sender.account}\n/NAME/{sender.name}\n/IDN/{sender.number}\n"
        f"/IRS/1\n/SECO/7\n:52B:{sender.bank}2A\n:57B:GCVPKZ2A\n:59:{ACCOUNTS[stream]}\n"
        f"{_BENEFICIARY}:70:/NUM/{number}\n/DATE/{on:%y%m%d}\n/SEND/07\n/VO/01\n/PSO/01\n"
        f"/PRT/05\n/KNP/{purpose}\n{social}/ASSIGN/{_ASSIGN[stream].format(when)}\n"
    )


def tail(on: date, total: int) -> str:
    """The sum and the end."""
    return f":32A:{on:%y%m%d}KZT{money(total)}\n-}}\n"
