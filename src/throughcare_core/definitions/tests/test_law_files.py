"""Law files: each line sourced and dated, and a slip is refused with its line."""

from datetime import date
from pathlib import Path

import pytest

from throughcare_core.definitions import (
    BadLaw,
    Certainty,
    Consent,
    NoSuchLaw,
    assess,
    chosen,
    gathered,
    laws,
    laws_with,
    read_version,
    versions_in,
)
from throughcare_core.definitions.law_tables import line_of

PROMISED = (
    "un-palermo coe-197 eu-2011-36 us-tvpa-sex us-tvpa-labour ph-ra9208 ua-149 md-165 md-206 "
    "np-4-1 np-4-2 br-149a za-7-2013 zw-2014 kh-2008 rs-388 sl-2022 pk-2018 us-mn-sex us-mn-labour"
)
CODES = PROMISED.split()
LAW = """code = "xa-1"
version = "2001"
title = "Invented Act of the demonstration country"
places = ["XA"]
valid_from = 2001-01-01
valid_to = 2010-12-31
verified_on = ""
verified_by = "nobody"
says = "Invented."
source = "Invented Act"
certainty = "S"

[child]
below = 18
says = "Under eighteen."
source = "s. 1"
certainty = "S"

[consent]
rule = "the law is silent"
says = "Nothing is said."
source = "s. 2"
certainty = "S2"

[completion]
exploitation_needed = false
says = "The intention is enough."
source = "s. 3"
certainty = "S"

[[way]]
name = "section 4"
for = "everyone"

[way.means_needed]
adults = true
children = false
says = "Children need none."
source = "s. 5"
certainty = "G"

[way.movement]
needed = false
says = "Not needed."
source = "s. 4"
certainty = "S"

[[way.act]]
codes = ["recruitment"]
says = "Recruiting."
source = "s. 4"
certainty = "S"

[[way.act]]
codes = [
  "sale",
  "purchase",
]
says = "Selling and buying."
source = "s. 4"
certainty = "S"

[[way.means]]
codes = ["force"]
says = "Force."
source = "s. 4"
certainty = "S"

[[way.purpose]]
codes = ["servitude"]
says = "Servitude."
source = "s. 4"
certainty = "S"

[way.purpose_list]
open = false
says = "Closed."
source = "s. 4"
certainty = "S"

[[way.only_if]]
list = "purpose"
codes = ["forced_labour"]
says = "Only where it is servitude."
source = "s. 4"
certainty = "S"
"""


def line(text: str, number: int = 1) -> int:
    """The line on which a text stands, the `number`-th time."""
    rows = [at for at, row in enumerate(LAW.splitlines(), 1) if row.startswith(text)]
    return rows[number - 1]


def refused(before: str, after: str, count: int = 1) -> BadLaw:
    assert before in LAW
    with pytest.raises(BadLaw) as raised:
        read_version(LAW.replace(before, after, count))
    return raised.value


def test_all_laws_are_held_with_their_codes() -> None:
    assert sorted(laws()) == sorted(CODES)


def test_one_file_is_one_version_of_one_law_and_bears_its_name() -> None:
    folder = Path(__file__).parents[1] / "laws"
    named = {path.name for path in folder.glob("*")}
    assert named == {
        f"{law.code}.{version.version}.toml" for law in laws().values() for version in law.versions
    }


@pytest.mark.parametrize("code", CODES)
def test_every_line_carries_what_it_says_its_source_and_its_certainty(code: str) -> None:
    for version in laws()[code].versions:
        lines = [line for _way, line in version.lines()]
        assert len(lines) > 6
        for each in lines:
            assert each.says
            assert each.source
            assert each.certainty in Certainty


def test_no_law_claims_a_lawyer_who_does_not_exist() -> None:
    for law in laws().values():
        for version in law.versions:
            assert (version.verified_on, version.verified_by) == (None, "nobody")


