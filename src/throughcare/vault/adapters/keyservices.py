"""Which agencies keep their key in a key service of their own: `THROUGHCARE_KEYS/services.toml`.

    [LOTUS]                                   # any word that you know the agency by
    agency = "0192f0c1…"                      # the agency's id
    url = "https://keys.lotus.example:8200"
    key = "throughcare"                       # a key of the transit engine
    mount = "transit"
    token_file = "/run/throughcare/lotus.token"
    ca_file = "/etc/throughcare/lotus-ca.pem"

The file is read again when it changes. One that is broken changes nothing for a process that runs.
"""

import json
import logging
import threading
import tomllib
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

from throughcare.vault.adapters.places import new_file
from throughcare.vault.adapters.wrapping import Plain, Service, ServiceKey, Wrapped

FILE = "services.toml"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
log = logging.getLogger(__name__)


class ServicesBroken(Exception):
    """`services.toml` cannot be used; the text says what to do."""


class KeyServices:
    """The key services that `services.toml` names, each opened when it is first needed."""

    def __init__(self, root: Path) -> None:
        self._file = root / FILE
        self._turn = threading.Lock()
        self._read: tuple[int, int] | None = None
        self._open: dict[UUID, tuple[Service, ServiceKey]] = {}
        if self._file.exists():
            self._renew(read_services(root))
            self._read = self._stamp()

    def of(self, agency: UUID) -> ServiceKey | None:
        """The key service that wraps an agency's data keys; None where files here do."""
        found = self._found(agency)
        return found[1] if found and not found[0].leaving else None

    def named(self, agency: UUID) -> ServiceKey | None:
        """The key service where an agency has keys, also while they leave it."""
        found = self._found(agency)
        return found[1] if found else None

    def _found(self, agency: UUID) -> tuple[Service, ServiceKey] | None:
        self._look_again()
        return self._open.get(agency)

    def _look_again(self) -> None:
        if self._stamp() == self._read:
            return
        with self._turn:
            stamp = self._stamp()
            if stamp == self._read:
                return
            self._read = stamp
            try:
                self._renew(read_services(self._file.parent))
            except ServicesBroken:
                log.error("services.toml is broken; what it said before holds")

    def _renew(self, services: Iterable[Service]) -> None:
        opened = {}
        for service in services:
            known = self._open.get(service.agency)
            same = known is not None and known[0] == service
            opened[service.agency] = known if known and same else (service, _opened(service))
        self._open = opened

    def _stamp(self) -> tuple[int, int] | None:
        try:
            about = self._file.stat()
        except FileNotFoundError:
            return None
        return about.st_mtime_ns, about.st_size


def read_services(root: Path) -> list[Service]:
    """What `services.toml` says; none without the file. Raises `ServicesBroken`."""
    try:
        said = tomllib.loads((root / FILE).read_text())
    except FileNotFoundError:
        return []
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ServicesBroken(f"{root / FILE} is no TOML: {error}") from None
    services = [_service(code, entry) for code, entry in said.items()]
    if len({service.agency for service in services}) < len(services):
        raise ServicesBroken(f"{root / FILE} names an agency twice: leave one of them.")
    return services


def write_services(root: Path, services: Iterable[Service]) -> None:
    """Write `services.toml` anew, whole or not at all; processes that run read it again."""
    with new_file(root / FILE) as file:
        for service in services:
            lines = [f"[{json.dumps(service.code)}]"]
            for name, value in asdict(service).items():
                if name == "leaving":
                    lines += ["leaving = true"] if value else []
                elif name != "code" and value is not None:
                    lines.append(f"{name} = {json.dumps(str(value))}")
            file.write(("\n".join(lines) + "\n\n").encode())


def checked_service(service: Service) -> None:
    """Raise `KeyAway` unless the service wraps and unwraps; `ServicesBroken` for a wrong url."""
    _checked(service.code, service.url)
    key, trial = _opened(service), Plain(bytes(32), b"trial")
    ((key_id, wrapped),) = key.wrap([trial])
    key.unwrap([Wrapped(key_id, wrapped, trial.bound)])
    key.ids()


def _service(code: str, entry: object) -> Service:
    if not isinstance(entry, dict):
        raise ServicesBroken(f"In {FILE}, {code} is no section: write [{code}].")
    values = {name: str(value) for name, value in entry.items()}
    wanted = {"agency", "url", "key", "token_file"}
    if missing := sorted(wanted - values.keys()):
        raise ServicesBroken(f"In {FILE}, [{code}] lacks {', '.join(missing)}.")
    if strange := sorted(values.keys() - wanted - {"mount", "ca_file", "leaving"}):
        raise ServicesBroken(f"In {FILE}, [{code}] has {', '.join(strange)}: nobody reads that.")
    try:
        agency = UUID(values["agency"])
    except ValueError:
        raise ServicesBroken(f"In {FILE}, the agency of [{code}] is no id.") from None
    return Service(
        code,
        agency,
        _checked(code, values["url"]),
        values["key"],
        Path(values["token_file"]),
        values.get("mount", "transit"),
        Path(values["ca_file"]) if "ca_file" in values else None,
        entry.get("leaving") is True,
    )


def _checked(code: str, url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return url.rstrip("/")
    raise ServicesBroken(f"In {FILE}, the url of [{code}] begins with https://.")


def _opened(service: Service) -> ServiceKey:
    try:
        from throughcare.vault.adapters.transit import TransitKey
    except ImportError:
        raise ServicesBroken(
            f"{FILE} names a key service, and its client is not installed:"
            " pip install --require-hashes -r requirements/vault.txt"
        ) from None
    return TransitKey(service)
