"""Django's settings in the tests: a server and data of their own, in build/."""

import os
from pathlib import Path

os.environ.setdefault("TIREK_DATA", str(Path(__file__).parents[1] / "build" / "test"))

from tirek.project.settings import *  # noqa: F403
