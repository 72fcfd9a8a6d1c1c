"""The format of facts as a JSON schema, its words taken from the code lists."""

from typing import Any

from throughcare_core.vocab import code_list, codes

from .facts import DECIDING_AUTHORITY, ELEMENTS, OLDEST, SINGLE
from .words import ANSWERS, BIT, SECTIONS

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def facts_schema() -> dict[str, Any]:
    """The schema of a file of facts: one case, or a list of cases."""
    return {
        "$schema": DIALECT,
        "title": "Facts of cases, in the words of the laws on trafficking in persons",
        "description": "One case or a list. What is not named is unknown.",
        "oneOf": [{"$ref": "#/$defs/case"}, {"type": "array", "items": {"$ref": "#/$defs/case"}}],
        "$defs": {
            "answer": {"enum": list(ANSWERS)},
            "day": {"type": ["string", "null"], "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
            "age": {"type": ["integer", "null"], "minimum": 0, "maximum": OLDEST},
            "case": _case(),
            "statement": _statement(),
            "dispute": _dispute(),
        },
    }


def _case() -> dict[str, Any]:
    answer = {"$ref": "#/$defs/answer"}
    return _object(
        {
            "id": {
                "type": "string",
                "pattern": r"\S",
                "description": "A key of your own. Never a name.",
            },
            "date": {"$ref": "#/$defs/day", "description": "The day of the act."},
            "age": {"$ref": "#/$defs/age", "description": "In whole years on that day."},
            "age_disputed": {"type": "boolean", "description": "The age is in doubt."},
            "cannot_protect_self": answer
            | {"description": "Because of a physical or mental disability or condition."},
            **{section: _section(kind) for section, kind in SECTIONS.items()},
            "movement": answer | {"description": "The person was moved."},
            "consented": answer | {"description": "Lowers no finding."},
            "statements": {
                "type": "array",
                "items": {"$ref": "#/$defs/statement"},
                "description": "Who said what. A companion, an employer, somebody under suspicion "
                "stands beside and changes nothing; of others a yes counts over a no.",
            },
            "disputed": {
                "type": "array",
                "items": {"$ref": "#/$defs/dispute"},
                "description": "Elements that the deciding authority marked disputed.",
            },
        },
        ["id"],
    )


def _section(kind: str) -> dict[str, Any]:
    words = {
        code.code: {"$ref": "#/$defs/answer", "title": code.label, "description": code.source}
        for code in codes(kind)
    }
    return {"type": ["object", "null"], "title": code_list(kind).title} | {
        "properties": words,
        "additionalProperties": False,
    }


def _statement() -> dict[str, Any]:
    said_by = [code.code for code in codes("said_by")]
    about = [*(name for name in BIT if "." in name), *SINGLE]
    statement = _object(
        {
            "said_by": {"enum": said_by},
            "about": {"enum": about},
            "says": {"oneOf": [{"$ref": "#/$defs/answer"}, {"type": "integer"}]},
            "on": {"$ref": "#/$defs/day"},
        },
        ["said_by", "about", "says"],
    )
    return statement | {
        "if": {"properties": {"about": {"const": "age"}}},
        "then": {"properties": {"says": {"type": "integer", "minimum": 0, "maximum": OLDEST}}},
        "else": {"properties": {"says": {"$ref": "#/$defs/answer"}}},
    }


def _dispute() -> dict[str, Any]:
    return _object(
        {
            "element": {"enum": list(ELEMENTS)},
            "by": {"const": DECIDING_AUTHORITY},
            "law": {"type": ["string", "null"]},
            "on": {"$ref": "#/$defs/day"},
        },
        ["element", "by"],
    )


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
