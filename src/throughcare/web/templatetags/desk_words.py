"""For the tables of the desk."""

from collections.abc import Sequence

from django import template

register = template.Library()


@register.simple_tag
def nth(words: Sequence[str], place: int) -> str:
    """The head of a column, by its place from 0: a table that folds on phones repeats it."""
    return words[place]
