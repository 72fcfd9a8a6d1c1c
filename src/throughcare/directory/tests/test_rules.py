from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.directory.rules import (
    TERMS,
    TRAVEL,
    WHOM,
    Agreed,
    Aspect,
    NeedFacts,
    PlacesFacts,
    ServiceFacts,
    fit,
    is_stale,
    reasons_not_to_change,
    reasons_not_to_keep,
    reasons_not_to_move,
    reasons_not_to_say_places,
    term_of,
    terms_meant,
)
from throughcare.directory.tests.factories import DAY_CENTRE, LOTUS_HOUSE
from throughcare_core import vocab

HOUSE = ServiceFacts(
    meets=frozenset({"shelter", "counselling"}),
    takes=frozenset({"women", "family"}),
    age_from=18,
    age_to=60,
    children_up_to=2,
    speaks=frozenset({"hau", "eng"}),
    speaks_at_night=frozenset({"hau"}),
    access=frozenset({"step_free"}),
    treats=frozenset({"medical"}),
    region="North",
    travel="1_to_2_hours",
    places=PlacesFacts(free=3),
    agreed=Agreed.IN_FORCE,
)
NEED = NeedFacts(
    needs=frozenset({"shelter"}),
    wanted=frozenset({"women"}),
    age_band="18-24",
    children=("2-5",),
    languages=("hau",),
    at_night=True,
    access_needs=frozenset({"step_free"}),
    treatments=frozenset({"medical"}),
    region="north",
    longest_travel="2_to_3_hours",
)


def lacking(service: ServiceFacts, need: NeedFacts) -> set[str]:
    return {reason.code for reason in fit(service, need).reasons if not reason.ok}


def said(service: ServiceFacts, need: NeedFacts, code: str) -> list[str]:
    return [each.text for each in fit(service, need).reasons if each.code == code]


def test_a_house_that_has_all_fits_and_every_reason_says_so() -> None:
    found = fit(HOUSE, NEED)
    assert found.fits
    assert [reason.code for reason in found.reasons] == [
        "need",
        "places",
        "language",
        "for_whom",
        "age",
        "children",
        "access",
        "treatment",
        "travel",
        "agreement",
    ]
    assert all(reason.ok for reason in found.reasons)


@pytest.mark.parametrize(
    ("service", "need"),
    [
        (replace(HOUSE, meets=frozenset({"work"})), NEED),
        (replace(HOUSE, takes=frozenset({"men"})), NEED),
        (replace(HOUSE, age_from=25), NEED),
        (replace(HOUSE, children_up_to=0), NEED),
        (replace(HOUSE, access=frozenset()), NEED),
        (replace(HOUSE, places=PlacesFacts(free=0)), NEED),
        (replace(HOUSE, travel="over_3_hours"), NEED),
        (replace(HOUSE, region="Coast"), NEED),
        (replace(HOUSE, takes=frozenset({"men"})), replace(NEED, wanted=frozenset(), sex="female")),
    ],
)
def test_one_thing_that_cannot_be_done_without_is_enough_not_to_fit(
    service: ServiceFacts, need: NeedFacts
) -> None:
    found = fit(service, need)
    assert not found.fits
    assert len([reason for reason in found.reasons if reason.decides]) == 1


