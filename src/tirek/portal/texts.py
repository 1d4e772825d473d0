"""Words of the portal, in three languages: texts/*.yaml, a file a job."""

from __future__ import annotations

from collections.abc import Mapping

from tirek.contract.messages import Words
from tirek.pages.texts import Texts

_texts = Texts("tirek.portal")
text = _texts.text
has = _texts.has
maybe = _texts.maybe


def catalogue() -> Mapping[str, Mapping[str, Words]]:
    """texts/*.yaml: section -> key -> language -> text."""
    return _texts.catalogue
