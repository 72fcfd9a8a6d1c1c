"""Every kind of field is drawn with its label, its help, its errors and its reason."""

import re
from datetime import UTC, date, datetime

import pytest
from django import forms
from django.utils import translation

from throughcare.web.templatetags.fields import problems_in
from throughcare.web.tests.drawing import Elements, Speaking, control, controls, draw

NINE = datetime(2026, 10, 12, 9, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("called", "text"),
        ("address", "email"),
        ("word", "password"),
        ("phone", "tel"),
        ("born", "date"),
        ("at", "time"),
        ("moment", "datetime-local"),
        ("children", "number"),
        ("paper", "file"),
        ("call_back", "checkbox"),
    ],
)
def test_each_kind_of_field_is_the_browsers_own_control_with_its_label(
    name: str, kind: str
) -> None:
    html = draw("{% field f %}", f=Speaking()[name])
    assert control(html)["type"] == kind
    assert f'for="id_{name}"' in html or '<label class="tc-choice"><input' in html


def test_dates_and_times_are_given_to_the_browser_as_it_reads_them() -> None:
    form = Speaking(initial={"born": date(1990, 2, 3), "moment": NINE})
    with translation.override("en-gb"):
        assert control(draw("{% field f %}", f=form["born"]))["value"] == "1990-02-03"
        assert control(draw("{% field f %}", f=form["moment"]))["value"] == "2026-10-12T09:10"


def test_a_date_typed_wrongly_is_not_lost() -> None:
    html = draw("{% field f %}", f=Speaking({"born": "the spring of 1990"})["born"])
    assert control(html)["value"] == "the spring of 1990"


def test_text_runs_in_the_direction_of_its_own_writing() -> None:
    assert control(draw("{% field f %}", f=Speaking()["own"]))["dir"] == "auto"
    assert control(draw("{% field f %}", f=Speaking()["called"]))["dir"] == "auto"
    assert "dir" not in control(draw("{% field f %}", f=Speaking()["born"]))


def test_a_list_of_languages_is_a_select_with_the_reason_why_it_is_asked() -> None:
    html = draw("{% field f %}", f=Speaking()["language"])
    assert "form-select" in html
    assert "<details" in html
    assert "Act 12, s. 21" in html
    assert "<details" not in draw("{% field f %}", f=Speaking()["own"])


def test_help_is_tied_to_its_control_and_needed_fields_say_so() -> None:
    html = draw("{% field f %}", f=Speaking()["called"])
    assert control(html)["aria-describedby"] == "id_called_helptext"
    assert 'id="id_called_helptext"' in html
    assert "needed" in html
    assert "required" in control(html)
    assert "needed" not in draw("{% field f marked=False %}", f=Speaking()["called"])
    assert "needed" not in draw("{% field f %}", f=Speaking()["own"])


def test_a_wrong_field_says_what_is_wrong_beside_it_and_is_marked_for_ears_too() -> None:
    html = draw("{% field f %}", f=Speaking({"called": ""})["called"])
    told = control(html)
    assert told["aria-invalid"] == "true"
    assert told["aria-describedby"] == "id_called_helptext id_called_error"
    assert 'id="id_called_error"' in html
    assert "tc-wrong" in html
    assert "This field is required." in html
    assert "tc-wrong" not in draw("{% field f %}", f=Speaking({"called": "Amina"})["called"])


def test_the_summary_names_the_field_where_the_words_could_be_of_any() -> None:
    class Closing(forms.Form):
        why = forms.CharField(label="Why is it closed?")
        year = forms.IntegerField(label="Year", max_value=2200)
        said_by = forms.CharField(error_messages={"required": "Say who told you."})

        def clean(self) -> None:
            self.add_error("year", "No such year.")

    form = Closing({"why": "", "year": "20255", "said_by": ""})
    assert [text for _anchor, text in problems_in(form)] == [
        "Why is it closed? This field is required.",
        "Year: Ensure this value is less than or equal to 2200.",
        "No such year.",
        "Say who told you.",
    ]


def test_choices_have_help_and_what_was_chosen_stays_chosen() -> None:
    html = draw("{% field f %}", f=Speaking({"told_by": "a-companion"})["told_by"])
    person, companion = controls(html)
    assert "checked" in companion
    assert "checked" not in person
    assert companion["id"] == "id_told_by_1"
    assert "Kept apart from what she says" in html
    assert 'role="radiogroup"' in html
    assert "<legend>Who told you?" in html


