"""A gateway for texts that listens on this machine, over TLS with a certificate of its own."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone


class Gateway:
    """What was posted: headers and bodies in order; `answer` is the status that it gives."""

    def __init__(self, folder: Path) -> None:
        self.posted: list[tuple[dict[str, str], bytes]] = []
        self.answer = 202
        self.certificate = folder / "gateway.pem"
        _certify(self.certificate)

    @contextmanager
    def listening(self) -> Iterator[str]:
        """The address at which it listens."""
        server = HTTPServer(("127.0.0.1", 0), self._handler())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield f"https://127.0.0.1:{server.server_port}/texts?of=house"
        finally:
            server.shutdown()
            server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                gateway.posted.append(({**dict(self.headers), "path": self.path}, body))
                self.send_response(gateway.answer)
                self.send_header("Location", "https://elsewhere.invalid/")
                self.end_headers()

            def log_message(self, *args: object) -> None:
                pass

        return Handler


def _certify(where: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = timezone.now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    where.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
