"""Signs, times, names and versions say what they should and hide what they must."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from throughcare.kernel.errors import Changed, Refused
from throughcare.web.templatetags.pieces import words_left
from throughcare.web.tests.drawing import Speaking, controls, draw

WEB = Path(__file__).parents[1]
STATIC = WEB / "static" / "web"
TEMPLATES = sorted((WEB.parent).glob("*/templates/**/*.html"))
NINE = datetime(2026, 10, 12, 9, 10, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    """A row with a clock, as a list of referrals to answer gives it."""

    level: str = "life"
    share_left: float = 0.63
    words: str = ""
    left: timedelta = timedelta(minutes=38)
    until: datetime | None = None


# Signs ----------


def test_an_icon_comes_from_the_one_sprite_and_an_arrow_turns_round() -> None:
    assert 'href="/static/web/icons.svg#i-eye"' in draw('{% icon "eye" %}')
    assert "tc-flip" not in draw('{% icon "eye" %}')
    assert "tc-flip" in draw('{% icon "send" flip=True %}')


def test_every_icon_that_a_page_names_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'id="i-([^"]+)"', (STATIC / "icons.svg").read_text()))
    for page in TEMPLATES:
        named = re.findall(r'{% icon "([^"]+)"', page.read_text())
        assert set(named) <= sprite, page


@pytest.mark.parametrize("state", ["yes", "wait", "no", "unknown", "life"])
def test_a_state_is_a_word_and_a_shape_never_colour_alone(state: str) -> None:
    html = draw("{% chip state 'Said' %}", state=state)
    assert f'data-state="{state}"' in html
    assert "Said" in html
    assert "<use" in html


def test_a_chip_can_wear_another_sign() -> None:
    assert "#i-key" in draw("{% chip 'yes' 'Key' 'key' %}")


def test_lotus_shelter_is_two_letters_then_a_hue_and_its_name_when_nothing_is_beside() -> None:
    lotus = SimpleNamespace(letters="LS", hue=2, name="Lotus Shelter")
    html = draw("{% mark agency %}", agency=lotus)
    assert "tc-a2" in html
    assert ">LS<" in html
    assert "Lotus Shelter" not in html
    named = draw("{% mark agency small=True named=True %}", agency=lotus)
    assert "tc-mark-s" in named
    assert "Lotus Shelter" in named


def test_a_hue_beyond_the_six_is_brought_back_to_them() -> None:
    assert "tc-a6" in draw("{% mark a %}", a=SimpleNamespace(letters="XX", hue=9, name="X"))
    assert "tc-a1" in draw("{% mark a %}", a=SimpleNamespace(letters="XX", hue=0, name="X"))


# Time ----------


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(0), "Time is over"),
        (timedelta(seconds=-1), "Time is over"),
        (timedelta(seconds=1), "1 min left"),
        (timedelta(minutes=38, seconds=59), "38 min left"),
        (timedelta(minutes=60), "1 h left"),
        (timedelta(hours=47, minutes=59), "47 h left"),
        (timedelta(hours=48), "2 days left"),
    ],
)
def test_the_time_left_is_said_in_the_unit_that_helps(left: timedelta, words: str) -> None:
    assert words_left(left) == words


def test_a_clock_shows_a_dial_with_the_part_left_and_the_words() -> None:
    html = draw("{% clock row %}", row=Row())
    assert 'data-level="life"' in html
    assert 'stroke-dasharray="63 100"' in html
    assert "38 min left" in html
    assert "data-until" not in html


def test_a_clock_keeps_the_words_it_is_given_and_says_until_when() -> None:
    html = draw("{% clock row large=True %}", row=Row(words="soon", until=NINE))
    assert ">soon<" in html
    assert 'data-until="2026-10-12T09:10:00+00:00"' in html
    assert "tc-clock-lg" in html


@pytest.mark.parametrize(("share", "drawn"), [(-0.5, "0 100"), (1.5, "100 100")])
def test_a_dial_is_never_more_than_full_or_less_than_empty(share: float, drawn: str) -> None:
    assert f'stroke-dasharray="{drawn}"' in draw("{% clock row %}", row=Row(share_left=share))


def test_a_moment_is_written_as_the_reader_writes_it() -> None:
    assert draw("{% when m %}", m=NINE) == (
        '<time datetime="2026-10-12T09:10:00+00:00">Mon, 12 Oct 2026 09:10</time>'
    )
    assert ">Mon, 12 Oct 2026<" in draw("{% when m 'day' %}", m=NINE)
    assert ">Mon 12 Oct 09:10<" in draw("{% when m 'short' %}", m=NINE)
    assert ">09:10<" in draw("{% when m 'time' %}", m=NINE)
    with translation.override("fr"):
        assert "lun. 12 oct. 2026 09:10" in draw("{% when m %}", m=NINE)


def test_a_plain_day_has_no_hour_and_a_missing_moment_has_no_words() -> None:
    html = draw("{% when m %}", m=date(2026, 10, 12))
    assert html == '<time datetime="2026-10-12">Mon, 12 Oct 2026</time>'
    assert draw("{% when m %}{% when nothing %}", m=None) == ""


def test_a_language_whose_dates_nobody_taught_us_gets_english_ones() -> None:
    with translation.override("xx"):
        assert "12 Oct 2026" in draw("{% when m 'day' %}", m=NINE)


def test_a_page_of_a_list_leads_to_older_and_newer_parts_only_where_they_are() -> None:
    both = draw("{% keyset p %}", p={"next_url": "?after=1", "previous_url": "?before=1"})
    assert 'href="?after=1"' in both
    assert 'href="?before=1"' in both
    first = draw("{% keyset p %}", p={"next_url": "?after=1", "previous_url": None})
    assert "Older" in first
    assert "Newer" not in first
    assert "<nav" not in draw("{% keyset p %}", p={"next_url": "", "previous_url": ""})


# Names, refusals and two versions ----------


def test_a_name_is_hidden_until_it_is_asked_for_by_post() -> None:
    html = draw("{% show_name '/cases/ab/name' %}")
    assert 'method="post" autocomplete="off" action="/cases/ab/name"' in html
    assert "Show name" in html
    assert "data-shown" not in html


def test_a_shown_name_can_be_hidden_and_holds_ready_what_hides_it() -> None:
    html = draw("{% show_name '/n' name='Amina' hide_url='/cases/ab' %}")
    assert "data-shown" in html
    assert 'href="/cases/ab"' in html
    shown, _, hidden = html.partition("<template>")
    assert "Amina" in shown
    assert "Amina" not in hidden
    assert "Show name" in hidden


def test_a_refusal_gives_its_reasons_and_the_words_back() -> None:
    refused = Refused("The consent for health has ended.", "Ask again.")
    html = render_to_string("web/refused.html", {"refused": refused, "typed": [("Note", "A <b>")]})
    assert "The consent for health has ended." in html
    assert "Ask again." in html
    assert "A &lt;b&gt;</textarea>" in html
    assert "Ask again." in render_to_string("web/pieces/refused.html", {"reasons": ["Ask again."]})
    assert "<div" not in render_to_string("web/pieces/refused.html", {})


def changed_page(version: str) -> str:
    posted = "own=New&language=ha&needs=bed&needs=clinic&version=2&csrfmiddlewaretoken=t"
    request = RequestFactory().post("/facts", posted, "application/x-www-form-urlencoded")
    stored = {"own": "Old", "language": "fr", "version": "3", "called": "A"}
    typed = {"own": "New", "language": "ha", "version": "2", "called": "A"}
    form = Speaking(QueryDict(posted))
    error = Changed("Changed.", now_stored=stored, just_typed=typed)
    context = {"changed": error, "form": form, "version": version}
    return render_to_string("web/changed.html", context, request=request)


def test_two_people_who_changed_one_record_are_both_heard() -> None:
    html = changed_page("3").split("<main", 1)[1]
    offered = [(a["name"], a["value"]) for a in controls(html) if a["type"] == "radio"]
    assert ("own", "Old") in offered
    assert ("own", "New") in offered
    assert ("own", "Old\n\nNew") in offered
    assert {value for name, value in offered if name == "language"} == {"fr", "ha"}
    assert "Hausa" in html
    assert "French" in html
    assert all(name != "called" for name, _ in offered)


def test_the_second_must_choose_and_nothing_else_that_was_posted_is_lost() -> None:
    html = changed_page("3").split("<main", 1)[1]
    assert all(
        "required" in a and "checked" not in a for a in controls(html) if a["type"] == "radio"
    )
    hidden = [(a["name"], a["value"]) for a in controls(html) if a["type"] == "hidden"]
    carried = [pair for pair in hidden if pair[0] != "csrfmiddlewaretoken"]
    assert carried == [("version", "3"), ("needs", "bed"), ("needs", "clinic")]


def test_without_a_known_version_both_texts_are_shown_and_nothing_can_be_overwritten() -> None:
    html = changed_page("").split("<main", 1)[1]
    assert "New" in html
    assert "Old" in html
    assert "Store what I chose" not in html
    assert not [a for a in controls(html) if a["type"] == "radio"]


def test_a_change_without_its_form_is_shown_by_the_names_of_its_fields() -> None:
    error = Changed("Changed.", now_stored={"own_words": "Old"}, just_typed={"own_words": "New"})
    request = RequestFactory().post("/facts", {"own_words": "New"})
    html = render_to_string("web/changed.html", {"error": error}, request=request)
    assert "Own words" in html
