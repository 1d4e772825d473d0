"""Public pages under a steady load: so many requests a second, whatever the server's pace, and
how late each answer comes, counted from when it was due."""

import threading
from http.client import HTTPConnection
from queue import SimpleQueue
from random import Random
from statistics import median, quantiles
from time import perf_counter, sleep

from benchmarks.api import WORKERS, free_port, tirek_served
from benchmarks.figure import Figure

SEED = 20260101
RATE, SECONDS, THREADS = 100, 30, 24
_PERSON = "birth=1990-05-01&sex=female&how=same&income={n}&since=2021-03"
_PERSON += "&till=2026-02&kind=0"
#: Pages as people come to them, ``{n}`` a number of each request's own.
ADDRESSES = (
    "/", "/benefits/", "/benefits/job_loss/on/",
    f"/benefits/job_loss/income/?on=2026-03-10&paid=0&{_PERSON}",
    f"/benefits/job_loss/participation/?on=2026-03-10&paid=0&{_PERSON}&back=result",
    f"/benefits/job_loss/result/?on=2026-03-10&paid=0&{_PERSON}&exempt=no&applied=-",
    "/insured/result/?on=2026-03-10&residence=citizen_or_permanent&birth=1990-05-01&who=-&paid=all"
    "&kind=employee&five=no",
    "/care/",
    "/care/result/?service=planned_consultation&icd=G40&on=2026-02-01&insured=no"
    "&residence=citizen_or_permanent&suspected=no",
    "/benefits/maternity/result/?on=2026-03-10&days=126&how=same&income={n}&since=2025-03"
    "&till=2026-02&kind=0&exempt=no&applied=-",
    "/due/?kind=employee&month=2026-01&income={n}", "/check-file/", "/law/",
    "/law/minimum_wage/", "/questions/", "/curves/", "/about/",
)  # fmt: skip


def figures(rate: int = RATE, seconds: int = SECONDS) -> list[Figure]:
    """Latencies of the mix of pages; every answer has to be there."""
    port, chance = free_port(), Random(SEED)
    languages = ("kk", "ru", "en")
    asked = [
        (chance.choice(ADDRESSES).format(n=chance.randrange(50_000, 2_000_000)),
         chance.choice(languages))
        for _ in range(rate * seconds)
    ]  # fmt: skip
    with tirek_served(port):
        _run(port, asked[: rate * 5], rate)  # dropped: the first plan of each page
        late = sorted(_run(port, asked, rate))
    cuts = quantiles(late, n=100)
    return [
        Figure(f"pages at {rate} requests a second, {WORKERS} workers: median", median(late), "ms"),
        Figure("pages: p95", cuts[94], "ms", 100),
        Figure("pages: p99", cuts[98], "ms"),
    ]


def _run(port: int, asked: list[tuple[str, str]], rate: int) -> list[float]:
    waiting: SimpleQueue[tuple[float, str, str] | None] = SimpleQueue()
    late: list[float] = []
    wrong: list[str] = []
    people = [
        threading.Thread(target=_person, args=(port, waiting, late, wrong)) for _ in range(THREADS)
    ]
    for person in people:
        person.start()
    begun = perf_counter()
    for number, (address, lang) in enumerate(asked):
        due = begun + number / rate
        sleep(max(0.0, due - perf_counter()))
        waiting.put((due, address, lang))
    for _ in people:
        waiting.put(None)
    for person in people:
        person.join()
    if wrong:
        raise SystemExit(f"{len(wrong)} pages were not there: {wrong[0]}")
    return late


def _person(
    port: int, waiting: SimpleQueue[tuple[float, str, str] | None], late: list[float],
    wrong: list[str],
) -> None:  # fmt: skip
    link = HTTPConnection("127.0.0.1", port, timeout=60)
    while (one := waiting.get()) is not None:
        due, address, lang = one
        link.request("GET", address, headers={"Accept-Language": lang})
        answer = link.getresponse()
        answer.read()
        if answer.status != 200:
            wrong.append(f"{answer.status} {address}")
        late.append((perf_counter() - due) * 1000)
