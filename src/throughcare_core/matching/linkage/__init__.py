"""Linking whole tables of people by encodings alone, for oneself and between agencies."""

from throughcare_core.matching.linkage.container import (
    EncodingFile,
    Header,
    read_encoding_file,
    write_encoding_file,
)
from throughcare_core.matching.linkage.deciding import (
    Expected,
    Pairs,
    expected,
    groups,
    linked,
    one_to_one,
    whole_groups,
)
from throughcare_core.matching.linkage.encoding import EncodedTable, encode_table
from throughcare_core.matching.linkage.exchange import Encodings, ExchangeKeys, RecordEncoder
from throughcare_core.matching.linkage.faults import Unusable
from throughcare_core.matching.linkage.linking import Linked, link_files, must_be_comparable
from throughcare_core.matching.linkage.matching import Matched, match_tables
from throughcare_core.matching.linkage.schema import Schema, read_schema, ready_schema
from throughcare_core.matching.linkage.sending import DECOYS, Made, encode_records
from throughcare_core.matching.linkage.table import Rows, read_rows
from throughcare_core.matching.linkage.words import reasons, reasons_under_salts

__all__ = [
    "DECOYS",
    "EncodedTable",
    "EncodingFile",
    "Encodings",
    "ExchangeKeys",
    "Expected",
    "Header",
    "Linked",
    "Made",
    "Matched",
    "Pairs",
    "RecordEncoder",
    "Rows",
    "Schema",
    "Unusable",
    "encode_records",
    "encode_table",
    "expected",
    "groups",
    "link_files",
    "linked",
    "match_tables",
    "must_be_comparable",
    "one_to_one",
    "read_encoding_file",
    "read_rows",
    "read_schema",
    "ready_schema",
    "reasons",
    "reasons_under_salts",
    "whole_groups",
    "write_encoding_file",
]
