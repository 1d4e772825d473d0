"""The worker: takes tasks from PostgreSQL, through crashes of the server and of other workers.

A worker holds a lock for as long as it lives. One that starts alone knows that whoever was at a
job is dead, and puts these jobs back; with others beside it, heartbeats tell.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import Error, connection
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.exceptions import ProcrastinateException, UniqueViolation
from procrastinate.jobs import Status
from psycopg_pool import PoolTimeout

from tirek.project import clock
from tirek.project.postgresql import embedded

log = logging.getLogger(__name__)

_ALIVE = 7_238_102  # the lock of living workers
_HEARTBEAT, _STALLED, _PAUSE = 2.0, 10.0, 0.3
_LOST = (Error, psycopg.Error, PoolTimeout, ProcrastinateException)


def work(until_done: bool = False, concurrency: int = 1) -> None:
    """Works until it is stopped; ``until_done``: until nothing waits any more."""
    while True:
        try:
            with (
                _alive() as alone,
                app.replace_connector(
                    app.connector.get_worker_connector()  # type: ignore[attr-defined]
                ) as worker,
            ):
                asyncio.run(_run(worker, alone, until_done, concurrency))
            return
        except _LOST as error:
            log.warning("the database was lost (%s): going on", type(error).__name__)
            connection.close()
            time.sleep(_PAUSE)


async def _run(worker: App, alone: bool, until_done: bool, concurrency: int) -> None:
    async with worker.open_async():
        await put_back(worker, alone)
        await worker.run_worker_async(
            wait=not until_done, concurrency=concurrency, delete_jobs="successful",
            update_heartbeat_interval=_HEARTBEAT, stalled_worker_timeout=_STALLED,
            fetch_job_polling_interval=1.0,
        )  # fmt: skip


@contextmanager
def _alive() -> Iterator[bool]:
    """Holds the lock of the living; tells whether nobody else holds it."""
    server = embedded.chosen()
    if server is not None:
        server.start()
    connection.close()
    with connection.cursor() as cursor:  # kept open: the lock is the session's
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_ALIVE])
        alone = bool(cursor.fetchone()[0])
        cursor.execute("SELECT pg_advisory_lock_shared(%s)", [_ALIVE])
        if alone:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_ALIVE])
        yield alone
    connection.close()


async def put_back(worker: App, alone: bool) -> None:
    """Jobs whose worker is dead are to be done again."""
    if alone:
        rows = await worker.connector.execute_query_all_async(
            "SELECT id FROM procrastinate_jobs WHERE status = 'doing' ORDER BY id"
        )
        numbers = [row["id"] for row in rows]
    else:
        stalled = await worker.job_manager.get_stalled_jobs(seconds_since_heartbeat=_STALLED)
        numbers = [job.id for job in stalled]
    for number in numbers:
        log.warning("job %s is put back: its worker is dead", number)
        try:
            await worker.job_manager.retry_job_by_id_async(number, clock.now())
        except UniqueViolation:  # the same work waits already
            await worker.job_manager.finish_job_by_id_async(number, Status.FAILED, delete_job=True)
