"""How long a start takes: `python tests/bench/bench_running.py [ROUNDS]`.

Seconds from `renaksi serve` to the first page, on a new data folder and on one that was there.
"""

import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from urllib.request import urlopen


def first_page_seconds(data_dir: str) -> float:
    """From the start of the tree to a whole page, after which the tree is stopped."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {**os.environ, "RENAKSI_DATA_DIR": data_dir, "RENAKSI_PORT": str(port)}
    began = time.perf_counter()
    tree = subprocess.Popen(
        [sys.executable, "-m", "tracker.cli", "serve"], env=env, stdout=subprocess.DEVNULL
    )
    try:
        while True:
            try:
                urlopen(f"http://127.0.0.1:{port}/", timeout=60).read()
            except OSError:
                time.sleep(0.02)
            else:
                return time.perf_counter() - began
    finally:
        tree.send_signal(signal.SIGINT)
        tree.wait()


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory() as empty:
        first = first_page_seconds(empty)
        again = [first_page_seconds(empty) for _round in range(rounds)]
    print(f"first page, new data folder          {first:6.2f} s")
    print(f"first page, later starts (median {rounds})   {statistics.median(again):6.2f} s")


if __name__ == "__main__":
    main()
