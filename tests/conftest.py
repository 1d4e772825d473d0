"""What all tests share: how hypothesis searches. On CI the same examples are tried each time."""

import os

from hypothesis import settings

settings.register_profile("tirek", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("tirek")
