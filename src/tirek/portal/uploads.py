"""Files that come with a form: in memory only, and refused before they are read if too large."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler

from tirek.portal.tables import LARGEST

#: The largest form that is taken: one file and what stands around it.
MOST = LARGEST + (64 << 10)


class InMemory(MemoryFileUploadHandler):
    """Never writes to a disk: what is sent is gone with its answer."""

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any,  # noqa: N803
        encoding: Any = None,
    ) -> None:  # fmt: skip
        """
        :raises RequestDataTooBig: the form says that it is larger
        """
        if content_length > MOST:
            raise RequestDataTooBig("a form with a file")
        self.activated = True
