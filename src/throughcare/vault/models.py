"""Which keys were destroyed: the promise that a restored copy destroys them again."""

from django.db import models


class Tombstone(models.Model):
    """One destroyed data key, by its id in hex, and whose it was. Holds no content."""

    data_key = models.CharField(max_length=32, unique=True)
    agency = models.UUIDField()
    kind = models.CharField(max_length=8)
    subject = models.UUIDField()
    at = models.DateTimeField(db_index=True)
