"""Lists written back as CSV or XLSX, each person with what is wrong in a last column."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from io import TextIOWrapper
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, WriteOnlyCell

from tirek.ledger.files.guarding import guarded
from tirek.ledger.files.lines import Lines
from tirek.ledger.files.lists import Amounts
from tirek.ledger.files.problems import FileProblem
from tirek.ledger.files.titles import title

_MONEY_FORMAT = "#,##0.00"
_TEXT_FORMAT = "@"


def write_csv(
    lines: Lines, problems: Iterable[FileProblem], sink: BinaryIO, *, amounts: Amounts, lang: str
) -> None:
    """CSV as spreadsheets open it: UTF-8 with its mark, semicolons, CRLF; ``sink`` stays open."""
    text = TextIOWrapper(sink, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_titles(amounts, lang))
    for row, tiyn, told in _rows(lines, problems, lang):
        amount = f"{tiyn // 100},{tiyn % 100:02d}"
        writer.writerow([*map(guarded, row), amount, guarded(told)])
    text.detach()


def write_xlsx(
    lines: Lines, problems: Iterable[FileProblem], sink: BinaryIO, *, amounts: Amounts, lang: str
) -> None:
    """XLSX with one sheet; texts are texts (nothing is a formula), amounts are numbers."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()

    def cell(text: str) -> Cell:
        one = WriteOnlyCell(sheet, value=_plain(text))
        one.data_type = "s"
        one.number_format = _TEXT_FORMAT
        return one

    sheet.append([cell(text) for text in _titles(amounts, lang)])
    for row, tiyn, told in _rows(lines, problems, lang):
        exact = Decimal(tiyn).scaleb(-2)
        money = WriteOnlyCell(sheet, value=exact)  # type: ignore[arg-type] # it takes Decimal
        money.number_format = _MONEY_FORMAT
        sheet.append([*map(cell, row), money, cell(told)])
    book.save(sink)


def _titles(amounts: Amounts, lang: str) -> list[str]:
    names = (
        "iin", "surname", "name", "patronymic", "birth_date", "period", amounts, "problems",
    )  # fmt: skip
    return [title(name, lang) for name in names]


def _rows(
    lines: Lines, problems: Iterable[FileProblem], lang: str
) -> Iterator[tuple[list[str], int, str]]:
    """For each person the texts, the amount in tiyn, and what is wrong from this line on."""
    told: dict[int, list[str]] = defaultdict(list)
    starts = lines.line
    for problem in problems:
        place = int(starts.searchsorted(problem.line, side="right")) - 1
        told[place].append(problem.text(lang))
    for place, period in enumerate(lines.period.tolist()):
        row = [
            lines.iin[place],
            lines.surname[place],
            lines.name[place],
            lines.patronymic[place],
            _day(lines.birth_date[place]),
            f"{period % 100:02d}.{period // 100:04d}" if period else "",
        ]
        yield row, int(lines.amount_tiyn[place]), " ".join(told[place])


def _day(text: str) -> str:
    """DD.MM.YYYY from YYYYMMDD; anything else as it stands."""
    if len(text) == 8 and text.isascii() and text.isdigit():
        return f"{text[6:]}.{text[4:6]}.{text[:4]}"
    return text


def _plain(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return "".join(c if c.isprintable() else " " for c in text)
