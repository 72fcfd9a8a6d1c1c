"""Every page in the wrapped language: what stands outside the marks is data, or it escaped."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from django.apps import apps
from django.db.models import CharField, JSONField, TextField
from django.test import Client
from django.urls import reverse

from tests.journeys.visits import ALSO, FILES, KEYS, OPENED, WHO, WITH_PASSWORD_ONLY
from tests.scenery import SHEET, Scenery
from tests.test_doors import TABLE
from tests.wrapped import LANGUAGE, Shown, write_catalogue
from throughcare import identification
from throughcare.agencies.tests.factories import PASSWORD, code_now
from throughcare.identification.adapters import laws_here
from throughcare_core import deadlines
from throughcare_core.vocab import htcds_fields

pytestmark = pytest.mark.django_db

NAMES_OF_THINGS = ("Throughcare", "HTCDS", "HSDS", "IOM", "CSV", "JSON", "XLSX", "PDF", "TOTP")
"""The house's own name, and names of standards and kinds of file, are alike in every language."""

AUTHORITIES = Path(identification.__file__).with_name("authorities.json")
PERIODS = Path(deadlines.__file__).with_name("identification_periods.json")
"""Which laws name an authority and a time to recover, each with its source."""

OWN_NAMES = ("English", "Deutsch")
"""What languages call themselves."""

A_CODE = re.compile(r"[a-z0-9_]+(\.[a-z_]+)?(?<!\.csv)(?<!\.txt)")
A_NUMBER_OR_ADDRESS = re.compile(r"\d|://")
A_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass
class Typed:
    """What people typed: what was sealed, and what the data base keeps as text."""

    sealed: list[str] = field(default_factory=list)

    def texts(self) -> set[str]:
        """Every such text that is not a bare code."""
        found: set[str] = set()
        for text in (*self.sealed, *_texts_of_the_data_base()):
            found |= set(_strings_in(text))
        return {text for text in found if len(text) > 1 and not A_CODE.fullmatch(text)}


def _texts_of_the_data_base() -> Iterator[str]:
    for model in apps.get_models():
        columns = [
            column.attname
            for column in model._meta.concrete_fields
            if isinstance(column, (CharField, TextField, JSONField))
        ]
        for row in model._default_manager.values_list(*columns):
            for one in row:
                if isinstance(one, str):
                    yield one
                elif isinstance(one, (dict, list)):
                    yield json.dumps(one)


def _strings_in(text: str) -> Iterator[str]:
    try:
        held = json.loads(text)
    except ValueError:
        held = None
    if isinstance(held, (dict, list)):
        yield from (str(one) for one in _leaves(held))
    else:
        yield " ".join(text.split())


def _leaves(held: Any) -> Iterator[object]:
    if isinstance(held, dict):
        held = list(held.values())
    if isinstance(held, list):
        for one in held:
            yield from _leaves(one)
    elif held is not None:
        yield held


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Typed:
    """Remembers every text that is sealed."""
    from throughcare.vault import services as vault

    known, cipher = Typed(), vault.AESGCM

    class Listening:
        def __init__(self, key: bytes) -> None:
            self._cipher = cipher(key)
            self.decrypt = self._cipher.decrypt

        def encrypt(self, nonce: bytes, plain: bytes, beside: bytes) -> bytes:
            known.sealed.append(plain.decode("utf-8", "replace"))
            return self._cipher.encrypt(nonce, plain, beside)

    monkeypatch.setattr(vault, "AESGCM", Listening)
    return known


