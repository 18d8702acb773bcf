"""The moto server: SNS, SQS and SES on this machine, for `make run` and for the tests.

As a program (`python -m dripr.local.moto_server PORT`) it is the server itself; port 0 lets the system choose.
"""

import http.client
import logging
import os
import re
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from dripr.local.processes import Child, stop_all, wait_patiently

HOST = "127.0.0.1"
START_SECONDS = 60.0
ADDRESS_LINE = re.compile(rf"^moto server on http://{re.escape(HOST)}:(\d+)$", re.MULTILINE)


class MotoServerError(Exception):
    """The moto server did not start."""


class MotoServer:
    """A moto server in a process of its own. Everything in it is gone once it is stopped.

    Without a port the system chooses a free one. `url` is what AWS_ENDPOINT_URL needs.
    """

    def __init__(self, port: int | None = None, log_file: Path | None = None) -> None:
        self.port = port or 0
        self.keeps_log = log_file is not None
        self.log_file = log_file or Path(tempfile.mkdtemp(prefix="dripr-moto-")) / "moto.log"
        self.child = Child(
            "moto server", [sys.executable, "-m", "dripr.local.moto_server", str(self.port)], self.log_file
        )

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        """Return once it answers; MotoServerError, and nothing left running, if it does not."""
        self.child.start()
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if not self.child.running or time.monotonic() > deadline:
                lines = self.child.last_lines()
                self.stop()
                raise MotoServerError(f"the moto server did not start; the last lines of its log:\n{lines}")
            time.sleep(0.02)

    def stop(self) -> None:
        stop_all([self.child], grace=5, wait=wait_patiently)
        if not self.keeps_log:
            self.log_file.unlink(missing_ok=True)
            self.log_file.parent.rmdir()

    def _answers(self) -> bool:
        bound = ADDRESS_LINE.search(self.child.log_text())
        if bound is None:
            return False
        self.port = int(bound[1])
        connection = http.client.HTTPConnection(HOST, self.port, timeout=2)
        try:
            connection.request("GET", "/moto-api/")
            return connection.getresponse().status == http.HTTPStatus.OK
        except OSError:
            return False
        finally:
            connection.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def serve(port: int) -> None:
    """Not moto's own command: that one logs every request, and does not tell which port the system chose."""
    # Only the server's own process pays for importing moto.
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
    from werkzeug.serving import make_server

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    application = DomainDispatcherApplication(create_backend_app)
    server = make_server(HOST, port, application, threaded=True, request_handler=MotoRequestHandler)
    os.environ["MOTO_PORT"] = str(server.port)
    sys.stdout.write(f"moto server on http://{HOST}:{server.port}\n")
    server.serve_forever()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
