"""The key ring: the keys of agencies, and the few secrets of the house."""

import secrets
import threading
from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from throughcare.vault.adapters.keyfiles import KEY_BYTES, KeyFolder
from throughcare.vault.adapters.keyservices import KeyServices
from throughcare.vault.adapters.wrapping import Plain, Wrapped, is_of_service
from throughcare.vault.rules import KeyAway, KeyGone, Tampered


class AgencyKeys(Protocol):
    """What holds the keys of agencies: files here, or a key service that an agency runs itself.

    A key never leaves it; data keys go in and come out wrapped, some hundred at once. What holds a
    key elsewhere may raise `KeyAway` from everything.
    """

    def wrap(self, agency: UUID, keys: Sequence[Plain]) -> list[Wrapped]:
        """Wrap data keys with the agency's newest key."""

    def unwrap(self, agency: UUID, keys: Sequence[Wrapped]) -> list[bytes]:
        """Unwrap data keys; `KeyGone` without the agency's key, `Tampered` if one was changed."""

    def renew(self, agency: UUID) -> None:
        """Make a new key for the agency, from now on its newest."""

    def retire(self, agency: UUID, key_ids: Sequence[str]) -> None:
        """Destroy old keys after everything has been wrapped anew."""

    def ids(self, agency: UUID) -> list[str]:
        """The ids of the agency's keys, the one that wraps last."""

    def may_be_here(self, agency: UUID, *, has_keys_elsewhere: bool) -> bool:
        """Whether a data key may be wrapped here: not if a line about elsewhere was lost."""


class KeyFiles:
    """The keys of agencies as one file each under `THROUGHCARE_KEYS/agencies/`."""

    def __init__(self, folder: KeyFolder) -> None:
        self._folder = folder
        self._known: dict[tuple[UUID, str], AESGCM] = {}
        self._turn = threading.Lock()

    def ids(self, agency: UUID) -> list[str]:
        return [
            name.rsplit("/", 1)[1].removesuffix(".key")
            for name in self._folder.names(f"agencies/{agency.hex}")
        ]

    def renew(self, agency: UUID) -> None:
        newest = max((int(key_id.split("-")[0]) for key_id in self.ids(agency)), default=0)
        key_id = f"{newest + 1:06d}-{secrets.token_hex(4)}"
        self._folder.write_new(_name(agency, key_id), secrets.token_bytes(KEY_BYTES))

    def retire(self, agency: UUID, key_ids: Sequence[str]) -> None:
        for key_id in key_ids:
            self._known.pop((agency, key_id), None)
            self._folder.remove(_name(agency, key_id))

    def wrap(self, agency: UUID, keys: Sequence[Plain]) -> list[Wrapped]:
        with self._turn:
            if not self.ids(agency):
                self.renew(agency)
            key_id = self.ids(agency)[-1]
        cipher = self._cipher(agency, key_id)
        return [Wrapped(key_id, _sealed(cipher, key), key.bound) for key in keys]

    def unwrap(self, agency: UUID, keys: Sequence[Wrapped]) -> list[bytes]:
        ciphers = {key_id: self._cipher(agency, key_id) for key_id in {key.key_id for key in keys}}
        try:
            return [
                ciphers[key_id].decrypt(wrapped[:12], wrapped[12:], bound)
                for key_id, wrapped, bound in keys
            ]
        except InvalidTag:
            raise Tampered("a wrapped key was changed") from None

    def may_be_here(self, agency: UUID, *, has_keys_elsewhere: bool) -> bool:
        return not has_keys_elsewhere

    def _cipher(self, agency: UUID, key_id: str) -> AESGCM:
        known = self._known.get((agency, key_id))
        if known is None:
            key = self._folder.read(_name(agency, key_id))
            if key is None:
                raise KeyGone("the agency's key is not here")
            known = self._known[(agency, key_id)] = AESGCM(key)
        return known


class KeysOfAgencies:
    """Each agency's key where that agency keeps it: in files here, or in a key service of its own.

    The id of a key says where it lies, so that everything opens while keys move between the two.
    """

    def __init__(self, folder: KeyFolder) -> None:
        self.files = KeyFiles(folder)
        self.services = KeyServices(folder.root)

    def wrap(self, agency: UUID, keys: Sequence[Plain]) -> list[Wrapped]:
        service = self.services.of(agency)
        if service is None:
            return self.files.wrap(agency, keys)
        return [
            Wrapped(*wrapped, key.bound)
            for wrapped, key in zip(service.wrap(keys), keys, strict=True)
        ]

    def unwrap(self, agency: UUID, keys: Sequence[Wrapped]) -> list[bytes]:
        if not any(map(is_of_service, {key.key_id for key in keys})):
            return self.files.unwrap(agency, keys)
        there = [key for key in keys if is_of_service(key.key_id)]
        service = self.services.named(agency)
        if service is None:
            raise KeyAway(agency, "not_named")
        opened = dict(zip(there, service.unwrap(there), strict=True))
        return [
            opened[key] if key in opened else self.files.unwrap(agency, [key])[0] for key in keys
        ]

    def renew(self, agency: UUID) -> None:
        service = self.services.of(agency)
        if service is None:
            self.files.renew(agency)
        else:
            service.renew()

    def retire(self, agency: UUID, key_ids: Sequence[str]) -> None:
        self.files.retire(agency, [key_id for key_id in key_ids if not is_of_service(key_id)])
        service = self.services.of(agency)
        if service is not None and any(map(is_of_service, key_ids)):
            service.retire_old()

    def ids(self, agency: UUID) -> list[str]:
        here, service = self.files.ids(agency), self.services.named(agency)
        there = service.ids() if service else []
        return here + there if self.services.of(agency) else there + here

    def may_be_here(self, agency: UUID, *, has_keys_elsewhere: bool) -> bool:
        return not has_keys_elsewhere or self.services.named(agency) is not None


class KeyRing:
    """The agencies' keys and the house's own secrets."""

    def __init__(self, folder: KeyFolder, agencies: AgencyKeys | None = None) -> None:
        self.folder = folder
        self.agencies: AgencyKeys = agencies or KeysOfAgencies(folder)

    def secret(self, name: str) -> bytes:
        """A secret of the house by its name (32 random bytes), made the first time."""
        return self.folder.read_or_make(f"house/{name}.key")


def _sealed(cipher: AESGCM, key: Plain) -> bytes:
    nonce = secrets.token_bytes(12)
    return nonce + cipher.encrypt(nonce, key.data_key, key.bound)


def _name(agency: UUID, key_id: str) -> str:
    return f"agencies/{agency.hex}/{key_id}.key"
