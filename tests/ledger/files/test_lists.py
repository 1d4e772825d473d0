"""Employers' lists: columns under many names, cells in many forms, hostile archives."""

import zipfile
from datetime import datetime
from io import BytesIO
from tracemalloc import get_traced_memory, start, stop

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger.files.files import KAZAKH_TEXT, people
from tirek.ledger.files import Limits, cells, read_csv, read_list, read_xlsx, write_csv, write_xlsx

HEADING = "ИИН;Фамилия;Имя;Отчество;Дата рождения;Период;Доход"
ROW = "850317400123;Қасымова;Айгүл;;17.03.1985;01.2026;250000,50"


def csv_of(*rows: str, encoding: str = "utf-8") -> BytesIO:
    return BytesIO("\r\n".join(rows).encode(encoding))


def xlsx_of(*rows: tuple[object, ...]) -> BytesIO:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    data = BytesIO()
    book.save(data)
    data.seek(0)
    return data


def told(read):
    return [(p.code, p.severity, p.line, p.field, p.column) for p in read.problems]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "kz1048"])
def test_a_list(delimiter, encoding):
    row = ROW.replace("250000,50", '"250 000,50"')
    read = read_list(csv_of(HEADING.replace(";", delimiter), row.replace(";", delimiter),
                            encoding=encoding))  # fmt: skip
    assert read.taken and read.problems == () and read.delimiter == delimiter
    assert read.encoding == encoding.removesuffix("-sig") and read.amounts == "income"
    lines = read.lines
    assert lines.iin == ["850317400123"] and lines.surname == ["Қасымова"]
    assert lines.patronymic == [""] and lines.birth_date == ["19850317"]
    assert lines.period.tolist() == [202601] and lines.amount_tiyn.tolist() == [25000050]
    assert lines.number.tolist() == [1] and lines.line.tolist() == [2]


@pytest.mark.parametrize(
    "heading",
    [
        "ЖСН;Тегі;Аты;Әкесінің аты;Туған күні;Кезең;Табыс",
        "IIN;Last name;First name;Middle name;Date of birth;Month;Income",
        "№;ИИН работника;Ф.И.О.;Дата рождения;За период;Сумма отчислений (тенге)",
    ],
)
def test_names_of_columns(heading):
    heading = heading.replace(" (тенге)", "")
    number = "1;" if heading.startswith("№") else ""
    row = ROW.replace("Қасымова;Айгүл;", "Қасымова Айгүл") if number else ROW
    read = read_csv(csv_of("Тізім;;", "", heading, number + row, "Жиыны;;;;;;9"))
    assert read.problems == () and read.lines.name == ["Айгүл"]
    assert read.lines.line.tolist() == [4]


def test_a_period_of_the_whole_list():
    rows = (HEADING.replace(";Период", ""), ROW.replace(";01.2026", ""))
    assert read_csv(csv_of(*rows), period=202512).lines.period.tolist() == [202512]
    assert told(read_csv(csv_of(*rows))) == [("missing_column", "envelope", 1, "period", 0)]


def test_each_cell_is_told():
    bad = "85031740012;;Айгүл;;31.02.1985;13.2026;1,234"
    read = read_csv(csv_of(HEADING, ROW, bad))
    assert read.taken and len(read.lines) == 2
    assert told(read) == [
        ("bad_iin", "line", 3, "iin", 1),
        ("missing_field", "line", 3, "surname", 2),
        ("bad_date", "line", 3, "birth_date", 5),
        ("bad_period", "line", 3, "period", 6),
        ("bad_amount", "line", 3, "income", 7),
    ]
    assert read.problems[1].text("kk").startswith("3-жол, 2-баған, Тегі: ")
    assert read.lines.birth_date[1] == "31.02.1985"
    assert read.lines.period[1] == 0 and read.lines.amount_tiyn[1] == 0


