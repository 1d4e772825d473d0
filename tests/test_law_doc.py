"""docs/law.md is what the law says it is, every article is accounted for, and no number of the law
stands in Python code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import articles, law_doc
from tools.articles import Citation, CitationError, Entry, Implementer, parse

ROOT = Path(__file__).parents[1]
TEXTS = ROOT / "tests/cases/articles_of_the_texts.tsv"


def test_the_page_is_up_to_date() -> None:
    assert law_doc.main(["--check"]) == 0


# ---------------------------------------------------------------------- citations


@pytest.mark.parametrize(
    ("text", "act", "places"),
    [
        ("SC 118(3)", "", ["SC 118(3)"]),
        ("SC 76", "", ["SC 76"]),
        ("SC 155(7)2)", "", ["SC 155(7)2)"]),
        ("155(7)(2)", "Social Code", ["SC 155(7)2)"]),
        ("SC 182(1)12)", "", ["SC 182(1)12)"]),
        ("SC 245(1), (2), (5)", "", ["SC 245(1)", "SC 245(2)", "SC 245(5)"]),
        ("SC 239(2)2), (7)", "", ["SC 239(2)2)", "SC 239(7)"]),
        ("243(1)2), 3)", "Social Code", ["SC 243(1)2)", "SC 243(1)3)"]),
        ("Law 286-VI 20(4), 21(7)", "", ["Law 286-VI 20(4)", "Law 286-VI 21(7)"]),
        ("Law 405 23-1(4)", "", ["Law 405 23-1(4)"]),
        ("SC 181(3-1)", "", ["SC 181(3-1)"]),
        ("SC 243-245", "", ["SC 243", "SC 244", "SC 245"]),
        ("SC 113(3); Law 405 20(6)", "", ["SC 113(3)", "Law 405 20(6)"]),
        ("101-1; 243(1)7)", "Social Code", ["SC 101-1", "SC 243(1)7)"]),
        ("Law 405-V 5(2); Convention 12", "", ["Law 405-V 5(2)", "Convention 12"]),
        ("КоАП 92, 92-1", "", ["КоАП 92", "КоАП 92-1"]),
        ("A-penalty-year-days", "Convention", ["Convention A-penalty-year-days"]),
        ("contract, field purpose_code", "Convention", ["Convention contract, field purpose_code"]),
        ("10", "Budget law 2014-2016", ["Budget 2014-2016 10"]),
        ("", "Tax Code 214-VIII", ["TC"]),
    ],
)  # fmt: skip
def test_it_reads_every_form_of_citation(text: str, act: str, places: list[str]) -> None:
    assert [f"{place.act} {place.at}".strip() for place in parse(text, act)] == places


@pytest.mark.parametrize(
    "text",
    [
        "118(3)", "SC art. 118", "SC 118.3", "SC 118(3", "SC 118 (3)", "SC (3)", "SC 2)",
        "SC 118(3)2", "SC 118(3),", "SC 118(3); ", "SC 243-245(1)", "Law 999 1(1)",
        "Convention twelve",
    ],
)  # fmt: skip
def test_it_refuses_a_form_that_it_does_not_know(text: str) -> None:
    with pytest.raises(CitationError):
        parse(text)


def test_a_bad_citation_is_told_with_the_name_of_the_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    bad = [(Implementer("rule", "tenure_factor"), "", "SC art. 118")]
    monkeypatch.setattr(articles, "cited", lambda: iter(bad))
    with pytest.raises(CitationError, match="rule tenure_factor"):
        articles.citations()


# ---------------------------------------------------------------------- the list of articles


def test_every_article_is_implemented_or_says_why_not() -> None:
    assert articles.joined()[1] == []


def test_every_value_names_its_source_and_its_confidence() -> None:
    assert law_doc.unsourced() == []


SC_118_3, SC_77_1 = Citation("SC", "118", "3"), Citation("SC", "77", "1")


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (Entry(SC_118_3, "average", reason="because"), "has a reason in not, and is implemented"),
        (Entry(SC_118_3, "average", by=("average_income",)), "drop average_income from by"),
        (Entry(SC_77_1, "start"), "nothing implements it, and it has no reason in not"),
        (Entry(SC_77_1, "start", by=("no_such_rule",)), "there is no no_such_rule"),
        (Entry(SC_77_1, "start", reason="because", by=("on",)), "has a reason in not, and is"),
        (Entry(SC_77_1, "start", reason="because", but="because"), "but is for what is"),
    ],
)  # fmt: skip
def test_it_finds_what_is_wrong_with_an_entry(
    monkeypatch: pytest.MonkeyPatch, entry: Entry, told: str
) -> None:
    others = tuple(e for e in articles.entries() if e.place != entry.place)
    monkeypatch.setattr(articles, "entries", lambda: (*others, entry))
    wrong = articles.joined()[1]
    assert any(line.startswith(f"{entry.place.act} {entry.place.at}: {told}") for line in wrong)


@pytest.mark.parametrize("article", ["SC 999", "SC 118(9)", "Law 405 14(3)"])
def test_it_finds_a_citation_of_what_is_not_on_the_list(
    monkeypatch: pytest.MonkeyPatch, article: str
) -> None:
    wrong = (Implementer("rule", "tenure_factor"), "", article)
    right = list(articles.cited())
    monkeypatch.setattr(articles, "cited", lambda: iter([*right, wrong]))
    assert articles.joined()[1] == [f"rule tenure_factor: {article} is not on the list"]


def _places() -> Iterator[Citation]:
    """Every article, item and sub-item of the texts that are held."""
    for line in TEXTS.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield Citation(*line.split("\t"))


def test_every_article_of_the_texts_is_on_the_list() -> None:
    places = set(_places())
    assert len({place[:2] for place in places}) > 70
    found, _ = articles.joined()
    entries = {entry.place: entry for entry in articles.entries()}
    parts = [p for p in places if not any(o.within(p) and o != p for o in places)]
    for place in parts:
        over = articles.covering(place, entries)
        assert over is not None, f"{place} is not on the list"
        assert found[over] or entries[over].reason, f"{place}: only its head is on the list"


def test_every_place_on_the_list_or_cited_stands_in_the_texts() -> None:
    places = set(_places())
    places |= {place._replace(item="1", sub="") for place in places if place.sub}
    held = {entry.place: entry.held for entry in articles.entries()}
    named = {place for place in articles.citations() if place.act in articles.held_texts()}
    for place in {*held, *(p for p in named if p.article)}:
        over = articles.covering(place, held)
        if over is not None and held[over]:
            assert place in places, f"{place.act} {place.at} stands in no text"


# ---------------------------------------------------------------------- numbers in the code

#: Numbers in code that are no numbers of the law: file -> number -> why.
ALLOWED: dict[str, dict[float | str, str]] = {
    "law/book.py": {
        10: "bound of a fact: ten billion tenge in tiyn is 10**12",
        12: "the same",
    },
    "law/payment_changes.py": {12: "months of a year"},
    "law/penalties.py": {3650: "bound: ten years of days; an older debt is refused"},
    "law/working_days.py": {5: "Saturday, the sixth day of a week from 0", 12: "months of a year"},
    "contract/assess.py": {
        4: "number of a column", 5: "columns of a row", 6: "columns of a dependant",
    },
    "contract/assess_question.py": {
        10_000: "most rows",
    },
    "contract/law_picture.py": dict.fromkeys(
        (220, 66, 28, 10, 12, 14, 32, 3, 0.0, 2.5, 0.7, 8, 16), "pixels of a picture"
    ),
    "contract/changes.py": {
        3: "step of the search", 5: "step of the search", 10: "step of the search",
        20: "step of the search", 50: "step of the search", 100: "step; hundredths of a ratio",
    },
    "contract/contributions.py": {12: "months of a year"},
    "contract/insured_status.py": {
        10_000: "most rows", 3: "columns of a row", 28: "who is born on 29 February",
    },
    "contract/law_data.py": {12: "most names told of those that are near"},
    "contract/law_run.py": {12: "most names told of those that exist"},
    "contract/problems.py": {60: "letters of a value told", 300: "letters of a reason told"},
    "contract/reading.py": {
        100: "tiyn in a tenge", 1900: "first year of a date", 2099: "last year of a date",
        12: "months of a year, digits of an ИИН", 13: "months of a year",
        60: "letters of a key that an error repeats",
        **dict.fromkeys(range(3, 12), "weights and modulus of an ИИН's check digit"),
    },
    "contract/writing.py": {
        4: "decimals of a ratio", 10: "base of decimals", 100: "tiyn in a tenge",
    },
}  # fmt: skip

#: Structure, wherever it stands.
PLAIN = {0, 1, 2}


def _sources() -> list[Path]:
    return sorted(p for room in ("law", "contract") for p in ROOT.glob(f"src/tirek/{room}/*.py"))


def _file(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _dated(node: ast.AST) -> Iterator[ast.AST]:
    """Where a date may stand: in a decorator, as ``since=`` and the like, as a named constant."""
    if isinstance(node, ast.FunctionDef):
        yield from node.decorator_list
    elif isinstance(node, ast.keyword) and node.arg in ("since", "until", "published"):
        yield node.value
    elif isinstance(node, ast.Module):
        for line in node.body:
            if isinstance(line, ast.Assign | ast.AnnAssign) and line.value is not None:
                yield line.value


def _passed(tree: ast.Module, file: str) -> Iterator[ast.AST]:
    """Parts of a module in which any number may stand."""
    for place in [part for node in ast.walk(tree) for part in _dated(node)]:
        for node in ast.walk(place):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "date":
                yield node
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if name == "lru_cache" or (file == "law/book.py" and name in ("book.fact", "Level")):
                yield node


def literals(path: Path) -> Iterator[tuple[float | str, int]]:
    """Numbers (and texts that are nothing but a number) of a module that nothing excuses, with
    their lines."""
    tree = ast.parse(path.read_text("utf-8"))
    excused = {id(n) for part in _passed(tree, _file(path)) for n in ast.walk(part)}
    excused |= {id(v) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for v in n.values}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in excused:
            continue
        value = node.value
        number = type(value) in (int, float, complex) and value not in PLAIN
        text = isinstance(value, str) and re.fullmatch(r"-?\d*[.,]?\d+%?", value) and value != "0"
        if number or type(value) is float or text:
            yield value, node.lineno  # type: ignore[misc]


@pytest.mark.parametrize("path", _sources(), ids=_file)
def test_no_number_of_the_law_stands_in_code(path: Path) -> None:
    allowed = ALLOWED.get(_file(path), {})
    found = [f"{value} in line {line}" for value, line in literals(path) if value not in allowed]
    assert not found, "numbers of the law stand in law/parameters: " + ", ".join(found)


def test_every_number_that_is_allowed_is_there() -> None:
    found = {_file(path): {value for value, _ in literals(path)} for path in _sources()}
    idle = [
        f"{file}: {value}"
        for file, numbers in ALLOWED.items()
        for value in numbers
        if value not in found.get(file, set())
    ]
    assert not idle, "no longer there, drop from ALLOWED: " + ", ".join(idle)


@pytest.mark.parametrize(
    ("code", "numbers"),
    [
        ("def rule(income):\n    return income * 7", [7]),
        ("def rule(income):\n    return income * 0.05", [0.05]),
        ("def rule(income):\n    return income * 1.0", [1.0]),
        ("def rule(income):\n    return income * Decimal('0.05')", ["0.05"]),
        ("def rule(on):\n    return on < date(2026, 1, 1)", [2026]),
        ("SINCE = date(2026, 1, 1)\nCAP = 40", [40]),
        ("@rule(since=date(2026, 1, 1))\ndef f(x):\n    return x + 1", []),
        ("x = Benefit(since=date(2008, 1, 1))", []),
        ("@lru_cache(maxsize=128)\ndef f(x):\n    return -1", []),
    ],
)
def test_it_sees_a_number_of_the_law(tmp_path: Path, code: str, numbers: list[object]) -> None:
    module = tmp_path / "module.py"
    module.write_text(code)
    assert [value for value, _ in literals(module)] == numbers
