"""Who visits which page of the house, and how each is opened."""

from dataclasses import dataclass

from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.served import House, give_both_factors, sign_in
from tests.scenery import Scenery
from tests.test_doors import TABLE
from throughcare.agencies.tests.factories import PASSWORD

DESK = {"width": 1280, "height": 900}
WHO = {
    "nobody": "",
    "newcomer": "newcomer@dh.example",
    "half_way": "sami@dh.example",
    "noor": "noor@dh.example",
    "chief": "chief@dh.example",
    "ines": "ines@ls.example",
    "keeper": "keeper@ls.example",
    "stranger": "stranger@on.example",
    "stan": "stan@dh.example",
    "marek": "marek@pr.example",
}
"""Who visits, and their addresses; who has every duty comes after who has few."""

WITH_PASSWORD_ONLY = {"newcomer", "half_way"}
"""The one has no second factor yet, the other has not given it."""

KEYS = {
    "welcome": ("invitation",),
    "referrals:by_link": ("token",),
    "exchange:import": ("import",),
    "identification:ask": ("decided_person",),
    "identification:suspicion": ("decided_person",),
    "identification:appeal": ("appealable",),
    "directory:publish_service": ("hidden",),
    "statistics:return": ("return",),
    "statistics:return_csv": ("return",),
}
"""Where the key of the table leads nowhere, or another leads further."""

FILES = {
    "web:calendar",
    "web:head",
    "web:export",
    "web:health",
    "ready",
    "metrics",
    "identity:scan",
    "identity:picture",
    "cases:attachment",
    "consent:record",
    "referrals:sheet_pdf",
    "identification:letter_pdf",
    "mfa_login_webauthn",
    "statistics:return_csv",
    "statistics:month_csv",
    "exchange:refused_rows",
}
"""They answer with a file or a few words, never with a page."""

ACTS = {
    "web:discreet",
    "web:remind_to_answer",
    "web:remind_of_agreement",
    "web:remind_of_return",
    "web:reminder_seen_to",
    "statistics:send_return",
    "statistics:remove",
    "cases:conference_end",
    "cases:decision_done",
    "identification:suspicion_ends",
    "identification:linked_count",
    "identification:count_period",
    "identification:define",
    "linking:withdraw",
    "lock",
    "remove_factor",
    "reading_language",
    "set_language",
    "end_other_sessions",
    "end_session",
    "approve_reset",
    "withdraw_reset",
    "give_duty",
    "end_duty",
    "name_focal_point",
    "end_focal_point",
    "end_sessions_of_staff",
    "staff_leaves",
    "ask_reset",
    "consent:withdraw",
    "consent:pass_on",
    "consent:end",
    "consent:check_order",
    "consent:lift_order",
    "consent:withdraw_report",
    "notices:open",
    "identity:drop_contact",
    "identity:drop_document",
    "identity:drop_photograph",
    "identity:release",
    "directory:pause_service",
    "directory:resume_service",
    "referrals:drop_draft",
    "referrals:nobody_fits",
    "referrals:reply",
    "referrals:enter",
    "referrals:withdraw",
    "referrals:hand_over",
    "referrals:outcome",
    "cases:unlock",
    "cases:reopen",
    "cases:task_done",
    "cases:drop_attachment",
    "cases:retire_field",
    "exchange:cancel",
    "exchange:retire_mapping",
    "exchange:use_mapping",
    "web:revoke_receipt",
    "web:own_withdraw",
}
"""They do something and lead on to a page that stands here by its own name."""