@pytest.mark.parametrize(
    ("code", "day", "version"),
    [
        ("eu-2011-36", date(2011, 4, 14), None),
        ("eu-2011-36", date(2011, 4, 15), "2011"),
        ("eu-2011-36", date(2024, 7, 13), "2011"),
        ("eu-2011-36", date(2024, 7, 14), "2024"),
        ("us-mn-labour", date(2023, 7, 31), "2005"),
        ("us-mn-labour", date(2023, 8, 1), "2023"),
        ("ph-ra9208", date(2012, 1, 1), "2003"),
        ("ph-ra9208", date(2020, 1, 1), "2013"),
        ("ph-ra9208", date(2024, 1, 1), "2022"),
        ("ua-149", date(2018, 9, 5), "2006"),
        ("ua-149", date(2018, 9, 6), "2018"),
        ("za-7-2013", date(2015, 8, 8), None),
        ("za-7-2013", date(2015, 8, 9), "2015"),
        ("sl-2022", date(2022, 7, 20), None),
        ("sl-2022", date(2022, 7, 21), "2022"),
        ("coe-197", date(2008, 1, 31), None),
        ("coe-197", date(2008, 2, 1), "2005"),
    ],
)
def test_the_version_in_force_on_the_day(code: str, day: date, version: str | None) -> None:
    found = laws()[code].on(day)
    assert (found.version if found else None) == version


def test_where_a_law_is_law() -> None:
    held = laws()
    assert held["un-palermo"].is_law_in("XA")
    assert held["np-4-1"].is_law_in("NP")
    assert not held["np-4-1"].is_law_in("IN")
    assert held["us-tvpa-sex"].is_law_in("US-MN")
    assert held["us-mn-sex"].is_law_in("US-MN")
    assert not held["us-mn-sex"].is_law_in("US")
    assert held["coe-197"].is_law_in("MD")
    assert not held["eu-2011-36"].is_law_in("MD")


def test_a_law_is_read_as_it_is_written() -> None:
    version = read_version(LAW)
    assert (version.code, version.version, version.places) == ("xa-1", "2001", ("XA",))
    assert (version.valid_from, version.valid_to) == (date(2001, 1, 1), date(2010, 12, 31))
    assert version.consent is Consent.SILENT
    assert not version.exploitation_needed
    (way,) = version.ways
    assert [element.name for element in way.elements] == ["act", "means", "purpose"]
    assert [each.names for each in way.only_if] == [("purposes.forced_labour",)]
    titles = [each.title for _way, each in version.lines()]
    assert titles[:4] == [
        "law",
        "child: below 18",
        "consent: the law is silent",
        "exploitation need not have happened",
    ]
    assert "means needed: adults yes, children no" in titles
    assert "movement not needed" in titles
    assert "the list of purposes is closed" in titles
    assert titles[-1] == "purpose, only where it amounts to what is listed"


def test_what_a_file_asks_for_becomes_an_element() -> None:
    text = (
        LAW.replace('for = "everyone"', 'for = "children"')
        .replace('needed = false\nsays = "Not', 'needed = true\nsays = "Not')
        .replace("open = false", "open = true")
        .replace("exploitation_needed = false", "exploitation_needed = true")
    )
    version = read_version(text)
    elements = version.ways[0].elements
    assert [each.name for each in elements] == ["act", "means", "purpose", "movement", "age"]
    assert [each.is_open for each in elements] == [False, False, True, False, False]
    assert version.exploitation_needed
    titles = [each.title for _way, each in version.lines()]
    assert "movement needed" in titles
    assert "the list of purposes is open" in titles
    assert "exploitation must have happened" in titles


def test_a_lawyer_may_verify_a_law() -> None:
    text = LAW.replace('verified_on = ""', "verified_on = 2026-03-01").replace("nobody", "A. Judge")
    version = read_version(text)
    assert (version.verified_on, version.verified_by) == (date(2026, 3, 1), "A. Judge")


