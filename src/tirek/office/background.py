"""Long work for the pages: done by a worker, its result kept in the data folder with its time."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import orjson
from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import Task


def keep(name: str, result: dict[str, Any]) -> None:
    """Keeps a result; who reads finds this one or the one before, whole."""
    place = _place(name)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unready = place.with_suffix(f".{os.getpid()}")
    unready.write_bytes(orjson.dumps(result))
    unready.replace(place)


def kept(name: str) -> dict[str, Any] | None:
    """The last result; None: there is none yet."""
    try:
        return cast("dict[str, Any]", orjson.loads(_place(name).read_bytes()))
    except FileNotFoundError:
        return None


def begin(task: Task[Any, Any, Any]) -> None:
    """Puts work in the queue, unless it waits there already."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        task.defer()


def goes_on(task: str) -> bool:
    """Whether work waits or is being done."""
    jobs = ProcrastinateJob.objects.filter(task_name=task, status__in=["todo", "doing"])
    return bool(jobs.exists())


def _place(name: str) -> Path:
    return Path(settings.DATA) / "office" / f"{name}.json"
