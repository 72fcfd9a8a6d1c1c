"""Shape of input on the pages of exchange."""

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from throughcare.exchange.rules import EXPORT_FORMATS, EXPORT_REASONS, LIST_FORMATS, LIST_REASONS


class FileForm(forms.Form):
    """A file to be looked through."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("IOM’s template filled in (.xlsx, .xlsm), or .csv or .json with its columns."),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xlsm,.csv,.json"}),
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        """A file of bearable size."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > settings.UPLOAD_MOST_BYTES:
            raise forms.ValidationError(_("This file is too large. Cut it in two: 20 MB at most."))
        return file


class ExportForm(forms.Form):
    """Why cases leave the house, and in which format."""

    reason = forms.ChoiceField(label=_("Why do these cases leave this house?"))
    file_format = forms.ChoiceField(label=_("Format"), initial="xlsx")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name, choices in (("reason", EXPORT_REASONS), ("file_format", EXPORT_FORMATS)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.widget = forms.RadioSelect()
            field.choices = [(code, translate(words)) for code, words in choices.items()]


class ListForm(forms.Form):
    """In which format a list leaves, and why, where it is about people."""

    reason = forms.ChoiceField(label=_("Why does this list leave this house?"))
    file_format = forms.ChoiceField(label=_("Format"), initial="xlsx")

    def __init__(self, *args: object, is_personal: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name, choices in (("reason", LIST_REASONS), ("file_format", LIST_FORMATS)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.widget = forms.RadioSelect()
            field.choices = [(code, translate(words)) for code, words in choices.items()]
        if not is_personal:
            del self.fields["reason"]
