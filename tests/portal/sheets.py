"""Files of pages as a spreadsheet of Kazakhstan opens them."""

from __future__ import annotations

import csv
import io
from typing import Any

#: Of a column of money, what stands after its heading.
TENGE = ", ₸"


def sheet(response: Any) -> list[dict[str, str]]:
    """The rows of a CSV file by the headings of its columns."""
    assert response.status_code == 200
    content: bytes = response.content
    assert content.startswith(b"\xef\xbb\xbf") and content.endswith(b"\r\n")
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def exact(cell: str) -> str:
    """A number of a file as the contract writes it."""
    return cell.replace(",", ".")
