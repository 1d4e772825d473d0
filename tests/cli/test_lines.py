"""JSON Lines: one result a line, in order, whatever a line holds and however many there are."""

from __future__ import annotations

import os
import subprocess

import orjson
import pytest

from tests.cli.running import TIREK, environment, good, tirek
from tests.contract.asking import GOOD, Case
from tests.law.lives import made
from tirek.contract.commands import answer_chunk

#: Three batches of 500, so that more than one process works on them.
MANY = 1200
BAD = (b"{}", b"[", b"", b'{"on": 5}', b"null", b'{"a/b": 1}', b"\xff")


def lines_of(command: str, count: int, every: int = 0) -> list[bytes]:
    """So many different questions; every so many lines a bad one."""
    cases = made(command)
    found = [orjson.dumps(_other(cases[n % len(cases)], n)) for n in range(count)]
    for number in range(every, count if every else 0, every or 1):
        found[number] = BAD[number // every % len(BAD)]
    return found


def _other(case: Case, number: int) -> Case:
    """The same question, but for a little more income."""
    if "contributions" in case:
        for row in case["contributions"][:1]:
            name = "income" if "income" in row else "contribution"
            return {**case, "contributions": [
                {**row, name: f"{number}.07"}, *case["contributions"][1:]]}  # fmt: skip
    if "income" in case and "pension_contribution" not in case:
        return {**case, "income": f"{number}000.07"}
    return case


def one_by_one(command: str, lines: list[bytes], lang: str, brief: bool) -> list[bytes]:
    return [answer_chunk(command, [line + b"\n"], lang, brief)[0] for line in lines]


@pytest.mark.parametrize("brief", [True, False], ids=["brief", "full"])
def test_many_lines_are_answered_in_order_as_each_alone(brief: bool) -> None:
    lines = lines_of("assess", MANY if brief else 80, every=97 if brief else 9)
    options = ["--lines", "--lang", "en", *(["--brief"] if brief else [])]
    done = tirek("assess", "-", *options, given=b"\n".join(lines) + b"\n")
    assert (done.returncode, done.stderr) == (1, b"")
    assert done.stdout == b"".join(one_by_one("assess", lines, "en", brief))


@pytest.mark.parametrize("command", ["contributions", "insured-status", "care"])
def test_lines_of_every_command_without_a_bad_one_end_with_status_0(command: str) -> None:
    lines = lines_of(command, 60)
    printed = good(command, "-", "--lines", "--brief", given=b"\n".join(lines) + b"\n")
    assert printed.encode() == b"".join(one_by_one(command, lines, "kk", True))


def test_a_bad_line_is_answered_in_its_place_and_the_run_goes_on() -> None:
    question = orjson.dumps(GOOD["care"][0])
    text = b"\n".join([question, *BAD, question])
    done = tirek("care", "-", "--lines", given=text)
    assert (done.returncode, done.stderr) == (1, b"")
    results = [orjson.loads(line) for line in done.stdout.splitlines()]
    assert len(results) == len(BAD) + 2
    assert ["error" in one for one in results] == [False, *[True] * len(BAD), False]
    assert results[0] == results[-1] and results[0]["package"] == "guaranteed"
    assert set(results[1]["error"]) == {"code", "at", "message"}


def test_lines_imply_json_and_the_last_line_needs_no_end() -> None:
    question = orjson.dumps(GOOD["contributions"][0])
    for text in (question, question + b"\r\n"):
        printed = good("contributions", "-", "--lines", given=text)
        assert orjson.loads(printed)["lines"]
        assert printed.count("\n") == 1 and printed.endswith("\n")


def test_nothing_in_is_nothing_out() -> None:
    assert good("assess", "-", "--lines", given=b"") == ""


def test_a_reader_that_goes_away_ends_the_run_quietly() -> None:
    lines = b"\n".join(lines_of("contributions", MANY)) + b"\n"
    with subprocess.Popen(
        [*TIREK, "contributions", "-", "--lines"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, env=environment(),
    ) as running:  # fmt: skip
        assert running.stdin and running.stdout and running.stderr
        running.stdout.close()
        try:
            running.stdin.write(lines)
            running.stdin.close()
        except BrokenPipeError:
            pass
        said = running.stderr.read()
        status = running.wait(timeout=30)
    assert b"Traceback" not in said
    assert status != 0 and os.name == "posix"
