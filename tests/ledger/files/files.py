"""Made-up payment files for the tests: plain text, and hypothesis strategies of messages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from hypothesis import strategies as st

from tirek.ledger.files import Header, Limits, Lines, Message, Party, messages
from tirek.ledger.files.lines import column

SENDER = Party("KZ33125KZT1001313313", "ТОО «Достық»", "160940025485", "1", "7")
FUND = Party("KZ67009SS00368609110", "«Азаматтарға арналған үкімет»", "160440007161", "1", "1")

PERSON = """\
:21:{n}
:32B:KZT{amount}
:70:
/FM/ҚАСЫМОВА
/NM/Айгүл
/FT/Ерланқызы
/DT/19850317
/IDN/850317400123
"""

HEAD = """\
{1:F01K054700000000001000001}
{2:I102SGROSS000000U3003}
{4:
:20:REF-1
:50:/D/KZ33125KZT1001313313
/NAME/ТОО «Достық»
/IDN/160940025485
/IRS/1
/SECO/7
:52B:NBRKKZKX
:57B:GCVPKZ2A
:59:KZ67009SS00368609110
/NAME/«Азаматтарға арналған үкімет»
/IDN/160440007161
/IRS/1
/SECO/1
:70:
/NUM/17
/DATE/260210
/SEND/07
/VO/01
/PSO/01
/PRT/05
/KNP/012
/OPV/S
/PERIOD/012026
/ASSIGN/Әлеуметтік аударымдар
2026 жылғы қаңтар
"""


def text(
    amounts: Sequence[str] = ("4250,00", "12,50"), total: str = "4262,50", tail: str = ""
) -> str:
    """A message of social contributions that has nothing wrong unless asked for."""
    people = "".join(PERSON.format(n=n, amount=amount) for n, amount in enumerate(amounts, 1))
    return f"{HEAD}{people}{tail}:32A:260210KZT{total}\n-}}\n"


def read(data: str | bytes, *, limits: Limits | None = None, careful: bool = False) -> Message:
    """The one message of a file."""
    raw = data.encode() if isinstance(data, str) else data
    [one] = messages(BytesIO(raw), limits=limits or Limits(), careful=careful)
    return one


def read_all(data: str | bytes) -> list[Message]:
    raw = data.encode() if isinstance(data, str) else data
    return list(messages(BytesIO(raw)))


_LETTERS = "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯаәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
KAZAKH_TEXT = st.text(_LETTERS + " -.'/:{}ABCxyz0189", max_size=20).map(str.strip)
ANY_TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029"), max_size=20
).map(str.strip)
_IIN = st.from_regex(r"[0-9]{12}", fullmatch=True)
_DAYS = st.dates(date(1930, 1, 1), date(2020, 12, 31)).map(lambda day: day.strftime("%Y%m%d"))
_MONTHS = st.builds(
    lambda year, month: year * 100 + month, st.integers(1998, 2040), st.integers(1, 12)
)


@st.composite
def headers(draw: st.DrawFn, words: st.SearchStrategy[str], period: int | None) -> Header:
    """A header with every field that the format needs."""
    party = st.builds(
        Party,
        st.sampled_from(["KZ33125KZT1001313313", "KZ12009NPS0413609816"]),
        words,
        st.sampled_from(["160440007161", ""]),
        st.sampled_from(["1", ""]),
        st.sampled_from(["7", ""]),
        words,
        words,
    )
    return Header(
        reference=draw(st.from_regex(r"[A-Z0-9-]{1,16}", fullmatch=True)),
        sender=draw(party),
        sender_bank=draw(st.sampled_from(["NBRKKZKX", ""])),
        beneficiary_bank="GCVPKZ2A",
        beneficiary=draw(party),
        document_number=draw(words),
        purpose=draw(st.sampled_from(["012", "017", "121", "122", "123", "124"])),
        kind=draw(st.sampled_from(["S", ""])),
        period=period,
        assignment=draw(words),
        value_date=draw(st.dates(date(2005, 1, 1), date(2060, 12, 31))),
        other=(((":53C:", "1914/7"), (":70:/XYZ/", "abc")) if draw(st.booleans()) else ()),
    )


@st.composite
def people(draw: st.DrawFn, words: st.SearchStrategy[str], period: int | None) -> Lines:
    count = draw(st.integers(1, 6))
    names = words.filter(bool)

    def several(values: st.SearchStrategy[str]) -> list[str]:
        return draw(st.lists(values, min_size=count, max_size=count))

    amounts = draw(st.lists(st.integers(1, 10**13), min_size=count, max_size=count))
    months = draw(st.lists(_MONTHS, min_size=count, max_size=count))
    return Lines(
        column(range(1, count + 1)),
        column(amounts),
        several(_IIN),
        several(names),
        several(names),
        several(words),
        several(_DAYS),
        column(months if period is None else [period] * count),
        column([0] * count),
    )


@st.composite
def contents(draw: st.DrawFn, words: st.SearchStrategy[str]) -> tuple[Header, Lines]:
    """What a message says: the period once or with each person."""
    period = draw(st.none() | _MONTHS)
    return draw(headers(words, period)), draw(people(words, period))
