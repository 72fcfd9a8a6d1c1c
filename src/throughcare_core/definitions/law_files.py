"""A law file: TOML that a lawyer reads and changes, into the lines of one version."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from throughcare_core.vocab import codes

from .faults import BadLaw
from .law_tables import Table
from .laws import Certainty, ChildRule, Consent, Element, Laws, Line, Version, Way, gathered
from .words import BIT, CHILD, MOVEMENT, SECTION_OF, mask, section_mask

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NOBODY = "nobody"


@cache
def laws() -> Laws:
    """The laws of this package, by code."""
    return gathered(versions_in(resources.files(__package__).joinpath("laws")))


def laws_with(folder: Path) -> Laws:
    """The laws of this package and those of a folder of one's own together."""
    ours = [version for law in laws().values() for version in law.versions]
    return gathered([*ours, *versions_in(folder)])


def versions_in(folder: Traversable) -> Iterator[Version]:
    """Every law file of a folder, in the order of their names; BadLaw names file and line."""
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            try:
                yield read_version(file.read_text("utf-8"))
            except BadLaw as bad:
                raise BadLaw(f"{file.name}, {bad}") from None
            except UnicodeDecodeError:
                raise BadLaw(f"{file.name}: save the file as UTF-8.") from None


def read_version(text: str) -> Version:
    """One version of a law from the text of its file; BadLaw with the line, and what to do."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise BadLaw(f"this is not TOML: {wrong}.", _line_in(str(wrong))) from None
    top = Table(text, content)
    version = _version(top)
    top.nothing_else()
    return version


def _line_in(message: str) -> int | None:
    at = re.search(r"at line (\d+)", message)
    return int(at[1]) if at else None


def _version(top: Table) -> Version:
    child, child_rule = _child(top.table("child"))
    consent_table = top.table("consent")
    consent = consent_table.one_of("rule", {rule.value: rule for rule in Consent})
    completion = top.table("completion")
    needed = completion.truth("exploitation_needed")
    valid_from = top.day("valid_from")
    verified_on, verified_by = _verified(top)
    return Version(
        code=_code(top),
        version=top.text_of("version"),
        title=top.text_of("title"),
        places=tuple(top.words("places")),
        valid_from=valid_from,
        valid_to=_end(top, valid_from),
        verified_on=verified_on,
        verified_by=verified_by,
        child=child_rule,
        consent=consent,
        exploitation_needed=needed,
        ways=tuple(_way(table, child) for table in _at_least_one(top, "way")),
        about=_line(top, "law"),
        consent_line=_line(consent_table, f"consent: {consent}"),
        completion_line=_line(
            completion, f"exploitation {'must' if needed else 'need not'} have happened"
        ),
    )


def _code(top: Table) -> str:
    code = top.text_of("code")
    if not CODE.fullmatch(code):
        raise top.bad("code is small letters and digits joined by hyphens: np-4-1.", "code")
    return code


def _end(top: Table, valid_from: date) -> date | None:
    if not top.has("valid_to"):
        return None
    valid_to = top.day("valid_to")
    if valid_to < valid_from:
        raise top.bad(
            "The dates contradict each other: valid_to lies before valid_from.", "valid_to"
        )
    return valid_to


def _verified(top: Table) -> tuple[date | None, str]:
    """Day and name of the local lawyer, or None and nobody; never one without the other."""
    by = top.text_of("verified_by")
    top.asked.add("verified_on")
    on = None if top.content.get("verified_on") == "" else top.day("verified_on")
    if (on is None) != (by == NOBODY):
        raise top.bad(
            f'verified_on is the day on which the lawyer named in verified_by read the law; "" '
            f'where verified_by is "{NOBODY}".',
            "verified_on",
        )
    return on, by


def _child(table: Table) -> tuple[Line, ChildRule]:
    below = table.take("below", int, "an age in years, without quotation marks")
    line = _line(table, f"child: below {below}")
    extends, extension = _more(table, "cannot_protect_self", "child: also who cannot protect self")
    presumes, doubt = _more(table, "age_in_doubt", "age in doubt: presumed a child")
    return line, ChildRule(
        below=below, extends=extends, presumes=presumes, lines=(line, *extension, *doubt)
    )


def _more(table: Table, key: str, title: str) -> tuple[bool, tuple[Line, ...]]:
    """A rule that only some laws have: a table of its own that may be left out."""
    if not table.has(key):
        return False, ()
    return True, (_line(table.table(key), title),)


def _way(table: Table, child: Line) -> Way:
    needs = table.table("means_needed")
    adults, children = needs.truth("adults"), needs.truth("children")
    movement = table.table("movement")
    moves = movement.truth("needed")
    rules = (
        _line(needs, f"means needed: adults {_yes_no(adults)}, children {_yes_no(children)}"),
        _line(movement, f"movement {'needed' if moves else 'not needed'}"),
    )
    elements = [
        *_listed(table, "act"),
        *_means(table, needs, adults, children, rules[0]),
        *_purpose(table),
        *([_single(MOVEMENT, MOVEMENT, rules[1])] if moves else []),
        *([_single("age", CHILD, child)] if _for_children(table) else []),
    ]
    if not elements:
        raise table.bad("A way asks for something: give it [[way.act]] or [[way.purpose]].")
    return Way(
        name=table.text_of("name"),
        elements=tuple(elements),
        only_if=tuple(_only_if(row) for row in table.tables("only_if")),
        rules=rules,
    )


def _for_children(table: Table) -> bool:
    return table.one_of("for", {"everyone": False, "children": True})


def _listed(table: Table, kind: str) -> list[Element]:
    """The element of a list of words; none where the way does not ask for it."""
    lines = tuple(_words_line(row, kind) for row in table.tables(kind))
    bits = mask(name for line in lines for name in line.names)
    return [Element(name=kind, lines=lines, meets=bits, closes=bits)] if lines else []


def _means(table: Table, needs: Table, adults: bool, children: bool, rule: Line) -> list[Element]:
    """Means, for a child replaced by being one where children need none."""
    found = _listed(table, "means")
    if children and not adults:
        raise needs.bad("No law asks for means of children alone: check the two lines.", "children")
    if adults != bool(found):
        raise needs.bad(
            "Means are needed for adults exactly where the way lists some under [[way.means]].",
            "adults",
        )
    if not found or children:
        return found
    waived = found[0]
    return [
        Element(
            name="means",
            lines=(*waived.lines, _with_names(rule, (CHILD,))),
            meets=waived.meets | BIT[CHILD],
            closes=waived.closes | BIT[CHILD],
        )
    ]


def _purpose(table: Table) -> list[Element]:
    found = _listed(table, "purpose")
    if not found:
        return []
    listing = table.table("purpose_list")
    is_open = listing.truth("open")
    line = _line(listing, f"the list of purposes is {'open' if is_open else 'closed'}")
    closes = section_mask("purpose") if is_open else found[0].closes
    return [
        Element(name="purpose", lines=(*found[0].lines, line), meets=found[0].meets, closes=closes)
    ]


def _single(name: str, fact: str, line: Line) -> Element:
    return Element(
        name=name, lines=(_with_names(line, (fact,)),), meets=BIT[fact], closes=BIT[fact]
    )


def _only_if(row: Table) -> Line:
    kind = row.one_of("list", {kind: kind for kind in SECTION_OF})
    return _words_line(row, kind, f"{kind}, only where it amounts to what is listed")


def _words_line(row: Table, kind: str, title: str = "") -> Line:
    known = [code.code for code in codes(kind)]
    names = tuple(f"{SECTION_OF[kind]}.{word}" for word in row.words("codes", known))
    return _with_names(_line(row, title or kind), names)


def _with_names(line: Line, names: tuple[str, ...]) -> Line:
    return Line(
        title=line.title,
        says=line.says,
        source=line.source,
        certainty=line.certainty,
        names=names,
        bits=mask(names),
    )


def _line(table: Table, title: str) -> Line:
    """What every line carries: what it says, its source, its certainty."""
    return Line(
        title=title,
        says=table.text_of("says"),
        source=table.text_of("source"),
        certainty=table.one_of("certainty", {tag.value: tag for tag in Certainty}),
    )


def _at_least_one(top: Table, key: str) -> list[Table]:
    rows = top.tables(key)
    if not rows:
        raise top.bad(f"The file lacks [[{key}]]: at least one way in which the law is met.")
    return rows


def _yes_no(needed: bool) -> str:
    return "yes" if needed else "no"
