"""Passkeys in a real browser, whose device answers by itself."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from playwright.sync_api import Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from throughcare.agencies.tests.factories import (
    PASSWORD,
    app_secret,
    code_now,
    dawn_hotline,
    staff,
)

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def make_a_passkey_and_sign_in_by_it(house: str, address: str, secret: str) -> list[str]:
    """The journey: the headings that were seen, and whatever the browser complained of."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = chromium.new_page()
        seen: list[str] = []
        page.on("pageerror", lambda error: seen.append(str(error)))
        page.on("console", lambda said: seen.append(said.text) if said.type == "error" else None)
        device = page.context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        _sign_in(page, house, address, secret)
        page.goto(f"{house}/account/passkey/")
        page.get_by_role("button", name="Make a passkey on this device").click()
        page.wait_for_url("**/account/")
        page.goto(f"{house}/sign-out/")
        page.get_by_role("button", name="Sign out on this device").click()
        page.wait_for_url("**/sign-in/")
        page.get_by_role("button", name="Continue with your passkey").click()
        page.wait_for_url(f"{house}/")
        page.goto(f"{house}/account/")
        seen.append(page.get_by_role("heading", level=1).inner_text())
        chromium.close()
        return seen


def _sign_in(page: Page, house: str, address: str, secret: str) -> None:
    page.goto(f"{house}/sign-in/")
    page.get_by_label("Work address").fill(address)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Code").fill(code_now(secret))
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(f"{house}/")


@pytest.fixture
def house(db) -> Iterator[str]:
    """A web process on this test's own data base, which is rolled back: a ledger is not emptied."""
    if connection.vendor != "sqlite":
        pytest.skip("the web process shares the test's transaction only in memory")
    server = LiveServer("localhost")
    yield server.url
    server.stop()


@pytest.mark.journey
@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
def test_a_passkey_is_made_and_signs_in(house):
    ines = staff(dawn_hotline(), "Ines", ["hotline_worker"])
    # In a thread of its own: a browser driver and a data base do not share one.
    with ThreadPoolExecutor(1) as thread:
        journey = thread.submit(
            make_a_passkey_and_sign_in_by_it, house, ines.email, app_secret(ines)
        )
        assert journey.result(timeout=60) == ["My account"]