@pytest.mark.parametrize(
    ("before", "after", "at", "words"),
    [
        ('code = "xa-1"', 'code = "XA 1"', "code", "small letters and digits"),
        ('version = "2001"', "version = 2001", "version", "a text in quotation marks"),
        ('title = "Inv', 'titel = "Inv', "title", "the file lacks title"),
        ('places = ["XA"]', "places = []", "places", "at least one"),
        ('places = ["XA"]', "places = [1]", "places", "at least one"),
        ('places = ["XA"]', 'places = "XA"', "places", "a list of texts"),
        ("valid_from = 2001-01-01", 'valid_from = "2001-01-01"', "valid_from", "without quot"),
        ("valid_to = 2010-12-31", "valid_to = 2000-12-31", "valid_to", "contradict each other"),
        ("valid_to = ", "valid_until = ", "valid_to", "Did you mean valid_to?"),
        ('verified_by = "nobody"', 'verified_by = "A. Judge"', "verified_on", "the lawyer named"),
        ('verified_on = ""', "verified_on = 2026-03-01", "verified_on", "the lawyer named"),
        ('verified_on = ""', 'verified_on = "soon"', "verified_on", "verified_on is a day"),
        ('says = "Invented."', 'says = " "', "says", "says is empty"),
        ('certainty = "S"', 'certainty = "X"', "certainty", "The words are: S, S2, G."),
        ("below = 18", 'below = "18"', "below", "an age in years"),
        ('rule = "the law is silent"', 'rule = "the law is silnt"', "rule", "Did you mean the law"),
        ("exploitation_needed = false", 'exploitation_needed = "no"', "exploi", "true or false"),
        (
            "[completion]",
            "[completed]",
            "[completion]",
            "the file lacks completion, a table: begin it",
        ),
        ('for = "everyone"', 'for = "adults"', "for", "The words are: everyone, children."),
        ('name = "section 4"', 'nam = "section 4"', "name", "[way] lacks name"),
        ("adults = true", "adults = 1", "adults", "true or false"),
        ("adults = true", "adults = false", "adults", "exactly where the way lists some"),
        (
            "adults = true\nchildren = false",
            "adults = false\nchildren = true",
            "children",
            "No law asks for means of children alone",
        ),
        ('codes = ["recruitment"]', 'codes = ["recruting"]', "codes", "Did you mean recruitment?"),
        (
            'codes = ["recruitment"]',
            'code = ["recruitment"]',
            "codes",
            "[way.act] lacks codes",
        ),
        ('codes = ["force"]', 'codes = ["sale"]', 'codes = ["force"]', "“sale” is not known"),
        ("open = false", 'open = "no"', "open", "true or false"),
        (
            "[way.purpose_list]",
            "[way.purposes_list]",
            "[way.purpose_list]",
            "[way] lacks purpose_list",
        ),
        ('list = "purpose"', 'list = "purposes"', "list", "Did you mean purpose?"),
        ("[[way.only_if]]", "[[way.onlyif]]", "[[way.only_if]]", "Did you mean only_if?"),
        ("below = 18\n", "below = 18\nunder = 18\n", "below", "under is not known here"),
    ],
)
def test_a_slip_is_refused_with_its_line(before: str, after: str, at: str, words: str) -> None:
    bad = refused(before, after)
    assert words in bad.reason
    extra = 1 if after.startswith("below = 18\nunder") else 0
    assert bad.line == line(at) + extra


def test_a_wrong_word_in_a_long_list_has_its_own_line() -> None:
    bad = refused('  "purchase",', '  "purchace",')
    assert bad.line == line('  "purchase"')
    assert str(bad).endswith("codes: “purchace” is not known. Did you mean purchase?")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('source = "s. 1"', 'source = "s. 1', "this is not TOML"),
        ('code = "xa-1"', 'code = "xa-1"\ncode = "xa-1"', "this is not TOML"),
    ],
)
def test_what_is_no_toml_is_refused_with_its_line(before: str, after: str, words: str) -> None:
    bad = refused(before, after)
    assert words in bad.reason
    assert bad.line in (line(before), line(before) + 1)


def test_a_way_that_asks_for_nothing_and_a_law_without_a_way_are_refused() -> None:
    head, _way, rest = LAW.partition("[[way]]")
    with pytest.raises(BadLaw, match=r"the file lacks way|The file lacks \[\[way\]\]"):
        read_version(head)
    bare = rest.partition("[[way.act]]")[0].replace("adults = true", "adults = false")
    with pytest.raises(BadLaw, match="A way asks for something") as raised:
        read_version(head + "[[way]]" + bare)
    assert raised.value.line == line("[[way]]")
    with pytest.raises(BadLaw, match=r"begin each with \[\[way\]\]"):
        read_version("way = 1\n" + head)
    with pytest.raises(BadLaw, match=r"begin each with \[\[way\]\]"):
        read_version("way = [1]\n" + head)


def test_a_table_written_as_a_value_is_refused() -> None:
    head, _child, rest = LAW.partition("[child]")
    text = 'child = "under 18"\n' + head + rest[rest.index("[consent]") :]
    with pytest.raises(BadLaw, match=r"child is a table: begin it with \[child\]") as raised:
        read_version(text)
    assert raised.value.line == 1


