"""The pieces every page is made of: `{% load pieces %}`. Drawn by `web/pieces/`."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Protocol

from django import forms, template
from django.conf import settings
from django.forms.boundfield import BoundField
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughcare.kernel.languages import (
    day_words,
    listed,
    local,
    set_apart,
    side_by_side,
    time_words,
)
from throughcare.kernel.views import Telling
from throughcare.web.templatetags.fields import (
    AnyForm,
    control_of,
    fields_in,
    options_of,
    problems_in,
)
from throughcare.web.templatetags.versions import carried, differences

register = template.Library()


class Clock(Protocol):
    """A row with time left: its level (calm, soon, over, life) and the share left (0 to 1).

    It may also have `words` (else they are made from `left`, a timedelta) and `until` (a datetime,
    from which the script keeps the words fresh).
    """

    level: str
    share_left: float


class Agency(Protocol):
    """What marks an agency: two letters, a hue (1 to 6) for its kind of service, and its name."""

    letters: str
    hue: int
    name: str


# Signs -----------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, flip: bool = False) -> SafeString:
    """Draw a shape of the sprite; `flip=True` for arrows, which turn in right-to-left text."""
    return format_html(
        '<svg class="tc-i{}" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        " tc-flip" if flip else "",
        static("web/icons.svg"),
        name,
    )


ICON_OF_STATE = {
    "yes": "check2",
    "wait": "hourglass-split",
    "no": "dash-circle",
    "unknown": "question-circle",
    "life": "exclamation-octagon",
}


@register.inclusion_tag("web/pieces/chip.html")
def chip(state: str, word: str, sign: str = "") -> dict[str, str]:
    """Show a state (yes, wait, no, unknown, life) as a word, a shape and an edge."""
    return {"state": state, "word": word, "sign": sign or ICON_OF_STATE.get(state, "")}


@register.inclusion_tag("web/pieces/mark.html")
def mark(agency: Agency, small: bool = False, named: bool = False) -> dict[str, object]:
    """Show the letters of an agency in the hue of its kind; `named=True` if no name is beside."""
    return {
        "agency": agency,
        "small": small,
        "named": named,
        "hue": max(1, min(6, agency.hue)),
    }


# Time ------------------------------------------------------------------------------------------


def words_left(left: timedelta) -> str:
    """Say how much time is left, in minutes, hours or days, as the script says it too."""
    minutes = int(left.total_seconds() // 60)
    if left <= timedelta(0):
        return _("Time is over")
    if minutes < 60:
        return _("{n} min left").format(n=max(1, minutes))
    if minutes < 48 * 60:
        return _("{n} h left").format(n=minutes // 60)
    return _("{n} days left").format(n=minutes // (24 * 60))


@register.inclusion_tag("web/pieces/clock.html")
def clock(row: Clock, large: bool = False) -> dict[str, object]:
    """Show a dial with the part that is left, and the words."""
    until: datetime | None = getattr(row, "until", None)
    return {
        "level": row.level,
        "large": large,
        "percent": round(100 * max(0.0, min(1.0, row.share_left))),
        "words": getattr(row, "words", "") or words_left(getattr(row, "left", timedelta(0))),
        "until": until.isoformat() if until else "",
    }


@register.simple_tag
def this_moment() -> str:
    """Give the server's time, so that a wrong clock in a phone misleads nobody."""
    return timezone.now().isoformat(timespec="seconds")


@register.simple_tag
def when(moment: datetime | date | None, style: str = "full") -> str:
    """Write a date or a moment as the reader's language writes it.

    Styles: full (day and time; a plain date gives the day), day, short (no year), time, month.
    Nothing is written for a moment that is missing.
    """
    if not moment:
        return ""
    parts = []
    if style != "time":
        parts.append(day_words(moment, "day" if style == "full" else style))
    if isinstance(moment, datetime) and style in ("full", "time", "short"):
        parts.append(time_words(moment))
    written = local(moment) if isinstance(moment, datetime) else moment
    return format_html('<time datetime="{}">{}</time>', written.isoformat(), " ".join(parts))


register.filter("day_words", day_words)
register.filter("time_words", time_words)
register.filter("listed", listed)
register.filter("side_by_side", side_by_side)
register.filter("set_apart", set_apart)


# Forms -----------------------------------------------------------------------------------------


@register.inclusion_tag("web/pieces/field.html")
def field(
    bound: BoundField,
    marked: bool = True,
    nested: bool = False,
    then: object = None,
    **follow_ups: object,
) -> dict[str, object]:
    """Draw one field with its label, help, errors and the reason why it is asked.

    `then=other_field` follows a ticked box; `then_VALUE=other_field` (or a list) follows one
    choice, every sign in VALUE that is no letter or figure being written `_`. `marked=False`
    leaves the word "needed" out. A form field may carry `why` (text) and `choice_help` (value →
    text); a label of a choice may carry `help`. `nested=True` is for fields that may be folded
    away: a browser must not insist on what it does not show.
    """
    identity = bound.auto_id or bound.html_name
    widget = bound.field.widget
    is_list = isinstance(widget, forms.RadioSelect)
    is_box = isinstance(widget, forms.CheckboxInput)
    described = [
        *([f"{identity}_helptext"] if bound.help_text else []),
        *([f"{identity}_error"] if bound.errors else []),
    ]
    return {
        "bound": bound,
        "shape": "list" if is_list else "box" if is_box else "control",
        "one_of": is_list and not widget.allow_multiple_selected,
        "identity": identity,
        "described": " ".join(described),
        "needed": marked and bound.field.required,
        "why": getattr(bound.field, "why", ""),
        "options": options_of(bound, follow_ups) if is_list else [],
        "control": "" if is_list else control_of(bound, " ".join(described), nested),
        "then": fields_in(then),
    }


@register.inclusion_tag("web/pieces/errors.html")
def errors(*forms_shown: "AnyForm | None") -> dict[str, object]:
    """Sum up on top what is to be looked at in forms and formsets, linking to each field."""
    shown = [form for form in forms_shown if form is not None]
    problems = [problem for form in shown for problem in problems_in(form)]
    count = len(problems)
    heading = ngettext("One thing to look at", "{n} things to look at", count).format(n=count)
    return {
        "problems": problems,
        "heading": heading,
        "files": any(form.is_multipart() for form in shown),
    }


@register.inclusion_tag("web/pieces/form_as_page.html")
def form_as_page(form: forms.BaseForm) -> dict[str, object]:
    """Draw all of a form but its `<form>` element, token and buttons: errors, then every field."""
    return {"form": form}


# People, lists and versions ----------------------------------------------------------------------


@register.inclusion_tag("web/pieces/show_name.html")
def show_name(action: str, name: str = "", hide_url: str = "") -> dict[str, str]:
    """Offer *Show name* by POST to `action`; or show the name, with `hide_url` leading back."""
    return {"action": action, "name": name, "hide_url": hide_url}


@register.inclusion_tag("web/pieces/keyset.html")
def keyset(page: Mapping[str, object]) -> dict[str, str]:
    """Link to the older and newer part of a list that has `next_url` and `previous_url`."""
    return {
        "older": str(page.get("next_url") or ""),
        "newer": str(page.get("previous_url") or ""),
    }


@register.inclusion_tag("web/pieces/told_in.html", takes_context=True)
def told_in(context: template.Context, told: Telling, label: str) -> dict[str, object]:
    """Let the reader choose the language in which the person is told what the page says."""
    return {
        "told": told,
        "label": label,
        "told_languages": settings.LANGUAGES,
        "csrf_token": context.get("csrf_token"),
    }


register.simple_tag(differences)
register.simple_tag(carried)