@pytest.mark.parametrize(
    ("service", "need", "code"),
    [
        (replace(HOUSE, speaks_at_night=frozenset()), NEED, "language"),
        (replace(HOUSE, speaks=frozenset(), speaks_at_night=frozenset()), NEED, "language"),
        (replace(HOUSE, treats=frozenset()), NEED, "treatment"),
        (replace(HOUSE, agreed=Agreed.NONE), NEED, "agreement"),
        (replace(HOUSE, places=None), NEED, "places"),
        (replace(HOUSE, places=PlacesFacts(free=0, is_stale=True)), NEED, "places"),
        (replace(HOUSE, places=PlacesFacts(free=1)), NEED, "places"),
        (replace(HOUSE, places=PlacesFacts(free=3, for_whom="men")), NEED, "places"),
        (replace(HOUSE, takes=frozenset({"any"})), NEED, "for_whom"),
        (HOUSE, replace(NEED, age_band="unknown"), "age"),
        (HOUSE, replace(NEED, age_band="adult"), "age"),
        (HOUSE, replace(NEED, access_needs=frozenset({"quiet_room"})), "access"),
        (HOUSE, replace(NEED, needs=frozenset({"shelter", "work"})), "need"),
        (replace(HOUSE, region="Coast"), replace(NEED, longest_travel=""), "travel"),
        (HOUSE, replace(NEED, wanted=frozenset(), children=()), "for_whom"),
    ],
)
def test_what_can_be_arranged_is_said_and_does_not_exclude(
    service: ServiceFacts, need: NeedFacts, code: str
) -> None:
    assert fit(service, need).fits
    assert lacking(service, need) == {code}
    assert fit(service, need).rank > fit(HOUSE, NEED).rank


def test_a_full_house_says_when_the_next_place_comes() -> None:
    full = replace(HOUSE, places=PlacesFacts(free=0, next_on="5 March 2026"))
    assert said(full, NEED, "places") == ["No place before {day}"]
    assert said(replace(HOUSE, places=PlacesFacts(free=0)), NEED, "places") == ["No place free"]


def test_a_service_that_hides_its_places_says_the_same_whatever_they_are() -> None:
    hidden = [
        fit(replace(HOUSE, hides_places=True, places=places), NEED)
        for places in (None, PlacesFacts(free=0), PlacesFacts(free=9))
    ]
    assert hidden[0] == hidden[1] == hidden[2]
    assert said(replace(HOUSE, hides_places=True), NEED, "places") == ["May have a place"]


def test_advice_without_beds_is_not_asked_for_places() -> None:
    advice = replace(HOUSE, meets=frozenset({"legal_advice"}), places=None)
    assert said(advice, replace(NEED, needs=frozenset({"legal_advice"})), "places") == []


def test_a_service_by_phone_is_near_from_everywhere() -> None:
    line = replace(HOUSE, travel="none", region="Coast")
    assert said(line, NEED, "travel") == ["No travel"]
    assert fit(line, NEED).fits


def test_a_boy_fits_a_house_for_children_and_a_mother_with_a_child_one_for_families() -> None:
    for_children = replace(HOUSE, takes=frozenset({"children"}), age_from=0, age_to=17)
    boy = NeedFacts(needs=frozenset({"shelter"}), sex="male", age_band="12-15")
    assert fit(for_children, boy).fits
    assert not fit(for_children, replace(boy, age_band="18-24")).fits
    families = replace(HOUSE, takes=frozenset({"family"}))
    mother = NeedFacts(
        needs=frozenset({"shelter"}), sex="female", age_band="18-24", children=("0-1",)
    )
    assert fit(families, mother).fits
    assert not fit(families, replace(mother, children=())).fits


def test_needs_met_count_before_places_and_places_before_language() -> None:
    two = replace(NEED, needs=frozenset({"shelter", "counselling"}))
    meets_both = replace(HOUSE, places=None, speaks_at_night=frozenset())
    meets_one = replace(HOUSE, meets=frozenset({"shelter"}))
    assert fit(meets_both, two).rank < fit(meets_one, two).rank
    unsure = replace(HOUSE, hides_places=True)
    without_hausa = replace(HOUSE, speaks=frozenset(), speaks_at_night=frozenset())
    assert fit(without_hausa, NEED).rank < fit(unsure, NEED).rank


def test_an_old_word_on_places_is_better_than_none_and_a_fresh_one_better_than_both() -> None:
    old = replace(HOUSE, places=PlacesFacts(free=3, is_stale=True))
    none = replace(HOUSE, places=None)
    assert fit(HOUSE, NEED).rank < fit(old, NEED).rank < fit(none, NEED).rank