def test_the_file_whose_typo_it_is_is_named(tmp_path: Path) -> None:
    (tmp_path / "xa-1.2001.toml").write_text(LAW.replace("below", "belov"))
    with pytest.raises(BadLaw) as raised:
        laws_with(tmp_path)
    assert str(raised.value) == (
        f"xa-1.2001.toml, line {line('below')}: [child] lacks below, an age in years, without "
        "quotation marks. Was belov meant to be it?"
    )
    (tmp_path / "xa-1.2001.toml").write_bytes(LAW.encode("utf-16"))
    with pytest.raises(BadLaw, match=r"xa-1.2001.toml: save the file as UTF-8"):
        laws_with(tmp_path)


def test_a_law_is_added_by_a_file_alone(tmp_path: Path) -> None:
    (tmp_path / "xa-1.2001.toml").write_text(LAW)
    (tmp_path / "notes.txt").write_text("not a law")
    held = laws_with(tmp_path)
    assert sorted(held) == sorted([*CODES, "xa-1"])
    case = {"id": "A", "acts": {"sale": "yes"}, "means": {"force": "yes"}}
    case["purposes"] = {"servitude": "yes"}
    assert assess(case, held["xa-1"], date(2005, 1, 1)).finding == "met"
    assert "xa-1" not in laws()


def test_two_versions_of_one_day_contradict_each_other() -> None:
    overlapping = [
        LAW.replace("2001", "2010").replace("valid_from = 2010-01-01", "valid_from = 2010-12-31"),
        LAW,
    ]
    with pytest.raises(BadLaw, match="Two versions of xa-1 were in force on 2010-12-31"):
        gathered(map(read_version, overlapping))
    endless = LAW.replace("valid_to = 2010-12-31\n", "")
    later = LAW.replace("valid_from = 2001", "valid_from = 2009")
    with pytest.raises(BadLaw, match="end the version 2001 with a valid_to before that day"):
        gathered(map(read_version, (endless, later)))
    next_day = LAW.replace("valid_from = 2001-01-01", "valid_from = 2011-01-01").replace(
        "valid_to = 2010-12-31\n", ""
    )
    law = gathered(map(read_version, (next_day, LAW)))["xa-1"]
    assert [version.valid_from.year for version in law.versions] == [2001, 2011]
    assert law.on(date(2030, 1, 1)) is law.versions[1]
    assert law.on(date(2000, 12, 31)) is None


def test_files_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    for code in ("xb", "xa"):
        (tmp_path / f"{code}.toml").write_text(LAW.replace("xa-1", code))
    assert [version.code for version in versions_in(tmp_path)] == ["xa", "xb"]


def test_laws_are_chosen_by_code_once_and_in_order() -> None:
    held = laws()
    assert [law.code for law in chosen(held, ["np-4-1", "br-149a", "np-4-1"])] == [
        "np-4-1",
        "br-149a",
    ]
    assert [law.code for law in chosen(held, [])] == sorted(CODES)
    with pytest.raises(NoSuchLaw, match=r"There is no law un-palerno. Did you mean un-palermo\?"):
        chosen(held, ["np-4-1", "un-palerno"])


def test_the_title_of_a_law_is_that_of_its_newest_version() -> None:
    assert laws()["eu-2011-36"].title.endswith("as amended by Directive (EU) 2024/1712")


def test_the_line_of_a_table_a_key_and_a_word() -> None:
    assert line_of(LAW, "", "code") == 1
    assert line_of(LAW, "child") == line("[child]")
    assert line_of(LAW, "child", "source") == line('source = "s. 1"')
    assert line_of(LAW, "way.0.act.1", "codes") == line("codes = [", 2)
    assert line_of(LAW, "way.0.act.1", "codes", "purchase") == line('  "purchase"')
    assert line_of(LAW, "way.0.act.1", "codes", "lease") == line("codes = [", 2)
    assert line_of(LAW, "", "child") == line("[child]")
    assert line_of(LAW, "way.0", "act") == line("[[way.act]]")
    assert line_of(LAW, "way.0.act.1", "no_such_key") == line("[[way.act]]", 2)
    assert line_of(LAW + "\n[child.age_in_doubt]\nsays = 1\n", "child.age_in_doubt", "says") == (
        len(LAW.splitlines()) + 3
    )
    twice = LAW + LAW[LAW.index("[[way]]") :]
    assert line_of(twice, "way.1.act.0") > len(LAW.splitlines())
