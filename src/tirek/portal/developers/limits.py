"""What the API takes, as this page tells it; a test compares it with the API itself, which is a
face of its own and not imported here."""

from __future__ import annotations

#: MiB of one question and of many lines; lines.
QUESTION_MIB, LINES_MIB, LINES = 2, 16, 10_000
#: Requests of one address that come back each second, and that may come at once.
RATE, BURST = 200, 1000
#: Seconds for a body to arrive.
PATIENCE = 60
#: Characters of a question that this page itself takes.
MOST_TYPED = 200_000
