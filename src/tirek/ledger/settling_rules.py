"""What rules do with lines in suspense. Certain enough to post without eyes is one thing only: a
line that the registry had stopped and that passes every check now. A number of a person with one
slip of the pen is a proposal, with its evidence; a person approves it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from tirek.ledger import journal
from tirek.ledger.columns import days_of
from tirek.ledger.four_eyes import lock
from tirek.ledger.models import Suspense
from tirek.ledger.models_refunds import RefundLine
from tirek.ledger.models_settling import Proposal, RulePosting
from tirek.ledger.places import Judged, Place, as_it_stood, judge, moved
from tirek.ledger.refund_lines import CLOSED, about_suspense
from tirek.ledger.settling import post_line, propose_by_rule
from tirek.project import clock
from tirek.registry.iin import valid_iins
from tirek.registry.models import Iin
from tirek.registry.names import name_key, same_name

#: What the registry may have learned since: a person, a payer, a name, a birth date.
HEALED = frozenset({
    "payer_unknown", "self_employed_not_registered", "iin_unknown", "name_mismatch",
    "birth_date_mismatch",
})  # fmt: skip
OPEN = Suspense.State.OPEN
NOW_PASSES, ONE_SLIP = "now_passes", "one_slip"
_CHUNK = 2000


@dataclass(frozen=True)
class Ruled:
    """What a run of the rules did: lines looked at, posted, proposed."""

    looked_at: int
    posted: int
    proposed: int


def run() -> Ruled:
    """Looks at every line that waits for nobody; may be run as often as one likes."""
    looked = posted = proposed = 0
    last = 0
    while lines := _waiting(last):
        last = lines[-1].pk
        looked += len(lines)
        settled = _post(lines)
        posted += len(settled)
        proposed += sum(_propose_by_slip(line) for line in lines if line.pk not in settled)
    return Ruled(looked, posted, proposed)


def _waiting(after: int) -> list[Suspense]:
    """Open lines without an open proposal that no refund is about, in order."""
    proposed = Proposal.objects.filter(suspense=OuterRef("pk"), answer=None)
    asked = RefundLine.objects.filter(suspense=OuterRef("pk")).exclude(CLOSED)
    lines = Suspense.objects.filter(~Exists(proposed), ~Exists(asked), state=OPEN, pk__gt=after)
    return list(lines.select_related("message").order_by("pk")[:_CHUNK])


def _post(lines: list[Suspense]) -> set[int]:
    """Posts lines that the registry had stopped and that pass every check now; gives which."""
    stopped = [line for line in lines if line.reasons and HEALED.issuperset(line.reasons)]
    judged = judge([as_it_stood(line) for line in stopped]) if stopped else []
    return {
        line.pk
        for line, found in zip(stopped, judged, strict=True)
        if not found.reasons and _post_one(line.pk)
    }


def _post_one(suspense_id: int) -> bool:
    """Posts a line that passed, if it still waits and still passes."""
    with transaction.atomic():
        journal.lock()
        lock()
        [line] = Suspense.objects.select_for_update(of=("self",)).select_related("message").filter(
            pk=suspense_id
        )  # fmt: skip
        if line.state != OPEN or line.proposals.filter(answer=None).exists():
            return False
        if about_suspense(suspense_id):
            return False
        given = as_it_stood(line)
        [judged] = judge([given])
        if judged.reasons:
            return False
        at = clock.now()
        batch = post_line(line, given, judged, at)
        RulePosting.objects.create(
            suspense=line, batch=batch, rule=NOW_PASSES, evidence={"had": line.reasons}, at=at
        )
    return True


# ---------------------------------------------------------------------- one slip of the pen


def _propose_by_slip(line: Suspense) -> bool:
    """Proposes the one person whose number is a slip away and whose name and birth date agree."""
    if line.reasons[:1] not in (["iin_invalid"], ["iin_unknown"]):
        return False
    if line.proposals.filter(rule=ONE_SLIP).exists():
        return False  # proposed before, and not approved
    if (found := _meant(line)) is None:
        return False
    person, slip, digits = found
    judged = _would_be(line, person)
    if judged is None:
        return False
    place = Place(person, judged.payer_id, line.period, line.purpose)
    evidence = {"slip": slip, "digits": digits, "name": "agrees", "birth_date": "agrees"}
    propose_by_rule(line.pk, ONE_SLIP, place, f"{ONE_SLIP}: {slip} {digits}", evidence)
    return True


def _would_be(line: Suspense, person_id: int) -> Judged | None:
    """What the checks say of a line as this person's; None where anything stands in the way."""
    given = as_it_stood(line)
    [before] = judge([given])
    if before.payer_id == 0:
        return None
    place = Place(person_id, before.payer_id, line.period, line.purpose)
    [after] = judge([moved(given, place)])
    return None if after.reasons else after


def _meant(line: Suspense) -> tuple[int, str, list[int]] | None:
    """The one person whom a line can mean, what slipped, and at which digits (from 1)."""
    if not (len(line.iin) == 12 and line.iin.isascii() and line.iin.isdigit()):
        return None
    [birth], [readable] = days_of([line.birth_date])
    if not line.birth_date or not readable:
        return None
    born = date(1970, 1, 1) + timedelta(days=int(birth))
    slips = {number: (what, digits) for number, what, digits in _slips(line.iin)}
    numbers = list(slips)
    right = [n for n, valid in zip(numbers, valid_iins(numbers), strict=True) if valid]
    key = name_key(line.surname, line.name, line.patronymic)
    meant: dict[int, str] = {}
    for iin in Iin.objects.filter(number__in=right).select_related("person__merged_into"):
        person = iin.person.merged_into or iin.person
        if person.birth_date == born and same_name(person.name_key, key):
            meant[person.pk] = iin.number
    if len(meant) != 1:
        return None
    [(person_id, number)] = meant.items()
    return person_id, *slips[number]


def _slips(number: str) -> Iterator[tuple[str, str, list[int]]]:
    """Numbers that differ from this one by a digit, or by two neighbours that changed places."""
    for at, digit in enumerate(number):
        for other in "0123456789":
            if other != digit:
                yield number[:at] + other + number[at + 1 :], "one_digit", [at + 1]
    for at in range(len(number) - 1):
        a, b = number[at], number[at + 1]
        if a != b:
            changed = number[:at] + b + a + number[at + 2 :]
            yield changed, "neighbours", [at + 1, at + 2]