def test_one_place_for_one_person_is_enough() -> None:
    one = replace(HOUSE, places=PlacesFacts(free=1))
    assert "places" not in lacking(one, replace(NEED, children=()))


def test_what_nobody_said_is_taken_as_no() -> None:
    plain = ServiceFacts(meets=frozenset({"shelter"}), takes=frozenset({"any"}))
    person = NeedFacts(needs=frozenset({"shelter"}), languages=("hau",), children=("0-1",))
    assert not fit(plain, person).fits
    alone = replace(person, children=())
    assert fit(plain, alone).fits
    assert said(plain, alone, "language") == ["{language} through an interpreter"]
    by_day = replace(plain, speaks=frozenset({"hau"}))
    assert said(by_day, alone, "language") == ["{language}"]


def test_the_nearer_of_two_equal_houses_comes_first() -> None:
    assert fit(replace(HOUSE, travel="under_1_hour"), NEED).rank < fit(HOUSE, NEED).rank


def some_of(codes: list[str]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(codes), max_size=4)


needs = some_of([value.code for value in vocab.codes("need")])
whom = some_of(list(WHOM))
languages = some_of(["eng", "fra", "hau", "ara"])
access = some_of([value.code for value in vocab.codes("access_need")])
services = st.builds(
    ServiceFacts,
    meets=needs,
    takes=whom,
    age_from=st.none() | st.integers(0, 40),
    age_to=st.none() | st.integers(40, 99),
    children_up_to=st.integers(0, 4),
    speaks=languages,
    speaks_at_night=languages,
    access=access,
    treats=needs,
    region=st.sampled_from(["North", "Coast"]),
    travel=st.sampled_from(list(TRAVEL)),
    places=st.none()
    | st.builds(
        PlacesFacts,
        free=st.integers(0, 5),
        for_whom=st.sampled_from(["", *WHOM]),
        is_stale=st.booleans(),
    ),
    hides_places=st.booleans(),
    agreed=st.sampled_from(Agreed),
)
people = st.builds(
    NeedFacts,
    needs=needs,
    wanted=whom,
    sex=st.sampled_from(["", "female", "male", "other", "unknown"]),
    age_band=st.sampled_from([value.code for value in vocab.codes("age_band")]),
    children=st.lists(st.sampled_from(["0-1", "2-5", "unknown"]), max_size=3).map(tuple),
    languages=languages.map(tuple),
    at_night=st.booleans(),
    access_needs=access,
    treatments=needs,
    region=st.sampled_from(["", "North"]),
    longest_travel=st.sampled_from(["", *TRAVEL]),
)


@given(service=services, need=people)
def test_whatever_does_not_fit_says_why_and_whatever_fits_lacks_nothing_decisive(
    service: ServiceFacts, need: NeedFacts
) -> None:
    found = fit(service, need)
    decisive = [reason for reason in found.reasons if reason.decides]
    assert found.fits == (not decisive)
    assert not any(reason.ok for reason in decisive)
    for reason in found.reasons:
        reason.text.format(**reason.values)


@given(service=services, need=people, free=st.integers(0, 50))
def test_nothing_about_the_places_of_a_hidden_service_can_be_told(
    service: ServiceFacts, need: NeedFacts, free: int
) -> None:
    hidden = replace(service, hides_places=True)
    assert fit(hidden, need) == fit(replace(hidden, places=PlacesFacts(free=free)), need)


@given(service=services, need=people, more=needs)
def test_meeting_more_needs_never_makes_a_service_worse(
    service: ServiceFacts, need: NeedFacts, more: frozenset[str]
) -> None:
    without_beds = more - {"shelter", "housing"}
    better = replace(service, meets=service.meets | without_beds)
    assert fit(better, need).rank <= fit(service, need).rank
    assert fit(better, need).fits >= fit(service, need).fits


