"""A file that somebody brought: it goes back inside the page that answers, so that it can be sent
again without being chosen again, and nothing of it is kept here."""

from __future__ import annotations

import base64
import binascii
from typing import NamedTuple

from django.http import HttpRequest

#: The largest file, in bytes, that goes back inside a page.
MOST = 1 << 19
_LONGEST_NAME = 255


class Brought(NamedTuple):
    """A file: what stands in it, and what it is called."""

    content: bytes
    name: str

    @property
    def held(self) -> str:
        """The content as a hidden field holds it; empty where it is too much for a page."""
        return base64.b64encode(self.content).decode() if len(self.content) <= MOST else ""


def brought(request: HttpRequest) -> Brought | None:
    """The file of a form: the one that was chosen, else the one that its page held; None where
    there is neither."""
    chosen = request.FILES.get("file")
    if chosen is not None:
        return Brought(chosen.read(), chosen.name or "")
    try:
        content = base64.b64decode(request.POST.get("held", ""), validate=True)
    except (binascii.Error, ValueError):
        return None
    name = request.POST.get("held_name", "").replace("\\", "/").rpartition("/")[2]
    return Brought(content, name[:_LONGEST_NAME]) if content else None
