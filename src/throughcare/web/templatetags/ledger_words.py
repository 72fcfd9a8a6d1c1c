"""The codes and faults of the ledger in words: `{% load ledger_words %}`."""

from django import template
from django.utils.translation import gettext as _

from throughcare.web.rules import CODES_IN_WORDS, FAULTS_IN_WORDS
from throughcare_core.ledger import Fault

register = template.Library()


@register.filter
def act_in_words(code: str) -> str:
    """What was done or looked at; a code without words as it is."""
    return _(CODES_IN_WORDS.get(code, code))


@register.filter
def fault_in_words(fault: Fault) -> str:
    """What is wrong with the record."""
    return _(FAULTS_IN_WORDS[fault]) if fault in FAULTS_IN_WORDS else str(fault)
