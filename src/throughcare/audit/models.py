"""The ledger's tables. Rows are only added; keys of rows are values, never foreign keys."""

from django.db import models

from throughcare.kernel.records import new_id


class Line(models.Model):
    """One line: its place in the chain and its entry in canonical form."""

    seq = models.BigIntegerField(primary_key=True)
    prev = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)
    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=8)
    code = models.CharField(max_length=60)
    entry = models.TextField()


class Node(models.Model):
    """A complete subtree of the Merkle tree over the lines."""

    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["level", "index"], name="a_node_is_written_once")
        ]


class Opening(models.Model):
    """What opens one commitment of a line: the key of an actor, an agency or a subject (hex)."""

    line = models.ForeignKey(Line, models.PROTECT, related_name="openings")
    field = models.CharField(max_length=10)
    value = models.CharField(max_length=64)
    salt = models.BinaryField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=["field", "value", "line"], name="lines_about_somebody")]


class Detail(models.Model):
    """The detail of a line, sealed with the key of the owner whom it is about."""

    id = models.UUIDField(primary_key=True, default=new_id)
    line = models.ForeignKey(Line, models.PROTECT, related_name="details")
    agency = models.UUIDField()
    owner_kind = models.CharField(max_length=8)
    subject = models.UUIDField()
    sealed = models.BinaryField()


class RefusalTally(models.Model):
    """Repeats of one actor's refusals at one door within a minute, until they become one line."""

    actor = models.UUIDField()
    agency = models.UUIDField()
    via = models.CharField(max_length=8)
    door = models.CharField(max_length=60)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    repeats = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor", "door"], name="one_tally_for_actor_and_door")
        ]
