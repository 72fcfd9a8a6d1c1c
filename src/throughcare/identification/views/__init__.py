"""Pages of identification."""

from throughcare.identification.views.assessing import assessment, facts
from throughcare.identification.views.counting import count_period, linked_count, two_counts
from throughcare.identification.views.deciding import (
    appeal,
    ask,
    charge,
    decide,
    determination,
    dispute,
    own_word,
    person,
    waiting,
)
from throughcare.identification.views.paper import letter, letter_pdf, send_letter
from throughcare.identification.views.walled import non_punishment, suspicion, suspicion_ends

__all__ = [
    "appeal",
    "ask",
    "assessment",
    "charge",
    "count_period",
    "decide",
    "determination",
    "dispute",
    "facts",
    "letter",
    "letter_pdf",
    "linked_count",
    "non_punishment",
    "own_word",
    "person",
    "send_letter",
    "suspicion",
    "suspicion_ends",
    "two_counts",
    "waiting",
]
