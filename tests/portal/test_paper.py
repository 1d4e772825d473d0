"""Answers on paper: a code that leads back, all letters, tables that fit, nothing cut."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import numpy as np
import pytest
import segno
from django.test import Client
from django.utils import translation

from tirek.contract.messages import LANGUAGES
from tirek.pages.tables import Column, Table
from tirek.portal.answers import Answer, Fact, Link, Part, Reason
from tirek.portal.paper import paper
from tirek.portal.pictures import NARROW, picture

POPPLER = shutil.which("pdftotext") and shutil.which("pdftoppm") and shutil.which("pdfinfo")
reads_pdf = pytest.mark.skipif(not POPPLER, reason="poppler-utils is not installed")

BENEFIT = (
    "on=2026-03-10&paid=0&birth=1990-05-01&sex=female&how=same&income=200000&since=2024-03&till=2026-02&kind=0"
    "&participation=60&exempt=no&applied=-"
)
PAGES = {
    "benefit": f"/benefits/job_loss/result/?{BENEFIT}",
    "curve": "/curves/?curve=contributions&month_m=3&month_y=2026&kind=employee&most=4000000",
    "tenure": "/curves/?curve=tenure&on_d=1&on_m=3&on_y=2026&benefit=survivor&income=300000",
    "reform": "/what-if/?social_rate=6&childcare_replacement_rate=0.5",
}
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def made(address: str, lang: str = "kk") -> bytes:
    response = Client(headers={"accept-language": lang}).get(f"{address}&format=pdf")
    assert response.headers["Content-Type"] == "application/pdf", response.status_code
    return bytes(response.content)


def of(answer: Answer, address: str = "https://example.kz/", lang: str = "kk") -> bytes:
    with translation.override(lang):
        return paper(answer, [], address, NOW)


def run(pdf: bytes, folder: Path, *command: str) -> str:
    """The answer of a program of poppler-utils about a file; ``FILE`` stands for it."""
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    asked = [str(file) if word == "FILE" else word for word in command]
    return subprocess.run(asked, check=True, capture_output=True, cwd=folder).stdout.decode()


def words(pdf: bytes, folder: Path) -> str:
    return " ".join(run(pdf, folder, "pdftotext", "FILE", "-").split())


def sizes(pdf: bytes, folder: Path) -> list[tuple[float, float]]:
    told = run(pdf, folder, "pdfinfo", "-f", "1", "-l", "99", "FILE")
    found = re.findall(r"size:\s+([\d.]+) x ([\d.]+) pts", told)
    return [(float(wide), float(high)) for wide, high in found]


# ---------------------------------------------------------------------- the code


def modules(pdf: bytes, folder: Path, count: int) -> np.ndarray:
    """The squares of the code at the head of the first page, as a phone sees them: dark or not."""
    run(pdf, folder, "pdftoppm", "-gray", "-r", "300", "-f", "1", "-l", "1", "-singlefile",
        "FILE", "page")  # fmt: skip
    content = (folder / "page.pgm").read_bytes()
    head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", content)
    assert head
    wide, high = int(head[1]), int(head[2])
    page = np.frombuffer(content[head.end() :], np.uint8).reshape(high, wide)
    dark = page[: high // 4, wide * 3 // 4 :] < 128
    rows = np.flatnonzero(dark.any(1))
    rows = rows[: np.flatnonzero(np.diff(rows, append=rows[-1] + 2) > 1)[0] + 1]  # text is below
    dark = dark[rows]
    columns = np.flatnonzero(dark.any(0))
    apart = np.flatnonzero(np.diff(columns) > 40)  # a headline may reach to the gutter before it
    columns = columns[apart[-1] + 1 :] if len(apart) else columns
    code = dark[:, columns[0] : columns[-1] + 1]
    assert abs(code.shape[0] - code.shape[1]) <= 2 and code.shape[0] / count > 3
    at = ((np.arange(count) + 0.5) * code.shape[0] / count).astype(int)
    return code[np.ix_(at, at)]


@reads_pdf
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_the_code_is_that_of_the_address(name: str, lang: str, tmp_path: Path) -> None:
    expected = np.array(
        segno.make(f"http://testserver{PAGES[name]}", error="l", micro=False).matrix, bool
    )
    assert (modules(made(PAGES[name], lang), tmp_path, len(expected)) == expected).all()


def test_what_the_code_leads_to_is_the_same_answer() -> None:
    for address in PAGES.values():
        html = Client().get(address).content.decode()
        link = next(part for part in html.split('"') if "format=pdf" in part)
        back = unescape(link).replace("&format=pdf", "")
        assert back == address
        assert Client().get(back).status_code == 200


@reads_pdf
def test_an_address_too_long_for_a_code_is_said_to_be(tmp_path: Path) -> None:
    pdf = of(Answer("Сұрақ", "Жауап"), "https://example.kz/?" + "x" * 2000)
    assert "Мекенжай кодқа сыймайтындай ұзын" in words(pdf, tmp_path)


# ---------------------------------------------------------------------- letters and parts


@reads_pdf
@pytest.mark.parametrize(("lang", "said"), [
    ("kk", "Әәғқңөұүһі ҒҚҢӨҰҮҺІ 1 234,50 ₸ – «тиын» × −5 →"),
    ("ru", "Ёё № 1 234,50 ₸ – «тиын» × −5 →"), ("en", "“tiyn” 1,234.50 ₸ – × −5 →"),
])  # fmt: skip
def test_all_letters_and_signs_are_there(lang: str, said: str, tmp_path: Path) -> None:
    answer = Answer(said, said, under=said, parts=[
        Part(said, said, facts=[Fact(said, said, said)], reasons=[Reason(said, [said], said, said)],
             points=[said], warning=said),
    ])  # fmt: skip
    assert words(of(answer, lang=lang), tmp_path).count(said) == 14


@reads_pdf
@pytest.mark.parametrize("lang", LANGUAGES)
def test_paper_says_what_the_page_says(lang: str, tmp_path: Path) -> None:
    for address in PAGES.values():
        html = Client(headers={"accept-language": lang}).get(address).content.decode()
        found = words(made(address, lang), tmp_path).replace(" ", "")
        headings = re.findall(r"<h2[^>]*>(.+?)</h2>", html)
        cells = re.findall(r"<td[^>]*>([^<]+)", html)
        for told in [*headings, *cells]:
            assert "".join(unescape(told).split()) in found, (address, told)


@reads_pdf
def test_a_part_of_links_alone_is_left_out(tmp_path: Path) -> None:
    answer = Answer("Т", "Ж", parts=[Part("Ары қарай", links=[Link("Сілтеме", "/")])])
    assert "Ары қарай" not in words(of(answer), tmp_path)


def test_its_structure_is_tagged_for_those_who_hear_it() -> None:
    pdf = made(PAGES["curve"])
    assert b"/StructTreeRoot" in pdf and b"/Lang" in pdf
    assert b"pdfuaid" in pdf


def test_the_same_question_makes_the_same_file() -> None:
    answer = Answer("Т", "Ж", parts=[Part("Б", points=["п"])])
    assert of(answer) == of(answer)


# ---------------------------------------------------------------------- tables and charts


def table(columns: int, rows: int, cell: str = "1 234 567,89 ₸") -> Table:
    found = Table("Кесте", [Column("Айы"), *(Column(f"Баған {n}", True) for n in range(columns))])
    for row in range(rows):
        found.add([f"{row + 1}-қатар", *([cell] * columns)], total=row == rows - 1)
    return found


def answered(*tables: Table) -> Answer:
    return Answer("Сұрақ", "Жауап", parts=[Part("Кесте", table=one) for one in tables])


@reads_pdf
@pytest.mark.parametrize(("columns", "turned"), [(3, False), (5, False), (9, True), (12, True)])
def test_a_wide_table_turns_its_page_and_no_other(
    columns: int, turned: bool, tmp_path: Path
) -> None:
    answer = answered(table(2, 3), table(columns, 12), table(2, 3))
    pages = sizes(of(answer), tmp_path)
    assert any(wide > high for wide, high in pages) == turned
    assert pages[0][0] < pages[0][1] and pages[-1][0] < pages[-1][1]


@reads_pdf
@pytest.mark.parametrize("columns", range(1, 13))
def test_no_number_of_a_table_is_broken_or_lost(columns: int, tmp_path: Path) -> None:
    pdf = of(answered(table(columns, 40)))
    told = run(pdf, tmp_path, "pdftotext", "-layout", "FILE", "-")
    assert told.count("1 234 567,89 ₸") == 40 * columns
    for box in re.findall(r'xMin="([\d.]+)".*?xMax="([\d.]+)"', run(
            pdf, tmp_path, "pdftotext", "-bbox", "FILE", "-")):  # fmt: skip
        assert float(box[0]) > 40 and float(box[1]) < 842 - 40


def boxes(pdf: bytes, folder: Path) -> Sequence[tuple[int, float, str]]:
    """Page, height and text of each word."""
    found, page = [], 0
    for line in run(pdf, folder, "pdftotext", "-bbox", "FILE", "-").splitlines():
        page += "<page " in line
        word = re.search(r'yMin="([\d.]+)".*>([^<]+)</word>', line)
        if word:
            found.append((page, float(word[1]), unescape(word[2])))
    return found


@reads_pdf
@pytest.mark.parametrize("lines", range(20, 60, 4))
def test_no_heading_stands_alone_at_the_foot(lines: int, tmp_path: Path) -> None:
    answer = Answer("Сұрақ", "Жауап", parts=[
        Part("Бірінші", points=["жол"] * lines), Part("Екінші", table=table(3, 20)),
    ])  # fmt: skip
    found = boxes(of(answer), tmp_path)
    heading = next(page for page, _, word in found if word == "Екінші")
    assert [page for page, _, word in found if word == "2-қатар"] == [heading]


CHART = {
    "title": "Т <b>", "x": "икс & <i>", "y": "₸", "kind": "line",
    "series": [{"name": "а", "data": [[0, 0], [100, 5.5]]},
               {"name": "б", "data": [[0, 3], [100, -2]]}],
    "marks": [{"x": 50, "name": "1"}],
}  # fmt: skip


@pytest.mark.parametrize("change", [
    {}, {"kind": "step"}, {"series": [{"name": "а", "data": [[0, 0]]}], "marks": []},
    {"series": [{"name": "а", "data": []}]},
    {"kind": "bar", "categories": ["x" * 40, "–"], "marks": [],
     "series": [{"name": "а", "data": [1, -1]}]},
    {"time": True, "marks": [], "series": [
        {"name": "а", "data": [["2005-01-01", 5], ["2020-01-01", None], ["2026-01-01", 7]]}]},
])  # fmt: skip
def test_any_chart_is_drawn(change: dict[str, object]) -> None:
    with translation.override("kk"):
        drawn = picture({**CHART, **change})
    assert drawn.startswith("<svg") and drawn.endswith("</svg>") and "nan" not in drawn
    assert "<b>" not in drawn and "<i>" not in drawn and "style=" not in drawn
    answer = Answer("Т", "Ж", parts=[Part("Б", chart={**CHART, **change})])
    assert of(answer).startswith(b"%PDF")


@pytest.mark.parametrize("change", [
    {}, {"series": [{"name": "Жұмыс берушінің МӘМС аударымы және тағы бірдеңе " * 2,
                     "data": [[0, 0], [4_000_000, 5]]}, {"name": "б", "data": [[0, 1]]}]},
    {"kind": "bar", "categories": ["100–200", "200–300", "300–500", "500–700", "700–900", "900+"],
     "marks": [], "series": [{"name": "а", "data": [1] * 6}]},
])  # fmt: skip
def test_a_narrow_picture_is_drawn_anew_and_nothing_is_cut_off(change: dict[str, object]) -> None:
    """Shrunk to a narrow screen its letters could not be read."""
    with translation.override("en"):
        drawn = picture({**CHART, **change}, NARROW)
    assert f'viewBox="0 0 {NARROW} ' in drawn and 'font-size="12"' in drawn
    assert "…" not in drawn
    for x, anchor, words in re.findall(
        r'<text x="([\d.]+)" [^>]*anchor="(\w+)"[^>]*>([^<]*)', drawn
    ):
        reach = len(words) * 6.2 * {"start": 1, "middle": 0.5, "end": 0}[anchor]
        assert float(x) + reach <= NARROW + 5, words
