"""The whole web application: the API at /api, Django's pages elsewhere, nothing told to logs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import environment

#: Asks the application within a process of its own: it takes packs and settings as it begins.
ASK = """
import sys
from tests.api.asking import get
from tirek.api.asgi import application
for word in sys.argv[1:]:
    address, _, sender = word.partition("#")
    headers = {"X-Forwarded-For": sender} if sender else {}
    told = get(address, headers, app=application, client="127.0.0.1")
    print(told.status, told.headers.get("content-type"), told.headers.get("location"))
"""


def ask(folder: Path, *words: str, **where: str) -> tuple[list[str], str]:
    """What is told of each address (status, type, location), and what stands in the log."""
    done = subprocess.run(
        [sys.executable, "-c", ASK, *words], capture_output=True, check=False, text=True,
        env=environment(TIREK_DATA=str(folder), **where),
    )  # fmt: skip
    return done.stdout.splitlines(), done.stderr


def test_the_api_answers_beside_the_pages(tmp_path: Path) -> None:
    addresses = ("/api/law/minimum_wage", "/static/office/office.css", "/api", "/api/")
    told, log = ask(tmp_path, *addresses)
    assert told[0].startswith("200 application/json") and told[1].startswith("200 text/css")
    assert all(line.startswith("303") and line.endswith("/developers/") for line in told[2:4])
    assert "Traceback" not in log


def test_packs_that_cannot_be_read_end_it_at_once(tmp_path: Path) -> None:
    told, log = ask(tmp_path, "/api/law", TIREK_PACKS=str(tmp_path / "none.yaml"))
    assert not told and "none.yaml" in log


BELIEVED = [("", "429"), ("127.0.0.1", "200"), ("10.0.0.0/8", "429")]


@pytest.mark.parametrize(("proxies", "last"), BELIEVED)
def test_only_a_proxy_that_is_named_is_believed(tmp_path: Path, proxies: str, last: str) -> None:
    addresses = [f"/api/law/minimum_wage#198.51.100.{n}" for n in (1, 1, 2)]
    limits = {"TIREK_API_RATE": "0.001", "TIREK_API_BURST": "1"}
    told, _ = ask(tmp_path, *addresses, TIREK_PROXIES=proxies, **limits)
    assert [line[:3] for line in told] == ["200", "429", last]
