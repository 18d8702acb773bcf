"""A way to MariaDB that can be shut: a socket before the server's own."""

import socket
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from django.db import connection

from dripr.tests.processes import database_url


class DatabaseGate:
    """Open from `with` on. `database_url` leads through it; `shut` cuts all connections and refuses new ones."""

    def __init__(self) -> None:
        self.target = str(connection.settings_dict["OPTIONS"]["unix_socket"])
        self._folder = tempfile.TemporaryDirectory(prefix="dripr-gate-")
        self.path = Path(self._folder.name) / "s"
        self._sockets: list[socket.socket] = []

    @property
    def database_url(self) -> str:
        return database_url().replace(quote(self.target), quote(str(self.path)))

    def open(self) -> None:
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(self.path))
        listener.listen()
        self._sockets = [listener]
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def shut(self) -> None:
        self.path.unlink(missing_ok=True)
        for each in self._sockets:
            end(each)
            each.close()
        self._sockets = []

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                server = socket.socket(socket.AF_UNIX)
                self._sockets += [client, server]
                server.connect(self.target)
                for source, sink in ((client, server), (server, client)):
                    threading.Thread(target=pass_on, args=(source, sink), daemon=True).start()

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shut()
        self._folder.cleanup()


def pass_on(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    end(source)
    end(sink)


def end(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
