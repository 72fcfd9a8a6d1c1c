"""Codes of consent in words: `{% load consent_words %}`."""

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext as _

from throughcare.consent.rules import (
    CAUSE_WORDS,
    EMERGENCY_WHY,
    GIVEN_WORDS,
    GROUND_WORDS,
    GUARDIAN_WORDS,
    PART_WORDS,
    PURPOSE_WORDS,
    STANDING_WORDS,
    TOLD_WORDS,
    VERDICT_WORDS,
)
from throughcare.kernel.languages import listed, side_by_side

register = template.Library()


@register.filter
def parts_in_words(parts: Iterable[str]) -> str:
    """The parts of a record, in words and in their order."""
    held = set(parts)
    if held >= set(PART_WORDS):
        return _("All parts")
    return listed(_(words[0]) for code, words in PART_WORDS.items() if code in held)


@register.filter
def part_in_words(part: str) -> str:
    """One part of a record, in words."""
    return _(PART_WORDS[part][0])


@register.filter
def purpose_in_words(code: str) -> str:
    """A purpose, in words."""
    return _(PURPOSE_WORDS[code])


@register.filter
def given_in_words(code: str) -> str:
    """How an answer was given, in words."""
    return _(GIVEN_WORDS.get(code, code))


@register.filter
def giver_in_words(code: str) -> str:
    """Who answered, in words."""
    return _(GUARDIAN_WORDS.get(code, code))


@register.filter
def purposes_in_words(codes: Iterable[str]) -> str:
    """Several purposes, in words."""
    return listed(_(PURPOSE_WORDS[code]) for code in codes)


@register.filter
def ground_in_words(code: str) -> str:
    """What reading rests on, in words."""
    return _(GROUND_WORDS.get(code, code))


@register.filter
def grounds_in_words(codes: Iterable[str]) -> str:
    """Everything that reading rests on, in words."""
    return side_by_side(ground_in_words(code) for code in codes)


@register.filter
def cause_in_words(code: str) -> str:
    """What made a report a duty, in words."""
    return _(CAUSE_WORDS.get(code, code))


@register.filter
def danger_in_words(code: str) -> str:
    """Why a life was in danger, in words."""
    return _(EMERGENCY_WHY.get(code, code))


@register.filter
def verdict_in_words(code: str) -> str:
    """What a review found, in words."""
    return _(VERDICT_WORDS.get(code, code))


@register.filter
def ground_as_told(code: str) -> str:
    """What reading rests on, as it is said to the person."""
    return _(TOLD_WORDS[code])


@register.filter
def standing_in_words(code: str) -> str:
    """How a receipt stands, in words for staff."""
    return _(STANDING_WORDS[code])
