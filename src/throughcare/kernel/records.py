"""The base of every table, and the optimistic lock."""

import secrets
from typing import Any, Self
from uuid import UUID

from django.db import models
from django.db.models import F
from uuid_utils.compat import uuid7

KEY_PATTERN = r"[A-Za-z0-9_-]{22}"


def new_id() -> UUID:
    """A UUIDv7: grows with time, so that rows lie in the order of their making."""
    return uuid7()


def new_key() -> str:
    """A key for addresses: 128 random bits as 22 characters; says nothing about its record."""
    return secrets.token_urlsafe(16)


class Record(models.Model):
    """One row with a key inside (`id`), a key for addresses (`key`), and a version."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def change(self, *, seen_version: int | None = None, **values: Any) -> bool:
        """Write `values` if nobody changed the row since `seen_version`; False if somebody did.

        Without `seen_version` the version that this object was read with counts.
        """
        expected = self.version if seen_version is None else seen_version
        rows = type(self)._default_manager.filter(pk=self.pk, version=expected)
        if rows.update(**values, version=F("version") + 1) == 0:
            return False
        for name, value in values.items():
            setattr(self, name, value)
        self.version = expected + 1
        return True

    @classmethod
    def made(cls, **values: Any) -> Self:
        """A new row, checked against the constraints of the data base as it is written."""
        return cls._default_manager.create(**values)
