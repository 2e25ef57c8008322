"""Receivers on loopback: an HTTP server that answers as it is told, and a mail server that takes all."""

from __future__ import annotations

import contextlib
import json
import socketserver
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from attrs import field, frozen


@frozen(kw_only=True)
class Asked:
    """A request that came in."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """Its body."""
        return json.loads(self.body)


@frozen(kw_only=True)
class Answer:
    """What is answered: at once, after some seconds, or a byte at a time."""

    status: int = 200
    body: bytes = b'{"code": 0, "errcode": 0, "ok": true}'
    headers: dict[str, str] = field(factory=dict)
    after: float = 0.0
    is_dripped: bool = False


class Receiver:
    """An HTTP server that keeps what it is asked and gives the answers in order, the last one for ever."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers) or [Answer()]
        self.asked: list[Asked] = []
        self.closing = threading.Event()
        self.lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                asked = Asked(
                    path=self.path, headers=dict(self.headers.items()), body=self.rfile.read(length)
                )
                with outer.lock:
                    outer.asked.append(asked)
                    answer = outer.answers.pop(0) if len(outer.answers) > 1 else outer.answers[0]
                outer.closing.wait(answer.after)
                with contextlib.suppress(OSError):
                    self._give(answer)

            def do_GET(self) -> None:
                self.do_POST()

            def _give(self, answer: Answer) -> None:
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                if not answer.is_dripped:
                    self.wfile.write(answer.body)
                    return
                for at in range(len(answer.body)):
                    self.wfile.write(answer.body[at : at + 1])
                    self.wfile.flush()
                    if outer.closing.wait(0.1):
                        return

            def log_message(self, *_args: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.block_on_close = False
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @property
    def place(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.server.server_address[1]}"

    def url(self, path: str = "/hook") -> str:
        """An address of it."""
        return f"http://{self.place}{path}"


class MailServer:
    """An SMTP server that keeps each mail that it is given."""

    def __init__(self) -> None:
        self.mails: list[str] = []
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self.say("220 loopback")
                while line := self.rfile.readline():
                    word = line.strip().upper()
                    if word.startswith(b"DATA"):
                        self.say("354 go on")
                        outer.mails.append(self.data())
                        self.say("250 taken")
                    elif word.startswith(b"QUIT"):
                        self.say("221 bye")
                        return
                    elif word.startswith(b"AUTH"):
                        self.say("235 welcome")
                    elif word.startswith(b"EHLO"):
                        self.say("250-loopback\r\n250 AUTH PLAIN LOGIN")
                    else:
                        self.say("250 fine")

            def say(self, text: str) -> None:
                self.wfile.write(f"{text}\r\n".encode())

            def data(self) -> str:
                lines = []
                while (line := self.rfile.readline()).rstrip(b"\r\n") != b".":
                    lines.append(line)
                return b"".join(lines).decode()

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @property
    def port(self) -> int:
        """Where it listens."""
        return self.server.server_address[1]


class Clock:
    """A clock that goes on when somebody waits, so that no test does."""

    def __init__(self, now: float | None = None) -> None:
        self.now = time.time() if now is None else now
        self.slept: list[float] = []

    def __call__(self) -> float:
        """The time."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Wait, which takes no time."""
        self.slept.append(seconds)
        self.now += seconds
