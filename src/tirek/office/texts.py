"""Words of the office, in three languages: texts.yaml."""

from __future__ import annotations

from collections.abc import Mapping

from tirek.contract.messages import Words
from tirek.pages.texts import Texts

_texts = Texts("tirek.office")
text = _texts.text


def catalogue() -> Mapping[str, Mapping[str, Words]]:
    """texts.yaml: section -> key -> language -> text."""
    return _texts.catalogue
