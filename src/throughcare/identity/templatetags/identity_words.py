"""What codes are called on the pages about identity: `{% load identity_words %}`."""

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext as _

from throughcare.identity.rules import CHECKS, CONTACT_KINDS, HOLD_REASONS
from throughcare.kernel import vocabulary
from throughcare.kernel.languages import listed
from throughcare_core.vocab import is_code

register = template.Library()

OWN_LISTS = {"check": CHECKS, "contact_kind": CONTACT_KINDS, "hold_reason": HOLD_REASONS}


@register.filter
def word(code: str, words: str) -> str:
    """The word for a code of a list of the vocabulary or of this app, in the reader's language."""
    if own := OWN_LISTS.get(words):
        return _(own[code]) if code in own else ""
    return vocabulary.word(words, code) if is_code(words, code) else ""


@register.filter
def words(codes: Iterable[str], of: str) -> str:
    """The words for several codes, as a list."""
    return listed(word(code, of) for code in codes)
