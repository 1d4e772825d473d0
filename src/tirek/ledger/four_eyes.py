"""One proposes, another one answers. Who acts is a name, for now; a rule's name begins with
``rule:``."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import TypeVar

from django.db import connection, transaction

from tirek.ledger.models import Batch
from tirek.ledger.models_settling import FourEyes
from tirek.ledger.refusals import NotDone
from tirek.project import clock

RULE = "rule:"
_LONGEST_NAME, _LONGEST_TEXT = 100, 1000
Answer = FourEyes.Answer
Row = TypeVar("Row", bound=FourEyes)


#: Who looks whether something may be proposed or done holds this lock, to the transaction's end.
#: Who posts holds the journal's first: nobody waits here for a long posting.
_WORK = 7_238_103


def lock() -> None:
    """Makes this transaction the only one at work on what waits, is corrected or goes back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_WORK])


def named(by: str) -> str:
    """The name of somebody who acts, as it is kept.

    :raises NotDone: no name, or the name of a rule
    """
    name = " ".join(unicodedata.normalize("NFC", by).split())
    if not 0 < len(name) <= _LONGEST_NAME or not name.isprintable():
        raise NotDone("no_name", "/by")
    if name.casefold().startswith(RULE):
        raise NotDone("no_name.rule", "/by")
    return name


def reasoned(why: str, at: str = "/why") -> str:
    """A reason in words.

    :raises NotDone: none, or too long to keep
    """
    text = " ".join(why.split())
    if not 0 < len(text) <= _LONGEST_TEXT:
        raise NotDone("no_reason", at, hi=_LONGEST_TEXT)
    return text


def open_for(row: FourEyes, what: Answer, by: str) -> bool:
    """Whether a row that is locked waits for this answer by this person; False where it has the
    same answer already.

    :raises NotDone: it has another answer; who may not answer
    """
    if row.answer == what:
        return False
    if row.answer is not None:
        raise NotDone("answered", f"/{row.pk}", value=row.answer)
    own = row.proposed_by.casefold() == by.casefold()
    if what == Answer.WITHDRAWN and not own:
        raise NotDone("not_proposer", "/by")
    if what != Answer.WITHDRAWN and own:
        raise NotDone("four_eyes", "/by")
    return True


def answer(
    row: FourEyes, what: Answer, by: str, at: datetime, why: str = "", batch: Batch | None = None
) -> None:
    """Writes the answer of a row that :func:`open_for` let through."""
    if what == Answer.WITHDRAWN:
        by = row.proposed_by  # who may write it in other letters
    row.answer, row.answered_by, row.answered_at = what, by, at
    row.answer_why, row.batch = why, batch
    row.save(update_fields=["answer", "answered_by", "answered_at", "answer_why", "batch"])


def locked(model: type[Row], key: int, name: str) -> Row:
    """What was proposed, locked to the transaction's end.

    :raises NotDone: no such one
    """
    row = model._default_manager.select_for_update().filter(pk=key).first()
    if row is None:
        raise NotDone("not_found", f"/{name}", value=key)
    return row


def refuse(model: type[Row], key: int, name: str, what: Answer, by: str, why: str) -> Row:
    """Answers by another word than yes: declined, or withdrawn.

    :raises NotDone: no such one; not by this person; answered otherwise
    """
    by = named(by)
    with transaction.atomic():
        row = locked(model, key, name)
        if open_for(row, what, by):
            answer(row, what, by, clock.now(), why)
    return row
