"""Whatever is changed in the journal behind its back is found."""

from __future__ import annotations

import random
from collections.abc import Callable
from hashlib import sha256

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.utils import CursorWrapper

from tests.ledger import world
from tests.unguarded import unguarded
from tirek.ledger import intake, journal, verify
from tirek.ledger.models import Batch, Entry
from tirek.ledger.verify import Verdict

FILES, STAFF = 4, 25
COLUMNS = {name: size for name, size in journal._COLUMNS if name != "batch_id"}


@pytest.fixture
def sealed(transactional_db: None) -> None:
    """A journal of some files, sealed within and without."""
    staff = world.people(STAFF)
    world.register(staff)
    payer = world.employer()
    for month in range(202501, 202501 + FILES):
        given = world.lines(staff, 500_000 + month, month)
        content = world.as_file(
            world.message(payer.number, given, paid=world.date(2025, 6, 1)),
            world.message(payer.number, given, "121", paid=world.date(2025, 6, 1)),
        )
        intake.take_in([intake.parse(f"{month}", content)], "test")
    assert look() == Verdict(FILES, FILES * STAFF * 2, look().last_seal, 0, [])


def look() -> Verdict:
    return verify.verify(files=False)


class Undo(Exception):
    """Takes back what was tried."""


Change = Callable[[CursorWrapper, random.Random], None]


def tampered(change: Change, chance: random.Random) -> bool:
    """Changes the journal as only its keeper could, looks, and takes the change back; gives
    whether it was found."""
    found = False
    try:
        with unguarded() as cursor:
            change(cursor, chance)
            found = bool(look().faults)
            raise Undo
    except Undo:
        return found


def _somewhere(cursor: CursorWrapper, chance: random.Random) -> tuple[int, int]:
    batch = chance.randint(1, FILES)
    return batch, chance.randint(1, STAFF * 2)


def flip_a_bit(cursor: CursorWrapper, chance: random.Random) -> None:
    while True:
        where = _somewhere(cursor, chance)
        column, size = chance.choice(list(COLUMNS.items()))
        of_day = column == "value_date"  # a day goes so far and no farther
        mask = 1 << chance.randrange(20 if of_day else size * 8 - 1)
        new = f"{column} # {mask}"
        if of_day:
            new = f"({column} - DATE '2000-01-01' # {mask}) + DATE '2000-01-01'"
        try:
            with transaction.atomic():
                cursor.execute(
                    f"UPDATE ledger_entry SET {column} = {new} WHERE batch_id = %s AND line = %s",
                    where,
                )
                if cursor.rowcount == 1:
                    return
        except IntegrityError:  # the table itself refuses: no change to be found
            continue


def delete_some(cursor: CursorWrapper, chance: random.Random) -> None:
    batch, line = _somewhere(cursor, chance)
    cursor.execute(
        "DELETE FROM ledger_entry WHERE batch_id = %s AND line BETWEEN %s AND %s",
        [batch, line, line + chance.choice([0, 0, 1, 10])],
    )


def delete_and_close_the_gap(cursor: CursorWrapper, chance: random.Random) -> None:
    batch, line = _somewhere(cursor, chance)
    cursor.execute("DELETE FROM ledger_entry WHERE batch_id = %s AND line = %s", [batch, line])
    cursor.execute(
        "UPDATE ledger_entry SET line = line + 1000 WHERE batch_id = %s AND line > %s",
        [batch, line],
    )
    cursor.execute(
        "UPDATE ledger_entry SET line = line - 1001 WHERE batch_id = %s AND line > 1000", [batch]
    )
    cursor.execute("UPDATE ledger_batch SET entries = entries - 1 WHERE id = %s", [batch])


def swap_two(cursor: CursorWrapper, chance: random.Random) -> None:
    one = two = _somewhere(cursor, chance)
    while one == two:
        two = _somewhere(cursor, chance)
    column = chance.choice(["person_id", "line"])
    if column == "person_id":
        names = Entry.objects.in_bulk([one, two])
        if names[one].person_id == names[two].person_id:
            return swap_two(cursor, chance)
        for place, other in ((one, two), (two, one)):
            cursor.execute(
                "UPDATE ledger_entry SET person_id = %s WHERE batch_id = %s AND line = %s",
                [names[other].person_id, *place],
            )
        return None
    move = "UPDATE ledger_entry SET batch_id = %s, line = %s WHERE batch_id = %s AND line = %s"
    for to, place in (((99, 99), one), (one, two), (two, (99, 99))):
        cursor.execute(move, [*to, *place])
    return None


