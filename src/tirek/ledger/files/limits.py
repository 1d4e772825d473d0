"""How much a file may hold: what is above is refused before it costs memory or time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one file; sizes in bytes."""

    longest_line: int = 4_096
    most_lines: int = 5_000_000
    largest_message: int = 256 << 20
    largest_file: int = 4 << 30
    most_problems: int = 10_000
    #: Lists: rows, columns read of each, and size (of an XLSX: of what is packed in it).
    most_rows: int = 200_000
    most_columns: int = 64
    largest_list: int = 64 << 20
    most_members: int = 1_000
    #: Tags of all sheets and their texts together, and of each part that is read whole: they cost
    #: time.
    most_tags: int = 8_000_000
    most_tags_read_whole: int = 250_000


LIMITS = Limits()
