"""Data of a package that stand in a YAML file beside its modules."""

from __future__ import annotations

from importlib import resources
from typing import Any

import yaml


def document(package: str, name: str) -> Any:
    """The content of a YAML file of a package."""
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(resources.files(package).joinpath(name).read_bytes(), Loader=loader)