OPENING = {"step": "open"}
SLOWER = {
    "version": "0",
    "called": "Ama",
    "names-TOTAL_FORMS": "1",
    "names-INITIAL_FORMS": "0",
    "names-0-given": "Ama",
}
OPENED: tuple[tuple[str, str, dict[str, str]], ...] = (
    # name, who, what is sent
    ("web:find", "noor", {"q": "Amina"}),
    ("web:find", "noor", {"q": "Nobody of this name"}),
    ("web:verify", "chief", {}),
    ("recovery_codes", "chief", {}),
    ("renew_invitation", "chief", {}),
    ("identity:name", "noor", {}),
    ("identity:name_of", "noor", {}),
    ("identity:names", "noor", OPENING),
    ("identity:names", "noor", SLOWER),
    ("identity:birth", "noor", OPENING),
    ("identity:gender", "noor", OPENING),
    ("identity:contact", "noor", OPENING),
    ("cases:case", "noor", {}),
    ("linking:compare", "noor", {"step": "names"}),
    ("cases:manager", "noor", {"staff": "chief_hex", "version": "0"}),
    ("directory:show_where", "keeper", {}),
    ("directory:change_service", "keeper", {"version": "0", "name": "Another", "region": "North"}),
    ("exchange:take", "chief", {}),
    ("referrals:link", "noor", {}),
    ("referrals:by_link", "nobody", {}),
    ("consent:sign", "noor", {}),
    ("cases:copy", "noor", {"parts": "situation"}),
    ("web:receipt", "noor", {"says_it_is_safe": "on", "lasts": "30", "language": "eng"}),
    ("web:own_start", "nobody", {"number": "AAAA"}),
    ("identification:assessment", "chief", {"needed_for": "decision"}),
    ("identification:assessment", "chief", {}),
    ("identification:facts", "chief", {}),
    ("web:tell_in", "noor", {"about": "person", "told_in": "ar"}),
)
"""Pages that only a form opens: what is stored, shown once, changed meanwhile, or refused."""

ALSO: tuple[tuple[str, str, dict[str, str], str], ...] = (
    # name, who, other keys, the rest of the address
    ("web:today", "chief", {}, ""),
    ("web:today", "ines", {}, ""),
    ("web:today", "stranger", {}, ""),
    ("web:more", "chief", {}, ""),
    ("statistics:returns", "stan", {}, "?month=2026-01"),
    ("statistics:returns", "stan", {}, ""),
    ("web:access_record", "noor", {"person": "nothing"}, ""),
    ("my_account", "chief", {}, ""),
    ("mfa_activate_totp", "noor", {}, ""),
    ("staff_member", "chief", {"staff": "chief"}, ""),
    ("cases:list", "noor", {}, "?mine&closed"),
    ("cases:case", "noor", {}, "?only=milestones&from_first"),
    ("cases:case", "stranger", {"person": "received"}, ""),
    ("linking:others", "noor", {"person": "other_person"}, ""),
    ("consent:ask", "noor", {}, "?on=paper"),
    ("consent:ask", "noor", {}, ""),
    ("cases:speak", "noor", {}, ""),
    ("web:read_aloud", "noor", {}, ""),
    ("directory:services_elsewhere", "noor", {}, "?need=shelter&places=on"),
    ("directory:service", "keeper", {}, ""),
    ("identification:person", "marek", {"person": "decided_person"}, ""),
    ("identification:determination", "marek", {"determination": "appealable"}, ""),
    ("cases:case", "marek", {"person": "decided_person"}, ""),
    ("referrals:list", "noor", {}, "?sent"),
    ("referrals:list", "ines", {}, "?received"),
    ("referrals:referral", "ines", {}, ""),
    ("referrals:referral", "noor", {"referral": "accepted"}, ""),
    ("referrals:referral", "stranger", {"referral": "accepted"}, ""),
    ("referrals:referral", "noor", {"referral": "declined"}, ""),
    ("referrals:referral", "noor", {"referral": "linked"}, ""),
)
"""The same address with another face: another reader, another state, another choice."""


@dataclass(frozen=True)
class Visit:
    """A page for one reader; `sent` is what opens it where an address alone does not."""

    name: str
    who: str
    address: str
    sent: dict[str, str] | None = None

    def __str__(self) -> str:
        return f"{self.name} for {self.who}" + (f", {self.sent} sent" if self.sent else "")


