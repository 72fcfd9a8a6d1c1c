"""An agency's key in the transit engine of HashiCorp Vault or OpenBao.

Data keys are wrapped by `encrypt` and unwrapped by `decrypt`, with what they are bound to as the
associated data. The engine's own `rewrap` takes no associated data; wrapping anew is therefore
unwrapping and wrapping.

A service that is away must not hold up anybody else: few ask it at once, no answer is awaited long,
and after a failure nobody asks for a while, but one who tries whether it is there again.
"""

import json
import logging
import threading
import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import hvac
import requests
from hvac import exceptions as said

from throughcare.vault.adapters.wrapping import OF_SERVICE, Plain, Service, Wrapped
from throughcare.vault.rules import KeyAway, KeyGone, Tampered

CONNECT, READ = 1.0, 3.0
"""Seconds in which the service takes a call, and in which it says something."""
AT_ONCE = 3
"""Calls that one process has under way; the web process has eight threads."""
TURN_WITHIN = 1.0
PAUSE, LONGEST_PAUSE = 15.0, 120.0
"""Seconds without a call after a failure; longer each time where no answer came."""
BATCH = 100
"""Data keys of one call: OpenBao refuses a request of more than a thousand words."""
log = logging.getLogger(__name__)
Answer = TypeVar("Answer")


class TransitKey:
    """A named key of a transit engine, as `AgencyKeys` needs it."""

    def __init__(self, service: Service, clock: Callable[[], float] = time.monotonic) -> None:
        self._service = service
        self._local = threading.local()
        self._patience = Patience(clock)

    def wrap(self, keys: Sequence[Plain]) -> list[tuple[str, bytes]]:
        """Wrap data keys with the newest version of the key: (id, wrapped) of each."""
        wrapped: list[tuple[str, bytes]] = []
        for some in _portions(keys):
            items = [
                {"plaintext": _text(key.data_key), "associated_data": _text(key.bound)}
                for key in some
            ]
            results = self._batch("encrypt_data", plaintext=None, batch_input=items)
            wrapped += [_with_id(result["ciphertext"]) for result in results]
        return wrapped

    def unwrap(self, keys: Sequence[Wrapped]) -> list[bytes]:
        """Unwrap data keys."""
        opened: list[bytes] = []
        for some in _portions(keys):
            items = [
                {"ciphertext": key.wrapped.decode("ascii"), "associated_data": _text(key.bound)}
                for key in some
            ]
            results = self._batch("decrypt_data", ciphertext=None, batch_input=items)
            opened += [b64decode(result["plaintext"]) for result in results]
        return opened

    def renew(self) -> None:
        """Make a new version of the key."""
        self._ask(lambda transit: transit.rotate_key(**self._named))

    def retire_old(self) -> None:
        """Destroy every version but the newest."""
        newest = self._about()["latest_version"]

        def retire(transit: Any) -> None:
            # One after the other: the client refuses both at once where they are equal.
            for least in ("min_decryption_version", "min_encryption_version"):
                transit.update_key_configuration(**{least: newest}, **self._named)
            transit.trim_key(min_version=newest, **self._named)

        self._ask(retire)

    def ids(self) -> list[str]:
        """The ids of the versions that can still unwrap, the newest last."""
        return [f"{OF_SERVICE}{version}" for version in sorted(map(int, self._about()["keys"]))]

    def _about(self) -> dict[str, Any]:
        def asked(transit: Any) -> dict[str, Any]:
            about: dict[str, Any] = transit.read_key(**self._named)["data"]
            return about

        return self._ask(asked)

    @property
    def _named(self) -> dict[str, str]:
        return {"name": self._service.key, "mount_point": self._service.mount}

    def _batch(self, call: str, **words: Any) -> list[dict[str, str]]:
        def asked(transit: Any) -> list[dict[str, str]]:
            answer = getattr(transit, call)(**words, **self._named)
            results: list[dict[str, str]] = answer["data"]["batch_results"]
            return results

        results = self._ask(asked)
        for result in results:
            if result.get("error"):
                raise self._meant(result["error"])
        if len(results) != len(words["batch_input"]):
            raise self._away("unexpected")
        return results

    def _ask(self, ask: Callable[[Any], Answer]) -> Answer:
        """Ask the service when it is its turn; what goes wrong is `KeyAway`, logged once."""
        with self._patience.turn(self._token_stamp()) as turn:
            if turn.refused:
                raise self._away(turn.refused)
            try:
                return ask(self._client().secrets.transit)
            except KeyAway as error:
                why = error.why
            except said.InvalidRequest as error:
                meant = self._meant(_errors(error))
                if not isinstance(meant, KeyAway):
                    raise meant from None
                why = meant.why
            except said.Forbidden:
                why = self._why_forbidden()
            except (said.VaultError, requests.RequestException, LookupError, TypeError) as error:
                why = _why(error)
            if turn.failed(why):
                log.warning("the key service of %s is away: %s", self._service.code, why)
        raise self._away(why)

    def _client(self) -> Any:
        """A client of this thread, with the token that the file holds now."""
        stamp = self._token_stamp()
        kept: tuple[object, Any] | None = getattr(self._local, "client", None)
        if kept is not None and kept[0] == stamp:
            return kept[1]
        session = requests.Session()
        session.trust_env = False  # no proxy, no netrc, no certificates that the environment names
        session.verify = str(self._service.ca_file) if self._service.ca_file else True
        client = hvac.Client(
            url=self._service.url,
            token=self._token(),
            verify=session.verify,
            timeout=(CONNECT, READ),
            allow_redirects=False,
            session=session,
        )
        self._local.client = (stamp, client)
        return client

    def _token(self) -> str:
        try:
            token = self._service.token_file.read_text().strip()
        except OSError:
            token = ""
        if not token:
            raise self._away("token")
        return token

    def _token_stamp(self) -> tuple[int, int]:
        try:
            about = self._service.token_file.stat()
        except OSError:
            return 0, 0
        return about.st_mtime_ns, about.st_size

    def _why_forbidden(self) -> str:
        """The service says the same of a token that it does not know and of one that may not."""
        try:
            self._client().auth.token.lookup_self()
        except (said.VaultError, requests.RequestException):
            return "token"
        return "permission"

    def _meant(self, error: str) -> Tampered | KeyGone | KeyAway:
        if "too old" in error:
            return KeyGone("the version of the agency's key is not there any more")
        if "authentication failed" in error or "invalid ciphertext" in error:
            return Tampered("a wrapped key was changed")
        return self._away("no_key" if "key not found" in error else "unexpected")

    def _away(self, why: str) -> KeyAway:
        return KeyAway(self._service.agency, why, self._service.code)


