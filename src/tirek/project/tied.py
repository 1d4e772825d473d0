"""Runs a module that ends with its parent, however that ends:
``python -m tirek.project.tied PARENT SIGNAL MODULE ARGUMENT…``.

On Linux the kernel sends the signal when the parent is gone; elsewhere a thread looks.
"""

from __future__ import annotations

import ctypes
import os
import runpy
import signal
import sys
import time
from threading import Thread

_SET_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG
_LOOK = 0.5


def tie(parent: int, end: signal.Signals) -> None:
    """From now on this process gets a signal when its parent is gone."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, end)
    else:
        Thread(target=_watch, args=(parent, end), daemon=True).start()
    if os.getppid() != parent:  # it went before we were tied
        os.kill(os.getpid(), end)


def _watch(parent: int, end: signal.Signals) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os.kill(os.getpid(), end)


if __name__ == "__main__":
    tie(int(sys.argv[1]), signal.Signals[sys.argv[2]])
    sys.argv[:] = sys.argv[3:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
