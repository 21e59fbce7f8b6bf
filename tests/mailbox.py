"""A mail server on this machine that takes every mail and keeps it: SMTP as far as senders need it."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.say("220 mailbox")
        while line := self.rfile.readline():
            verb = line[:4].upper().strip()
            if verb == b"DATA":
                self.say("354 go on")
                self.server.kept.append(self._mail())  # type: ignore[attr-defined]
            if verb == b"QUIT":
                self.say("221 bye")
                return
            self.say("250 mailbox")

    def _mail(self) -> bytes:
        lines = list(iter(self.rfile.readline, b".\r\n"))
        return b"".join(line.removeprefix(b".") if line.startswith(b"..") else line for line in lines)

    def say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


class Mailbox:
    def __init__(self, server: Any) -> None:
        self.server = server

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    def mails(self) -> list[EmailMessage]:
        found = [message_from_bytes(each, policy=policy.default) for each in self.server.kept]
        return cast(list[EmailMessage], found)


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """Listen on a free port of this machine."""
    with socketserver.TCPServer(("127.0.0.1", 0), _Talk) as server:
        server.kept = []  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield Mailbox(server)
        finally:
            server.shutdown()
            thread.join()
