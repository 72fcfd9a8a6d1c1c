"""The words of the profession: code lists with their sources, and the HTCDS field table."""

from throughcare_core.vocab.agencies import (
    AgencySide,
    agency_side,
    enforces_law,
    organisation_type_for,
)
from throughcare_core.vocab.ages import age_band
from throughcare_core.vocab.crosswalk import (
    exploitation_type_for,
    means_for,
    means_of_control_for,
    purpose_for,
    sexual_exploitation_type_for,
)
from throughcare_core.vocab.ctdc import (
    CTDC_RELEASES,
    CtdcColumn,
    ctdc_as_of_2024,
    ctdc_columns,
    ctdc_lists,
)
from throughcare_core.vocab.htcds import (
    HtcdsField,
    htcds_field,
    htcds_fields,
    htcds_picklist_code,
)
from throughcare_core.vocab.lists import (
    Code,
    CodeList,
    UnknownCode,
    UnknownList,
    accepted,
    code,
    code_list,
    codes,
    is_code,
    label,
    list_names,
    texts_to_translate,
)
from throughcare_core.vocab.statements import stands_beside

__all__ = [
    "CTDC_RELEASES",
    "AgencySide",
    "Code",
    "CodeList",
    "CtdcColumn",
    "HtcdsField",
    "UnknownCode",
    "UnknownList",
    "accepted",
    "age_band",
    "agency_side",
    "code",
    "code_list",
    "codes",
    "ctdc_as_of_2024",
    "ctdc_columns",
    "ctdc_lists",
    "enforces_law",
    "exploitation_type_for",
    "htcds_field",
    "htcds_fields",
    "htcds_picklist_code",
    "is_code",
    "label",
    "list_names",
    "means_for",
    "means_of_control_for",
    "organisation_type_for",
    "purpose_for",
    "sexual_exploitation_type_for",
    "stands_beside",
    "texts_to_translate",
]
