"""A server that misbehaves, on loopback: what a source may do to a connector."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Final, Self

ROWS: Final = b'[{"metric": "sales", "period": "2025-01", "value": 100}]'
"""What the server gives where it behaves."""
_DRIP_SECONDS: Final = 0.2


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        """Behave as the path's first part says."""
        name = self.path.strip("/").partition("/")[0].partition("?")[0]
        behaviour = BEHAVIOURS.get(name)
        try:
            if behaviour is None:
                self.send_error(404)
            else:
                behaviour(self)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def log_message(self, *_args: object) -> None:
        """Say nothing: a test's output is its own."""

    def reply(
        self,
        body: bytes = ROWS,
        *,
        status: int = 200,
        kind: str = "application/json",
        length: int | None = None,
        **headers: str,
    ) -> None:
        """Send a reply; headers are named with `_` for `-`."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the server closes, or for some time; whether the server closes."""
        return self.server.closing.wait(seconds)


def _drip(handler: _Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(ROWS)))
    handler.end_headers()
    for at in range(len(ROWS)):
        handler.wfile.write(ROWS[at : at + 1])
        handler.wfile.flush()
        if handler.wait(_DRIP_SECONDS):
            return


def _reset(handler: _Handler) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    handler.connection.close()
    handler.wfile = _Nowhere()  # type: ignore[assignment]


class _Nowhere:
    closed = False

    def write(self, data: bytes) -> int:
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Nothing is open."""


BEHAVIOURS: Final[Mapping[str, Callable[[Any], object]]] = {
    "good": lambda handler: handler.reply(),
    "empty": lambda handler: handler.reply(b"[]"),
    "nothing": lambda handler: handler.reply(b""),
    "hang": lambda handler: handler.wait(),
    "drip": _drip,
    "reset": _reset,
    "short": lambda handler: handler.reply(ROWS[:20], length=len(ROWS)),
    "cut": lambda handler: handler.reply(ROWS[:20]),
    "login": lambda handler: handler.reply(b"<html><form>Log in</form></html>", kind="text/html"),
    "nan": lambda handler: handler.reply(b'[{"metric": "sales", "period": "2025-01", "value": NaN}]'),
    "huge-number": lambda handler: handler.reply(
        b'[{"metric": "sales", "period": "2025-01", "value": 1e999}]'
    ),
    "charset": lambda handler: handler.reply(
        '[{"metric": "销售额", "period": "2025-01", "value": 1}]'.encode("gb18030")
    ),
    "schema": lambda handler: handler.reply(b'[{"kpi": "sales", "month": "2025-01", "amount": 100}]'),
    "types": lambda handler: handler.reply(b'[{"metric": 7, "period": {"a": 1}, "value": [1]}]'),
    "object": lambda handler: handler.reply(b'{"error": "not today"}'),
    "many": lambda handler: handler.reply(b"[" + b",".join([ROWS[1:-1]] * 20_000) + b"]"),
    "bomb": lambda handler: handler.reply(gzip.compress(bytes(50 << 20)), Content_Encoding="gzip"),
    "refused": lambda handler: handler.reply(b"", status=403),
    "secret": lambda handler: handler.reply(
        f"no access with {handler.headers.get('Authorization', '')}".encode(), status=401, kind="text/plain"
    ),
    "broken": lambda handler: handler.reply(b"", status=500),
    "later": lambda handler: handler.reply(b"", status=503, Retry_After="1000000000"),
    "patience": lambda handler: handler.reply(b"", status=429, Retry_After="-1"),
    "circle": lambda handler: handler.reply(b"", status=302, Location=handler.path),
    "file": lambda handler: handler.reply(b"", status=302, Location="file:///etc/passwd"),
}
"""What the server does, by the first part of the path."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.closing = threading.Event()

    def handle_error(self, *_args: object) -> None:
        """Say nothing: a client that went away is what is tried here."""


class ChaosServer:
    """A server on loopback that does what it is asked for, and worse.

    >>> with ChaosServer() as server:
    ...     server.url("good").startswith("http://127.0.0.1:")
    True
    """

    def __init__(self) -> None:
        self._server = _Server()
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._server.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def url(self, behaviour: str) -> str:
        """The address at which it behaves so.

        Raises:
            KeyError: It does not know the behaviour.
        """
        BEHAVIOURS[behaviour]
        return f"http://127.0.0.1:{self._server.server_address[1]}/{behaviour}"