def test_a_word_on_places_is_old_after_two_days() -> None:
    monday = datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert not is_stale(monday, monday + timedelta(hours=48))
    assert is_stale(monday, monday + timedelta(hours=48, seconds=1))


def test_the_sheets_of_the_cast_may_be_kept() -> None:
    assert reasons_not_to_keep(LOTUS_HOUSE) == []
    assert reasons_not_to_keep(DAY_CENTRE) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"meets": ()},
        {"takes": ()},
        {"region": ""},
        {"meets": ("no such need",)},
        {"treats": ("work",)},
        {"travel": "far"},
        {"reached_by": "pigeon"},
        {"age_from": 30, "age_to": 20},
        {"age_from": 121},
        {"children_up_to": 51},
        {"speaks": ("eng",), "speaks_at_night": ("fra",)},
        {"reached_by": "phone", "phone": ""},
    ],
)
def test_a_sheet_that_cannot_stand_is_refused_with_one_reason(wrong: dict[str, object]) -> None:
    assert len(reasons_not_to_keep(replace(DAY_CENTRE, **wrong))) == 1  # type: ignore[arg-type]


def test_a_confidential_service_is_not_made_public_by_an_unticked_box() -> None:
    unticked = replace(LOTUS_HOUSE, is_confidential=False)
    assert reasons_not_to_change("active", True, LOTUS_HOUSE) == []
    assert len(reasons_not_to_change("active", True, unticked)) == 1
    assert reasons_not_to_change("active", False, unticked) == []
    assert len(reasons_not_to_change("closed", False, unticked)) == 1


@pytest.mark.parametrize(
    ("status", "to", "may"),
    [
        ("active", "paused", True),
        ("active", "closed", True),
        ("active", "active", False),
        ("paused", "active", True),
        ("paused", "closed", True),
        ("closed", "active", False),
        ("closed", "closed", False),
    ],
)
def test_a_service_moves_between_open_and_paused_until_it_is_closed(
    status: str, to: str, may: bool
) -> None:
    assert (reasons_not_to_move(status, to) == []) is may


@pytest.mark.parametrize(
    ("status", "free", "of", "for_whom", "reasons"),
    [
        ("active", 2, 8, "", 0),
        ("paused", 0, 0, "women", 0),
        ("closed", 2, 8, "", 1),
        ("active", 9, 8, "", 1),
        ("active", -1, 8, "", 1),
        ("active", 1, 10_000, "", 1),
        ("active", 1, 8, "giants", 1),
    ],
)
def test_free_places_are_among_all_places(
    status: str, free: int, of: int, for_whom: str, reasons: int
) -> None:
    assert len(reasons_not_to_say_places(status, free, of, for_whom)) == reasons


def test_a_broader_term_means_all_its_needs_and_ids_are_unique() -> None:
    health = next(term for term in TERMS if term.code == "support:Health")
    meant = terms_meant(health.id, None)
    assert meant is not None
    aspect, codes = meant[0]
    assert aspect is Aspect.MEETS
    assert "medical" in codes
    assert "work" not in codes
    assert len({term.id for term in TERMS}) == len(TERMS)


def test_a_taxonomy_means_any_of_its_terms_beside_the_term_that_is_asked() -> None:
    wheelchair = term_of(Aspect.ACCESS, "wheelchair")
    assert wheelchair is not None
    assert term_of(Aspect.SPEAKS, "eng") is None
    assert terms_meant(wheelchair.id, wheelchair.taxonomy.id) == [
        (Aspect.ACCESS, frozenset({"wheelchair"})),
        (Aspect.ACCESS, frozenset(value.code for value in vocab.codes("access_need"))),
    ]


def test_a_term_or_taxonomy_that_is_not_there_means_nothing() -> None:
    nobody = TERMS[0].id.__class__(int=7)
    assert terms_meant(nobody, None) is None
    assert terms_meant(TERMS[0].id, nobody) is None
    assert terms_meant(None, nobody) is None
    assert terms_meant(None, None) == []