def test_beside_a_payment_an_income_is_no_second_payment() -> None:
    heading = HEADING.replace("Доход", "Доход;Сумма")
    read = read_csv(csv_of(heading, ROW + ";4250", "Итого;;;;;;1;4250"))
    assert read.taken and read.amounts == "sum"
    assert read.lines.amount_tiyn.tolist() == [425_000]
    assert [*read.totals] == [3]
    assert read.heading[read.places["income"]] == "Доход"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((), ("no_header", 1, "iin", 0)),
        (("a;b", "c;d"), ("no_header", 1, "iin", 0)),
        ((HEADING.replace("ИИН", "Номер"), ROW), ("missing_column", 1, "iin", 0)),
        ((HEADING.replace("Доход", "Премия?"), ROW), ("missing_column", 1, "sum", 0)),
        ((HEADING.replace("Отчество", "Имя"), ROW), ("repeated_column", 1, "name", 4)),
        ((HEADING + ";Оклад", ROW + ";5"), ("repeated_column", 1, "income", 8)),
        ((HEADING,), ("no_lines", 1, "iin", 0)),
        ((HEADING, ROW, '850317400123;"Қас'), ("broken_table", 3, "CSV", 0)),
        ((HEADING, ROW.replace("Айгүл", "Ай\0")), ("control_character", 2, "CSV", 0)),
        ((HEADING, *[ROW] * 11), ("too_many_lines", 12, "iin", 0)),
        ((HEADING, ROW + " " * 5000), ("too_large", 2, "CSV", 0)),
    ],
)
def test_the_whole_list(rows, expected):
    limits = Limits(most_rows=10, largest_list=5000)
    read = read_csv(csv_of(*rows), limits=limits)
    code, line, name, column = expected
    assert told(read) == [(code, "envelope", line, name, column)] and not read.taken


@pytest.mark.parametrize(
    ("text", "tiyn"),
    [
        ("4250", 425000), ("4250,5", 425050), ("4250.50", 425050), ("1 234 567,89", 123456789),
        ("1\u00a0234\u00a0567.89", 123456789), ("1,234,567.89", 123456789),
        ("1.234.567,89", 123456789), ("1,234,567", 123456700), ("250 000 тг", 25000000),
        ("250 000,00 ₸", 25000000), ("-5", -500), ("1,234", None), ("1.234", None), ("12 34", None),
        ("1e5", None), ("", None), ("٤", None), ("1" * 17, None), ("4,2,5", None), ("0", 0),
    ],
)  # fmt: skip
def test_amounts(text, tiyn):
    assert cells.amount(text) == tiyn


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("012026", 202601), ("12026", 202601), ("01.2026", 202601), ("1/2026", 202601),
        ("2026-01", 202601), ("202612", 202612), ("122025", 202512), ("15.01.2026", 202601),
        ("2026-01-31", 202601), ("132026", 0), ("202613", 0), ("01.26", 0), ("", 0),
        ("қаңтар 2026", 202601), ("2026 жылғы қаңтар", 202601), ("январь 2026 г.", 202601),
        ("January 2026", 202601), ("янв.26", 0), ("январь", 0),
    ],
)  # fmt: skip
def test_months(text, month):
    assert cells.period(text) == month


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("17.03.1985", "19850317"), ("1985-03-17", "19850317"), ("19850317", "19850317"),
        ("7/3/1985", "19850307"), ("30.02.1985", None), ("17.03.85", None), ("", None),
    ],
)  # fmt: skip
def test_days(text, day):
    assert cells.birth_date(text) == day


def test_zeros_that_a_spreadsheet_dropped_come_back_if_the_last_digit_fits():
    assert cells.iin("40940004616") == "040940004616"
    assert cells.iin("40940004617") == "40940004617"
    assert cells.iin("'850317400123") == "850317400123"


# XLSX


def test_a_sheet():
    read = read_list(xlsx_of(
        ("Список за январь",), (), tuple(HEADING.split(";")),
        (40940004616, "Қасымова", "Айгүл", None, datetime(1985, 3, 17), datetime(2026, 1, 31), 0.1),
        (None, None, None, None, None, None, None),
        ("850317400123", "Ким", "Ли", "", "17.03.1985", 12026, 4249.999999999999),
        ("Итого", None, None, None, None, None, 4250.1),
    ))  # fmt: skip
    assert read.problems == () and read.encoding is None and read.delimiter == ""
    lines = read.lines
    assert lines.iin == ["040940004616", "850317400123"]
    assert lines.birth_date == ["19850317"] * 2 and lines.period.tolist() == [202601] * 2
    assert lines.amount_tiyn.tolist() == [10, 425000] and lines.line.tolist() == [4, 6]


