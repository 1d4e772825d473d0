"""``tirek demo``: made-up lives; changing a person's file changes what is printed."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import time
from pathlib import Path
from threading import Timer
from typing import Any

import pytest

from tests.cli.running import ROOT, TIREK, environment, good
from tirek.cli.texts import text
from tirek.contract.messages import say

PEOPLE = ROOT / "src" / "tirek" / "cli" / "people"
ONCE = ("demo", "--once", "--people", "0", "--lang", "en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PEOPLE, tmp_path / "people"))


def change(file: Path, **fields: Any) -> None:
    person = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**person, **fields}), encoding="utf-8")


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_every_person_is_played_in_the_language_asked_for(lang: str) -> None:
    printed = good("demo", "--once", "--people", "30", "--lang", lang, "--files", PEOPLE)
    assert say("words", "demo_title", lang) in printed
    assert say("words", "demo_intro", lang)[:60] in printed
    files = list(PEOPLE.glob("*.json"))
    assert len(files) >= 4
    for file in files:
        person = json.loads(file.read_text(encoding="utf-8"))
        assert person["name"][lang] in printed
        assert all(moment["title"][lang] in printed for moment in person["moments"])
    assert "30 × assess" in printed
    for unwanted in ("Traceback", "Error:", ".json:", "{", "None"):
        assert unwanted not in printed, unwanted


def test_a_country_s_year_is_taken_in_and_counted_a_second_time(tmp_path: Path) -> None:
    command = [*TIREK, "demo", "--once", "--people", "0", "--lang", "en"]
    environ = environment(TIREK_DATA=str(tmp_path / "data"))
    for again in (False, True):  # the second time everything is there already
        done = subprocess.run(command, capture_output=True, env=environ, timeout=300, check=False)
        printed = done.stdout.decode()
        assert done.returncode == 0, done.stderr.decode()
        assert text("demo_same", "en") in printed
        assert text("demo_differs", "en") not in printed
        for key in ("demo_statement", "demo_debt", "demo_watch"):
            assert text(key, "en") in printed
        assert "Traceback" not in printed and (again or "600 people" in printed)


def test_the_lives_go_through_all_commands() -> None:
    moments = [
        moment["command"]
        for file in PEOPLE.glob("*.json")
        for moment in json.loads(file.read_text(encoding="utf-8"))["moments"]
    ]
    assert set(moments) == {"contributions", "assess", "insured-status", "care"}


def test_a_changed_file_changes_what_is_printed(folder: Path) -> None:
    before = good(*ONCE, "--files", folder)
    file = folder / "aigerim.json"
    work = json.loads(file.read_text(encoding="utf-8"))["work"]
    change(file, work=[{**job, "income": "777777"} for job in work])
    after = good(*ONCE, "--files", folder)
    assert after != before and "777,777" in after and "777,777" not in before


def test_a_file_that_cannot_be_played_is_said_and_the_others_go_on(folder: Path) -> None:
    (folder / "a.json").write_text("{", encoding="utf-8")
    (folder / "b.json").write_text("[]", encoding="utf-8")
    (folder / "c.json").write_bytes(b"\xff\xfe")
    change(folder / "saule.json", work=[])
    change(folder / "timur.json", birth_date="1980-02-30")
    printed = good(*ONCE, "--files", folder)
    for name in ("a.json", "b.json", "c.json", "timur.json"):
        assert name in printed, name
    for name in ("aigerim", "bauyrzhan", "family"):
        person = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        assert person["name"]["en"] in printed


def test_a_month_without_work_is_said_and_the_others_go_on(folder: Path) -> None:
    moment = {
        "command": "contributions", "month": "1999-01",
        "title": {"kk": "ай", "ru": "месяц", "en": "A month without work"},
    }  # fmt: skip
    change(folder / "aigerim.json", moments=[moment])
    printed = good(*ONCE, "--files", folder)
    assert "aigerim.json" in printed
    assert json.loads((folder / "timur.json").read_text(encoding="utf-8"))["name"]["en"] in printed


def test_an_empty_folder_is_no_error(tmp_path: Path) -> None:
    assert say("words", "demo_title", "en") in good(*ONCE, "--files", tmp_path)


def _hears_ctrl_c() -> None:
    """A shell that runs the tests in the background has its children ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_without_once_it_waits_plays_a_changed_file_again_and_ends_on_ctrl_c(folder: Path) -> None:
    for file in folder.glob("*.json"):
        if file.name != "aigerim.json":
            file.unlink()
    command = [*TIREK, "demo", "--people", "0", "--lang", "en", "--files", str(folder)]
    env = environment(PYTHONUNBUFFERED="1")
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env,
        preexec_fn=_hears_ctrl_c,
    ) as running:  # fmt: skip
        assert running.stdout and running.stderr
        watchdog = Timer(60, running.kill)  # what does not come ends the test
        watchdog.start()
        found = b""
        while str(folder).encode() not in found:  # the last line of the story
            found += (line := running.stdout.readline())
            assert line, found.decode()[-2000:]
        time.sleep(0.3)
        file = folder / "aigerim.json"
        change(file, name={"kk": "Басқа", "ru": "Другая", "en": "Somebody else"})
        again = b""
        while b"Somebody else" not in again:
            again += (line := running.stdout.readline())
            assert line, again.decode()[-2000:]
        running.send_signal(signal.SIGINT)
        running.stdout.read()
        said = running.stderr.read()
        status = running.wait(timeout=20)
        watchdog.cancel()
    assert b"Traceback" not in said
    assert status in (0, 130)
