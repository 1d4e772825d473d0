"""Lists written back as CSV or XLSX, each person with what is wrong in a last column. A cell that
could not be read stays as it was: what somebody wrote there must not be lost."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from io import TextIOWrapper
from types import MappingProxyType
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, WriteOnlyCell

from tirek.ledger.files import cells
from tirek.ledger.files.guarding import guarded
from tirek.ledger.files.lines import Lines
from tirek.ledger.files.lists import Amounts
from tirek.ledger.files.problems import FileProblem
from tirek.ledger.files.titles import title

#: Words by the line of the file that they are about.
Notes = Mapping[int, Sequence[str]]
NONE: Notes = MappingProxyType({})
#: Cells of an income beside the sum, by the line of the file.
Incomes = Mapping[int, str]
NO_INCOMES: Incomes = MappingProxyType({})
_MONEY_FORMAT = "#,##0.00"
_TEXT_FORMAT = "@"


def write_csv(
    lines: Lines, problems: Iterable[FileProblem], sink: BinaryIO, *, amounts: Amounts, lang: str,
    notes: Notes = NONE, incomes: Incomes = NO_INCOMES,
) -> None:  # fmt: skip
    """CSV as spreadsheets open it: UTF-8 with its mark, semicolons, CRLF; ``sink`` stays open.
    ``notes``: what else there is to say of a line of the file; ``incomes``: the cells of a column
    beside the sums, which is written where there is one."""
    text = TextIOWrapper(sink, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_titles(amounts, lang, incomes))
    for row, money, told in _rows(lines, problems, amounts, lang, notes, incomes):
        amounts_ = [
            guarded(one) if isinstance(one, str) else f"{one:.2f}".replace(".", ",")
            for one in money
        ]
        writer.writerow([*map(guarded, row), *amounts_, guarded(told)])
    text.detach()


def write_xlsx(
    lines: Lines, problems: Iterable[FileProblem], sink: BinaryIO, *, amounts: Amounts, lang: str,
    notes: Notes = NONE, incomes: Incomes = NO_INCOMES,
) -> None:  # fmt: skip
    """XLSX with one sheet; texts are texts (nothing is a formula), amounts are numbers."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()

    def cell(text: str) -> Cell:
        one = WriteOnlyCell(sheet, value=_plain(text))
        one.data_type = "s"
        one.number_format = _TEXT_FORMAT
        return one

    sheet.append([cell(text) for text in _titles(amounts, lang, incomes)])

    def number(exact: Decimal) -> Cell:
        one = WriteOnlyCell(sheet, value=exact)  # type: ignore[arg-type] # it takes Decimal
        one.number_format = _MONEY_FORMAT
        return one

    for row, money, told in _rows(lines, problems, amounts, lang, notes, incomes):
        amounts_ = [cell(one) if isinstance(one, str) else number(one) for one in money]
        sheet.append([*map(cell, row), *amounts_, cell(told)])
    book.save(sink)


def _titles(amounts: Amounts, lang: str, incomes: Incomes) -> list[str]:
    names = [
        "iin", "surname", "name", "patronymic", "birth_date", "period", amounts,
        *(["income"] if incomes else ()), "problems",
    ]  # fmt: skip
    return [title(name, lang) for name in names]


def _rows(
    lines: Lines,
    problems: Iterable[FileProblem],
    amounts: Amounts,
    lang: str,
    notes: Notes,
    incomes: Incomes,
) -> Iterator[tuple[list[str], list[Decimal | str], str]]:
    """For each person the texts, the amount (and the income beside it, where the list has one), and
    what is wrong from this line on. A sum of nothing is none: it could not be worked out."""
    told: dict[int, list[str]] = defaultdict(list)
    unread: dict[tuple[int, str], str] = {}
    starts = lines.line
    for problem in problems:
        place = int(starts.searchsorted(problem.line, side="right")) - 1
        told[place].append(problem.text(lang))
        unread[place, problem.field] = problem.value
    for line, words in notes.items():
        told[int(starts.searchsorted(line, side="right")) - 1] += words
    for place, period in enumerate(lines.period.tolist()):
        row = [
            lines.iin[place],
            lines.surname[place],
            lines.name[place],
            lines.patronymic[place],
            _day(lines.birth_date[place]),
            f"{period % 100:02d}.{period // 100:04d}" if period
            else unread.get((place, "period"), ""),
        ]  # fmt: skip
        tiyn = int(lines.amount_tiyn[place])
        exact = Decimal(tiyn).scaleb(-2) if tiyn or amounts == "income" else ""
        money: list[Decimal | str] = [unread.get((place, amounts), exact)]
        if incomes:
            money.append(_income(incomes.get(int(starts[place]), "")))
        yield row, money, " ".join(told[place])


def _income(cell: str) -> Decimal | str:
    """An income as a number; what is none stays as it stands."""
    tiyn = cells.amount(cell)
    return cell if tiyn is None else Decimal(tiyn).scaleb(-2)


def _day(text: str) -> str:
    """DD.MM.YYYY from YYYYMMDD; anything else as it stands."""
    if len(text) == 8 and text.isascii() and text.isdigit():
        return f"{text[6:]}.{text[4:6]}.{text[:4]}"
    return text


def _plain(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return "".join(c if c.isprintable() else " " for c in text)
