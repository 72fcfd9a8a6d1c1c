"""The fingerprints of an agency's people, and what this process has opened of them."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, islice
from typing import cast
from uuid import UUID

from throughcare.vault.services import Owner, Stored, key_store, open_many
from throughcare_core.matching import (
    FieldKeys,
    Fingerprint,
    FingerprintMatrix,
    IdentityFields,
    Match,
    Uuids,
    encode,
)
from throughcare_core.matching.fields import FINGERPRINT_BYTES

EPOCH = "1"
TABLE = "identity_fingerprints"


@dataclass(frozen=True, slots=True, order=True)
class Edition:
    """How often fingerprints of an agency were written and removed, as the data base counts it."""

    written: int = 0
    removed: int = 0


SealedFingerprints = tuple[bytes, bytes, Stored]
"""The row where the fingerprints of one person lie, the person (ids as 16 bytes), and the seal."""


def keys_of(agency: UUID) -> FieldKeys:
    """The keys of an agency's fingerprints, derived (HKDF) from a data key of that agency."""
    return FieldKeys.derive(key_store().of(Owner(agency, "agency", agency)).secret, EPOCH)


def encoded(names: Iterable[str], born: date | int | None, keys: FieldKeys) -> list[Fingerprint]:
    """One fingerprint for each different name, with what is known of the birth."""
    return [encode(IdentityFields(name, born), keys) for name in dict.fromkeys(names)]


def joined(fingerprints: Iterable[Fingerprint]) -> bytes:
    """Fingerprints side by side, as they are sealed."""
    return b"".join(each.bits for each in fingerprints)


Finds = Callable[[FingerprintMatrix, int], list[Match]]
"""Finds in some fingerprints the best matches, so many at most."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The fingerprints of one agency as they stood at an edition, each with its person as key.

    Most lie in `main`. Those of `recent`, written since, count in place of what `main` has of the
    same people: to lay out the many anew for each new name would take too long.
    """

    edition: Edition
    main: FingerprintMatrix
    recent: FingerprintMatrix

    def best(self, finds: Finds, most: int) -> list[Match]:
        """The best matches among all, best first, one for each person."""
        newer = set(self.recent.keys)
        older = [match for match in finds(self.main, most) if match.key not in newer]
        return sorted(older + finds(self.recent, most), key=lambda match: -match.score)[:most]

    def people(self, first: Iterable[UUID], count: int) -> list[UUID]:
        """So many people, `first` those named, then others: asking about them says nothing."""
        named = dict.fromkeys(first)
        for key in chain(self.recent.keys, self.main.keys):
            if len(named) >= count:
                break
            named[cast(UUID, key)] = None
        return sorted(named)

    def size(self) -> int:
        """How many fingerprints are held."""
        return len(self.main) + len(self.recent)

    def without(self, gone: Collection[Hashable]) -> "Opened":
        """The same without some people."""
        return replace(
            self, main=self.main.merged(EMPTY, gone), recent=self.recent.merged(EMPTY, gone)
        )

    def only(self, people: Collection[Hashable]) -> "Opened":
        """The same of some people alone."""
        return replace(self, main=self.main.only(people), recent=self.recent.only(people))

    def renewed(self, edition: Edition, new: FingerprintMatrix) -> "Opened":
        """The same with what was written since."""
        recent = self.recent.merged(new, new.keys)
        if len(recent) <= MOST_RECENT:
            return Opened(edition, self.main, recent)
        return Opened(edition, self.main.merged(recent, recent.keys), EMPTY)


EMPTY = FingerprintMatrix.of_joined(b"", Uuids(b""))
MOST_RECENT = 2_000
MOST_KEPT = 1_000_000
"""So many fingerprints are kept open in a process, 156 bytes each: those asked of last stay."""

PORTION = 2_000


class OpenedFingerprints:
    """What this process has opened, agency by agency, brought up to date each time it is asked.

    Who was erased or changed by any process is noticed by the edition. Whoever was found must be
    looked up before anything is shown: what may be read is not known here.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[UUID, Opened] = OrderedDict()
        self._turn = threading.Lock()

    def of(
        self,
        agency: UUID,
        edition: Edition,
        written_since: Callable[[int], Iterator[SealedFingerprints]],
        people_now: Callable[[], Uuids],
    ) -> Opened:
        """The fingerprints of an agency at an edition.

        `written_since` reads what was written after an edition, `people_now` whose is still there.
        """
        with self._turn:
            opened = self._kept.pop(agency, None)
            if opened is None:
                opened = Opened(Edition(-1, edition.removed), EMPTY, EMPTY)
            if opened.edition.removed != edition.removed:
                opened = opened.only(people_now())
            if opened.edition != edition:
                new = _opened_all(agency, written_since(opened.edition.written))
                opened = opened.renewed(edition, new)
            self._kept[agency] = opened
            self._keep_few()
            return opened

    def drop(self, agency: UUID, people: Collection[UUID]) -> None:
        """Forget people who are there no more."""
        with self._turn:
            if agency in self._kept and people:
                self._kept[agency] = self._kept[agency].without(people)

    def _keep_few(self) -> None:
        while len(self._kept) > 1 and sum(map(Opened.size, self._kept.values())) > MOST_KEPT:
            self._kept.popitem(last=False)


def _opened_all(agency: UUID, sealed: Iterator[SealedFingerprints]) -> FingerprintMatrix:
    bits, people = bytearray(), bytearray()
    while portion := list(islice(sealed, PORTION)):
        contents = open_many(portion, agency=agency, kind="person", table=TABLE, column="content")
        for (_row, person, _sealed), content in zip(portion, contents, strict=True):
            if content is not None:
                bits += content
                people += person * (len(content) // FINGERPRINT_BYTES)
    return FingerprintMatrix.of_joined(bits, Uuids(bytes(people)))


opened_here = OpenedFingerprints()
"""What this process has opened."""
