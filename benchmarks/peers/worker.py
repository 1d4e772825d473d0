"""One peer at one work in a process of its own: ``python -m benchmarks.peers.worker MODULE WORK
FOLDER``. Reads ``run`` or ``save FOLDER`` from standard input, writes a line of JSON for each.
"""

import json
import os
import sys
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks import nation_data
from benchmarks.peers import Result, Work


def main(module: str, work: str, folder: str) -> None:
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what a peer prints goes to standard error

    def say(**values: Any) -> None:
        print(json.dumps(values), file=answers, flush=True)

    begun = perf_counter()
    kind = nation_data.Simple if work == "simple" else nation_data.Mixed
    data = kind.read(Path(folder))
    peer: Work = getattr(import_module(f"benchmarks.peers.{module}"), work)(data)
    say(prepared=perf_counter() - begun)
    result: Result = {}
    for line in sys.stdin:
        command, _, target = line.strip().partition(" ")
        if command == "run":
            result = {}
            begun = perf_counter()
            given = peer.take_in()
            taken_in = perf_counter()
            result = peer.answer(given)
            ended = perf_counter()
            del given
            say(take_in=taken_in - begun, answer=ended - taken_in, peak=_peak())
        else:
            Path(target).mkdir(parents=True)
            for name, array in result.items():
                np.save(Path(target, f"{name}.npy"), array)
            say(saved=sorted(result))


def _peak() -> int:
    """The most memory that this process has held so far, in bytes, mapped data among it.

    Not ``getrusage``: that begins with what the parent held when it started this process.
    """
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