class Visitors:
    """Everybody's browser, signed in, and the house they are in."""

    def __init__(self, browser: Browser, house: House, keys: dict[str, str]) -> None:
        self.browser, self.house, self.keys = browser, house, keys
        self._pages: dict[str, Page] = {}
        self._language = "en"

    def page_of(self, who: str) -> Page:
        """The one page of somebody, who signs in the first time."""
        if who not in self._pages:
            window = self.browser.new_context(viewport=DESK, reduced_motion="reduce")
            self._pages[who] = page = window.new_page()
            if who in WITH_PASSWORD_ONLY:
                with_password_only(page, self.house, WHO[who])
            elif WHO[who]:
                sign_in(page, self.house, WHO[who])
        return self._pages[who]

    def read_in(self, language: str) -> None:
        """From now on everybody reads in this language."""
        self._language = language

    def _choose_language(self, window: BrowserContext) -> None:
        window.add_cookies([{"name": "language", "value": self._language, "url": self.house.url}])

    def address_of(self, name: str, others: dict[str, str]) -> str:
        """The address of a name, with the keys of the scenery or others in their place."""
        wanted = (KEYS | others).get(name) or TABLE[name][1]
        keys = [others.get(key, key) for key in wanted]
        found = [self.keys.get(key) or Scenery.nowhere(key) for key in keys]
        return self.house.url + reverse(name, args=found)

    def first_to_see(self, name: str) -> Visit | None:
        """The first visitor for whom an address is a page."""
        address = self.address_of(name, {})
        for who in WHO:
            answer = self.page_of(who).request.get(address, max_redirects=0)
            if answer.status == 200 and "text/html" in answer.headers["content-type"]:
                return Visit(name, who, address)
        return None

    def goes_to(self, visit: Visit) -> Page:
        """Open the page of a visit."""
        page = self.page_of(visit.who)
        self._choose_language(page.context)  # leaving quickly has forgotten it
        if visit.sent is None:
            answer = page.goto(visit.address)
        else:
            page.goto(f"{self.house.url}{'/' if WHO[visit.who] else '/sign-in/'}")
            with page.expect_navigation() as sent:
                fields = {name: self.keys.get(one, one) for name, one in visit.sent.items()}
                page.evaluate(SEND, [visit.address, fields])
            answer = sent.value
        assert answer is not None
        assert "text/html" in answer.headers["content-type"], visit
        assert answer.status < 500, visit
        return page

    def comes_back_to_what_was_kept(self, who: str) -> Visit:
        """A form is sent from a page that was left alone too long: what was typed is kept."""
        page = self.page_of(who)
        page.goto(self.address_of("cases:new", {}))
        page.check("input[name=began_by][value=call]")
        self.house.command("-m", "tests.journeys.left_alone", WHO[who])
        page.click("main form button.btn-primary")
        self.house.command("-m", "tests.journeys.left_alone", WHO[who])
        give_both_factors(page, self.house, WHO[who])
        page.wait_for_url("**/kept/")
        return Visit("kept_form", who, page.url)

    def leave(self) -> None:
        for page in self._pages.values():
            page.context.close()


SEND = """([address, sent]) => {
    const form = document.createElement("form");
    const token = document.querySelector("input[name=csrfmiddlewaretoken]").value;
    form.method = "post";
    form.action = address;
    for (const [name, value] of Object.entries({...sent, csrfmiddlewaretoken: token})) {
        const field = document.createElement("input");
        [field.type, field.name, field.value] = ["hidden", name, value];
        form.append(field);
    }
    document.body.append(form);
    form.submit();
}"""


def with_password_only(page: Page, house: House, address: str) -> None:
    """Sign in half way: what comes next is the second factor."""
    page.goto(f"{house.url}/sign-in/")
    page.fill("input[name=login]", address)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button.btn-primary")
