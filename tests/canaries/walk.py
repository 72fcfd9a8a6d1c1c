"""One walk through every page that takes text, in a browser whose profile lies on the disk."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, Playwright

from tests.browser import CHROMIUM
from tests.canaries.house import ServedHouse
from tests.canaries.planting import Canaries
from tests.canaries.tables import a_table_of_canaries
from tests.canaries.typing_in import Hand
from throughcare.agencies.tests.factories import PASSWORD, code_now

LIKE_ANYBODYS = [
    "--disable-back-forward-cache",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-field-trial-config",
    "--disable-prompt-on-repost",
    "--disable-session-crashed-bubble",
]
"""What Playwright switches off and a browser at work does not."""

CONTACTS = ("phone", "email", "messenger", "address")
ABOUT_HER = (
    "cases:speak",
    "cases:note",
    "cases:task",
    "cases:file",
    "cases:history",
    "cases:answers",
    "identity:new_document",
    "identity:new_photograph",
    "consent:ask",
    "linking:permissions",
    "referrals:new",
)
FORGET_THE_TOUCH = """
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
for row in Session.objects.all():
    session = SessionStore(row.session_key)
    if "touched" in session:
        session["touched"] = 0.0
        session.save()
"""
"""As if nobody had touched anything for very long."""


@contextmanager
def a_browser(playwright: Playwright, profile: Path, downloads: Path) -> Iterator[BrowserContext]:
    """A chromium whose profile lies in a folder, as on the desk of a worker."""
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=CHROMIUM,
        args=["--no-sandbox"],
        ignore_default_args=LIKE_ANYBODYS,
        downloads_path=downloads,
        viewport={"width": 1280, "height": 900},
    )
    context.set_default_timeout(20_000)
    try:
        yield context
    finally:
        context.close()


@dataclass
class Walk:
    """Somebody at the keyboard, one after another, in one browser; `seen` is what they saw."""

    house: ServedHouse
    page: Page
    canaries: Canaries
    hand: Hand
    seen: str = ""
    saved: list[bytes] = field(default_factory=list)

    def whole(self, rows: int) -> None:
        """Everything: a case, a referral and its answer, an import of so many rows."""
        self.mistakes_before_signing_in()
        self.sign_in("noor@dh.example")
        self.canaries.owner = "hers"
        self.a_case()
        self.who_she_is()
        self.changed_meanwhile()
        self.searches()
        self.locked_while_writing()
        self.canaries.owner = ""
        self.mistyped_addresses()
        referral = self.house.keys_of["referral"]
        self.sign_out()
        self.sign_in("ines@ls.example")
        self.asks(referral)
        self.sign_out()
        self.sign_in("sami@dh.example")
        self.replies(referral)
        self.sends_a_link()
        self.sign_out()
        self.sign_in("ines@ls.example", later=1)
        self.canaries.owner = "Lotus Shelter"
        self.accepts(referral)
        self.canaries.owner = ""
        self.sign_out()
        self.sign_in("dana@dh.example")
        self.imports("cases.xlsx", rows)
        self.imports("cases.csv", 20)
        self.imports_what_is_wrong()
        self.maps_a_list("in a mapped list")
        self.exports()
        self.sign_out()

    def at(self, name: str, *keys: str) -> str:
        """The address of a page."""
        return self.house.url + reverse(name, args=[self.house.keys_of.get(k, k) for k in keys])

    def sign_in(self, address: str, later: int = 0) -> None:
        """Give both factors; a second time soon after the first, with a later code."""
        page = self.page
        page.goto(f"{self.house.url}/sign-in/")
        self.sign_in_here(address, later)

    def sign_in_here(self, address: str, later: int = 0) -> None:
        """Give both factors on the page that stands there."""
        page = self.page
        page.fill("input[name=login]", address)
        page.fill("input[name=password]", PASSWORD)
        self.hand.send(page.locator("main form").first)
        page.fill("input[name=code]", code_now(self.house.secrets[address], later))
        self.hand.send(page.locator("main form").first)
        assert "/sign-in/" not in page.url, page.inner_text("main")

    def sign_out(self) -> None:
        """Leave the desk to the next one."""
        self.page.goto(f"{self.house.url}/sign-out/")
        self.hand.send(self.page.locator("main form").first)

    def mistakes_before_signing_in(self) -> None:
        """A name where a password should stand, and in a link that leads nowhere."""
        page, canaries = self.page, self.canaries
        page.goto(f"{self.house.url}/sign-in/")
        page.fill("input[name=login]", "noor@dh.example")
        page.fill("input[name=password]", canaries.name("a password"))
        self.hand.send(page.locator("main form").first)

    def a_case(self) -> None:
        """A conversation, notes, tasks, files, consent, a referral summary."""
        for name in ABOUT_HER:
            assert self.hand.fill_all(self.page, self.at(name, "person")), name
        assert self.hand.fill_all(self.page, self.at("cases:redact", "note"))
        assert self.hand.fill_all(self.page, self.at("referrals:change_draft", "draft"))
        self.look(self.at("cases:case", "person"), self.at("consent:consents", "person"))

    def who_she_is(self) -> None:
        """Contacts of every kind; names, birth and all that is stored changed once more."""
        page, hand = self.page, self.hand
        for kind in CONTACTS:
            assert hand.fill_all(page, self.at("identity:new_contact", "person", kind)), kind
        for script in ("Latin with marks", "Arabic", "Devanagari", "Han"):
            self.add_name(script)
        self.look(self.at("identity:identity", "person"))
        self.show_names()
        assert hand.open_and_fill(page, self.at("identity:identity", "person"))
        self.look(self.at("identity:identity", "person"))
        self.show_names()
        with page.expect_download() as scan:
            page.locator("main a[href$='/scan/']").last.click()
        self.saved.append(scan.value.path().read_bytes())
        page.goto(self.at("identity:photograph", "person", "photograph"))
        page.wait_for_load_state("networkidle")
        picture = self.at("identity:picture", "person", "photograph")
        self.saved.append(page.request.get(picture).body())

    def add_name(self, script: str) -> None:
        """One more name, in one script; what stood there stays."""
        page = self.page
        page.goto(self.at("identity:identity", "person"))
        self.hand.send(page.locator("main form[action$='/names/']").first)
        for part in ("given", "family"):
            page.locator(f"input[name$='-{part}']").last.fill(
                self.canaries.name(f"{part} name in {script}", script)
            )
        self.hand.send(page.locator("main form").last)

    def show_names(self) -> None:
        """Ask for what is hidden on the page of an identity."""
        self.hand.send(self.page.locator("main form[action$='/name/']").first)
        self.seen += self.page.content()

    def changed_meanwhile(self) -> None:
        """The same thing changed in two windows: the second one is shown both versions."""
        page, hand = self.page, self.hand
        other = page.context.new_page()
        for window in (page, other):
            window.goto(self.at("identity:identity", "person"))
            hand.send(window.locator("main form[action$='/names/']").first)
            window.fill("input[name=called]", self.canaries.name("called, in two windows"))
        for window in (other, page):
            hand.send(window.locator("main form").last)
        self.seen += page.content()
        other.close()

    def mistyped_addresses(self) -> None:
        """A name where a key should stand: in addresses, in queries, in what is sent there.

        Not from the address bar, whose words a browser remembers whatever the house does.
        """
        self.broken_requests()
        for where in (
            "people/{}/",
            "people/{}/identity/",
            "{}/",
            "find/?q={}",
            "r/{}/",
            "hsds/services/{}",
        ):
            name = quote(self.canaries.name(f"/{where}"))
            address = f"{self.house.url}/{where.format(name)}"
            self.page.request.get(address)
            self.page.request.post(address, form={"q": self.canaries.text(f"sent to /{where}")})

    def broken_requests(self) -> None:
        """What no browser sends: the web server itself refuses it, and must not quote it."""
        host, _, port = self.house.url.rpartition("/")[2].partition(":")
        name = self.canaries.name("a broken request")
        for request in (f"GET /people/{name} {name} HTTP/1.1", f"GET / HTTP/1.1\r\n{name}", name):
            with socket.create_connection((host, int(port))) as line:
                line.sendall(f"{request}\r\n\r\n".encode())
                assert b" 400 " in line.makefile("rb").readline()

    def searches(self) -> None:
        """For somebody who is there, and for somebody who is not."""
        there = next(
            c for c, where in self.canaries.planted.items() if "family name in Han" in where
        )
        for name in (there, self.canaries.name("a search"), self.canaries.phone("a search")):
            self.page.goto(self.at("web:today"))
            self.search_for(name)
            self.seen += self.page.content()

    def locked_while_writing(self) -> None:
        """The page locked itself; what was typed is kept, offered after signing in, and sent."""
        page, hand = self.page, self.hand
        page.goto(self.at("cases:note", "person"))
        hand.fill(page.locator("main form").last, "a note on a locked page")
        script = self.house.script(FORGET_THE_TOUCH)
        assert script.wait(60) == 0
        hand.send(page.locator("main form").last)
        self.sign_in_here("noor@dh.example", later=1)
        assert page.url.endswith("/kept/")
        hand.send(page.locator("main form").first)
        self.seen += page.content()

    def asks(self, referral: str) -> None:
        """The receiver asks something first."""
        page = self.page
        page.goto(self.at("referrals:referral", referral))
        page.check("input[name=answer][value=ask]")
        page.fill("textarea[name=question]", self.canaries.text("a question"))
        self.hand.send(page.locator("main form").last)
        self.seen += page.content()

    def replies(self, referral: str) -> None:
        """The sender answers, and takes the summary out on paper."""
        assert self.hand.fill_all(self.page, self.at("referrals:referral", referral))
        self.look(self.at("referrals:referral", referral), self.at("referrals:sheet", referral))
        self.saved.append(self.page.request.get(self.at("referrals:sheet_pdf", referral)).body())

    def sends_a_link(self) -> None:
        """Another person, offered to a service without an account by a one-time link."""
        page, hand = self.page, self.hand
        page.goto(self.at("cases:new"))
        hand.send(page.locator("main form").last)
        person = page.url.split("/people/")[1].split("/")[0]
        assert hand.fill_all(page, self.at("consent:ask", person))
        page.goto(self.at("referrals:new", person))
        page.fill("input[name=words]", self.canaries.text("a referral by link"))
        page.check("input[name=needs][value=shelter]")
        hand.send(page.locator("main form").last)
        page.locator("input[name=to]:enabled").last.check()
        page.locator("select[name^=way-]:visible").last.select_option("link")
        hand.send(page.locator("form#send"))
        hand.send(page.locator("main form[action$='/link/']"))
        self.answers_by_link(page.inner_text("main .tc-code").strip())

    def answers_by_link(self, address: str) -> None:
        """A service without an account opens its link."""
        page = self.page
        page.goto(address)
        self.hand.send(page.locator("main form").first)
        self.seen += page.content()
        page.check("input[name=answer][value=no]")
        page.select_option("select[name=reason]", index=1)
        self.hand.send(page.locator("main form").last)

    def accepts(self, referral: str) -> None:
        """The receiver accepts, and writes down what it learns itself."""
        page, hand = self.page, self.hand
        page.goto(self.at("referrals:referral", referral))
        page.check("input[name=answer][value=yes]")
        hand.send(page.locator("main form").last)
        self.house.keys_of["hers at lotus"] = page.url.split("/people/")[1].split("/")[0]
        hand.open_and_fill(page, self.at("identity:identity", "hers at lotus"))
        hand.fill_all(page, self.at("identity:new_contact", "hers at lotus", "phone"))
        hand.fill_all(page, self.at("cases:note", "hers at lotus"))
        self.look(self.at("identity:identity", "hers at lotus"))
        self.show_names()

    def imports(self, name: str, rows: int) -> None:
        """A file of cases, looked through and taken over."""
        page, hand = self.page, self.hand
        file = hand.files / name
        file.write_bytes(a_table_of_canaries(self.canaries, name, rows))
        page.goto(self.at("exchange:imports"))
        page.set_input_files("input[type=file]", file)
        hand.send(page.locator("main form").first)
        self.until_done()
        hand.send(page.locator("main form[action$='/take/']"))
        self.until_done()
        assert "Taken over" in page.inner_text("main"), page.inner_text("main")

    def imports_what_is_wrong(self) -> None:
        """A file with names where codes and dates should stand."""
        page, hand = self.page, self.hand
        file = hand.files / "wrong.csv"
        wrong = [self.canaries.name("a wrong file") for _ in range(6)]
        file.write_text(
            "cas_Status,prs_FirstName,prs_Birthdate,{}\n{},{},{},{}\n".format(
                wrong[0], *wrong[1:4], wrong[4]
            )
        )
        page.goto(self.at("exchange:imports"))
        page.set_input_files("input[type=file]", file)
        hand.send(page.locator("main form").first)
        self.until_done()

    def maps_a_list(self, where: str) -> None:
        """A list of the agency's own, with names where codes belong; the steps are kept."""
        page, hand = self.page, self.hand
        names = [self.canaries.name(where) for _ in range(6)]
        file = hand.files / "own list.csv"
        file.write_text("Name;Sex;Note\n{};{};{}\n{};{};{}\n".format(*names))
        page.goto(self.at("exchange:spreadsheets"))
        page.set_input_files("input[type=file]", file)
        for _step in ("sent in", "table", "columns"):
            hand.send(page.locator("main form").last)
        for control in page.locator("main form select").all():
            control.select_option("-")
        hand.send(page.locator("main form").last)
        page.fill("input[name=name]", "Own list")
        hand.send(page.locator("main form").last)
        self.until_done()
        hand.send(page.locator("main form[action$='/take/']"))
        assert "Taken over" in page.inner_text("main"), page.inner_text("main")

    def until_done(self) -> None:
        """A round of the worker, as often as it is needed."""
        while self.page.locator("main a", has_text="Look again").count():
            self.house.must("worker", "--once")
            self.page.reload()

    def exports(self) -> None:
        """The cases leave as a file, which is its reader's to keep safe."""
        page = self.page
        page.goto(self.at("exchange:export"))
        self.hand.fill(page.locator("main form").last, "")
        with page.expect_download() as file:
            page.locator("main form").last.locator("button[type=submit]").click()
        assert file.value.path().stat().st_size

    def erases(self) -> None:
        """The referral is withdrawn, and the record at the first agency erased."""
        page = self.page
        page.goto(self.at("referrals:referral", "referral"))
        self.hand.send(page.locator("main form[action$='/withdraw/']"))
        page.goto(self.at("identity:erase", "person"))
        form = page.locator("main form").last
        self.hand.fill(form, "")
        self.hand.send(form)
        assert "/erase/" not in page.url, page.inner_text("main")

    def reads_on(self) -> list[str]:
        """Somebody of the other agency, while the first one's key is away: what does not work."""
        page, trouble = self.page, []
        hers = self.at("identity:identity", "hers at lotus")
        for address in (
            self.at("web:today"),
            self.at("cases:list"),
            self.at("cases:case", "hers at lotus"),
            self.at("consent:consents", "hers at lotus"),
            self.at("referrals:list"),
            self.at("referrals:referral", "referral"),
            self.at("referrals:sheet", "referral"),
            self.at("directory:services_elsewhere"),
            hers,
        ):
            answer = page.goto(address)
            if answer is None or answer.status != 200:
                trouble.append(f"{address} {answer and answer.status}")
        self.show_names()
        called = next(
            each
            for each in self.canaries.owned["Lotus Shelter"]
            if self.canaries.planted[each].endswith(" called")
        )
        if called not in self.seen:
            trouble.append("the name is not shown")
        page.goto(self.at("web:today"))
        self.search_for(called)
        if "LS-" not in page.inner_text("main"):
            trouble.append("the search finds nobody")
        return trouble

    def search_for(self, text: str) -> None:
        """Search from any page."""
        self.page.locator("input[name=q]:visible").first.fill(text)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def look(self, *addresses: str) -> None:
        """Look at pages, as anybody would after writing."""
        for address in addresses:
            self.page.goto(address)
            self.seen += self.page.content()
