"""The frames of every page, and what is shipped with them."""

import gzip
import hashlib
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.messages.constants import SUCCESS, WARNING
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from throughcare.web.tests.drawing import Elements

WEB = Path(__file__).parents[1]
STATIC = WEB / "static" / "web"
TEMPLATES = sorted((WEB.parent).glob("*/templates/**/*.html"))


# Frames ----------


def shell(**more: object) -> SimpleNamespace:
    entry = {"url": "/", "icon": "sun", "current": True, "count": 7, "wide": False}
    wide = {"url": "/consent", "icon": "lock", "current": False, "count": None, "wide": True}
    return SimpleNamespace(
        agency_name="Lotus Shelter",
        duty_name="Case manager",
        nav=[SimpleNamespace(label="Today", **entry), SimpleNamespace(label="Consent", **wide)],
        more_url="/more",
        find_url="/find",
        discreet_url="/discreet",
        leave_url="https://weather.example/",
        sign_out_url="/sign-out",
        idle_minutes=5,
        **more,
    )


def page(template: str = "web/base.html", **context: object) -> str:
    context = {"shell": shell(discreet=False)} | context
    return render_to_string(template, context, request=RequestFactory().get("/"))


def test_the_shell_says_who_sits_here_and_where_one_is() -> None:
    html = page()
    assert "<b>Lotus Shelter</b>Case manager" in html
    assert 'aria-current="page"' in html
    assert '<span class="tc-count">7</span>' in html
    assert 'data-idle-minutes="5"' in html


def test_search_signing_out_and_the_discreet_choice_go_by_post_with_a_token() -> None:
    html = page()
    for address in ("/find", "/sign-out", "/discreet"):
        form = html[html.index(f'action="{address}"') :].split("</form>")[0]
        assert "csrfmiddlewaretoken" in form
    assert html.count('method="post"') == html.count("<form")


def test_leave_quickly_is_an_ordinary_link_and_the_last_of_the_top_bar() -> None:
    top = page().split('class="tc-top"')[1].split("</header>")[0]
    assert 'href="https://weather.example/"' in top
    assert top.rindex("<a") == top.index('<a class="btn btn-sm tc-quick"')
    assert 'href="about:blank"' in page(shell=SimpleNamespace())


def test_the_discreet_view_is_kept_by_the_server_and_works_without_script() -> None:
    on = page(shell=shell(discreet=True))
    assert 'class="tc-discreet"' in on
    assert re.search(r'id="discreet"[^>]*checked', on)
    off = page()
    assert "tc-discreet" not in off
    assert not re.search(r'id="discreet"[^>]*checked', off)


def test_where_the_house_locks_without_signing_out_the_lock_has_its_own_form() -> None:
    assert page().count("data-lock") == 1
    locked = page(shell=shell(discreet=False, lock_url="/lock"))
    assert re.search(r'action="/lock" data-lock', locked)
    assert locked.count("data-lock") == 1


def test_what_does_not_fit_a_phone_stands_on_the_more_page() -> None:
    main = page("web/more.html").split("<main")[1]
    assert 'href="/consent"' in main
    assert "Sign out" in main
    assert 'action="/find"' in main


def test_messages_are_said_once_each_and_close_without_script() -> None:
    told = [Message(SUCCESS, "Sent."), Message(WARNING, "<b>Late.</b>")]
    html = page(messages=told)
    assert html.count("<dialog") == html.count('method="dialog"') == 2
    assert "&lt;b&gt;Late." in html
    assert "tc-toasts" not in page(messages=[])


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_the_page_runs_in_the_direction_of_its_language(language: str, direction: str) -> None:
    with translation.override(language):
        html = page("web/gate.html")
    ((_, root), *_) = [found for found in Elements(html).found if found[0] == "html"]
    assert root["lang"] == language
    assert root["dir"] == direction
    assert ("bootstrap.rtl.min.css" in html) == (direction == "rtl")


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_an_error_page_needs_no_context_and_shows_nobody(name: str) -> None:
    html = render_to_string(name)
    assert "<h1" in html
    assert 'id="leave-quickly"' in html
    assert "Lotus Shelter" not in page(name)


def test_one_page_says_absent_and_forbidden() -> None:
    absent = RequestFactory().get("/cases/" + "0" * 32)
    forbidden = RequestFactory().get("/cases/" + "7" * 32)
    context = {"exception": "no door", "request_path": "/cases/x"}
    pages = {
        re.sub(r'value="[^"]{60,}"', "", render_to_string("404.html", extra, request=request))
        for request in (absent, forbidden)
        for extra in ({}, context)
    }
    assert len(pages) == 1


def test_a_sheet_of_paper_carries_no_chrome() -> None:
    html = page("web/paper.html")
    assert "tc-side" not in html
    assert "Leave quickly" not in html
    assert re.search(r"<button[^>]*data-print hidden", html)


def test_a_task_has_the_shell_without_the_bar_in_the_way() -> None:
    assert 'class="tc-shell tc-task"' in page("web/task.html")


# What is shipped ----------


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_inline_style_or_script(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r'\sstyle="|<style|\son[a-z]+="|javascript:|\|safe\b', text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)


def test_nothing_is_fetched_from_elsewhere_and_no_picture_is_hidden_in_the_theme() -> None:
    theme = (STATIC / "theme.css").read_text()
    assert "url(" not in theme
    assert "@import" not in theme
    assert len(theme.splitlines()) < 500
    assert "http" not in (STATIC / "throughcare.js").read_text()


def test_what_others_wrote_is_what_they_published() -> None:
    versions = (STATIC / "vendor" / "VERSIONS").read_text()
    listed = re.findall(r"(\S+\.css)\s+([0-9a-f]{64})", versions)
    assert {name for name, _ in listed} == {path.name for path in STATIC.glob("vendor/*.css")}
    for name, digest in listed:
        assert hashlib.sha256((STATIC / "vendor" / name).read_bytes()).hexdigest() == digest


def test_the_first_page_is_light_enough_for_a_slow_line() -> None:
    parts = ["vendor/bootstrap.rtl.min.css", "theme.css", "throughcare.js", "icons.svg", "icon.svg"]
    sent = [(STATIC / part).read_bytes() for part in parts] + [page().encode()]
    assert sum(len(gzip.compress(part)) for part in sent) <= 100_000
    assert (STATIC / "throughcare.js").stat().st_size <= 8_192
