"""Who is trafficked in the words of which law: facts in, findings out, in three values."""

from .facts import DECIDING_AUTHORITY, Dispute, Facts, Statement, facts_from
from .faults import BadFacts, BadLaw, NoSuchLaw, Unreadable
from .findings import MET, NOT_MET, UNKNOWN, Finding, Reading, assess, assess_all, is_child
from .law_files import laws, laws_with, read_version, versions_in
from .laws import Certainty, Consent, Element, Law, Laws, Line, Version, Way, chosen, gathered
from .reasons import answer, elements, missing, reasons, rests_on, uncertain_lines, would_settle

__all__ = [
    "DECIDING_AUTHORITY",
    "MET",
    "NOT_MET",
    "UNKNOWN",
    "BadFacts",
    "BadLaw",
    "Certainty",
    "Consent",
    "Dispute",
    "Element",
    "Facts",
    "Finding",
    "Law",
    "Laws",
    "Line",
    "NoSuchLaw",
    "Reading",
    "Statement",
    "Unreadable",
    "Version",
    "Way",
    "answer",
    "assess",
    "assess_all",
    "chosen",
    "elements",
    "facts_from",
    "gathered",
    "is_child",
    "laws",
    "laws_with",
    "missing",
    "read_version",
    "reasons",
    "rests_on",
    "uncertain_lines",
    "versions_in",
    "would_settle",
]
