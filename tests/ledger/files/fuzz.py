"""Coverage-guided fuzzing of the readers: ``./run fuzz-files [--minutes M] [--seed S]``.

Inputs keep the structure of their format (``mutating``, ``list_mutating``), so that most of them
get past the envelope. For each: no crash, no hang, every problem with its line, field and words,
both readers of MT-102 agree, and what was taken is written back byte for byte. Inputs that fail
stay in ``build/fuzz-files``; ``--again FILE`` tries one. Ends with status 1 if any failed.
"""

from __future__ import annotations

import argparse
import importlib
import mmap
import os
import struct
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from random import Random

try:
    import atheris
except ImportError:  # the tests try a few inputs without it
    atheris = None

if atheris is not None:
    with atheris.instrument_imports(include=["tirek"]):
        importlib.import_module("tirek.ledger.files")
from tests.ledger.files import list_mutating, mutating
from tirek.ledger.files import Limits, messages, read_list, write
from tirek.ledger.files.problems import FileProblem, catalogue

OUT = Path("build/fuzz-files")
LIMITS = Limits(
    longest_line=2_000, most_lines=5_000, largest_message=200_000, largest_file=400_000,
    most_problems=500, most_rows=500, largest_list=200_000,
)  # fmt: skip
LONGEST_INPUT = 20_000
#: Seconds that an input of this size may take.
LONGEST_TIME = 5.0
_MOST_REMEMBERED = 1_000_000

Make = Callable[[Random], bytes]
#: The first byte of an input says what it is; the share of each that is made.
KINDS: dict[bytes, tuple[Make, int]] = {
    b"m": (mutating.message, 90),
    b"c": (list_mutating.csv_list, 8),
    b"x": (list_mutating.xlsx_list, 2),
}


class Failed(AssertionError):
    """An input for which something does not hold."""


def check(data: bytes) -> bool:
    """Reads one input; whether something of it got past the envelope. Raises :class:`Failed`."""
    begin = time.perf_counter()
    past = _message(data[1:]) if data[:1] == b"m" else _list(data[1:])
    if time.perf_counter() - begin > LONGEST_TIME:
        raise Failed("too slow")
    return past


def _message(data: bytes) -> bool:
    fast = list(messages(BytesIO(data), limits=LIMITS))
    slow = list(messages(BytesIO(data), limits=LIMITS, careful=True))
    full = any(p.code == "too_many_problems" for one in fast for p in one.problems)
    if not fast or (fast != slow and not full):
        raise Failed("the two readers differ")
    for one in fast:
        _told(one.problems)
    if all(one.taken for one in fast):
        sink = BytesIO()
        write(fast, sink)
        if sink.getvalue() != data:
            raise Failed("it is not written back as it stood")
    return any(one.taken for one in fast)


def _list(data: bytes) -> bool:
    read = read_list(BytesIO(data), limits=LIMITS)
    _told(read.problems)
    columns = [read.lines.iin, read.lines.surname, read.lines.period, read.lines.amount_tiyn]
    if len(set(map(len, columns))) != 1 or (read.lines.amount_tiyn < 0).any():
        raise Failed("the columns are not whole")
    return read.taken


def _told(problems: tuple[FileProblem, ...]) -> None:
    for problem in problems[:20]:
        whole = problem.line >= 1 and problem.field and problem.code in catalogue()["problems"]
        if not whole or not all(problem.message().values()):
            raise Failed(f"a problem without its place or words: {problem}")


def made(random: Random) -> bytes:
    """An input from nothing."""
    [kind] = random.choices([*KINDS], [share for _, share in KINDS.values()])
    return kind + KINDS[kind][0](random)


class Tally:
    """Counts that outlive the process that fuzzes, for libFuzzer ends it without a word."""

    _FORM = "qqd"

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, struct.calcsize(self._FORM))
        self._past: set[int] = set()  # hashes of inputs that got past the envelope

    def read(self) -> tuple[int, int, float]:
        """Inputs tried, those past the envelope, the longest time of one in seconds."""
        inputs, past, longest = struct.unpack(self._FORM, self._shared[:])
        return inputs, past, longest

    def add(self, past: bool, seconds: float) -> None:
        inputs, before, longest = self.read()
        self._shared[:] = struct.pack(self._FORM, inputs + 1, before + past, max(longest, seconds))

    def try_one(self, data: bytes) -> None:
        begin = time.perf_counter()
        past = check(data)
        self.add(past, time.perf_counter() - begin)
        if past and len(self._past) < _MOST_REMEMBERED:
            self._past.add(hash(data))

    def mutated(self, data: bytes, random: Random) -> bytes:
        """An input from another that got past the envelope; else one made from nothing."""
        if data[:1] != b"m" or hash(data) not in self._past or random.random() < 0.3:
            return made(random)
        return b"m" + mutating.changed(random, data[1:])


def guided(tally: Tally, seconds: int, seed: int) -> int:
    """Fuzzes with coverage in a process of its own; its status."""
    corpus = OUT / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number in range(50):
        (corpus / f"made-{number}").write_bytes(made(Random(number))[:LONGEST_INPUT])
    child = os.fork()
    if child == 0:

        def mutate(data: bytes, most: int, seed: int) -> bytes:
            random = Random(seed)
            if random.random() < 0.04:
                return bytes(atheris.Mutate(data, most))
            return tally.mutated(data, random)[:most]

        words = [
            sys.argv[0], str(corpus), f"-max_total_time={seconds}", f"-seed={seed}",
            f"-max_len={LONGEST_INPUT}", "-timeout=20", "-rss_limit_mb=2048",
            "-print_final_stats=1", f"-artifact_prefix={OUT}/", "-len_control=0",
        ]  # fmt: skip
        atheris.Setup(words, tally.try_one, custom_mutator=mutate)
        atheris.Fuzz()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def unguided(tally: Tally, seconds: float, seed: int, most: int = sys.maxsize) -> int:
    """The same inputs without coverage: what the tests try, and machines without atheris."""
    end = time.perf_counter() + seconds
    random = Random(seed)
    data = made(random)
    while time.perf_counter() < end and tally.read()[0] < most:
        data = tally.mutated(data, random)[:LONGEST_INPUT]
        try:
            tally.try_one(data)
        except BaseException:
            OUT.mkdir(parents=True, exist_ok=True)
            failed = OUT / f"crash-{seed}-{tally.read()[0]}"
            failed.write_bytes(data)
            print(f"seed {seed}: {failed}", file=sys.stderr)
            raise
    return 0


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--minutes", type=float, default=10)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--again", type=Path)
    asked = words.parse_args()
    if asked.again:
        print(check(asked.again.read_bytes()))
        return 0
    tally = Tally()
    if atheris is None:
        print("atheris is not installed: the inputs are not guided by coverage")
        status = unguided(tally, asked.minutes * 60, asked.seed)
    else:
        status = guided(tally, max(1, round(asked.minutes * 60)), asked.seed)
    inputs, past, longest = tally.read()
    share = past / max(inputs, 1)
    print(f"inputs {inputs:,}  past the envelope {share:.1%}  longest {longest:.3f} s")
    if share < 0.8:
        print("fewer than 80 % got past the envelope: the fuzzer has to be mended")
        status = status or 1
    return 1 if status else 0


if __name__ == "__main__":
    sys.exit(main())
