"""One consent as a record of ISO/IEC TS 27560:2023, without a name in it.

Keys are those of the specification's record schema. Agencies and the person stand in it as the
numbers under which the holder knows them; whoever reads it elsewhere learns no more.
"""

from datetime import datetime, timedelta

from django.conf import settings

from throughcare.agencies.doors import agencies_by_id
from throughcare.consent.doors import ground_for
from throughcare.consent.models import Ground
from throughcare.kernel.actors import Actor
from throughcare.persons.queries import numbers_at

SCHEMA = "ISO/IEC TS 27560:2023"
SENSITIVE = {"health", "situation", "justice"}
"""Parts that hold data on health, on offences, or on sexual life (GDPR articles 9 and 10)."""


def consent_record_27560(key: str, *, by: Actor, at: datetime) -> dict[str, object]:
    """The record of one consent or decision of the actor's own agency, or `NotHere`. 3 queries."""
    ground = ground_for(by, key, at)
    numbers = numbers_at(ground.holder_id, [ground.person_id])
    agencies = agencies_by_id([ground.holder_id, ground.recipient_id])
    holder, recipient = agencies[ground.holder_id], agencies[ground.recipient_id]
    return {
        "schema_version": SCHEMA,
        "record_id": ground.key,
        "pii_principal_id": numbers.get(ground.person_id, ""),
        "pii_processing": [
            _processing(ground)
            | {
                "pii_controllers": [holder.code],
                "storage_locations": [holder.country],
                "processing_locations": [recipient.country],
                "recipient_third_parties": [recipient.code],
            }
        ],
        "pii_information": [
            {"pii_type": part, "pii_is_sensitive": part in SENSITIVE} for part in ground.parts
        ],
        "party_identification": [
            _party(agency.code, agency.kind, agency.country, role)
            for agency, role in ((holder, "pii_controller"), (recipient, "recipient_third_party"))
        ],
        "event": _events(ground, at),
    }


def _processing(ground: Ground) -> dict[str, object]:
    asked = ground.kind == "consent"
    return {
        "privacy_notice": f"consent page, edition {ground.notice}" if asked else "none",
        "language": ground.language or "und",
        "purpose": ground.purpose,
        "purpose_type": "assistance",
        "lawful_basis": "consent" if asked else "best interest of the child",
        "pii_information": list(ground.parts),
        "collection_method": ground.given,
        "processing_method": "reading by named focal points",
        "retention_period": "until the controller erases the record",
        "jurisdiction": settings.COUNTRY,
        "withdrawal_method": "tell any member of staff of the controller; no reason is needed",
        "privacy_rights": ["access", "correction", "erasure", "withdrawal", "complaint"],
    }


def _party(code: str, kind: str, country: str, role: str) -> dict[str, str]:
    return {
        "party_id": code,
        "party_name": code,
        "party_type": kind,
        "party_role": role,
        "party_address": country,
        "party_contact": "any member of staff",
    }


def _events(ground: Ground, at: datetime) -> list[dict[str, str]]:
    given = "given" if ground.answer == "yes" else "refused"
    events = [_event(ground, ground.given_at, given, lasts=ground.until - ground.given_at)]
    if ground.withdrawn_at is not None:
        events.append(_event(ground, ground.withdrawn_at, "withdrawn"))
    elif ground.answer == "yes" and ground.until <= at:
        events.append(_event(ground, ground.until, "expired"))
    return events


def _event(
    ground: Ground, moment: datetime, state: str, lasts: timedelta = timedelta()
) -> dict[str, str]:
    return {
        "event_time": moment.isoformat(),
        "validity_duration": _iso_duration(lasts),
        "entity_id": ground.given_by,
        "event_type": "explicit" if ground.kind == "consent" else "decision",
        "event_state": state,
    }


def _iso_duration(lasts: timedelta) -> str:
    """A length of time as ISO 8601 writes it, in days and seconds.

    >>> _iso_duration(timedelta(days=3, seconds=5))
    'P3DT5S'
    """
    return f"P{lasts.days}DT{lasts.seconds}S"