def repacked(change: dict[str, bytes]) -> BytesIO:
    """A good sheet with some of its members put in anew."""
    good = zipfile.ZipFile(xlsx_of(tuple(HEADING.split(";")), tuple(ROW.split(";"))))
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in {*good.namelist(), *change}:
            archive.writestr(name, change.get(name) or good.read(name))
    data.seek(0)
    return data


def test_a_zip_bomb_is_refused_unopened():
    bomb = repacked({"xl/worksheets/sheet1.xml": b" " * (65 << 20)})
    assert len(bomb.getvalue()) < 100_000
    start()
    read = read_xlsx(bomb)
    peak = get_traced_memory()[1]
    stop()
    assert told(read) == [("unsafe_archive", "envelope", 1, "XLSX", 0)]
    assert peak < 5 << 20


@pytest.mark.parametrize(
    "change",
    [
        {"xl/styles.xml": b" " * (5 << 20)},
        {"xl/sharedStrings.xml": b"<sst>" + b"<si/>" * 8_100_000 + b"</sst>"},
        {f"x{number}": b"x" for number in range(1001)},
        {"xl/worksheets/sheet1.xml": b"<row>" + b"<c/>" * 20_000},
    ],
)
def test_unsafe_archives(change):
    assert told(read_xlsx(repacked(change))) == [("unsafe_archive", "envelope", 1, "XLSX", 0)]


MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml"
TYPES = f"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Override PartName="/xl/workbook.xml" ContentType="{MAIN}.sheet.main+xml"/>
<Override PartName="/xl/sharedStrings.xml" ContentType="{MAIN}.sharedStrings+xml"/>
</Types>""".encode()
ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>"""


@pytest.mark.parametrize(
    "name", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml",
             "xl/styles.xml", "[Content_Types].xml"]
)  # fmt: skip
def test_entities_are_refused(name):
    change = {name: ENTITIES}
    if name == "xl/sharedStrings.xml":
        change["[Content_Types].xml"] = TYPES
    read = read_xlsx(repacked(change))
    assert [p.code for p in read.problems] == ["broken_table"]


def test_a_row_far_below_costs_no_time():
    sheet = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
    <sheetData><row r="99999999999"><c r="ZZZZZZ99999999999"><v>1</v></c></row></sheetData>
    </worksheet>"""
    read = read_xlsx(repacked({"xl/worksheets/sheet1.xml": sheet}))
    assert not read.taken


@pytest.mark.parametrize("cut", [4, 30, 500, 2000, -30])
def test_a_damaged_archive(cut):
    data = xlsx_of(tuple(HEADING.split(";"))).getvalue()[:cut]
    assert [p.code for p in read_list(BytesIO(data)).problems] == ["broken_table"]


# Writing


@given(people(KAZAKH_TEXT, None), st.sampled_from([write_csv, write_xlsx]))
def test_a_list_written_reads_back(lines, write):
    sink = BytesIO()
    write(lines, (), sink, amounts="sum", lang="kk")
    sink.seek(0)
    read = read_list(sink)
    assert read.lines == lines and read.amounts == "sum" and read.problems == ()


def test_problems_stand_beside_their_person_and_nothing_is_a_formula():
    read = read_csv(csv_of(HEADING, ROW.replace("Айгүл", "=1+2"), ROW[1:]))
    for write in (write_csv, write_xlsx):
        sink = BytesIO()
        write(read.lines, read.problems, sink, amounts="income", lang="en")
        sink.seek(0)
        if write is write_csv:
            rows = [row.split(";") for row in sink.getvalue().decode("utf-8-sig").split("\r\n")]
            assert rows[1][2] == "'=1+2"
        else:
            rows = [*openpyxl.load_workbook(sink).active.iter_rows()]
            assert rows[1][2].data_type == "s"
            rows = [[cell.value for cell in row] for row in rows]
        assert rows[0][-1] == "Problems" and rows[0][6] == "Income"
        assert not rows[1][-1] and rows[2][-1].startswith("Line 3, column 1, ИИН: ")
        sink.seek(0)
        assert read_list(sink).lines == read.lines
