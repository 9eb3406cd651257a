"""What is measured, in the form that Prometheus reads. No label names a person, a unit or a document.

Each process counts for itself; under `renaksi serve` all of them write into one folder, and the web adds them
up. A process that runs alone has its own address (RENAKSI_METRICS_PORT).
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
if FOLDER_VARIABLE in os.environ:
    Path(os.environ[FOLDER_VARIABLE]).mkdir(parents=True, exist_ok=True)

from prometheus_client import (  # noqa: E402 - it looks for the folder when it is imported
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    start_http_server,
)
from prometheus_client.core import GaugeMetricFamily, Metric  # noqa: E402
from prometheus_client.multiprocess import MultiProcessCollector  # noqa: E402
from prometheus_client.registry import Collector  # noqa: E402

QUICK = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
SLOW = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300)

REQUESTS = Histogram(
    "renaksi_request_seconds",
    "Time to answer, by route and status",
    ["method", "route", "status"],
    buckets=QUICK,
)
READINGS = Histogram(
    "renaksi_reading_seconds", "Time to read a file, by its type", ["media_type"], buckets=SLOW
)
READING_ERRORS = Counter("renaksi_reading_errors", "Files that could not be read, by code", ["code"])
FINDINGS = Counter("renaksi_findings", "Findings kept, by kind", ["kind"])
JOBS = Histogram(
    "renaksi_job_seconds", "Time of a job, by kind and outcome", ["kind", "outcome"], buckets=SLOW
)
RECOUNTS = Histogram(
    "renaksi_recount_seconds", "Time to count a plan's figures from its facts", buckets=QUICK
)


@contextmanager
def timed(histogram: Histogram, *labels: str) -> Iterator[None]:
    """Measure the block, however it ends."""
    began = monotonic()
    try:
        yield
    finally:
        seconds = monotonic() - began
        (histogram.labels(*labels) if labels else histogram).observe(seconds)


def exposition(queue: Mapping[str, float]) -> bytes:
    """Everything that was counted, with gauges of what stands in the database now."""
    own = CollectorRegistry()
    own.register(_Now(queue))
    now = generate_latest(own)
    if FOLDER_VARIABLE in os.environ:
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
        return now + generate_latest(counted)
    return now + generate_latest()


class _Now(Collector):
    """Gauges that are read at each scrape, and belong to no process."""

    def __init__(self, values: Mapping[str, float]) -> None:
        self._values = values

    def collect(self) -> Iterator[Metric]:
        for name, value in self._values.items():
            yield GaugeMetricFamily(f"renaksi_{name}", _GAUGES[name], value=value)


_GAUGES = {
    "jobs_waiting": "Jobs that nobody works on yet",
    "jobs_running": "Jobs that somebody works on",
    "jobs_failed": "Jobs that failed and nobody has acknowledged",
    "queue_age_seconds": "Age of the oldest job that waits; 0 where none does",
    "workers_seen": "Workers that gave a sign of life in the last minute",
}


def serve_alone(port: int) -> None:
    """Serve this process's own measurements on a port of its own, for a network that is not public."""
    start_http_server(port)
