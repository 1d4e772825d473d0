"""``tirek refund``: a payer's application, from being taken to going out."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tirek.cli.ledger_work import show, told_word
from tirek.contract.writing import money

if TYPE_CHECKING:
    from tirek.ledger.models_refunds import Refund

_AMOUNT = re.compile(r"([0-9]{1,13})(?:\.([0-9]{2}))?", re.ASCII)


def tiyn(text: str, at: str) -> int:
    """Tenge as they are written, ``4250`` or ``4250.00``.

    :raises NotDone: they are not
    """
    from tirek.ledger.refusals import NotDone

    found = _AMOUNT.fullmatch(text)
    if found is None:
        raise NotDone("bad_amount", at, value=text)
    return int(found[1]) * 100 + int(found[2] or 0)


def refund_apply(
    payer: str, reason: str, reference: str, on: date | None, entries: list[str],
    suspense: list[int], by: str, told: str, json: bool, lang: str,
) -> None:  # fmt: skip
    """Takes an application; ``entries``: BATCH/LINE or BATCH/LINE=SUM."""
    from tirek.ledger import refunds
    from tirek.ledger.refund_lines import Asked
    from tirek.ledger.refusals import NotDone
    from tirek.project import clock

    asked = []
    for at, text in enumerate(entries):
        found = re.fullmatch(r"([0-9]{1,18})/([0-9]{1,9})(?:=(.+))?", text, re.ASCII)
        if found is None:
            raise NotDone("not_found", f"/lines/{at}", value=text)
        amount = tiyn(found[3], f"/lines/{at}") if found[3] else None
        asked.append(Asked((int(found[1]), int(found[2])), amount_tiyn=amount))
    asked += [Asked(suspense=number) for number in suspense]
    refund = refunds.apply(
        payer, reason, asked, reference, on or clock.today(), by, told
    )  # fmt: skip
    _show(refund, json, lang)


def refund_check(number: int, by: str, json: bool, lang: str) -> None:
    """Checks an application anew."""
    from tirek.ledger import refunds

    refunds.check(number, by)
    refund_show(number, json, lang)


def refund_show(number: int, json: bool, lang: str) -> None:
    """An application: where it stands, what the last check says, the terms."""
    from tirek.ledger.models_refunds import Refund
    from tirek.ledger.refusals import NotDone

    refund = Refund.objects.filter(pk=number).first()
    if refund is None:
        raise NotDone("not_found", "/refund", value=number)
    _show(refund, json, lang)


def refund_decide(
    number: int, by: str, why: str, grant: list[str], decline: bool, lang: str
) -> None:
    """The first signature where no decision waits, else the second one."""
    from tirek.ledger import deciding
    from tirek.ledger.models_refunds import RefundDecision
    from tirek.ledger.refusals import NotDone

    waits = RefundDecision.objects.filter(refund=number, answer=None).first()
    if waits is not None and decline:
        deciding.decline(waits.pk, by, why)
    elif waits is not None and not grant:
        deciding.sign(waits.pk, by)
    else:
        grants = {}
        for text in grant:
            line, _, amount = text.partition("=")
            if not line.isascii() or not line.isdigit():
                raise NotDone("not_found", "/grant", value=text)
            grants[int(line)] = tiyn(amount, f"/grant/{line}")
        decision = deciding.decide(number, by, why, grants)
        show(None, False, told_word("first_signed", lang, id=decision.pk))
        return
    refund_show(number, False, lang)


def refund_send(out: Path, day: date | None, by: str, lang: str) -> None:
    """Sends what is decided, as files in a folder; files that went out before are written again
    where the folder does not hold them."""
    from tirek.ledger import refund_files
    from tirek.ledger.models_refunds import OutgoingFile
    from tirek.project import clock

    day = day or clock.today()
    refund_files.send(day, by)
    out.mkdir(parents=True, exist_ok=True)
    lines = []
    for file in OutgoingFile.objects.filter(day=day).order_by("fund", "number"):
        path = out / file.name
        if not path.exists():
            unready = path.with_suffix(".unready")
            unready.write_bytes(refund_files.content_of(file))
            unready.replace(path)
            lines.append(told_word("sent", lang, name=path))
    show(None, False, *(lines or [told_word("nothing_to_send", lang)]))


def _show(refund: Refund, json: bool, lang: str) -> None:
    from tirek.ledger import refunds
    from tirek.ledger.chart import Fund
    from tirek.ledger.work_words import word

    step = refunds.state(refund)
    found = refunds.of_round(refund, refunds.round_of(refund))
    terms = refunds.terms(refund)
    lines = [
        told_word("refund", lang, id=refund.pk, step=word("steps", step, lang)),
        *(
            told_word(
                "line", lang, number=one.line.number, asked=money(one.line.amount_tiyn),
                verdict=word("verdicts", one.verdict, lang), may=money(one.may_tiyn),
                code=word("codes", one.code, lang),
            )
            for one in found
        ),
    ]  # fmt: skip
    for term in terms:
        held = told_word("term_not_held", lang, cites=", ".join(term.citations))
        day = str(term.day) if term.day else held
        lines.append(told_word("term", lang, title=term.title[lang], day=day))
    if refund.fund == Fund.MEDICAL:
        lines.append(told_word("medical_term_not_held", lang))
    told = {
        "id": refund.pk, "state": step, "reason": refund.reason, "fund": refund.fund,
        "applied_on": str(refund.applied_on),
        "lines": [
            {"number": one.line.number, "asked": money(one.line.amount_tiyn),
             "verdict": one.verdict, "code": one.code, "may": money(one.may_tiyn),
             "due": None if one.due_tiyn is None else money(one.due_tiyn),
             "paid": money(one.paid_tiyn)}
            for one in found
        ],
        "terms": [
            {"name": term.name, "day": str(term.day) if term.day else None,
             "confirmed": term.confirmed}
            for term in terms
        ],
    }  # fmt: skip
    show(told, json, *lines)
