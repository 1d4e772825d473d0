"""Payment files read, before anything is known of their people."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from tirek.ledger.chart import ACCOUNTS_AT_BANK
from tirek.ledger.files import mt102
from tirek.ledger.files.problems import FileProblem


@dataclass
class Parsed:
    """A file that has been read, before anything is known of its people."""

    name: str
    content: bytes
    digest: bytes
    messages: list[mt102.Message]
    problems: list[FileProblem]

    @property
    def size(self) -> int:
        """How many lines it has."""
        return sum(len(message.lines) for message in self.messages)


def parse(name: str, content: bytes) -> Parsed:
    """Reads a file; the work of one processor, without the database."""
    messages = list(mt102.messages(BytesIO(content)))
    problems = [p for message in messages for p in message.problems if p.severity == "envelope"]
    for message in messages:
        if not problems and message.header.beneficiary.account not in ACCOUNTS_AT_BANK:
            problems.append(
                FileProblem("not_our_account", "envelope", message.line, ":59:",
                            message.header.beneficiary.account, ", ".join(ACCOUNTS_AT_BANK))
            )  # fmt: skip
    return Parsed(name, content, sha256(content).digest(), messages, problems)
