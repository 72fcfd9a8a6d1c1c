"""A device with a passkey, as a browser and its chip would answer: real keys, real signatures."""

import json
import os
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
)

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Device:
    """One device; `asks` is whether it asks for a finger, a face or a PIN."""

    origin: str = "https://testserver"
    host: str = "testserver"
    asks: bool = True
    id: bytes = field(default_factory=lambda: os.urandom(16))
    user: bytes = b""

    def __post_init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())

    def make(self, options: dict[str, Any]) -> str:
        """Answer to the options of a page that makes a passkey, as the form sends it."""
        asked = options["publicKey"]
        self.user = websafe_decode(asked["user"]["id"])
        attested = AttestedCredentialData.create(
            bytes(16), self.id, ES256.from_cryptography_key(self._key.public_key())
        )
        data = AuthenticatorData.create(self._host(), self._flags() | ATTESTED, 0, attested)
        response = {
            "clientDataJSON": self._client("webauthn.create", asked["challenge"]),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        }
        return self._written(response)

    def answer(self, options: dict[str, Any]) -> str:
        """Answer to the options of a page that asks for a passkey, as the form sends it."""
        client = self._client("webauthn.get", options["publicKey"]["challenge"])
        data = AuthenticatorData.create(self._host(), self._flags(), 1)
        signed = data + sha256(websafe_decode(client)).digest()
        response = {
            "clientDataJSON": client,
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(self._key.sign(signed, ec.ECDSA(SHA256()))),
            "userHandle": websafe_encode(self.user),
        }
        return self._written(response)

    def _client(self, kind: str, challenge: str) -> str:
        content = {"type": kind, "challenge": challenge, "origin": self.origin}
        return websafe_encode(json.dumps(content).encode())

    def _written(self, response: dict[str, str]) -> str:
        return json.dumps(
            {
                "id": websafe_encode(self.id),
                "rawId": websafe_encode(self.id),
                "type": "public-key",
                "clientExtensionResults": {},
                "response": response,
            }
        )

    def _flags(self) -> int:
        return PRESENT | (VERIFIED if self.asks else 0)

    def _host(self) -> bytes:
        return sha256(self.host.encode()).digest()
