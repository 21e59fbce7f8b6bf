"""A web server on this machine that answers as a test tells it, and remembers what it was asked."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[BaseHTTPRequestHandler], None]


def giving(body: bytes, status: int = 200, **headers: str) -> Answer:
    """Return an answer with a body; headers are written with low lines."""

    def answer(asked: BaseHTTPRequestHandler) -> None:
        asked.send_response(status)
        for word, said in ({"Content_Length": str(len(body))} | headers).items():
            if said:
                asked.send_header(word.replace("_", "-"), said)
        asked.end_headers()
        asked.wfile.write(body)

    return answer


class Host:
    def __init__(self, server: Any) -> None:
        self.server, self.asked, self.pages = server, [], {}
        self.stopped = threading.Event()

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answer(self, asked: BaseHTTPRequestHandler) -> None:
        self.asked.append((asked.path, dict(asked.headers)))
        self.pages.get(asked.path, giving(b"", 404))(asked)


@contextmanager
def webhost() -> Iterator[Host]:
    """Listen on a free port of this machine."""

    class Talk(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                host.answer(self)
            except OSError:  # whoever asked has gone
                self.close_connection = True

        def log_message(self, *said: object) -> None: ...

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *said: object) -> None: ...

    with Quiet(("127.0.0.1", 0), Talk) as server:
        host = Host(server)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield host
        finally:
            host.stopped.set()
            server.shutdown()
            thread.join()
