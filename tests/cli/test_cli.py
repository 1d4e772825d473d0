"""The four commands: JSON and tables, files and standard input, good questions and bad ones."""

from __future__ import annotations

import json
from pathlib import Path

import orjson
import pytest

from tests.cli.running import good, problem, tirek
from tests.contract.asking import CONTRIBUTIONS, GOOD, STATUS, Case, ask, assessment, changed
from tests.contract.test_packs import REFUSED, pack
from tirek.contract.messages import say

LANGUAGES = ("kk", "ru", "en")
COMMANDS = list(GOOD)
#: A word that stands in each command's table, from the catalogue.
WORDS = {
    "contributions": ("lines", "social_contribution"),
    "assess": ("benefits", "job_loss"),
    "insured-status": ("words", "insured"),
    "care": ("packages", "guaranteed"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_json_is_the_answer_of_the_contract(command: str, tmp_path: Path) -> None:
    file = tmp_path / "question.json"
    file.write_bytes(orjson.dumps(GOOD[command][0]))
    found = json.loads(good(command, file, "--json", "--lang", "ru"))
    assert found == ask(command, GOOD[command][0], "ru", brief=False)
    assert "explanation" in found


@pytest.mark.parametrize("command", ["assess", "care"])
def test_brief_leaves_out_explanation_and_changes(command: str) -> None:
    found = json.loads(good(command, "-", "--json", "--brief", given=GOOD[command][-1]))
    assert found == ask(command, GOOD[command][-1], "kk")
    assert not {"explanation", "what_would_change_it"} & set(found)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS)
def test_without_json_a_table_is_printed_in_the_language_asked_for(command: str, lang: str) -> None:
    options = [] if lang == "kk" else ["--lang", lang]  # Kazakh is the first language
    printed = good(command, "-", *options, given=GOOD[command][0])
    with pytest.raises(json.JSONDecodeError):
        json.loads(printed)
    assert say(*WORDS[command], lang) in printed
    others = [say(*WORDS[command], other) for other in LANGUAGES if other != lang]
    assert not any(word in printed for word in others if word != say(*WORDS[command], lang))


@pytest.mark.parametrize(
    ("command", "case"),
    [
        ("contributions", changed(CONTRIBUTIONS, income="0")),
        ("contributions", changed(CONTRIBUTIONS, month="2027-03")),
        ("assess", assessment("survivor", on="2027-03-10")),
        ("assess", assessment(participation_months=1, contributions=[])),
        ("insured-status", changed(STATUS, on="2027-03-10", payments=[], categories=[])),
    ],
    ids=["no lines", "undetermined month", "undetermined benefit", "refused", "price"],
)
def test_every_kind_of_answer_has_a_table(command: str, case: Case) -> None:
    assert good(command, "-", "--lang", "en", given=case).strip()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_bad_question_is_refused_with_status_2_and_nothing_printed(command: str) -> None:
    error = problem(command, "-", "--json", given={**GOOD[command][0], "a/b": 1})
    assert (error["code"], error["at"]) == ("unknown_key", "/a~1b")


@pytest.mark.parametrize(("text", "code"), [(b"", "invalid_json"), (b"{}", "missing_fact")])
def test_what_cannot_be_read_is_a_problem_in_a_table_too(text: bytes, code: str) -> None:
    assert problem("contributions", "-", given=text)["code"] == code


def test_a_file_that_is_not_there_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for options in ([], ["--lines"]):
        error = problem("assess", "nothing.json", *options)
        assert "nothing.json" in error["message"]["en"]
    assert problem("assess", tmp_path)["message"]["kk"]


def test_words_that_are_no_command_option_or_language_end_with_status_2() -> None:
    for args in (["asses", "-"], ["assess", "-", "--lang", "de"], ["assess"]):
        done = tirek(*args, given=assessment())
        assert (done.returncode, done.stdout) == (2, b"")
        assert b"Traceback" not in done.stderr


def test_a_pack_makes_a_new_year_known_and_a_bad_one_ends_the_run(tmp_path: Path) -> None:
    file, bad = tmp_path / "2027.yaml", tmp_path / "bad.yaml"
    file.write_bytes(pack())
    bad.write_bytes(REFUSED["one signature"])
    case = changed(CONTRIBUTIONS, month="2027-03")
    ask_it = ("contributions", "-", "--json", "--brief")
    assert json.loads(good(*ask_it, given=case))["lines"] is None
    assert json.loads(good(*ask_it, "--pack", file, given=case))["lines"]
    for wrong in (bad, tmp_path / "nothing.yaml"):
        done = tirek(*ask_it, "--pack", wrong, given=case)
        assert (done.returncode, done.stdout) == (2, b"")
        assert done.stderr and b"Traceback" not in done.stderr


def test_packs_may_be_named_by_the_environment(tmp_path: Path) -> None:
    (tmp_path / "2027.yaml").write_bytes(pack())
    case = changed(CONTRIBUTIONS, month="2027-03")
    for named in (tmp_path, tmp_path / "2027.yaml"):
        printed = good(
            "contributions", "-", "--json", "--brief", given=case, TIREK_PACKS=str(named)
        )
        assert json.loads(printed)["lines"]
