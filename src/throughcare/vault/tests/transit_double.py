"""A transit engine over HTTP, as far as its documentation tells what this house asks of it.

It keeps versions of named keys, takes associated data, answers wrong requests as the real one does,
and can be sealed, slowed down or stopped. What was asked of it is counted.
"""

import json
import secrets
import ssl
import threading
import time
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

ROOT = "root-token"
EVERYTHING = ("encrypt", "decrypt", "read", "rotate", "config", "trim")
Answer = tuple[int, dict[str, Any]]


@dataclass
class NamedKey:
    """A key of the engine and its versions."""

    versions: dict[int, bytes] = field(default_factory=lambda: {1: secrets.token_bytes(32)})
    least: dict[str, int] = field(
        default_factory=lambda: {"min_decryption_version": 1, "min_encryption_version": 0}
    )

    @property
    def latest(self) -> int:
        return max(self.versions)

    def encrypt(self, item: dict[str, str]) -> dict[str, object]:
        nonce = secrets.token_bytes(12)
        bound = b64decode(item.get("associated_data", ""))
        sealed = AESGCM(self.versions[self.latest]).encrypt(
            nonce, b64decode(item["plaintext"]), bound
        )
        text = f"vault:v{self.latest}:{b64encode(nonce + sealed).decode()}"
        return {"ciphertext": text, "key_version": self.latest, "reference": ""}

    def decrypt(self, item: dict[str, str]) -> dict[str, object]:
        _engine, version, sealed = item["ciphertext"].split(":")
        number, content = int(version[1:]), b64decode(sealed)
        if number < self.least["min_decryption_version"] or number not in self.versions:
            error = "ciphertext or signature version is disallowed by policy (too old)"
            return {"plaintext": "", "error": error, "reference": ""}
        bound = b64decode(item.get("associated_data", ""))
        try:
            plain = AESGCM(self.versions[number]).decrypt(content[:12], content[12:], bound)
        except InvalidTag:
            error = "cipher: message authentication failed"
            return {"plaintext": "", "error": error, "reference": ""}
        return {"plaintext": b64encode(plain).decode(), "reference": ""}

    def about(self) -> dict[str, object]:
        shown = {
            str(version): 1
            for version in self.versions
            if version >= self.least["min_decryption_version"]
        }
        return {"keys": shown, "latest_version": self.latest, "type": "aes256-gcm96", **self.least}


class TransitDouble:
    """The engine, listening on a port of this machine."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.keys: dict[str, NamedKey] = {}
        self.tokens: dict[str, tuple[str, ...]] = {ROOT: EVERYTHING}
        self.sealed, self.delay, self.garbled = False, 0.0, False
        self.asked: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def new_key(self, name: str) -> None:
        self.keys[name] = NamedKey()

    def drop_key(self, name: str) -> None:
        del self.keys[name]

    def new_token(self, key: str, *allowed: str) -> str:
        token = f"s.{secrets.token_hex(12)}"
        self.tokens[token] = allowed
        return token

    def revoke(self, token: str) -> None:
        del self.tokens[token]

    def seal(self) -> None:
        self.sealed = True

    def answer(self, method: str, path: str, token: str, body: dict[str, Any]) -> Answer:
        self.asked.append(path)
        time.sleep(self.delay)
        if self.sealed:
            return 503, {"errors": ["Vault is sealed"]}
        if token not in self.tokens:
            return 403, {"errors": ["permission denied"]}
        match path.strip("/").split("/"):
            case ["v1", "auth", "token", "lookup-self"]:
                return 200, {"data": {"policies": ["default"]}}
            case ["v1", "transit", ("encrypt" | "decrypt") as act, name]:
                return self._act(token, act, name, lambda key: _batch(key, act, body))
            case ["v1", "transit", "keys", name, ("rotate" | "config" | "trim") as act]:
                return self._act(token, act, name, lambda key: _kept(key, act, body))
            case ["v1", "transit", "keys", name] if method == "GET":
                if name not in self.keys:
                    return 404, {"errors": []}
                return self._act(token, "read", name, lambda key: (200, {"data": key.about()}))
        return 404, {"errors": [f'no handler for route "{path}". route entry not found.']}

    def _act(self, token: str, act: str, name: str, done: Callable[[NamedKey], Answer]) -> Answer:
        if act not in self.tokens[token]:
            return 403, {"errors": ["1 error occurred:\n\t* permission denied\n\n"]}
        if name not in self.keys:
            return 400, {"errors": ["encryption key not found"]}
        return done(self.keys[name])


def _batch(key: NamedKey, act: str, body: dict[str, Any]) -> Answer:
    results = [getattr(key, act)(item) for item in body["batch_input"]]
    status = 400 if any("error" in result for result in results) else 200
    return status, {"data": {"batch_results": results}}


def _kept(key: NamedKey, act: str, body: dict[str, Any]) -> Answer:
    if act == "rotate":
        key.versions[key.latest + 1] = secrets.token_bytes(32)
    elif act == "config":
        key.least |= {name: value for name, value in body.items() if name in key.least}
    else:
        least = body["min_available_version"]
        if least > min(key.least.values()):
            return 400, {"errors": ["minimum available version cannot be greater"]}
        key.versions = {version: one for version, one in key.versions.items() if version >= least}
    return 200, {"data": key.about()}


def _handler(double: TransitDouble) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer()

        do_POST = do_PUT = do_GET

        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length) or b"{}")
            token = self.headers.get("X-Vault-Token", "")
            status, said = double.answer(self.command, self.path, token, body)
            content = b"<html>" if double.garbled else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """What it was asked stands in `asked`."""

    return Handler
