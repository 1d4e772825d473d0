"""What stands where a text asks for a form of a fact that is not there."""

from __future__ import annotations


class Unsaid(str):
    """Words in the place of a day or a part: they have no forms."""

    def __format__(self, form: str) -> str:
        return str(self)
