"""Codes of links and permissions in words: `{% load linking_words %}`."""

from django import template
from django.utils.translation import gettext as _

from throughcare.linking.rules import KIND_WORDS, WHY_LINKED, WHY_UNLINKED, Kind

register = template.Library()


@register.filter
def why_linked(code: str) -> str:
    """How it was known that two records are one person's."""
    return _(WHY_LINKED[code])


@register.filter
def why_apart(code: str) -> str:
    """Why two records stand apart again."""
    return _(WHY_UNLINKED[code])


@register.filter
def permission_in_words(kind: Kind) -> str:
    """One of the two questions to the person."""
    return _(KIND_WORDS[kind])
