"""Words of facts in the forms that a text asks for: ``{rate:part}``. Kazakh alone asks for them."""

from __future__ import annotations


class Part(str):
    """A percentage: in Kazakh a text may ask for it as a part of something, «1 пайызы»."""

    def __format__(self, form: str) -> str:
        return f"{self.removesuffix('%').rstrip()} пайызы" if form else str(self)


class Unsaid(str):
    """Words in the place of a day or a part: they have no forms."""

    def __format__(self, form: str) -> str:
        return str(self)
