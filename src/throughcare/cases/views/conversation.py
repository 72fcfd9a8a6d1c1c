"""Speaking with a person: one question a page, or all on one page."""

from collections.abc import Sequence

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from throughcare.cases import doors, queries, services
from throughcare.cases.forms import QUESTIONS, AnswersForm, ConversationForm, WayForm
from throughcare.consent.queries import laws_here
from throughcare.kernel.errors import NotHere
from throughcare.kernel.languages import reading_in
from throughcare.kernel.views import a_page, act_page, actor_here, telling

ORDER = list(QUESTIONS)


@a_page
def new_conversation(request: HttpRequest) -> HttpResponse:
    """How the contact began; then the conversation itself."""
    by, at = actor_here(request), timezone.now()
    by.must("open_case")
    form = WayForm(request.POST or None)

    def begin(sent: Form) -> str:
        key = services.open_case(by=by, at=at, began_by=sent.cleaned_data["began_by"])
        return reverse("cases:speak", args=[key])

    return act_page(request, "cases/new.html", form, begin)


@a_page
def speak(request: HttpRequest, key: str) -> HttpResponse:
    """All questions on one page."""
    by, at = actor_here(request), timezone.now()
    case = doors.case_opened(by, key, at)
    form = ConversationForm(request.POST or None, questions=ORDER)

    def record(sent: Form) -> str:
        services.record_statements(
            key, form.statements(), words=sent.cleaned_data["words"], by=by, at=at
        )
        return reverse("cases:case", args=[key])

    return act_page(
        request,
        "cases/speak.html",
        form,
        record,
        said=_("Written down."),
        context={
            "case": case,
            "number": queries.number_of(by, case),
            "first": ORDER[0],
            "laws": laws_here(at),
            **_aloud(request, key, ORDER),
        },
    )


@a_page
def speak_one(request: HttpRequest, key: str, question: str) -> HttpResponse:
    """One question a page; a question that is left alone is not recorded."""
    by, at = actor_here(request), timezone.now()
    case = doors.case_opened(by, key, at)
    if question not in ORDER:
        raise NotHere("question", asked=question)
    form = ConversationForm(request.POST or None, questions=[question])
    place = ORDER.index(question)
    following = ORDER[place + 1] if place + 1 < len(ORDER) else ""
    ahead = reverse("cases:speak_one", args=[key, following]) if following else ""
    end = reverse("cases:case", args=[key])
    if request.method == "POST" and "skip" in request.POST:
        return redirect(ahead or end)

    def record(sent: Form) -> str:
        services.record_statements(
            key, form.statements(), words=sent.cleaned_data["words"], by=by, at=at
        )
        return end if "stop" in request.POST or not ahead else ahead

    context = {
        "case": case,
        "number": queries.number_of(by, case),
        "one": True,
        "place": place + 1,
        "count": len(ORDER),
        "end": end,
        "laws": laws_here(at) if place == 0 else None,
        **_aloud(request, key, [question]),
    }
    return act_page(request, "cases/speak.html", form, record, context=context)


def _aloud(request: HttpRequest, key: str, questions: Sequence[str]) -> dict[str, object]:
    """The questions with their choices, as the person hears them; none in the reader's language."""
    told = telling(request, key)
    if told.is_readers:
        return {"told": told}
    with reading_in(told.language):
        return {"told": told, "aloud": ConversationForm(questions=questions).aloud()}


@a_page
def answers(request: HttpRequest, key: str) -> HttpResponse:
    """The fields that the agency added itself."""
    by, at = actor_here(request), timezone.now()
    case = doors.case_opened(by, key, at)
    fields = queries.added_fields(by.agency, by.parts)
    form = AnswersForm(request.POST or None, fields=fields)

    def record(sent: Form) -> str:
        services.answer_added_fields(
            key, form.answers(), said_by=sent.cleaned_data["said_by"], by=by, at=at
        )
        return reverse("cases:case", args=[key])

    context = {"case": case, "number": queries.number_of(by, case), "fields": fields}
    return act_page(request, "cases/answers.html", form, record, context=context)
