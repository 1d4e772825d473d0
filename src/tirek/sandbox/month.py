"""A month before it is written: its lines, and the messages beside a payer's own."""

from __future__ import annotations

from dataclasses import dataclass, field

from tirek.sandbox.lines import Lines
from tirek.sandbox.messages import Sender
from tirek.sandbox.payers import Payers
from tirek.sandbox.persons import Persons
from tirek.sandbox.settings import Int, Settings
from tirek.sandbox.texts import Blocks


@dataclass
class Extra:
    """A message beside a payer's own of the month: of another sender, purpose or period, later,
    or in a file of its own that is damaged."""

    payer: int
    stream: int
    lines: Lines
    purpose: str = ""
    period: str = ""
    sender: Sender | None = None
    days_later: int = 0
    alone: bool = False
    damage: str = ""


@dataclass
class Month:
    """What a month's files are written from. ``periods`` are the texts that lines' period numbers
    stand for, the month's own first."""

    number: int
    streams: list[Lines]
    periods: list[str]
    extras: list[Extra] = field(default_factory=list)


@dataclass(frozen=True)
class Country:
    """What planting needs to know of a country."""

    settings: Settings
    persons: Persons
    payers: Payers
    blocks: Blocks
    #: Grown-ups whose text is held and who are past pension age, or dead before or in the months.
    old: Int
    dead: Int
