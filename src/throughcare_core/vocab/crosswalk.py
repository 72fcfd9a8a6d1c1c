"""Between the words of the laws (acts, means, purposes) and the picklists of HTCDS 2.0."""

from throughcare_core.vocab.lists import code, codes


def means_of_control_for(means: str) -> tuple[str, ...]:
    """The HTCDS means of control that show a means in law, the nearest first; may be empty.

    >>> means_of_control_for("document_retention")
    ('WithholdsDocuments',)
    """
    return tuple(code("means", means).traits.get("htcds", ()))


def means_for(means_of_control: str) -> tuple[str, ...]:
    """The means in law that an HTCDS means of control shows; empty where it settles none.

    >>> means_for("TakesEarnings")
    ()
    """
    code("means_of_control", means_of_control)
    return tuple(
        each.code for each in codes("means") if means_of_control in each.traits.get("htcds", ())
    )


def exploitation_type_for(purpose: str) -> str:
    """The HTCDS type of exploitation under which a purpose is reported; “Other” where none fits.

    >>> exploitation_type_for("peonage")
    'ForcedLabour'
    """
    return str(code("purpose", purpose).traits["htcds"])


def sexual_exploitation_type_for(purpose: str) -> str | None:
    """The HTCDS kind of sexual exploitation of a purpose, where it has one."""
    found = code("purpose", purpose).traits.get("htcds_sexual")
    return str(found) if found else None


def purpose_for(exploitation_type: str, sexual_exploitation_type: str | None = None) -> str | None:
    """The purpose in law that HTCDS codes state by themselves; None for “Other”.

    >>> purpose_for("ForcedBegging")
    'forced_begging'
    >>> purpose_for("SexualExploitation", "Pornography")
    'pornography'
    """
    found = code("exploitation_type", exploitation_type)
    if sexual_exploitation_type is not None:
        found = code("sexual_exploitation_type", sexual_exploitation_type)
    purpose = found.traits.get("purpose")
    return str(purpose) if purpose else None
