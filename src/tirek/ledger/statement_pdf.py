"""A statement on paper: PDF with its structure tagged (PDF/UA), by Typst, with its own fonts."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from importlib import resources

import orjson
import typst

from tirek.ledger.statement_text import Told


def pdf(told: Told, made_at: datetime) -> bytes:
    """The statement as a PDF file; the same for the same statement."""
    return typst.compile(
        _template(), format="pdf", ignore_system_fonts=True, sys_inputs=_inputs(told),
        pdf_standards="ua-1", timestamp=made_at.replace(microsecond=0),
    )  # fmt: skip


def _template() -> bytes:
    return resources.files("tirek.ledger").joinpath("statement.typ").read_bytes()


def _inputs(told: Told) -> dict[str, str]:
    return {"told": orjson.dumps(asdict(told)).decode()}
