"""Employers' lists of people (CSV, XLSX) read into the same columns as messages.

The first row that names columns (ИИН, surname, name, …, in Kazakh, Russian or English) begins the
table; titles may stand above it, a total below. Amounts are the contribution (``sum``) or the
``income`` that it is to be worked out from.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from itertools import chain, islice
from typing import BinaryIO, Literal, cast

from tirek.ledger.files import cells, sheets
from tirek.ledger.files.encodings import BOM, Encoding, decode, first_control
from tirek.ledger.files.guarding import unguarded
from tirek.ledger.files.headings import SEARCHED, Heading, find_heading, is_total
from tirek.ledger.files.limits import LIMITS, Limits
from tirek.ledger.files.lines import Growing, Lines
from tirek.ledger.files.problems import FileProblem, Problems

Amounts = Literal["sum", "income"]
#: A row with the line of the file (or row of the sheet) where it begins, from 1.
Row = tuple[int, list[str]]

_DELIMITERS = (";", "\t", ",")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_ZIP = b"PK\x03\x04"
_AMOUNT_FORM, _DAY_FORM, _MONTH_FORM = "4250,00", "17.03.1985", "01.2026"


@dataclass(frozen=True, slots=True)
class PeopleList:
    """People of a list; birth dates that could be read are YYYYMMDD, others as they stand.

    ``heading``: what the list calls its columns; ``places``: column -> place from 0; ``totals``:
    the lines of its own sums, which are nobody's; ``padded``: those of an ИИН to which zeros were
    put that a spreadsheet had dropped; ``incomes``: line -> the cell of an income beside the sum,
    as it stands. None where more than one column may be that income.
    """

    lines: Lines
    amounts: Amounts
    problems: tuple[FileProblem, ...]
    encoding: Encoding | None  #: None: XLSX
    delimiter: str  #: ``""``: XLSX
    heading: Sequence[str] = ()
    places: Mapping[str, int] = field(default_factory=dict)
    totals: Sequence[int] = ()
    padded: Sequence[int] = ()
    incomes: Mapping[int, str] = field(default_factory=dict)

    @property
    def taken(self) -> bool:
        """Whether the list as a whole can be taken; single lines may still be wrong."""
        return all(problem.severity == "line" for problem in self.problems)


def read_list(
    source: BinaryIO, *, period: int | None = None, limits: Limits = LIMITS
) -> PeopleList:
    """A list in whichever format it is; ``source`` can be sought in. See :func:`read_csv`."""
    start = source.read(len(_ZIP))
    source.seek(0)
    read = read_xlsx if start == _ZIP else read_csv
    return read(source, period=period, limits=limits)


def read_csv(source: BinaryIO, *, period: int | None = None, limits: Limits = LIMITS) -> PeopleList:
    """A list as CSV; ``period`` (YYYYMM) is that of the whole list where it has no such column."""
    found = Problems(limits.most_problems)
    data = source.read(limits.largest_list + 1)
    if len(data) > limits.largest_list:
        return _refused(found, "too_large", data.count(b"\n") + 1, str(limits.largest_list))
    bom = data.startswith(BOM)
    data = data.removeprefix(BOM)
    read = decode(data, "utf-8" if bom else None, bom=bom)
    if read.bad_at >= 0 or data.startswith(_UTF_16):
        return _refused(found, "bad_encoding", data.count(b"\n", 0, max(read.bad_at, 0)) + 1)
    if (control := first_control(data)) >= 0:
        return _refused(found, "control_character", data.count(b"\n", 0, control) + 1)
    delimiter = max(_DELIMITERS, key=lambda one: _known_names(read.text, one))
    rows = _csv_rows(read.text, delimiter, limits.most_columns)
    return _people(rows, period, limits, found, read.encoding, delimiter)


def read_xlsx(
    source: BinaryIO, *, period: int | None = None, limits: Limits = LIMITS,
    each: Callable[[], None] = lambda: None,
) -> PeopleList:  # fmt: skip
    """A list as the first sheet of an XLSX file; ``period`` as in :func:`read_csv`. ``each`` is
    called with every row: whoever has no more patience raises."""
    found = Problems(limits.most_problems)
    return _people(_xlsx_rows(source, limits, each), period, limits, found, None, "")


class _Broken(ValueError):
    """A file that cannot be read as a table from a line on."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


def _xlsx_rows(source: BinaryIO, limits: Limits, each: Callable[[], None]) -> Iterator[Row]:
    line = 0
    try:
        for line, row in enumerate(sheets.rows(source, limits), 1):
            each()
            yield line, row
    except sheets.Unsafe:
        raise
    except sheets.BROKEN:
        raise _Broken(line + 1) from None


def _csv_rows(text: str, delimiter: str, most_columns: int, strict: bool = True) -> Iterator[Row]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    line = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise _Broken(line) from None
        yield line, [unguarded(cell.strip()) for cell in row[:most_columns]]
        line = reader.line_num + 1


def _known_names(text: str, delimiter: str) -> int:
    """How many columns are known if this is the delimiter."""
    rows = _csv_rows(text, delimiter, 1000, strict=False)
    try:
        first = list(islice(rows, SEARCHED))
    except _Broken:
        return 0
    heading = find_heading([row for _, row in first], [line for line, _ in first], True)
    return len(heading.places)


