"""``tirek suspense`` and ``reconcile``: the work on money that waits, and on what the bank says."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from rich.console import Console
from rich.table import Table

from tirek.contract.problems import Problem
from tirek.contract.writing import money

if TYPE_CHECKING:
    from tirek.ledger.models import Suspense


def told_word(key: str, lang: str, /, **values: object) -> str:
    """A text of ``told`` in work.yaml."""
    from tirek.ledger.work_words import word

    return word("told", key, lang, **values)


def show(told: object, as_json: bool, *lines: str) -> None:
    """Prints what is told: for programs, or as lines for people."""
    if as_json:
        sys.stdout.buffer.write(orjson.dumps(told, option=orjson.OPT_INDENT_2) + b"\n")
        return
    console = Console(markup=False, emoji=False, highlight=False)
    for line in lines:
        console.print(line, soft_wrap=True)


# ---------------------------------------------------------------------- suspense


def suspense_list(reason: str, payer: str, limit: int, json: bool, lang: str) -> None:
    """Lines that wait, the oldest first."""
    from django.db.models import Sum

    from tirek.ledger.models import Suspense
    from tirek.ledger.reasons import catalogue

    waits = Suspense.objects.filter(state=Suspense.State.OPEN)
    if reason:
        waits = waits.filter(reasons__contains=[reason])
    if payer:
        waits = waits.filter(message__payer_number=payer)
    sums = waits.aggregate(sum=Sum("amount_tiyn"))
    some = list(waits.order_by("value_date", "pk").prefetch_related("proposals")[:limit])
    head = told_word("waiting", lang, count=waits.count(), sum=money(sums["sum"] or 0))
    show([_of_line(line) for line in some], json, head)
    if json or not some:
        return
    table = Table("№", "₸", "", "", "")
    for line in some:
        open_one = next((p for p in line.proposals.all() if p.answer is None), None)
        table.add_row(
            str(line.pk), money(line.amount_tiyn), str(line.value_date), str(line.period),
            catalogue()[line.reasons[0]].title[lang] + (f" → {open_one.pk}" if open_one else ""),
        )  # fmt: skip
    Console().print(table)


def suspense_show(number: int, json: bool, lang: str) -> None:
    """A line, why it waits, and what was proposed."""
    from tirek.ledger.models import Suspense
    from tirek.ledger.reasons import catalogue
    from tirek.ledger.refusals import NotDone

    line = Suspense.objects.filter(pk=number).first()
    if line is None:
        raise NotDone("not_found", "/suspense", value=number)
    stood = {
        "iin": line.iin, "surname": line.surname, "name": line.name,
        "patronymic": line.patronymic, "birth_date": line.birth_date,
    }  # fmt: skip
    told = {**_of_line(line), **stood}
    proposals: list[dict[str, Any]] = [
        {
            "id": one.pk, "does": one.does, "by": one.proposed_by, "why": one.why,
            "person": one.person_id, "payer": one.payer_id, "period": one.period,
            "purpose": one.purpose, "overruled": one.overruled, "evidence": one.evidence,
            "answer": one.answer, "answered_by": one.answered_by,
        }
        for one in line.proposals.order_by("pk")
    ]  # fmt: skip
    lines = [f"{line.pk}: {money(line.amount_tiyn)} ₸, {line.value_date}, {line.state}"]
    lines.append("  " + " ".join(text for text in stood.values() if text))
    for code in line.reasons:
        reason = catalogue()[code]
        lines += [f"  {reason.title[lang]}", f"    {reason.todo[reason.turn][lang]}"]
    lines += [
        f"  {one['id']}: {one['does']} {one['by']}: {one['why']} → {one['answer'] or '…'}"
        for one in proposals
    ]
    show({**told, "proposals": proposals}, json, *lines)


def _of_line(line: Suspense) -> dict[str, object]:
    """A line for programs: who it is about stays in the office (an id, no number and no name)."""
    return {
        "id": line.pk, "state": line.state, "reasons": line.reasons, "fund": line.fund,
        "purpose": line.purpose, "period": line.period, "amount": money(line.amount_tiyn),
        "value_date": str(line.value_date), "person": line.person_id, "payer": line.payer_id,
    }  # fmt: skip


def suspense_propose(
    number: int, by: str, why: str, person: str, payer: str, period: int, purpose: int, kind: str,
    overrule: list[str], refund: str, lang: str,
) -> None:  # fmt: skip
    """Proposes a place for a line, or (``refund``: a reason) to give it back. What is not named
    is as the line has it."""
    from tirek.ledger import settling
    from tirek.ledger.refusals import NotDone

    if refund:
        proposal = settling.propose_refund(number, by, refund, why)
    else:
        from tirek.law.book import PAYER_KINDS
        from tirek.ledger.models import Suspense
        from tirek.ledger.places import Place
        from tirek.registry.models import Iin, Payer

        line = Suspense.objects.filter(pk=number).first()
        if line is None:
            raise NotDone("not_found", "/suspense", value=number)
        who = Iin.objects.filter(number=person).first() if person else None
        pays = Payer.objects.filter(number=payer).first() if payer else line.payer
        if person and who is None:
            raise NotDone("not_found", "/person", value="…")
        if kind and kind not in PAYER_KINDS:
            raise NotDone("bad_kind", "/kind", value=kind, allowed=", ".join(PAYER_KINDS))
        place = Place(
            who.person_id if who else line.person_id or 0, pays.pk if pays else 0,
            period or line.period, purpose or line.purpose,
            PAYER_KINDS.index(kind) if kind else None,
        )  # fmt: skip
        proposal = settling.propose(number, by, place, why, overrule)
    show(None, False, told_word("proposed", lang, id=proposal.pk))


def suspense_answer(proposal: int, by: str, why: str | None, lang: str) -> None:
    """Approves a proposal; with a reason against it, declines it."""
    from tirek.ledger import settling

    if why is None:
        settling.approve(proposal, by)
        show(None, False, told_word("approved", lang, id=proposal))
    else:
        settling.decline(proposal, by, why)
        show(None, False, told_word("declined", lang, id=proposal))


def suspense_rules(json: bool, lang: str) -> None:
    """Runs the rules over all that waits."""
    from tirek.ledger import settling_rules

    found = vars(settling_rules.run())
    show(found, json, told_word("ruled", lang, **found))


# ---------------------------------------------------------------------- the bank


def reconcile(files: list[Path], by: str, json: bool, lang: str) -> int:
    """Compares statements with the files; gives the status to end with: 1 where they differ."""
    from tirek.ledger import reconciling
    from tirek.ledger.work_words import result

    told, differ = [], False
    for file in sorted(files):
        try:
            content = file.read_bytes()
        except OSError as error:
            raise Problem("cannot_read", "", value=str(file), key=error.strerror or "") from None
        found = reconciling.reconcile(reconciling.day_of_name(file.name), content, by)
        differ = differ or bool(found.differences)
        told.append(
            {
                "day": str(found.day), "matched": found.matched, "settled": found.settled,
                "totals": [
                    {"account": one.account, "bank": money(one.bank_tiyn),
                     "files": money(one.file_tiyn), "matched": money(one.matched_tiyn)}
                    for one in found.totals
                ],
                "differences": [
                    {"result": one.result, "reference": one.reference, "account": one.account,
                     "bank": None if one.bank_tiyn is None else money(one.bank_tiyn),
                     "file": None if one.file_tiyn is None else money(one.file_tiyn)}
                    for one in found.differences
                ],
            }
        )  # fmt: skip
        if json:
            continue
        count = len(found.differences)
        show(None, False, told_word("compared", lang, day=found.day, matched=found.matched,
                                  differences=count, settled=found.settled))  # fmt: skip
        for key in sorted({one.result for one in found.differences}):
            some = [one for one in found.differences if one.result == key]
            show(None, False, f"{result(key, 'title', lang)}: {len(some)}",
                   f"  {result(key, 'todo', lang)}")  # fmt: skip
            for one in some[:20]:
                sums = " / ".join("–" if s is None else money(s)
                                  for s in (one.bank_tiyn, one.file_tiyn))  # fmt: skip
                show(None, False, f"    {one.reference}: {sums} ₸")
    if json:
        show(told, True)
    return 1 if differ else 0
