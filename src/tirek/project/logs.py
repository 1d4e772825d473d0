"""Logs in which no ИИН stands, whatever is logged."""

from __future__ import annotations

import logging
import re

#: An ИИН or a БИН: twelve digits, and no more.
_NUMBER = re.compile(r"(?<!\d)\d{12}(?!\d)")


class Masked(logging.Formatter):
    """Writes a record, its traceback included, with twelve digits together made unreadable."""

    def format(self, record: logging.LogRecord) -> str:
        return _NUMBER.sub("************", super().format(record))