class Turn:
    """Whether a call may be made now, and how it ended."""

    def __init__(self, refused: str = "", known: str = "") -> None:
        self.refused = refused
        self.why = ""
        self._known = known

    def failed(self, why: str) -> bool:
        """The call failed; whether that is news."""
        self.why = why
        return why != self._known


class Patience:
    """Few calls at once, and none for a while after one that failed, but for a new token."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._slots = threading.BoundedSemaphore(AT_ONCE)
        self._guard = threading.Lock()
        self._trying = False
        self._pause = PAUSE
        self._away = ("", 0.0, (0, 0))  # why, until when, with which token

    @contextmanager
    def turn(self, token: tuple[int, int]) -> Iterator[Turn]:
        """A turn to call; `refused` says why not."""
        known, refused = self._may_call(token)
        if not refused and not self._slots.acquire(timeout=TURN_WITHIN):
            with self._guard:
                self._trying = False
            refused = "busy"
        if refused:
            yield Turn(refused=refused)
            return
        turn = Turn(known=known)
        try:
            yield turn
        finally:
            self._slots.release()
            self._ended(turn.why, token)

    def _may_call(self, token: tuple[int, int]) -> tuple[str, str]:
        """(what was wrong until now, why not to call now); one may try while others may not."""
        with self._guard:
            why, until, with_token = self._away
            pausing = self._clock() < until and token == with_token
            if why and (pausing or self._trying):
                return why, why
            self._trying = bool(why)
            return why, ""

    def _ended(self, why: str, token: tuple[int, int]) -> None:
        with self._guard:
            self._trying = False
            waited = why == self._away[0] == "no_answer"
            self._pause = min(2 * self._pause, LONGEST_PAUSE) if waited else PAUSE
            self._away = (why, self._clock() + self._pause, token)


def _with_id(ciphertext: str) -> tuple[str, bytes]:
    _engine, version, _rest = ciphertext.split(":", 2)
    return f"{OF_SERVICE}{int(version.removeprefix('v'))}", ciphertext.encode("ascii")


def _text(content: bytes) -> str:
    return b64encode(content).decode()


def _portions(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(keys), BATCH):
        yield keys[start : start + BATCH]


def _errors(error: Any) -> str:
    """What the service said of a wrong request; of a batch, of its first wrong part."""
    if error.errors:
        return str(error.errors[0])
    try:
        results = json.loads(error.text or "")["data"]["batch_results"]
    except (ValueError, KeyError, TypeError):
        return ""
    return next((str(each["error"]) for each in results if each.get("error")), "")


def _why(error: Exception) -> str:
    match error:
        case said.VaultDown():
            return "sealed"
        case said.InvalidPath():
            return "no_key"
        case said.RateLimitExceeded():
            return "busy"
        case requests.RequestException():
            return "no_answer"
    return "unexpected"
