"""One child process: started with a line back to its parent, ended with all that it started itself.

A child writes one JSON line on that line: ``{"ready": true, …}`` when it can be used, or ``{"problem": "…"}``
with the sentence to show before it gives up. It lives in a session of its own, so a Ctrl-C reaches the parent
alone, which then stops its children in order; and it dies with its parent, however that ends
(`tracker.running.child`).
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

POLL_SECONDS = 0.02


class Child:
    """A running child of the given role. What it writes to standard error goes to `log`, else to ours."""

    def __init__(
        self,
        role: str,
        arguments: Sequence[str] = (),
        *,
        env: Mapping[str, str],
        inherit: Sequence[int] = (),
        log: Path | None = None,
    ) -> None:
        self._line, write_end = os.pipe()
        os.set_blocking(self._line, False)
        self._received = b""
        stderr = log.open("ab") if log else None
        try:
            self._popen = subprocess.Popen(
                [
                    *(sys.executable, "-P", "-m", "tracker.running.child", role),
                    *("--ready-fd", str(write_end), "--parent", str(os.getpid()), *arguments),
                ],
                env={**os.environ, **env},
                pass_fds=(write_end, *inherit),
                stdin=subprocess.DEVNULL,
                stderr=stderr,
                start_new_session=True,
            )
        finally:
            os.close(write_end)
            if stderr:
                stderr.close()

    @property
    def pid(self) -> int:
        return self._popen.pid

    @property
    def line(self) -> int:
        """Descriptor that turns readable when the child has something to say or is gone."""
        return self._line

    def message(self) -> dict[str, Any] | None:
        """What the child said, once it has said it."""
        with suppress(BlockingIOError):
            while part := os.read(self._line, 4096):
                self._received += part
        if b"\n" not in self._received:
            return None
        said: dict[str, Any] = json.loads(self._received.split(b"\n", 1)[0])
        return said

    def exit_status(self) -> int | None:
        """Exit code (negative: the signal) once it has ended, whatever it had started being ended too."""
        status = self._popen.poll()
        if status is not None:
            self._sweep()
        return status

    def wait_ready(self, seconds: float) -> dict[str, Any]:
        """Its message; an empty one when it ended or stayed silent for so long."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            ended = self._popen.poll() is not None
            if (said := self.message()) is not None:
                return said
            if ended:
                break
            time.sleep(POLL_SECONDS)
        return {}

    def terminate(self) -> None:
        if self._popen.poll() is None:
            self._popen.terminate()

    def kill(self) -> None:
        """End it and all it started, now."""
        self._sweep()
        self._popen.wait()

    def finish(self, seconds: float) -> int:
        """Wait for its end for so long, then kill it. Returns its exit code."""
        with suppress(subprocess.TimeoutExpired):
            self._popen.wait(seconds)
        self.kill()
        return self._popen.returncode

    def close(self) -> None:
        """Give back the descriptor; the child must have ended."""
        os.close(self._line)

    def _sweep(self) -> None:
        # The child leads a session of its own, so its group is it and what it started: readers of documents.
        with suppress(ProcessLookupError):
            os.killpg(self._popen.pid, signal.SIGKILL)
