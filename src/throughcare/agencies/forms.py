"""Shape of input: signing in, factors, staff and posts."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from throughcare.agencies.adapters.devices import device_of
from throughcare.agencies.adapters.sessions import mark_factor_given
from throughcare.agencies.rules import POST_KINDS, duties_of_kind
from throughcare.agencies.services import (
    factor_of_code,
    forget_tries,
    sign_in_refused,
    take_try,
    wait_words,
)
from throughcare.kernel.vocabulary import words

CODE_SIGNS = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
NEW_PASSWORD = forms.PasswordInput(attrs={"autocomplete": "new-password"})


class SignInForm(LoginForm):  # type: ignore[misc]
    """Work address and password; the code of the app too, for whoever was told to wait."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_(
            "Somebody else may be trying your address: then a new device is told to wait. With the"
            " six digits that your app shows now you need not."
        ),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs=CODE_SIGNS),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        address, password = self.fields["login"], self.fields["password"]
        address.label, password.label = _("Work address"), _("Password")
        address.widget = forms.EmailInput(
            attrs={"autocomplete": "username webauthn", "spellcheck": "false"}
        )
        password.widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
        password.help_text = ""

    def user_credentials(self) -> dict[str, str]:
        """What was typed, for `AccountAdapter.authenticate`."""
        return {**super().user_credentials(), "code": self.cleaned_data["code"]}


class _CodeChecked:
    """Checks a typed code once, with waits; what fits is spent."""

    user: Any
    cleaned_data: dict[str, Any]
    fields: dict[str, forms.Field]

    def _label(self) -> None:
        code = self.fields["code"]
        code.label = _("Code")
        code.help_text = _("Six digits from your app, or one of your recovery codes.")
        code.widget = forms.TextInput(attrs=CODE_SIGNS)

    def clean_code(self) -> str:
        """The code, once it was found to fit."""
        at, address = timezone.now(), self.user.email
        device = device_of(context.request, address)
        wait = take_try("factor", address, device, at=at)
        if wait:
            raise ValidationError(wait_words(wait))
        factor = factor_of_code(self.user, self.cleaned_data["code"], at=at)
        if factor is None:
            sign_in_refused("second_factor", address, at=at)
            raise ValidationError(
                _("This code does not fit. A code works once: wait for the next one.")
            )
        forget_tries("factor", address, device)
        factor.user = self.user
        self.authenticator = factor
        return str(self.cleaned_data["code"])


class CodeForm(_CodeChecked, AuthenticateForm):  # type: ignore[misc]
    """The second factor while signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._label()


class ConfirmCodeForm(_CodeChecked, ReauthenticateForm):  # type: ignore[misc]
    """The second factor again, before factors are changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._label()

    def save(self) -> None:
        super().save()
        mark_factor_given(context.request, self.user.pk, timezone.now())


class _PasskeyChecked:
    """Whatever a browser sends as a passkey, the answer is a clear one."""

    def clean_credential(self) -> Any:
        """The passkey that was proven."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
            sign_in_refused("passkey", "", at=timezone.now())
            raise ValidationError(
                _("This passkey does not fit. Try again, or use a code.")
            ) from None


class PasskeySignInForm(_PasskeyChecked, LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey as the whole of signing in."""


class PasskeyForm(_PasskeyChecked, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as second factor."""


class ConfirmPasskeyForm(_PasskeyChecked, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey again, before factors are changed."""


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey, always one that asks for a finger, a face or a PIN."""

    passwordless = None

    def clean(self) -> dict[str, Any]:
        try:
            return dict(super().clean())
        except (ValueError, TypeError, KeyError, AttributeError):
            raise ValidationError(_("This passkey could not be made. Try again.")) from None


class AppCodeForm(forms.Form):
    """The first code of a new app."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("The six digits that the app shows now."),
        max_length=20,
        widget=forms.TextInput(attrs=CODE_SIGNS),
    )


class ChoosePasswordForm(forms.Form):
    """A password of one's own, typed twice."""

    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least twelve signs. Four words that do not belong together are good."),
        max_length=200,
        strip=False,
        widget=NEW_PASSWORD,
    )
    again = forms.CharField(
        label=_("The same password again"), max_length=200, strip=False, widget=NEW_PASSWORD
    )

    def clean_again(self) -> str:
        """The second typing, if it is the same as the first."""
        if self.cleaned_data["again"] != self.cleaned_data.get("password"):
            raise ValidationError(_("The two are not the same. Type the password twice."))
        return str(self.cleaned_data["again"])


class ChangePasswordForm(ChoosePasswordForm):
    """One's own password: the old one, then the new."""

    field_order = ("now", "password", "again")
    now = forms.CharField(
        label=_("Password of now"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class LanguageForm(forms.Form):
    """The language in which somebody reads."""

    language = forms.ChoiceField(label=_("Pages and papers are in"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("As my browser says")), *settings.LANGUAGES]


class AppointForm(forms.Form):
    """Somebody new on the staff."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(
        label=_("Work address"), help_text=_("It is what they sign in with. No mail is sent.")
    )
    post = forms.ChoiceField(label=_("Post"), required=False)
    duties = forms.MultipleChoiceField(
        label=_("Duties"),
        help_text=_("A duty opens the acts and the parts of a record that it needs."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"), required=False, widget=forms.SelectMultiple(attrs={"size": 6})
    )

    def __init__(self, *args: Any, posts: list[tuple[str, str]], kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[Any]] = {
            "post": [("", _("None")), *posts],
            "duties": [(duty.code, _(duty.label)) for duty in duties_of_kind(kind)],
            "languages": words("language"),
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered


class PostForm(forms.Form):
    """Where staff work."""

    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(code, _(label)) for code, label in POST_KINDS.items()]
    )
    region = forms.CharField(label=_("Region"), max_length=60, required=False)


class DutyForm(forms.Form):
    """One more duty."""

    duty = forms.ChoiceField(label=_("Duty"))

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["duty"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = offered


class OnCallForm(forms.Form):
    """The number that is answered at any hour."""

    number = forms.RegexField(
        label=_("On-call number"),
        help_text=_("For example +999 20 123 456. Empty, if nobody answers at night."),
        regex=r"^\+?[0-9][0-9 ()/-]{1,38}$",
        max_length=40,
        required=False,
        error_messages={"invalid": _("Write a telephone number: figures, spaces and a leading +.")},
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
