"""The codes of the ledger in the words of those who read it, and what agencies are reminded of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from throughcare_core.ledger import Fault


def gettext_noop(text: str) -> str:
    """Marks a text for translation and gives it back; pages translate it when they show it."""
    return text


CODES_IN_WORDS: dict[str, str] = {
    # who has access
    "access.begun": gettext_noop("Access began"),
    "access.closed": gettext_noop("Parts closed to another agency"),
    "access.ended": gettext_noop("Access ended"),
    "access.left_alone_looked_at": gettext_noop("A lock that nobody keeps was looked at"),
    "access.locked": gettext_noop("Locked to named people"),
    "access.opened": gettext_noop("Parts opened to another agency"),
    "access.passed_on": gettext_noop("Locked record passed on to a successor"),
    "access.successor_proposed": gettext_noop("Successor for a locked record proposed"),
    "access.unlocked": gettext_noop("Unlocked"),
    "access_record.looked_at": gettext_noop("Access record read"),
    "agreement.ended": gettext_noop("Agreement ended"),
    "agreement.proposed": gettext_noop("Agreement proposed"),
    "agreement.signed": gettext_noop("Agreement signed"),
    "best_interest.decided": gettext_noop("Best interest of a child decided"),
    "consent.asked": gettext_noop("Consent asked"),
    "consent.exported": gettext_noop("Record of a consent saved"),
    "consent.looked_at": gettext_noop("Consents read"),
    "consent.recorded": gettext_noop("Consent written down"),
    "consent.withdrawn": gettext_noop("Consent withdrawn"),
    "order.checked": gettext_noop("Order checked"),
    "order.copy_served": gettext_noop("Copy served on an order"),
    "order.received": gettext_noop("Order received"),
    "order.withdrawn": gettext_noop("Order lifted"),
    "report.made": gettext_noop("Reported as the law requires"),
    "report.withdrawn": gettext_noop("Report taken back"),
    "report.looked_at": gettext_noop("Report read by its maker"),
    "report.received": gettext_noop("Report read by its receiver"),
    "order.looked_at": gettext_noop("Order read"),
    "emergency.number_shown": gettext_noop("On-call number shown"),
    "emergency.opened": gettext_noop("Contact and risk opened in an emergency"),
    "emergency.looked_at": gettext_noop("Emergency access looked into"),
    "emergency.reviewed": gettext_noop("Emergency access reviewed"),
    "emergency.review_is_late": gettext_noop("Review of an emergency access is late"),
    # notices
    "notice.given": gettext_noop("Staff told"),
    "notice.read": gettext_noop("Notice read"),
    "message.sent": gettext_noop("Message without content sent"),
    "message.given_up": gettext_noop("Message without content given up"),
    # cases
    "case.assigned": gettext_noop("Case assigned"),
    "case.attachment": gettext_noop("File opened"),
    "case.begun": gettext_noop("Case begun"),
    "case.closed": gettext_noop("Case closed"),
    "case.event": gettext_noop("Written on the timeline"),
    "case.facts_read": gettext_noop("Facts read"),
    "case.file_added": gettext_noop("File kept"),
    "case.file_removed": gettext_noop("File removed"),
    "case.handed_on": gettext_noop("Case handed on"),
    "case.history": gettext_noop("What happened before written down"),
    "case.listed": gettext_noop("List of cases"),
    "case.looked_at": gettext_noop("Case opened"),
    "case.note": gettext_noop("Note written"),
    "case.note_to_redact": gettext_noop("Note opened to be redacted"),
    "case.opened": gettext_noop("Case begun with a conversation"),
    "case.redacted": gettext_noop("Note redacted"),
    "case.reopened": gettext_noop("Case taken up again"),
    "case.spoken": gettext_noop("Answers written down"),
    "case.taken_over": gettext_noop("Case taken over from a file"),
    "case.task_added": gettext_noop("Next step added"),
    "case.task_done": gettext_noop("Next step done"),
    "case.tasks_moved": gettext_noop("Next steps moved to a colleague"),
    "cards.taken_over": gettext_noop("Card index taken over"),
    "field.added": gettext_noop("Own question added"),
    "field.answered": gettext_noop("Own question answered"),
    "field.retired": gettext_noop("Own question asked no longer"),
    # linked records, and questions between agencies
    "linking.answered": gettext_noop("Question of another agency answered"),
    "linking.asked": gettext_noop("Other agencies asked whether they help already"),
    "linking.compared": gettext_noop("Question compared with an agency’s records"),
    "linking.linked": gettext_noop("Two records of one person linked"),
    "linking.looked_at": gettext_noop("Linked records looked at"),
    "linking.others_looked_at": gettext_noop("Questions to others looked at"),
    "linking.permission_asked": gettext_noop("Asked whether others may ask and find"),
    "linking.permission_withdrawn": gettext_noop("Yes to asking or being found withdrawn"),
    "linking.question_looked_at": gettext_noop("Question of another agency read"),
    "linking.unlinked": gettext_noop("Two records unlinked"),
    # case conferences
    "conference.answered": gettext_noop("Invitation to a conference answered"),
    "conference.called": gettext_noop("Case conference called"),
    "conference.carried_out": gettext_noop("Decision of a conference carried out"),
    "conference.decided": gettext_noop("Decision of a conference written down"),
    "conference.ended": gettext_noop("Case conference ended"),
    "conference.looked_at": gettext_noop("Case conference opened"),
    "conference.view_recorded": gettext_noop("The person’s view written down"),
    # identity
    "identity.age_band": gettext_noop("Age looked at"),
    "identity.birth": gettext_noop("Birth looked at"),
    "identity.birth_recorded": gettext_noop("Birth written down"),
    "identity.compared": gettext_noop("Looked whether somebody is known already"),
    "identity.contact": gettext_noop("Safe contact looked at"),
    "identity.contact_added": gettext_noop("Contact added"),
    "identity.contact_changed": gettext_noop("Contact changed"),
    "identity.contact_removed": gettext_noop("Contact removed"),
    "identity.counted": gettext_noop("Sex and age counted for a return"),
    "identity.document_added": gettext_noop("Document added"),
    "identity.document_removed": gettext_noop("Document removed"),
    "identity.documents": gettext_noop("Documents looked at"),
    "identity.gender": gettext_noop("Sex, gender, citizenship looked at"),
    "identity.gender_recorded": gettext_noop("Sex, gender, citizenship written down"),
    "identity.name": gettext_noop("Name shown"),
    "identity.names": gettext_noop("All names shown"),
    "identity.names_recorded": gettext_noop("Names written down"),
    "identity.proof_of_age": gettext_noop("Looked whether a paper proves the age"),
    "identity.photograph": gettext_noop("Photograph looked at"),
    "identity.photograph_added": gettext_noop("Photograph added"),
    "identity.photograph_removed": gettext_noop("Photograph removed"),
    "identity.recorded": gettext_noop("Identity written down"),
    "identity.scan": gettext_noop("Scan of a document opened"),
    "identity.searched": gettext_noop("Searched by name"),
    "identity.whereabouts": gettext_noop("Whereabouts looked at"),
    "person.erased_again": gettext_noop("Record erased again after a restore"),
    "person.erased": gettext_noop("Record erased"),
    "person.held": gettext_noop("Held from being erased"),
    "person.released": gettext_noop("Released, may be erased"),
    # identification
    "assessment.run": gettext_noop("Working assessment run"),
    "charge.recorded": gettext_noop("What became of a charge written down"),
    "counts.counted": gettext_noop("Two counts of a period counted"),
    "counts.linked_recorded": gettext_noop("Number of a third party’s linkage written down"),
    "counts.looked_at": gettext_noop("Two counts read"),
    "determination.appealed": gettext_noop("Decision appealed"),
    "determination.asked": gettext_noop("Decision about identification asked for"),
    "determination.dispute_ended": gettext_noop("Element disputed no longer"),
    "determination.disputed": gettext_noop("Element marked disputed"),
    "determination.identified": gettext_noop("Identified"),
    "determination.letter": gettext_noop("Decision letter opened"),
    "determination.letter_sent": gettext_noop("Decision letter made"),
    "determination.listed": gettext_noop("List of decisions that wait"),
    "determination.looked_at": gettext_noop("Determination opened"),
    "determination.not_established": gettext_noop("Not established under a law"),
    "determination.presumed": gettext_noop("Presumed: reasonable grounds"),
    "determination.reconsidered": gettext_noop("Appeal decided"),
    "non_punishment.answered": gettext_noop("Non-punishment considered"),
    "non_punishment.looked_at": gettext_noop("Question of non-punishment opened"),
    "own_word.recorded": gettext_noop("The person’s own word written down"),
    "suspicion.ended": gettext_noop("Suspicion ended"),
    "suspicion.recorded": gettext_noop("Suspicion written down"),
    # referrals and services
    "today.looked_at": gettext_noop("What waits today, with its words"),
    "receipt.looked_at": gettext_noop("Receipt looked at"),
    "receipt.made": gettext_noop("Receipt made"),
    "receipt.read": gettext_noop("Own page opened with the receipt"),
    "receipt.read_aloud": gettext_noop("Own page read to the person"),
    "receipt.revoked": gettext_noop("Receipt revoked"),
    "receipt.tried": gettext_noop("Words tried on a receipt"),
    "referral.accepted": gettext_noop("Referral accepted"),
    "referral.asked": gettext_noop("Asked about a referral"),
    "referral.declined": gettext_noop("Referral declined"),
    "referral.draft_dropped": gettext_noop("Draft of a referral dropped"),
    "referral.drafted": gettext_noop("Referral drafted"),
    "referral.expired": gettext_noop("Nobody answered in time"),
    "referral.handed_over": gettext_noop("Handed over"),
    "referral.link_made": gettext_noop("One-time link made"),
    "referral.link_opened": gettext_noop("One-time link opened"),
    "referral.listed": gettext_noop("List of referrals"),
    "referral.looked_at": gettext_noop("Referral opened"),
    "referral.offered": gettext_noop("Referral offered"),
    "referral.outcome": gettext_noop("Outcome reported"),
    "referral.question_answered": gettext_noop("Question about a referral answered"),
    "referral.sheet": gettext_noop("Hand-over sheet made"),
    "referral.taken_over": gettext_noop("Referrals taken over"),
    "referral.unmet_need": gettext_noop("Need that nobody met"),
    "referral.withdrawn": gettext_noop("Referral withdrawn"),
    "service.changed": gettext_noop("Service changed"),
    "service.closed": gettext_noop("Service closed"),
    "service.opened": gettext_noop("Service opened"),
    "service.paused": gettext_noop("Service paused"),
    "service.place_seen": gettext_noop("Confidential place looked at"),
    "service.places_said": gettext_noop("Places free said"),
    "service.published": gettext_noop("Service made public"),
    "service.resumed": gettext_noop("Service open again"),
    "services.looked_for": gettext_noop("Looked for services that fit"),
    # the coordinator
    "desk.looked_at": gettext_noop("Coordinator’s desk opened"),
    "desk.reminded": gettext_noop("Agencies reminded"),
    "desk.reminder_seen_to": gettext_noop("Reminder seen to"),
    "statistics.imported": gettext_noop("Published rows taken in"),
    "statistics.looked_at": gettext_noop("Reported figures read"),
    "statistics.source_removed": gettext_noop("Published rows taken out again"),
    "statistics.return_given": gettext_noop("Monthly return saved as a file"),
    "statistics.return_read": gettext_noop("Monthly return read"),
    "statistics.return_sent": gettext_noop("Monthly return sent"),
    "statistics.returns_given": gettext_noop("Monthly returns saved as a file"),
    "statistics.returns_listed": gettext_noop("Monthly returns listed"),
    # files in and out
    "exchange.exported": gettext_noop("Cases sent out in a file"),
    "exchange.file_received": gettext_noop("File sent in"),
    "exchange.import_cancelled": gettext_noop("Import cancelled"),
    "exchange.import_wanted": gettext_noop("Import asked for"),
    "exchange.imported": gettext_noop("File taken over"),
    "exchange.file_shown": gettext_noop("Spreadsheet looked at"),
    "exchange.list_sent": gettext_noop("List sent out in a file"),
    "exchange.mapping_finished": gettext_noop("Columns of a spreadsheet named"),
    "exchange.mapping_retired": gettext_noop("Kept way of reading a spreadsheet ended"),
    "exchange.mapping_said": gettext_noop("Said how a spreadsheet is read"),
    "exchange.refused_rows_sent": gettext_noop("Bad rows of a spreadsheet sent out in a file"),
    "exchange.rows": gettext_noop("Rows of a file taken over"),
    # the house
    "house.backed_up": gettext_noop("House backed up"),
    "house.restored": gettext_noop("House restored from a backup"),
    # the ledger
    "ledger.exported": gettext_noop("Ledger exported"),
    "ledger.head_given": gettext_noop("Signed head given out"),
    "ledger.looked_at": gettext_noop("Ledger read"),
    "ledger.verified": gettext_noop("Ledger verified"),
    # agencies and staff
    "agency.founded": gettext_noop("Agency founded"),
    "agency.on_call_said": gettext_noop("On-call number written down"),
    "agency.post_opened": gettext_noop("Post opened"),
    "staff.accepted": gettext_noop("Password chosen by one-time link"),
    "staff.app_set_up": gettext_noop("App for codes set up"),
    "staff.appointed": gettext_noop("Appointed"),
    "staff.duty_ended": gettext_noop("Duty ended"),
    "staff.duty_given": gettext_noop("Duty given"),
    "staff.factor_enrolled": gettext_noop("Second factor set up"),
    "staff.factor_removed": gettext_noop("Second factor removed"),
    "staff.focal_point_ended": gettext_noop("No longer focal point"),
    "staff.focal_point_named": gettext_noop("Focal point named"),
    "staff.invited_again": gettext_noop("One-time link made anew"),
    "staff.language_chosen": gettext_noop("Reading language chosen"),
    "staff.left": gettext_noop("Left the agency"),
    "staff.password_changed": gettext_noop("Password changed"),
    "staff.recovery_codes_made": gettext_noop("Recovery codes made"),
    "staff.reset_approved": gettext_noop("Starting anew approved"),
    "staff.reset_asked": gettext_noop("Asked to start anew"),
    "staff.reset_withdrawn": gettext_noop("Starting anew taken back"),
    "staff.session_ended": gettext_noop("Device signed out"),
    "staff.sessions_ended": gettext_noop("Devices signed out"),
    "staff.signed_in": gettext_noop("Signed in"),
    "staff.signed_out": gettext_noop("Signed out"),
}
"""A refused door has no words: it is named as it is."""

_NOT_AS_WRITTEN = gettext_noop("A line is not in the shape in which lines are written.")

FAULTS_IN_WORDS: Mapping[Fault, str] = {
    **dict.fromkeys(
        (
            Fault.ENTRY,
            Fault.CUT_SHORT,
            Fault.TOO_LONG,
            Fault.NOT_JSON,
            Fault.NOT_CANONICAL,
            Fault.NOT_A_LINE,
        ),
        _NOT_AS_WRITTEN,
    ),
    Fault.CHANGED: gettext_noop("A line was changed after it was written."),
    Fault.LABELS_CHANGED: gettext_noop("The labels of a line were changed."),
    Fault.MISSING: gettext_noop("A line was deleted or moved."),
    Fault.REPEATED: gettext_noop("A line was inserted, repeated or moved."),
    Fault.NOT_CHAINED: gettext_noop("A line does not follow the one before it."),
    Fault.HEAD_SIGNATURE: gettext_noop("A head was changed after it was signed."),
    Fault.HEAD_KEY: gettext_noop("A head was signed with a key that this house does not trust."),
    Fault.REWRITTEN: gettext_noop("Lines were written anew: a head was signed over other ones."),
    Fault.TAIL_CUT: gettext_noop("The newest lines were cut off: a head was signed over more."),
}
"""What can be wrong with the record of this house; the core says more, in English."""


@dataclass(frozen=True, slots=True)
class Reminding:
    """One thing to be reminded of: its words, the page where it is done, and who reads it."""

    words: str
    opens: str
    for_ability: str


REMINDERS: Mapping[str, Reminding] = {
    "answers": Reminding(
        gettext_noop("The coordinator asks you to answer the referrals that wait."),
        "referrals:list",
        "answer_referral",
    ),
    "agreement": Reminding(
        gettext_noop("The coordinator asks you to renew an agreement that runs out."),
        "consent:agreements",
        "make_agreements",
    ),
    "return": Reminding(
        gettext_noop("The coordinator asks you to send last month’s return."),
        "statistics:returns",
        "statistics",
    ),
}

SHOWN_FOR = timedelta(days=7)
"""A reminder stands on Today until somebody has seen to it, and no longer than this."""

ONCE_IN = timedelta(hours=12)
"""An agency is reminded of the same thing once in this time; reminded again, nothing is added."""

WINDOW = timedelta(days=30)
"""The desk counts whole days, this many until last midnight, so that no single act shows."""

ENDS_WITHIN = timedelta(days=60)
"""An agreement that runs out within this time stands on the desk."""
