"""One MT-102 message read: what is in it, and each thing that can be wrong with it."""

from datetime import date
from io import BytesIO

import pytest

from tests.ledger.files.files import HEAD, read, read_all, text
from tirek.ledger.files import FileProblem, Limits, as_bytes, messages, write
from tirek.ledger.files.problems import catalogue


def found(data: str | bytes, *, limits: Limits | None = None) -> list[tuple[str, str, int, str]]:
    """Code, severity, line and field of each problem."""
    one = read(data, limits=limits)
    return [(p.code, p.severity, p.line, p.field) for p in one.problems]


def test_it_reads_the_header():
    header = read(text()).header
    assert header.reference == "REF-1"
    assert header.sender.account == "KZ33125KZT1001313313"
    assert header.sender.name == "ТОО «Достық»"
    assert (header.sender.number, header.sender.sector) == ("160940025485", "7")
    assert header.beneficiary.account == "KZ67009SS00368609110"
    assert header.beneficiary.number == "160440007161"
    assert (header.sender_bank, header.beneficiary_bank) == ("NBRKKZKX", "GCVPKZ2A")
    assert (header.purpose, header.kind, header.period) == ("012", "S", 202601)
    assert (header.document_number, header.document_date) == ("17", "260210")
    assert header.assignment == "Әлеуметтік аударымдар 2026 жылғы қаңтар"
    assert header.value_date == date(2026, 2, 10)
    assert header.total_tiyn == 426250
    assert header.other == ()


def test_it_reads_the_people_as_columns():
    one = read(text())
    assert one.taken and one.problems == ()
    lines = one.lines
    assert lines.number.tolist() == [1, 2]
    assert lines.amount_tiyn.tolist() == [425000, 1250]
    assert lines.iin == ["850317400123"] * 2
    assert (lines.surname[0], lines.name[0], lines.patronymic[0]) == (
        "ҚАСЫМОВА", "Айгүл", "Ерланқызы",
    )  # fmt: skip
    assert lines.birth_date == ["19850317"] * 2
    assert lines.period.tolist() == [202601] * 2
    start = HEAD.count("\n") + 1
    assert lines.line.tolist() == [start, start + 8]


def test_a_message_as_an_accountant_s_program_sends_it():
    """Another order, sub-fields on the field's line, total first, people's own periods."""
    data = (
        "{1:F01K059470000000010066410}{2:O1021806071505SCLEAR0000}{4:\r\n"
        ":20:GCVP-0001\r\n:32A:180607KZT600,5\r\n:50:/D/KZ33125KZT1001313313\r\n/RNN/600\r\n"
        ":59:KZ92009MEDS368609103\r\n:70:/NUM/1\r\n/KNP/122\r\n"
        ":21:1\r\n:32B:KZT600,5\r\n:70:\r\n/OPV/S\r\n//FM/Ким\r\n//NM/Ли\r\n//DT/19900806\r\n"
        "//IDN/900806300123\r\n//PERIOD/052018\r\n//LA/KZ1\r\n-}\r\n\x1a"
    )
    one = read(data)
    assert one.problems == ()
    assert one.lines.patronymic == [""] and one.lines.period.tolist() == [201805]
    assert one.lines.amount_tiyn.tolist() == [60050]
    assert one.header.other == ((":50:/RNN/", "600"),)
    assert as_bytes(one) == data.encode()


def test_the_period_of_a_person_goes_before_the_header_s():
    data = text().replace("/IDN/850317400123\n:21:2", "/IDN/850317400123\n/PERIOD/112025\n:21:2")
    assert read(data).lines.period.tolist() == [202511, 202601]


@pytest.mark.parametrize(
    ("name", "expected"), [("utf-8", "utf-8"), ("kz1048", "kz1048"), ("utf-8-sig", "utf-8")]
)
def test_it_finds_the_encoding(name, expected):
    one = read(text().encode(name))
    assert one.encoding == expected and one.problems == ()
    assert one.lines.surname[0] == "ҚАСЫМОВА"


def test_russian_alone_is_windows_1251():
    russian = text().replace("ҚАСЫМОВА", "Касымова").replace("Айгүл", "Айгуль")
    russian = russian.replace("Ерланқызы", "").replace("«Азаматтарға арналған үкімет»", "ГК")
    russian = russian.replace("ТОО «Достық»", "ТОО").replace("Әлеуметтік аударымдар", "СО")
    russian = russian.replace("2026 жылғы қаңтар", "январь")
    one = read(russian.encode("cp1251"))
    assert one.encoding == "cp1251" and one.lines.surname[0] == "Касымова"


