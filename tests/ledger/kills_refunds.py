"""Two people who refund what waits, line by line; killed anywhere, they begin again.

``python -m tests.ledger.kills_refunds MOST`` goes over at most so many lines; the same line is the
same application, however often it is begun.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from tirek.project.database import ready

#: Reasons that money goes back for whoever it was meant for.
REASONS = ("over_maximum", "iin_unknown", "iin_invalid", "not_a_contribution", "payer_unknown")
ON = date(2026, 3, 2)


def refund(most: int) -> int:
    """Brings applications to their end, and sends; gives how many lines were gone over."""
    from tirek.ledger import deciding, refund_files, refunds
    from tirek.ledger.models import Suspense
    from tirek.ledger.models_refunds import RefundEvent
    from tirek.ledger.refund_lines import Asked
    from tirek.ledger.refusals import NotDone
    from tirek.project import clock

    step = RefundEvent.Step
    lines = Suspense.objects.filter(reasons__0__in=REASONS, state="open").order_by(
        "message__file__digest", "line"
    )
    count = 0
    with clock.at(ON):
        for line in lines.select_related("message__file")[:most]:
            reference = f"{bytes(line.message.file.digest).hex()[:16]}:{line.line}"
            try:
                one = refunds.apply(
                    line.message.payer_number, "other", [Asked(suspense=line.pk)], reference, ON,
                    "Ұлан",
                )  # fmt: skip
                if refunds.state(one) == step.CHECKED:
                    decision = deciding.decide(one.pk, "Ұлан", "артық төленген", _granted(one.pk))
                    deciding.sign(decision.pk, "Күлән")
            except NotDone as refused:
                print(refused.key, file=sys.stderr)
            count += 1
        refund_files.send(ON, "Ұлан")
    return count


def _granted(refund_id: int) -> dict[int, int]:
    """Everything that was asked."""
    from tirek.ledger.models_refunds import RefundLine

    lines = RefundLine.objects.filter(refund_id=refund_id)
    return {line.number: line.amount_tiyn for line in lines}


def content() -> str:
    """What went back and what each account holds, whatever the order of the work."""
    from django.db.models import Sum

    from tirek.ledger.models import Entry, Suspense

    sides = [
        sorted(Entry.objects.values_list(side).annotate(sum=Sum("amount_tiyn")))
        for side in ("debit", "credit")
    ]
    back = Suspense.objects.filter(state="refunded").order_by("message__file__digest", "line")
    lines = [
        (bytes(digest).hex()[:16], *rest)
        for digest, *rest in back.values_list("message__file__digest", "line", "amount_tiyn")
    ]
    return repr((sides, lines))


def main() -> None:
    ready()
    from django.conf import settings

    flag = Path(settings.DATA) / "refunding"
    if sys.argv[1] == "content":
        print(content())
        return
    flag.touch()
    refund(int(sys.argv[1]))
    flag.unlink()


if __name__ == "__main__":
    main()
