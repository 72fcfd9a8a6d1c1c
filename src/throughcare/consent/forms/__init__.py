"""Shape of input: answers, agreements, emergencies, reports and orders."""

from throughcare.consent.forms.consents import AgreementForm, ConsentForm
from throughcare.consent.forms.decisions import DecisionForm
from throughcare.consent.forms.emergencies import DangerForm, HolderForm, ReviewForm
from throughcare.consent.forms.papers import OrderForm, ReportForm
from throughcare.consent.forms.successors import AgreedForm, SuccessorForm

__all__ = [
    "AgreedForm",
    "AgreementForm",
    "ConsentForm",
    "DangerForm",
    "DecisionForm",
    "HolderForm",
    "OrderForm",
    "ReportForm",
    "ReviewForm",
    "SuccessorForm",
]
