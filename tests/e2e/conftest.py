"""A server and a browser for the tests of pages."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.server import served

#: What keeps a browser of the tests quiet and within this computer.
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage",
]  # fmt: skip


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = Path(__file__).parents[2]
    kept = os.environ.get("PYTHONPATH", "")
    os.environ["PYTHONPATH"] = str(root / "src")
    try:
        with served(tmp_path_factory.mktemp("served")) as found:
            yield found
    finally:
        os.environ["PYTHONPATH"] = kept


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Closed before the tests of other packages: as long as it is there, an event loop runs in the
    thread of the tests, and none of them can begin one."""
    chromium = shutil.which("chromium")
    if chromium is None:
        if os.environ.get("CI"):
            pytest.fail("chromium is missing: apt-get install chromium")
        pytest.skip("chromium is not installed (apt-get install chromium)")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield found
        found.close()
