"""JSON Lines: many questions, one a line, answered in order by all cores, memory bounded."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import BinaryIO

from tirek.contract.commands import answer_chunk

#: Lines that are answered as one batch, and batches that wait for a core at most.
CHUNK, WAITING_PER_CORE = 500, 2


def run(command: str, source: BinaryIO, target: BinaryIO, lang: str, brief: bool) -> int:
    """Answers all lines of ``source``; gives how many were bad."""
    chunks = _chunks(source)
    first = list(islice(chunks, 2))
    cores = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    if len(first) < 2 or cores < 2:
        return _alone(command, _chained(first, chunks), target, lang, brief)
    bad = 0
    context = multiprocessing.get_context("fork" if hasattr(os, "fork") else "spawn")
    with ProcessPoolExecutor(cores, mp_context=context) as pool:
        waiting: deque[Future[tuple[bytes, int]]] = deque()
        for chunk in _chained(first, chunks):
            waiting.append(pool.submit(answer_chunk, command, chunk, lang, brief))
            if len(waiting) >= cores * WAITING_PER_CORE:
                bad += _write(target, waiting.popleft().result())
        while waiting:
            bad += _write(target, waiting.popleft().result())
    return bad


def _alone(
    command: str, chunks: Iterable[list[bytes]], target: BinaryIO, lang: str, brief: bool
) -> int:
    return sum(_write(target, answer_chunk(command, chunk, lang, brief)) for chunk in chunks)


def _chained(first: list[list[bytes]], rest: Iterator[list[bytes]]) -> Iterator[list[bytes]]:
    yield from first
    yield from rest


def _write(target: BinaryIO, result: tuple[bytes, int]) -> int:
    target.write(result[0])
    target.flush()
    return result[1]


def _chunks(source: BinaryIO) -> Iterator[list[bytes]]:
    while chunk := list(islice(source, CHUNK)):
        yield chunk
