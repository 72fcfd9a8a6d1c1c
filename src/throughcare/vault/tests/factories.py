"""Whose things are sealed in these tests, and where they lie."""

from datetime import UTC, datetime
from uuid import UUID

from throughcare.vault.rules import Owner, Place

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DAWN = UUID(int=0xDA)
LOTUS = UUID(int=0x10)
PERSON = UUID(int=0xA1)
ANOTHER = UUID(int=0xA2)
ROW = UUID(int=0xB1)

AT_DAWN = Owner(DAWN, "person", PERSON)
AT_LOTUS = Owner(LOTUS, "person", PERSON)
NAME = Place("identity_entry", ROW, "name")
SCAN = Place("identity_document", ROW, "scan")