def test_utf_8_with_a_spoilt_byte_is_not_taken_for_another_encoding():
    data = text().encode().replace("Айгүл".encode(), b"\xd0\xff", 1)
    assert found(data) == [("bad_encoding", "envelope", HEAD.count("\n") + 5, "{4:}")]


def test_several_messages_with_what_stands_between_them():
    data = f"MSGID=1;TYPE=102;\x1a{text()}{{5:{{MAC:1}}}}\r\n\n\x1a{text()}\n\n"
    both = read_all(data)
    assert [one.problems for one in both] == [(), ()]
    assert both[1].line == both[0].line + text().count("\n") + 2
    sink = BytesIO()
    write(both, sink)
    assert sink.getvalue() == data.encode()


# What is wrong with the whole message

FIRST = HEAD.count("\n") + 1
LAST = FIRST + 16

ENVELOPE = [
    ("", [("no_message", 1, "{1:}")]),
    ("ЖСН;тегі", [("no_message", 1, "{1:}")]),
    ("x" * 10_000, [("no_message", 1, "{1:}")]),
    (text().replace("{2:I102SGROSS000000U3003}\n", ""), [("broken_block", 1, "{4:}")]),
    (text().replace("{2:I102", "{2:I100"), [("not_mt102", 1, "{2:}")]),
    (text().replace("-}", ""), [("not_closed", LAST + 2, "{4:}")]),
    (text().replace(":20:REF-1\n", ""), [("missing_field", 1, ":20:")]),
    (text().replace(":20:REF-1\n", ":20:\n"), [("missing_field", 4, ":20:")]),
    (text().replace("/D/KZ33125KZT1001313313", "/D/"), [("missing_field", 5, ":50:")]),
    (text().replace(":59:KZ67009SS00368609110\n", ""), [("missing_field", 1, ":59:")]),
    (text().replace("/KNP/012\n", ""), [("missing_field", 1, "/KNP/")]),
    (text().replace("/KNP/012", "/KNP/012\n/KNP/017"), [("repeated_field", 25, "/KNP/")]),
    (text().replace(":20:REF", "REF\n:20:REF"), [("broken_field", 4, "{4:}")]),
    (text().replace(":20:REF", "::\n:20:REF"), [("broken_field", 4, "{4:}")]),
    (text().replace(":32A:260210KZT4262,50\n", ""), [("missing_field", LAST, ":32A:")]),
    (text().replace(":32A:260210", ":32A:260230"), [("bad_date", LAST, ":32A:")]),
    (text().replace(":32A:260210KZT", ":32A:260210"), [("bad_amount", LAST, ":32A:")]),
    (text().replace(":32A:260210KZT", ":32A:260210USD"), [("not_tenge", LAST, ":32A:")]),
    (text(total="4262,51"), [("sum_differs", LAST, ":32A:")]),
    (text(("4250,00", "0,00"), "4250,00"), [("amount_not_positive", FIRST + 9, ":32B:")]),
    (
        text(("4250,00", "-5,00"), "4245,00"),
        [("amount_not_positive", FIRST + 9, ":32B:")],
    ),
    (
        text(("4250,00", "12.50")),
        [("bad_amount", FIRST + 9, ":32B:")],
    ),
    (
        text(("4250,00", "")),
        [("bad_amount", FIRST + 9, ":32B:")],
    ),
    (text().replace(":21:2", ":21:3"), [("bad_numbering", FIRST + 8, ":21:")]),
    (text().replace(":21:1", ":21:x"), [("bad_numbering", FIRST, ":21:")]),
    (text(tail=":32B:KZT1,00\n"), [("repeated_field", LAST, ":32B:")]),
    (text().replace("Айгүл", "Айг\0үл", 1), [("control_character", FIRST + 4, "{4:}")]),
    (text().replace("Айгүл", "Ай" * 5000, 1), [("too_long_line", FIRST + 4, "{4:}")]),
    (text((), "1,00"), [("no_lines", FIRST + 1, ":21:")]),
    (
        text().replace(":21:2\n", ":32A:260210KZT4262,50\n:21:2\n"),
        [("misplaced_field", FIRST + 8, ":32A:")],
    ),
]


@pytest.mark.parametrize(("data", "expected"), ENVELOPE)
def test_the_envelope(data, expected):
    assert found(data) == [(code, "envelope", line, name) for code, line, name in expected]
    assert not read(data).taken


def test_a_field_twice_is_told_of_each_person():
    data = text().replace("/DT/19850317\n", "/DT/19850317\n/DT/19850317\n")
    assert [code for code, *_ in found(data)] == ["repeated_field"] * 2
    assert read(data) == read(data, careful=True)


