"""What the tables refuse in earnest, done in tests by their owner; no right of a superuser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

_ALL = """
DO $$ DECLARE guarded text; BEGIN
  FOR guarded IN
    SELECT DISTINCT tgrelid::regclass FROM pg_trigger
    WHERE NOT tgisinternal AND tgenabled = '{now}'
  LOOP
    EXECUTE 'ALTER TABLE ' || guarded || ' {do} TRIGGER USER';
  END LOOP;
END $$
"""


@contextmanager
def unguarded() -> Iterator[CursorWrapper]:
    """A transaction in which no trigger of ours looks; foreign keys do, at its end."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(_ALL.format(now="O", do="DISABLE"))
        yield cursor
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(_ALL.format(now="D", do="ENABLE"))
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
