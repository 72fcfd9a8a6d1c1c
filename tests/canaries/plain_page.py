"""A page without any care: what a browser keeps of it, the scan must find."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = b"""<!doctype html><title>Plain</title><form method=post>
<input name=who><textarea name=words></textarea><button>Send</button></form>"""


class Plain(BaseHTTPRequestHandler):
    """Answers a form with a page, and lets everything be kept."""

    def do_GET(self) -> None:
        self._answer(PAGE)

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(PAGE + sent)

    def _answer(self, page: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Cache-Control", "max-age=3600")
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *words: object) -> None:
        """Says nothing."""


@contextmanager
def a_plain_page() -> Iterator[str]:
    """The address of the page, while the block runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Plain)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