def test_people_without_an_amount():
    data = text(["1,00"] * 3, "3,00").replace(":32B:KZT1,00\n", "")
    missing = [("missing_field", "envelope", FIRST + 7 * n, ":32B:") for n in range(3)]
    assert found(data)[:3] == missing
    assert read(data) == read(data, careful=True)


def test_a_message_that_does_not_end_leaves_the_next_one_whole():
    first, second = read_all(text().replace("-}\n", "") + text())
    assert [p.code for p in first.problems] == ["not_closed"]
    assert second.taken


def test_text_between_leaves_the_messages_whole():
    one, between, two = read_all(f"{text()}junk\n{text()}")
    assert one.taken and two.taken
    assert [(p.code, p.line) for p in between.problems] == [("text_between", LAST + 2)]


# What is wrong with one person's line

LINE = [
    ("/IDN/850317400123\n", "", ("missing_field", FIRST + 8, "/IDN/")),
    ("/IDN/850317400123", "/IDN/", ("missing_field", FIRST + 15, "/IDN/")),
    ("/IDN/850317400123", "/IDN/85031740012", ("bad_iin", FIRST + 15, "/IDN/")),
    ("/IDN/850317400123", "/IDN/85031740012x", ("bad_iin", FIRST + 15, "/IDN/")),
    ("/FM/ҚАСЫМОВА\n", "", ("missing_field", FIRST + 8, "/FM/")),
    ("/NM/Айгүл\n", "/NM/\n", ("missing_field", FIRST + 12, "/NM/")),
    ("/DT/19850317", "/DT/19850230", ("bad_date", FIRST + 14, "/DT/")),
    ("/DT/19850317", "/DT/1978924", ("bad_date", FIRST + 14, "/DT/")),
    ("/DT/19850317", "/DT/19850317\n/DT/19850317", ("repeated_field", FIRST + 15, "/DT/")),
    ("/DT/19850317", "/PERIOD/202601\n/DT/19850317", ("bad_period", FIRST + 14, "/PERIOD/")),
]


@pytest.mark.parametrize(("old", "new", "expected"), LINE)
def test_a_line(old, new, expected):
    before, mark, second = text().partition(":21:2\n")
    data = before + mark + second.replace(old, new)
    code, line, name = expected
    assert found(data) == [(code, "line", line, name)]
    assert read(data).taken
    assert as_bytes(read(data)) == data.encode()
    assert read(data, careful=True) == read(data)


def test_a_period_of_all_that_is_no_month():
    data = text().replace("/PERIOD/012026", "/PERIOD/132026")
    assert found(data) == [("bad_period", "line", 26, "/PERIOD/")]
    for lang, form in (("kk", "ААЖЖЖЖ"), ("ru", "ММГГГГ"), ("en", "MMYYYY")):
        assert form in read(data).problems[0].text(lang)
    assert read(data).taken
    assert read(data).lines.period.tolist() == [0, 0]
    assert as_bytes(read(data)) == data.encode()


def test_no_period_anywhere():
    data = text().replace("/PERIOD/012026\n", "")
    assert [(p.code, p.severity) for p in read(data).problems] == [("missing_field", "line")] * 2


# Limits


def test_an_endless_line_ends_soon():
    class Endless(BytesIO):
        given = 0

        def read(self, size: int | None = -1) -> bytes:
            assert size is not None and 0 < size <= 1 << 20
            self.given += size
            return HEAD.encode() + b"/NAME/" if self.given == size else b"x" * size

    source = Endless()
    [one] = messages(source)
    assert [(p.code, p.line) for p in one.problems] == [("too_long_line", FIRST)]
    assert source.given <= 1 << 20


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(largest_message=300_000), "too_large"),
        (Limits(largest_file=300_000), "too_large"),
        (Limits(most_lines=5_000), "too_many_lines"),
        (Limits(most_problems=5), "too_many_problems"),
    ],
)
def test_limits(limits, code):
    data = text(["0,01"] * 5_000, "50,00").replace("/IDN/850317400123", "/IDN/1")
    problems = read(data, limits=limits).problems
    assert [p.code for p in problems if p.severity == "envelope"] == [code]


# Words


def test_every_code_is_told_in_three_languages():
    for code in catalogue()["problems"]:
        told = FileProblem(code, "line", 7, "/IDN/", "x{y}", "z").message()
        assert set(told) == {"kk", "ru", "en"} and len(set(told.values())) == 3
        for text_ in told.values():
            assert "7" in text_ and "/IDN/" in text_
            assert text_.endswith(".")


def test_a_problem_is_shown_short_and_on_one_line():
    told = FileProblem("bad_iin", "line", 3, "ИИН", "a\nb" * 100, column=2).text("ru")
    assert told.startswith("Строка 3, столбец 2, ИИН: «a·ba·b") and len(told) < 200
