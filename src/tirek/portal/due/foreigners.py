"""What the texts that are held say on contributions for foreigners: those who live in the country
permanently are as citizens; on those who stay temporarily they say next to nothing."""

from __future__ import annotations

from tirek.portal.answers import Part, Reason
from tirek.portal.law import written
from tirek.portal.texts import text
from tirek.portal.told import cited

#: From these months (YYYYMM) on the Social Code, and the law before it, is in force.
_SOCIAL_CODE, _LAW_286 = 202_307, 202_001
#: The paper on foreigners in medical insurance.
_PAPER = "seed 001"


def articles(period: int) -> list[str]:
    """The articles on foreigners and social insurance in a month, as far as they are held."""
    if period >= _SOCIAL_CODE:
        return ["SC 243"]
    return ["Law 286-VI 15(4)"] if period >= _LAW_286 else []


def part(period: int) -> Part:
    """For whom the sums of a month hold, and that little is held on others; folded, for few ask."""
    held, paper = cited(articles(period)), written.source(_PAPER)
    if not held:
        return Part()
    return Part(text("due.foreign"), reasons=[
        Reason(text("due.foreign_permanent"), [*held, paper]),
        Reason(text("due.foreign_temporary"), [paper]),
        Reason(text("due.foreign_union")),
    ], folded=True)  # fmt: skip