def test_a_wrong_list_of_choices_is_marked_as_a_whole() -> None:
    html = draw("{% field f %}", f=Speaking({"told_by": ""})["told_by"])
    ((_, group), *_) = Elements(html).found
    assert group["aria-invalid"] == "true"
    assert group["aria-describedby"] == "id_told_by_error"
    assert all("aria-invalid" not in one for one in controls(html))


def test_several_choices_are_boxes_and_no_radio_group() -> None:
    html = draw("{% field f %}", f=Speaking({"needs": ["bed"]})["needs"])
    bed, clinic = controls(html)
    assert bed["type"] == "checkbox"
    assert "checked" in bed
    assert "checked" not in clinic
    assert "radiogroup" not in html
    assert "Tonight" in html


def test_a_follow_up_stands_after_its_choice_and_insists_on_nothing_while_folded() -> None:
    form = Speaking()
    html = draw("{% field a then_a_companion=b %}", a=form["told_by"], b=form["reason"])
    *_, reason = controls(html)
    assert "required" not in reason
    assert html.index("A companion") < html.index("tc-then") < html.index("Which companion?")
    alone = draw("{% field b %}", b=form["reason"])
    assert "required" in control(alone)


def test_a_ticked_box_and_one_choice_may_be_followed_by_several_fields() -> None:
    form = Speaking()
    both = [form["own"], form["phone"]]
    assert len(controls(draw("{% field a then=b %}", a=form["call_back"], b=both))) == 3
    assert len(controls(draw("{% field a then_person=b %}", a=form["told_by"], b=both))) == 4


def test_a_hidden_field_is_only_itself() -> None:
    html = draw("{% field f %}", f=Speaking(initial={"version": 3})["version"])
    assert control(html)["value"] == "3"
    assert "tc-field" not in html


def test_whatever_is_typed_is_text_and_never_becomes_markup() -> None:
    sharp = "</textarea><script>alert(1)</script>"
    form = Speaking({"own": sharp, "called": sharp})
    html = draw("{% form_as_page f %}{% show_name '/n' name=s %}{% chip 'no' s %}", f=form, s=sharp)
    assert "<script" not in html
    assert "&lt;script" in html


def test_the_errors_on_top_lead_to_every_wrong_field() -> None:
    form = Speaking({"called": "", "told_by": "", "language": "ha", "reason": "x"})
    form.add_error(None, "Two answers do not fit together.")
    html = draw("{% errors f %}", f=form)
    assert "3 things to look at" in html
    assert 'href="#id_called"' in html
    assert 'href="#id_told_by_0"' in html
    assert "Two answers do not fit together." in html
    assert 'role="alert"' in html
    assert 'tabindex="-1"' in html
    page = draw("{% form_as_page f %}", f=form)
    for anchor in re.findall(r'href="#([^"]+)"', page):
        assert f'id="{anchor}"' in page


def test_one_error_is_said_in_the_singular_and_none_says_nothing() -> None:
    whole = {"called": "A", "told_by": "person", "language": "ha", "reason": ""}
    assert "One thing to look at" in draw("{% errors f %}", f=Speaking(whole))
    assert "<div" not in draw("{% errors f g %}", f=Speaking(whole | {"reason": "x"}), g=None)
    assert "<div" not in draw("{% errors f %}", f=Speaking())


def test_a_hidden_field_that_is_wrong_is_told_without_a_link() -> None:
    html = draw("{% errors f %}", f=Speaking({"version": "x"}))
    assert "Enter a whole number." in html
    assert "#id_version" not in html


def test_the_errors_of_a_formset_are_gathered_too() -> None:
    class One(forms.Form):
        name = forms.CharField()

    several = forms.formset_factory(One, min_num=2, validate_min=True)
    counts = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-name": ""}
    html = draw("{% errors f %}", f=several(counts))
    assert 'href="#id_form-0-name"' in html
    assert "Please submit at least 2 forms." in html


def test_a_form_as_a_page_holds_every_field_once() -> None:
    form = Speaking()
    names = {attrs["name"] for attrs in controls(draw("{% form_as_page f %}", f=form))}
    assert names == set(form.fields)
