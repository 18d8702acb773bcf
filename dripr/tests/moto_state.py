"""What moto holds, kept once it is provisioned and put back for every test: to provision anew takes a hundred calls.

As a program (`python -m dripr.tests.moto_state PORT`) it is dripr's moto server, which does this on a POST to KEEP or
PUT_BACK.
"""

import copy
import copyreg
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from moto.core.base_backend import BackendDict
from moto.core.model_instances import reset_model_data
from moto.moto_api._internal.urls import url_paths

from dripr.local.moto_server import MotoServer, serve

KEEP = "/moto-api/dripr/keep"
PUT_BACK = "/moto-api/dripr/put-back"
copyreg.pickle(threading.Condition, lambda _condition: (threading.Condition, ()))  # a queue's copy needs one of its own


class State:
    """A copy of everything in moto's backends."""

    def __init__(self) -> None:
        used: Any = BackendDict._instances  # type: ignore[misc]
        self._backends = [
            (services, account, region, backend)
            for services in used
            for account, regions in services.items()
            for region, backend in regions.items()
        ]
        # What points to a backend goes on pointing to it, rather than to a copy.
        memo = {id(backend): backend for *_, backend in self._backends}
        self._held = [copy.deepcopy(vars(backend), memo) for *_, backend in self._backends]

    def put_back(self) -> None:
        """Make moto hold this, and nothing else."""
        BackendDict.reset()
        reset_model_data()
        fresh = [services[account][region] for services, account, region, _ in self._backends]
        memo: dict[int, Any] = {id(old): new for (*_, old), new in zip(self._backends, fresh, strict=True)}
        for backend, held in zip(fresh, self._held, strict=True):
            backend.__dict__ = copy.deepcopy(held, memo)


class KeepingMotoServer(MotoServer):
    """A moto server of the tests."""

    def __init__(self, log_file: Path | None = None) -> None:
        super().__init__(log_file=log_file)
        self.child.command = [sys.executable, "-m", "dripr.tests.moto_state", str(self.port)]


def answer(call: Callable[[], object]) -> Callable[..., tuple[int, dict[str, str], str]]:
    def response(_request: Any, _url: str, _headers: Any) -> tuple[int, dict[str, str], str]:
        call()
        return 200, {}, ""

    return response


def main(port: int) -> None:
    kept: list[State] = []

    def keep() -> None:
        kept[:] = [State()]

    def put_back() -> None:
        kept[0].put_back()

    url_paths["{0}" + KEEP] = answer(keep)
    url_paths["{0}" + PUT_BACK] = answer(put_back)
    serve(port)


if __name__ == "__main__":
    main(int(sys.argv[1]))
