"""Each test has an outside record of seals of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def own_seals(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
