"""Every address of the house × who: nothing answers that the table does not know.

The outsider here has every duty there is, at another agency: what keeps that person out is the
door alone, never a missing duty.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.scenery import Scenery, a_list_being_mapped
from throughcare.agencies.models import Staff
from throughcare.agencies.rules import DUTIES
from throughcare.agencies.tests.factories import NOON, sign_in, staff
from throughcare.audit.models import Line, Node, RefusalTally

pytestmark = pytest.mark.django_db

OPEN = "open to all, and says nothing about anybody"
SIGNED_IN = "everybody who is signed in, about nobody but oneself"
DUTY = "whoever has the duty, else the same refusal for all"
PERSON = "whoever may read a part of this very record, else nothing is here"
AGENCY = "whoever has the duty at this very agency, else nothing is here"
PUBLIC = "the public directory: no sign-in, nothing confidential"

TABLE: dict[str, tuple[str, tuple[str, ...]]] = {
    # name: (who may, which keys of the scenery its address takes)
    "web:today": (SIGNED_IN, ()),
    "web:calendar": (SIGNED_IN, ()),
    "web:find": (SIGNED_IN, ()),
    "web:more": (SIGNED_IN, ()),
    "web:discreet": (SIGNED_IN, ()),
    "web:languages": (DUTY, ()),
    "web:tell_in": (SIGNED_IN, ()),
    "web:leave": (OPEN, ()),
    "web:desk": (DUTY, ()),
    "web:remind_to_answer": (DUTY, ()),
    "web:remind_of_agreement": (DUTY, ("nothing",)),
    "web:remind_of_return": (DUTY, ()),
    "web:reminder_seen_to": (AGENCY, ("reminder",)),
    "web:access_record": (PERSON, ("person",)),
    "web:receipt": (PERSON, ("person",)),
    "web:revoke_receipt": (PERSON, ("person",)),
    "web:read_aloud": (PERSON, ("person",)),
    "web:own_start": (OPEN, ()),
    "web:own_page": (OPEN, ()),
    "web:own_withdraw": (OPEN, ()),
    "web:ledger": (DUTY, ()),
    "web:verify": (DUTY, ()),
    "web:head": (DUTY, ()),
    "web:export": (DUTY, ()),
    "web:health": (OPEN, ()),
    "ready": (OPEN, ()),
    "metrics": (OPEN, ()),
    "account_login": (OPEN, ()),
    "mfa_authenticate": (OPEN, ()),
    "mfa_login_webauthn": (OPEN, ()),
    "account_logout": (SIGNED_IN, ()),
    "lock": (SIGNED_IN, ()),
    "welcome": (OPEN, ("nothing",)),
    "set_language": (OPEN, ()),
    "kept_form": (SIGNED_IN, ()),
    "my_account": (SIGNED_IN, ()),
    "mfa_activate_totp": (SIGNED_IN, ()),
    "mfa_add_webauthn": (SIGNED_IN, ()),
    "remove_factor": (SIGNED_IN, ("number",)),
    "recovery_codes": (SIGNED_IN, ()),
    "mfa_reauthenticate": (SIGNED_IN, ()),
    "mfa_reauthenticate_webauthn": (SIGNED_IN, ()),
    "change_password": (SIGNED_IN, ()),
    "reading_language": (SIGNED_IN, ()),
    "end_other_sessions": (SIGNED_IN, ()),
    "end_session": (SIGNED_IN, ("number",)),
    "staff_list": (DUTY, ()),
    "appoint_staff": (DUTY, ()),
    "open_post": (DUTY, ()),
    "approve_reset": (AGENCY, ("reset",)),
    "withdraw_reset": (AGENCY, ("reset",)),
    "staff_member": (AGENCY, ("staff",)),
    "give_duty": (AGENCY, ("staff",)),
    "end_duty": (AGENCY, ("staff", "duty")),
    "name_focal_point": (AGENCY, ("staff",)),
    "end_focal_point": (AGENCY, ("staff",)),
    "renew_invitation": (AGENCY, ("staff",)),
    "end_sessions_of_staff": (AGENCY, ("staff",)),
    "staff_leaves": (AGENCY, ("staff",)),
    "ask_reset": (AGENCY, ("staff",)),
    "cases:list": (SIGNED_IN, ()),
    "cases:new": (DUTY, ()),
    "cases:case": (PERSON, ("person",)),
    "cases:speak": (PERSON, ("person",)),
    "cases:speak_one": (PERSON, ("person", "question_code")),
    "cases:note": (PERSON, ("person",)),
    "cases:task": (PERSON, ("person",)),
    "cases:file": (PERSON, ("person",)),
    "cases:history": (PERSON, ("person",)),
    "cases:answers": (PERSON, ("person",)),
    "cases:manager": (PERSON, ("person",)),
    "cases:lock": (PERSON, ("person",)),
    "cases:unlock": (PERSON, ("person",)),
    "cases:close": (PERSON, ("person",)),
    "cases:reopen": (PERSON, ("person",)),
    "cases:call_conference": (PERSON, ("person",)),
    "cases:conference": (PERSON, ("conference",)),
    "cases:conference_view": (PERSON, ("conference",)),
    "cases:conference_decide": (PERSON, ("conference",)),
    "cases:conference_end": (PERSON, ("conference",)),
    "cases:minutes": (PERSON, ("conference",)),
    "cases:invitation": (AGENCY, ("invited",)),
    "cases:decision_done": (PERSON, ("decision",)),
    "cases:task_done": (PERSON, ("task",)),
    "cases:attachment": (PERSON, ("file",)),
    "cases:drop_attachment": (PERSON, ("file",)),
    "cases:redact": (PERSON, ("note",)),
    "cases:own_fields": (DUTY, ()),
    "cases:retire_field": (AGENCY, ("field",)),
    "identification:waiting": (DUTY, ()),
    "identification:person": (PERSON, ("person",)),
    "identification:own_word": (PERSON, ("person",)),
    "identification:ask": (AGENCY, ("person",)),
    "identification:facts": (AGENCY, ("person",)),
    "identification:assessment": (AGENCY, ("person",)),
    "identification:suspicion": (AGENCY, ("person",)),
    "identification:suspicion_ends": (AGENCY, ("person",)),
    "identification:determination": (AGENCY, ("determination",)),
    "identification:decide": (AGENCY, ("determination",)),
    "identification:appeal": (AGENCY, ("determination",)),
    "identification:dispute": (AGENCY, ("determination",)),
    "identification:charge": (AGENCY, ("determination",)),
    "identification:send_letter": (AGENCY, ("determination",)),
    "identification:letter": (AGENCY, ("letter",)),
    "identification:letter_pdf": (AGENCY, ("letter",)),
    "identification:non_punishment": (AGENCY, ("non_punishment",)),
    "identification:two_counts": (DUTY, ()),
    "identification:linked_count": (DUTY, ()),
    "identification:count_period": (DUTY, ()),
    "identification:define": (DUTY, ()),
    "linking:same": (PERSON, ("person",)),
    "linking:compare": (PERSON, ("person", "other_person")),
    "linking:others": (PERSON, ("person",)),
    "linking:permissions": (PERSON, ("person",)),
    "linking:withdraw": (PERSON, ("person", "permission")),
    "linking:question": (AGENCY, ("likeness",)),
    "referrals:list": (SIGNED_IN, ()),
    "referrals:new": (PERSON, ("person",)),
    "referrals:draft": (PERSON, ("draft",)),
    "referrals:change_draft": (PERSON, ("draft",)),
    "referrals:drop_draft": (PERSON, ("draft",)),
    "referrals:nobody_fits": (PERSON, ("draft",)),
    "referrals:referral": (PERSON, ("referral",)),
    "referrals:reply": (PERSON, ("referral", "question")),
    "referrals:enter": (PERSON, ("referral",)),
    "referrals:link": (PERSON, ("referral",)),
    "referrals:withdraw": (PERSON, ("referral",)),
    "referrals:hand_over": (PERSON, ("referral",)),
    "referrals:outcome": (PERSON, ("referral",)),
    "referrals:sheet": (PERSON, ("referral",)),
    "referrals:sheet_pdf": (PERSON, ("referral",)),
    "referrals:by_link": (OPEN, ("nothing",)),
    "identity:identity": (PERSON, ("person",)),
    "identity:name": (PERSON, ("person",)),
    "identity:identity_of": (PERSON, ("person", "agency")),
    "identity:name_of": (PERSON, ("person", "agency")),
    "identity:names": (PERSON, ("person",)),
    "identity:birth": (PERSON, ("person",)),
    "identity:gender": (PERSON, ("person",)),
    "identity:new_contact": (PERSON, ("person", "contact_kind")),
    "identity:contact": (PERSON, ("person", "contact")),
    "identity:drop_contact": (PERSON, ("person", "contact")),
    "identity:new_document": (PERSON, ("person",)),
    "identity:scan": (PERSON, ("person", "document")),
    "identity:drop_document": (PERSON, ("person", "document")),
    "identity:new_photograph": (PERSON, ("person",)),
    "identity:photograph": (PERSON, ("person", "photograph")),
    "identity:picture": (PERSON, ("person", "photograph")),
    "identity:drop_photograph": (PERSON, ("person", "photograph")),
    "identity:erase": (PERSON, ("person",)),
    "identity:hold": (PERSON, ("person",)),
    "identity:release": (PERSON, ("person",)),
    "on_call": (DUTY, ()),
    "consent:emergency": (PERSON, ("person",)),
    "consent:emergency_call": (PERSON, ("person", "call")),
    "consent:emergency_review": (PERSON, ("emergency",)),
    "consent:emergency_outcome": (AGENCY, ("emergency",)),
    "consent:decide": (PERSON, ("person",)),
    "consent:report": (PERSON, ("person",)),
    "consent:report_sheet": (PERSON, ("report",)),
    "consent:withdraw_report": (PERSON, ("report",)),
    "consent:report_received": (AGENCY, ("report",)),
    "consent:receive_order": (PERSON, ("person",)),
    "consent:order": (PERSON, ("order",)),
    "consent:check_order": (PERSON, ("order",)),
    "consent:lift_order": (PERSON, ("order",)),
    "cases:copy": (PERSON, ("order",)),
    "notices:list": (SIGNED_IN, ()),
    "notices:open": (AGENCY, ("notice",)),
    "consent:consents": (PERSON, ("person",)),
    "consent:ask": (PERSON, ("person",)),
    "consent:withdraw": (PERSON, ("person", "consent")),
    "consent:record": (PERSON, ("person", "consent")),
    "consent:left_alone": (AGENCY, ("lock",)),
    "consent:pass_on": (AGENCY, ("lock",)),
    "consent:agreements": (DUTY, ()),
    "consent:sign": (AGENCY, ("agreement",)),
    "consent:end": (AGENCY, ("agreement",)),
    "statistics:figures": (DUTY, ()),
    "statistics:returns": (DUTY, ()),
    "statistics:send_return": (DUTY, ()),
    "statistics:month_csv": (DUTY, ("duty",)),
    "statistics:return": (DUTY, ("nothing",)),
    "statistics:return_csv": (DUTY, ("nothing",)),
    "statistics:remove": (AGENCY, ("source",)),
    "exchange:imports": (DUTY, ()),
    "exchange:export": (DUTY, ()),
    "exchange:import": (DUTY, ("nothing",)),
    "exchange:take": (DUTY, ("nothing",)),
    "exchange:cancel": (DUTY, ("nothing",)),
    "exchange:send_list": (SIGNED_IN, ("list",)),
    "exchange:spreadsheets": (DUTY, ()),
    "exchange:retire_mapping": (AGENCY, ("mapping",)),
    "exchange:layout": (AGENCY, ("sheet",)),
    "exchange:columns": (AGENCY, ("sheet",)),
    "exchange:use_mapping": (AGENCY, ("sheet", "mapping")),
    "exchange:values": (AGENCY, ("sheet",)),
    "exchange:preview": (AGENCY, ("sheet",)),
    "exchange:refused_rows": (AGENCY, ("sheet",)),
    "directory:own_services": (SIGNED_IN, ()),
    "directory:services_elsewhere": (SIGNED_IN, ()),
    "directory:open_service": (DUTY, ()),
    "directory:service": (SIGNED_IN, ("service",)),
    "directory:show_where": (AGENCY, ("service",)),
    "directory:change_service": (AGENCY, ("service",)),
    "directory:say_places": (AGENCY, ("service",)),
    "directory:pause_service": (AGENCY, ("service",)),
    "directory:resume_service": (AGENCY, ("service",)),
    "directory:close_service": (AGENCY, ("service",)),
    "directory:publish_service": (AGENCY, ("service",)),
}

EVERY_NAME = sorted(TABLE)
GUARDED = sorted(name for name, (who, _keys) in TABLE.items() if who in (PERSON, AGENCY))


def names_in_the_resolver() -> Iterator[str]:
    """The full name of every address."""
    yield from _names(get_resolver().url_patterns, "")


def _names(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _names(pattern.url_patterns, inner)
        else:
            assert pattern.name, f"{pattern.pattern} has no name"
            yield f"{space}{pattern.name}"


@pytest.fixture(autouse=True)
def quarter_past() -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=NOON + timedelta(minutes=15)):
        yield


@pytest.fixture
def scenery() -> Scenery:
    found = Scenery()
    found.keys |= a_list_being_mapped(found.scene)
    return found


@pytest.fixture
def outsider(scenery: Scenery) -> Client:
    """Somebody of the border police with every duty there is."""
    member = staff(scenery.scene.police, "Every Duty", DUTIES, focal=True)
    client = Client()
    sign_in(client, member)
    return client


def test_the_table_knows_every_address() -> None:
    public = {name for name in names_in_the_resolver() if name.startswith("hsds")}
    assert set(names_in_the_resolver()) - public == set(TABLE)


@pytest.mark.parametrize("name", EVERY_NAME)
def test_nobody_reaches_a_page_without_signing_in(name: str) -> None:
    who, keys = TABLE[name]
    address = reverse(name, args=[Scenery.nowhere(key) for key in keys])
    for method in ("get", "post"):
        answer = getattr(Client(), method)(address)
        if who is OPEN:
            known = (200, 302, 404, 405, 422, *((503,) if name == "ready" else ()))
            assert answer.status_code in known, (name, answer.status_code)
        else:
            if answer.status_code == 405 and name in ("lock",):
                continue
            assert answer.status_code == 302, (name, method, answer.status_code)
            assert answer["Location"].startswith(reverse("account_login"))


def test_forbidden_is_as_absent_on_every_address(scenery: Scenery, outsider: Client) -> None:
    for name in GUARDED:
        keys = TABLE[name][1]
        there = reverse(name, args=[scenery.keys[key] for key in keys])
        nowhere = reverse(name, args=[Scenery.nowhere(key) for key in keys])
        for method in ("get", "post"):
            forbidden, absent = (_asked(outsider, method, url) for url in (there, nowhere))
            assert forbidden == absent, f"{method} {name}"
            assert forbidden[0] in (404, 405), f"{method} {name}: {forbidden[0]}"


def test_who_may_does_get_in(scenery: Scenery) -> None:
    noor = Client()
    sign_in(noor, Staff.objects.get(pk=scenery.scene.noor.staff))
    for name in GUARDED:
        who, keys = TABLE[name]
        if who is not PERSON:
            continue
        address = reverse(name, args=[scenery.keys[key] for key in keys])
        answer = noor.get(address)
        assert answer.status_code in (200, 302, 405, 422) or name in NOT_BY_GET, (
            name,
            answer.status_code,
        )


NOT_BY_GET = {
    "identity:identity_of",  # one's own agency's record has the short address
    "identity:name_of",
}


def _asked(client: Client, method: str, address: str) -> tuple[int, bytes, list[str], list[str]]:
    """What an outsider can tell: status, body, the SQL that ran, and what the ledger says."""
    RefusalTally.objects.all().delete()
    before = Line.objects.count()
    with CaptureQueriesContext(connection) as queries:
        answer = getattr(client, method)(address)
    lines = Line.objects.filter(seq__gt=before).order_by("seq")
    said = [f"{line.kind} {line.code}" for line in lines]
    statements = [_shape(query["sql"]) for query in queries]
    own = [each for each in statements if Node._meta.db_table not in each]
    return answer.status_code, answer.content, own, said


def _shape(sql: str) -> str:
    """A statement without its values: names of savepoints and numbers say nothing."""
    return re.sub(r"'[^']*'|\b\d+\b|\b[0-9a-f]{32,}\b|\"s\d+_x\d+\"|\"_django_curs_\w+\"", "?", sql)