def _people(
    rows: Iterable[Row],
    period: int | None,
    limits: Limits,
    found: Problems,
    encoding: Encoding | None,
    delimiter: str,
) -> PeopleList:
    columns = Growing()
    amounts: Amounts = "sum"
    line = 1
    names: Sequence[str] = ()
    places: Mapping[str, int] = {}
    totals: list[int] = []
    padded: list[int] = []
    incomes: dict[int, str] = {}
    source = iter(rows)
    try:
        first = list(islice(source, SEARCHED))
        heading = find_heading(
            [row for _, row in first], [at for at, _ in first], period is not None
        )
        for problem in heading.problems:
            found.add(problem)
        amounts = cast(Amounts, heading.amount)
        if not heading.problems:
            names, places = first[heading.row][1], heading.places
            reading = _Reading(heading, period, columns, found, totals, padded, incomes)
            for count, (line, row) in enumerate(chain(first[heading.row + 1 :], source)):
                if count >= limits.most_rows:
                    most = str(limits.most_rows)
                    found.envelope("too_many_lines", line, "iin", expected=most)
                if found.full or count >= limits.most_rows:
                    break
                reading.take(line, row)
            if not len(columns):
                found.envelope("no_lines", line, "iin")
    except sheets.Unsafe:
        found.envelope("unsafe_archive", 1, "XLSX")
    except _Broken as error:
        found.envelope("broken_table", error.line, "CSV" if delimiter else "XLSX")
    return PeopleList(columns.done(), amounts, found.in_order(), encoding, delimiter,
                      names, places, totals, padded, incomes)  # fmt: skip


def _refused(found: Problems, code: str, line: int, expected: str = "") -> PeopleList:
    found.envelope(code, line, "CSV", expected=expected)
    return PeopleList(Growing().done(), "sum", found.in_order(), None, "")


class _Reading:
    """Rows under their heading, one by one."""

    def __init__(
        self, heading: Heading, period: int | None, columns: Growing, found: Problems,
        totals: list[int], padded: list[int], incomes: dict[int, str],
    ) -> None:  # fmt: skip
        self._places = heading.places
        self._amount = heading.amount
        self._one_income = heading.one_income
        self._period = period or 0
        self._columns = columns
        self._found = found
        self._totals = totals
        self._padded = padded
        self._incomes = incomes

    def take(self, line: int, row: list[str]) -> None:
        """A person, or nothing: an empty row, the list's total."""
        numbered = any(map(str.isdigit, self._cell(row, "iin")))
        if not any(row):
            return
        if not numbered and is_total(row):
            self._totals.append(line)
            return
        columns = self._columns
        columns.number.append(len(columns) + 1)
        columns.line.append(line)
        columns.iin.append(self._iin(line, row))
        self._names(line, row)
        columns.birth_date.append(self._birth_date(line, row))
        columns.period.append(self._month(line, row))
        columns.amount.append(self._money(line, row))
        if self._amount == "sum" and (income := self._cell(row, "income")) and self._one_income:
            self._incomes[line] = income

    def _cell(self, row: list[str], name: str) -> str:
        place = self._places.get(name, -1)
        return row[place] if 0 <= place < len(row) else ""

    def _tell(self, code: str, line: int, name: str, value: str = "", form: str = "") -> None:
        at = self._places.get(name, -1) + 1
        self._found.add(FileProblem(code, "line", line, name, value, form, at))

    def _iin(self, line: int, row: list[str]) -> str:
        written = self._cell(row, "iin")
        iin = cells.iin(written)
        if cells.is_padded(written):
            self._padded.append(line)
        if not iin:
            self._tell("missing_field", line, "iin")
        elif not cells.is_iin(iin):
            self._tell("bad_iin", line, "iin", iin)
        return iin

    def _names(self, line: int, row: list[str]) -> None:
        columns = self._columns
        whole = cells.full_name(self._cell(row, "full_name"))
        missing: dict[str, None] = {}
        for at, (name, column) in enumerate(
            (("surname", columns.surname), ("name", columns.name),
             ("patronymic", columns.patronymic))
        ):  # fmt: skip
            text = self._cell(row, name) or whole[at]
            if not text and name != "patronymic":
                missing[name if name in self._places else "full_name"] = None
            column.append(text)
        for name in missing:
            self._tell("missing_field", line, name)

    def _birth_date(self, line: int, row: list[str]) -> str:
        text = self._cell(row, "birth_date")
        read = cells.birth_date(text)
        if text and read is None:
            self._tell("bad_date", line, "birth_date", text, _DAY_FORM)
        return read or text

    def _month(self, line: int, row: list[str]) -> int:
        text = self._cell(row, "period")
        if not text:
            if not self._period:
                self._tell("missing_field", line, "period")
            return self._period
        month = cells.period(text)
        if not month:
            self._tell("bad_period", line, "period", text, _MONTH_FORM)
        return month

    def _money(self, line: int, row: list[str]) -> int:
        name = self._amount
        text = self._cell(row, name)
        amount = cells.amount(text) if text else 0
        if not text:
            self._tell("missing_field", line, name)
        elif amount is None:
            self._tell("bad_amount", line, name, text, _AMOUNT_FORM)
        elif amount < 0 or (name == "sum" and not amount):
            self._tell("amount_not_positive", line, name, text)
        return max(amount or 0, 0)
