"""Payment files read, before anything is known of their people."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

import pyarrow as pa

from tirek.ledger.chart import ACCOUNTS_AT_BANK
from tirek.ledger.columns import Given, Head, given_of, head_of
from tirek.ledger.files import mt102
from tirek.ledger.files.problems import FileProblem


@dataclass(frozen=True)
class Parsed:
    """A file that has been read: ``length`` in bytes, ``packed`` its bytes by zstd,
    ``digest`` their sha256, ``size`` how many lines it has; heads and lines only where it has no
    problem of its envelope."""

    name: str
    length: int
    packed: bytes
    digest: bytes
    problems: list[FileProblem]
    size: int
    heads: list[Head]
    given: Given


def parse(name: str, content: bytes) -> Parsed:
    """Reads a file; the work of one processor, without the database."""
    messages = list(mt102.messages(BytesIO(content)))
    problems = [p for message in messages for p in message.problems if p.severity == "envelope"]
    for message in messages:
        if not problems:
            problems += wrong_account(message)
    good = [] if problems else messages
    return Parsed(
        name, len(content), pa.compress(content, "zstd", asbytes=True), sha256(content).digest(),
        problems, sum(len(message.lines) for message in messages),
        [head_of(message) for message in good], given_of(good),
    )  # fmt: skip


def wrong_account(message: mt102.Message) -> list[FileProblem]:
    """Whether a message sends its money elsewhere than to the funds."""
    account = message.header.beneficiary.account
    if account in ACCOUNTS_AT_BANK:
        return []
    ours = ", ".join(ACCOUNTS_AT_BANK)
    return [FileProblem("not_our_account", "envelope", message.line, ":59:", account, ours)]
