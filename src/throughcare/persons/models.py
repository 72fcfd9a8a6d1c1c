"""The nameless spine."""

from django.db import models

from throughcare.agencies.models import Agency
from throughcare.kernel.records import Record, new_key


class Person(Record):
    """A person: a key and nothing else."""


class PersonNumber(models.Model):
    """What one agency calls a person: a number on screens, a key in addresses."""

    key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="numbers", db_index=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "agency"], name="one_number_for_a_person_at_an_agency"
            ),
            models.UniqueConstraint(
                fields=["agency", "number"], name="a_number_is_used_once_at_an_agency"
            ),
        ]