@dataclass
class Readers:
    """Everybody who reads pages in the wrapped language, each signed in."""

    secrets: dict[str, str]
    keys: dict[str, str]
    clients: dict[str, Client] = field(default_factory=dict)

    def client_of(self, who: str) -> Client:
        if who not in self.clients:
            reader = Client(headers={"accept-language": LANGUAGE})
            if address := WHO[who]:
                given = {"login": address, "password": PASSWORD}
                reader.post(reverse("account_login"), given)
                if who not in WITH_PASSWORD_ONLY:
                    code = code_now(self.secrets[address])
                    answer = reader.post(reverse("mfa_authenticate"), {"code": code})
                    assert answer.status_code == 302
            self.clients[who] = reader
        return self.clients[who]

    def address_of(self, name: str, others: dict[str, str]) -> str:
        wanted = (KEYS | others).get(name) or TABLE[name][1]
        keys = [others.get(key, key) for key in wanted]
        return reverse(name, args=[self.keys.get(key) or Scenery.nowhere(key) for key in keys])

    def pages(self) -> Iterator[tuple[str, str]]:
        """Each page with its name: as its first reader sees it, its other faces, its mistakes."""
        for name in sorted(TABLE.keys() - FILES):
            address = self.address_of(name, {})
            for who in WHO:
                answer = self.client_of(who).get(address)
                if answer.status_code == 200 and "text/html" in answer["Content-Type"]:
                    page = answer.content.decode()
                    yield f"{name} for {who}", page
                    if 'method="post"' in page:
                        yield from self._sent(name, who, address, {})
                    break
        for name, who, sent in OPENED:
            yield from self._sent(name, who, self.address_of(name, {}), sent)
        for name, who, others, rest in ALSO:
            answer = self.client_of(who).get(self.address_of(name, others) + rest)
            yield f"{name} for {who} {rest}", answer.content.decode()

    def _sent(
        self, name: str, who: str, address: str, sent: dict[str, str]
    ) -> Iterator[tuple[str, str]]:
        fields = {key: self.keys.get(value, value) for key, value in sent.items()}
        answer = self.client_of(who).post(address, fields)
        if "text/html" in answer.get("Content-Type", ""):
            yield f"{name} for {who}, {sent or 'nothing'} sent", answer.content.decode()


@pytest.fixture
def readers(
    typed: Typed, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Readers:
    from tests import scenery
    from tests.journeys.everything import set_out
    from throughcare.agencies.tests import factories as cast
    from throughcare.referrals.tests import factories as scene

    for module in (cast, scene, scenery):
        monkeypatch.setattr(module, "NOON", module.NOON)  # type: ignore[attr-defined]
    write_catalogue(tmp_path / "locale")
    said = set_out()
    settings.LANGUAGES = [("en", "English"), (LANGUAGE, "Deutsch")]
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    return Readers(said["secrets"], said["keys"])


def test_every_text_of_every_page_is_in_the_catalogue(readers: Readers, typed: Typed) -> None:
    pages = dict(readers.pages())
    known = sorted(
        {
            *typed.texts(),
            *_said_by_cldr(),
            *_said_by_laws(),
            *(field.label for field in htcds_fields()),
            *re.split(r"[;\s]", SHEET),
            *NAMES_OF_THINGS,
            *OWN_NAMES,
        },
        key=len,
        reverse=True,
    )
    escaped: dict[str, str] = {}
    for name, page in pages.items():
        for text, where in Shown(page).bare:
            if rest := _unexplained(text, known):
                escaped.setdefault(f"{rest!r} in <{where}>", name)
    assert len(pages) > len(TABLE) - len(FILES)
    assert not escaped, "\n".join(f"{text}: {name}" for text, name in sorted(escaped.items()))


def _unexplained(text: str, known: list[str]) -> str:
    """What is left of a text without data; empty where no word is left."""
    if not A_WORD.search(text):
        return ""
    for one in known:
        if one in text:
            text = text.replace(one, " ")
    words = [word for word in text.split() if not A_NUMBER_OR_ADDRESS.search(word)]
    return " ".join(words) if any(A_WORD.search(word) for word in words) else ""


def _said_by_cldr() -> Iterator[str]:
    locale = Locale.parse(LANGUAGE)
    yield from locale.territories.values()
    yield from locale.languages.values()
    yield from locale.months["stand-alone"]["wide"].values()
    yield from re.findall(A_WORD, locale.list_patterns["standard"]["end"])


def _said_by_laws() -> Iterator[str]:
    """What laws are called and where they stand, which is in their own language."""
    for law in laws_here().values():
        for version in law.versions:
            yield from (version.title, version.about.source)
    for held in (PERIODS, AUTHORITIES):
        yield from (text for text in _strings_in(held.read_text()) if not A_CODE.fullmatch(text))
