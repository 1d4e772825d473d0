"""The command line as a person runs it: another process, its output and its exit status."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import orjson

ROOT = Path(__file__).parent.parent.parent
TIREK = (sys.executable, "-m", "tirek.cli")


def environment(**more: str) -> dict[str, str]:
    """A plain terminal, wide enough that no name is cut."""
    kept = {name: value for name, value in os.environ.items() if name != "TIREK_PACKS"}
    plain = {"COLUMNS": "300", "NO_COLOR": "1", "TERM": "dumb", "PYTHONIOENCODING": "utf-8"}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), **plain, **more}


def tirek(*args: str | Path, given: Any = b"", **more: str) -> subprocess.CompletedProcess[bytes]:
    """Runs ``tirek``; ``given`` is what it reads: bytes, or a question written as JSON."""
    text = given if isinstance(given, bytes) else orjson.dumps(given)
    command = [*TIREK, *map(str, args)]
    return subprocess.run(
        command, input=text, capture_output=True, env=environment(**more), timeout=60, check=False
    )


def good(*args: str | Path, given: Any = b"", **more: str) -> str:
    """What it prints when all is well."""
    done = tirek(*args, given=given, **more)
    assert (done.returncode, done.stderr) == (0, b""), done.stderr.decode()
    return done.stdout.decode()


def problem(*args: str | Path, given: Any = b"", **more: str) -> dict[str, Any]:
    """The problem object of a question that is refused: status 2, nothing printed."""
    done = tirek(*args, given=given, **more)
    assert (done.returncode, done.stdout) == (2, b""), done.stderr.decode()
    assert done.stderr.count(b"\n") == 1
    error: dict[str, Any] = orjson.loads(done.stderr)["error"]
    assert set(error) == {"code", "at", "message"} and set(error["message"]) == {"kk", "ru", "en"}
    return error
