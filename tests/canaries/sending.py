"""A client that signs in, and sends a file as slowly as a bad line does."""

import re
import socket
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

from tests.canaries.house import ServedHouse
from throughcare.agencies.tests.factories import PASSWORD, code_now

BOUNDARY = "----piece"


class Client:
    """Somebody who is signed in, without a browser."""

    def __init__(self, house: ServedHouse, address: str) -> None:
        self.house, self.jar = house, CookieJar()
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self._sent("/sign-in/", login=address, password=PASSWORD)
        self._sent("/sign-in/code/", code=code_now(house.secrets[address]))

    def page(self, path: str) -> str:
        """What stands on a page."""
        with self._open.open(f"{self.house.url}{path}") as answer:
            text: str = answer.read().decode()
        return text

    def slow_upload(self, path: str, fields: dict[str, str], file: bytes) -> "SlowUpload":
        """Begin to send a form with a file; nothing of the file has left yet."""
        token = _token_in(self.page(path))
        cookies = "; ".join(f"{each.name}={each.value}" for each in self.jar)
        return SlowUpload(self.house, path, cookies, {**fields, "csrfmiddlewaretoken": token}, file)

    def _sent(self, path: str, **fields: str) -> None:
        token = _token_in(self.page(path))
        form = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
        with self._open.open(f"{self.house.url}{path}", form) as answer:
            assert answer.status == 200


class SlowUpload:
    """A form on its way; `send` lets a part of the file go."""

    def __init__(
        self, house: ServedHouse, path: str, cookies: str, fields: dict[str, str], file: bytes
    ) -> None:
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        ]
        head = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n'
            "Content-Type: text/plain\r\n\r\n"
        )
        self._before = ("".join(parts) + head).encode()
        self._left = file
        self._after = f"\r\n--{BOUNDARY}--\r\n".encode()
        host, _, port = house.url.rpartition("/")[2].partition(":")
        self._line = socket.create_connection((host, int(port)))
        length = len(self._before) + len(file) + len(self._after)
        self._line.sendall(
            (
                f"POST {path} HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: {cookies}\r\n"
                f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n"
                f"Content-Length: {length}\r\nConnection: close\r\n\r\n"
            ).encode()
        )
        self._line.sendall(self._before)

    def send(self, count: int) -> None:
        """Let so many bytes of the file go."""
        self._line.sendall(self._left[:count])
        self._left = self._left[count:]

    def finish(self) -> bytes:
        """Send the rest: the first line of the answer."""
        self._line.sendall(self._left + self._after)
        answer = self._line.makefile("rb").readline()
        self._line.close()
        return answer


def _token_in(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found
    return found.group(1)