def cut_the_tail(cursor: CursorWrapper, chance: random.Random) -> None:
    kept = chance.randint(0, FILES - 1)
    if chance.random() < 0.3:
        cursor.execute(
            "DELETE FROM ledger_entry WHERE batch_id = %s AND line > %s",
            [FILES, chance.randint(0, STAFF * 2 - 1)],
        )
        return
    cursor.execute("DELETE FROM ledger_entry WHERE batch_id > %s", [kept])
    if chance.random() < 0.8:
        cursor.execute("DELETE FROM ledger_batch WHERE id > %s", [kept])


def add_a_row(cursor: CursorWrapper, chance: random.Random) -> None:
    batch, line = _somewhere(cursor, chance)
    names = [name for name in journal.NAMES if name not in ("batch_id", "line")]
    cursor.execute(
        f"INSERT INTO ledger_entry (batch_id, line, {', '.join(names)})"
        f" SELECT %s, %s, {', '.join(names)} FROM ledger_entry WHERE batch_id = %s AND line = %s",
        [chance.choice([batch, FILES + 1]), 1000, batch, line],
    )


def change_a_batch(cursor: CursorWrapper, chance: random.Random) -> None:
    column, new = chance.choice([
        ("command", "command || '!'"), ("kind", "'refund'"), ("at", "at + INTERVAL '1 second'"),
        ("entries", "entries + 1"), ("digest", "sha256(digest)"), ("seal", "sha256(seal)"),
    ])  # fmt: skip
    cursor.execute(
        f"UPDATE ledger_batch SET {column} = {new} WHERE id = %s", [chance.randint(1, FILES)]
    )


def seal_it_all_anew(cursor: CursorWrapper, chance: random.Random) -> None:
    """Even who can compute every digest and seal of the database again is found out."""
    flip_a_bit(cursor, chance)
    seal = journal.GENESIS
    for batch in Batch.objects.order_by("id"):
        cursor.execute(
            f"SELECT sha256(string_agg({journal.AS_BYTES}, '' ORDER BY line))"
            " FROM ledger_entry WHERE batch_id = %s",
            [batch.id],
        )
        batch.digest = bytes(cursor.fetchone()[0])
        batch.seal = seal = journal.seal_of(seal, batch)
        cursor.execute(
            "UPDATE ledger_batch SET digest = %s, seal = %s WHERE id = %s",
            [batch.digest, batch.seal, batch.id],
        )


CHANGES = [
    flip_a_bit, delete_some, delete_and_close_the_gap, swap_two, cut_the_tail, add_a_row,
    change_a_batch, seal_it_all_anew,
]  # fmt: skip


def _try(sealed: None, seed: int, times: int) -> None:
    chance = random.Random(seed)
    for number in range(times):
        change = CHANGES[number % len(CHANGES)]
        assert tampered(change, chance), f"{change.__name__}, number {number} of seed {seed}"
    assert look().faults == []  # and everything was taken back


def test_every_change_is_found(sealed: None) -> None:
    _try(sealed, 1, 160)


@pytest.mark.long
def test_each_of_10_000_changes_is_found(sealed: None) -> None:
    _try(sealed, 2, 10_000)


def test_the_journal_takes_no_change_from_anyone(sealed: None) -> None:
    for statement in (
        "UPDATE ledger_entry SET amount_tiyn = 1", "DELETE FROM ledger_entry",
        "TRUNCATE ledger_entry", "UPDATE ledger_batch SET entries = 0", "DELETE FROM ledger_batch",
        "UPDATE ledger_paymentfile SET name = ''", "DELETE FROM ledger_message",
    ):  # fmt: skip
        with pytest.raises(IntegrityError, match="only grows"), connection.cursor() as cursor:
            cursor.execute(statement)


def test_money_cannot_appear_vanish_or_change_its_fund(sealed: None) -> None:
    for change in ("amount_tiyn = 0", "amount_tiyn = -1", "credit = debit", "credit = 202"):
        with (
            pytest.raises(IntegrityError, match="entry_"),
            unguarded() as cursor,
        ):
            cursor.execute(f"UPDATE ledger_entry SET {change} WHERE batch_id = 1 AND debit = 101")


def test_what_a_crash_left_unwritten_outside_is_caught_up(sealed: None) -> None:
    file = journal.outside()
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join(lines[:-2]) + lines[-2][:20])  # the last writing was cut
    verdict = look()
    assert (verdict.not_outside, verdict.faults) == (2, [])
    file.write_text("".join(lines[:-2]))
    assert verify.catch_up() == 2
    assert look().not_outside == 0
    assert file.read_text() == "".join(lines)


def test_a_file_that_is_not_what_it_was_is_found(sealed: None) -> None:
    assert verify.verify().faults == []
    with unguarded() as cursor:
        cursor.execute("UPDATE ledger_paymentfile SET digest = %s WHERE id = (SELECT min(id)"
                       " FROM ledger_paymentfile)", [sha256(b"").digest()])  # fmt: skip
    assert {fault.code for fault in verify.verify().faults} == {"file_differs"}
