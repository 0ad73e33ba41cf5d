"""What the stand-ins for services share: a server on the loopback interface, and replies that may fail in any way."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer on the wire; `pieces` are sent after `body`, each after `pause_s`."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = "application/json"
    pieces: Callable[[], Iterator[bytes]] | None = None
    wait_s: float = 0.0


def send(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    """Send a reply as the answer to the request that a handler has read."""
    time.sleep(reply.wait_s)
    try:
        handler.send_response(reply.status)
        handler.send_header("content-type", reply.kind)
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        if reply.pieces is None and "content-length" not in reply.headers:
            handler.send_header("content-length", str(len(reply.body)))
        handler.end_headers()
        handler.wfile.write(reply.body)
        for piece in reply.pieces() if reply.pieces else ():
            handler.wfile.write(piece)
            handler.wfile.flush()
    except OSError:
        pass  # the other side has heard enough
    handler.close_connection = True


class QuietHandler(BaseHTTPRequestHandler):
    """A handler that logs nothing."""

    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: object) -> None:
        pass


@contextmanager
def listening(handler: type[QuietHandler]) -> Iterator[str]:
    """Serve on a free port of the loopback interface; gives host and port."""
    server = _Server(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def without_an_end() -> Iterator[bytes]:
    """Give pieces for ever."""
    while True:
        yield b" " * 65_536


def drop_by_drop() -> Iterator[bytes]:
    """Give a byte now and then, for ever."""
    while True:
        time.sleep(0.05)
        yield b" "
