"""How the tests of the pieces draw and read a page."""

from html.parser import HTMLParser

from django import forms
from django.template import Context, Template


class Told(str):
    """A label that says more."""

    help = "Kept apart from what she says"


class Speaking(forms.Form):
    """A form with one field of every kind."""

    called = forms.CharField(label="Called", help_text="As she says it.")
    address = forms.EmailField(required=False)
    word = forms.CharField(widget=forms.PasswordInput, required=False)
    phone = forms.CharField(widget=forms.TextInput({"type": "tel"}), required=False)
    born = forms.DateField(required=False)
    at = forms.TimeField(required=False)
    moment = forms.DateTimeField(required=False)
    children = forms.IntegerField(required=False)
    language = forms.ChoiceField(choices=[("", "Choose"), ("ha", "Hausa"), ("fr", "French")])
    own = forms.CharField(widget=forms.Textarea, required=False)
    paper = forms.FileField(required=False)
    call_back = forms.BooleanField(label="May be called back", required=False, help_text="Gently")
    told_by = forms.ChoiceField(
        label="Who told you?",
        choices=[("person", "She did"), ("a-companion", Told("A companion"))],
        widget=forms.RadioSelect,
    )
    needs = forms.MultipleChoiceField(
        choices=[("bed", "A safe bed"), ("clinic", "A clinic")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reason = forms.CharField(label="Which companion?")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["language"].why = "Act 12, s. 21: heard in a language she understands."
        self.fields["needs"].choice_help = {"bed": "Tonight"}


def draw(source: str, **context: object) -> str:
    return Template("{% load pieces %}" + source).render(Context(context))


class Elements(HTMLParser):
    """Every start tag of a page with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def controls(html: str) -> list[dict[str, str | None]]:
    kinds = ("input", "select", "textarea")
    return [attrs for tag, attrs in Elements(html).found if tag in kinds]


def control(html: str) -> dict[str, str | None]:
    (only,) = controls(html)
    return only
