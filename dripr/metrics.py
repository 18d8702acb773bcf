"""Serves a worker's Prometheus metrics over HTTP. Knows no app: what is counted stands with who counts it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from prometheus_client import CollectorRegistry, ProcessCollector, start_http_server

logger = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"


def new_registry() -> CollectorRegistry:
    """A registry of its own, with this process's memory, CPU time and open files in it."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    return registry


@contextmanager
def served(registry: CollectorRegistry, port: int | None, address: str) -> Iterator[None]:
    """Serve a registry while the block runs; port 0 takes a free one, which the log names, and None serves nothing."""
    if port is None:
        yield
        return
    try:
        server, thread = start_http_server(port, address, registry)
    except OSError as error:
        raise CommandError(
            f"metrics cannot be served on {address}:{port}: {error.strerror}; see --metrics-port"
        ) from error
    logger.info("metrics", extra={"facts": {"url": f"http://{address}:{server.server_port}/metrics"}})
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
