"""Processes that run together: each is started again when it ends, and all end with this one."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

log = logging.getLogger(__name__)

#: Seconds: between two looks, before a part that died is started again (twice as long each time,
#: to the longest), after which it counts as well, and for a quiet end.
LOOK, PAUSE, LONGEST, WELL, QUIET_END = 0.2, 0.5, 15.0, 30.0, 15.0


@dataclass
class Part:
    """A module and its arguments. ``orphaned``: the signal that it gets when we are gone: SIGKILL
    where its work bears that, so that nothing is left behind."""

    name: str
    module: str
    arguments: Sequence[str]
    orphaned: signal.Signals
    files: Sequence[int] = ()  # that it inherits
    process: subprocess.Popen[bytes] | None = None
    since: float = 0.0
    pause: float = PAUSE
    again_at: float | None = None

    def start(self) -> None:
        """Starts it, in a session of its own: Ctrl-C is for us alone."""
        words = [
            sys.executable, "-P", "-m", "tirek.project.tied", str(os.getpid()),
            self.orphaned.name, self.module, *self.arguments,
        ]  # fmt: skip
        self.process = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, start_new_session=True, pass_fds=self.files
        )
        self.since, self.again_at = time.monotonic(), None

    def look(self) -> None:
        """Starts it again where it has ended, after a pause."""
        now = time.monotonic()
        if self.again_at is not None:
            if now >= self.again_at:
                self.start()
        elif self.process is not None and self.process.poll() is not None:
            self.pause = PAUSE if now - self.since > WELL else min(2 * self.pause, LONGEST)
            log.warning("%s ended with %s: started again", self.name, self.process.returncode)
            _kill_group(self.process)
            self.again_at = now + self.pause

    def ask_to_end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()


def end(parts: Sequence[Part]) -> None:
    """Ends all parts, quietly if they can, and whatever they have started."""
    for part in parts:
        part.ask_to_end()
    ends = time.monotonic() + QUIET_END
    for part in parts:
        if part.process is not None:
            try:
                part.process.wait(max(0.1, ends - time.monotonic()))
            except subprocess.TimeoutExpired:
                log.warning("%s did not end by itself", part.name)
            _kill_group(part.process)
            part.process.wait()


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """What a part started is of its session; nothing of it is to be left."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
