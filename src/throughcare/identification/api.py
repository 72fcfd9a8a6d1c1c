"""Facts in, findings out, for programs: the format of `throughcare define`. Keeps nothing."""

from datetime import date
from io import StringIO

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from throughcare.identification.adapters import laws_here
from throughcare.kernel.views import actor_here
from throughcare_core.definitions import BadFacts, Facts, NoSuchLaw, answer, assess_all, chosen
from throughcare_core.definitions.facts import DAY
from throughcare_core.definitions.reading import cases_in

MOST_CASES = 500
"""So many cases are answered at once; a longer list is for the command line."""


@require_POST
def define(request: HttpRequest) -> JsonResponse:
    """The findings on the cases of the body, under all laws or those named by `law`, `on` a day.

    A list of answers; or 422 with `refused`, each with its line, and then nothing is answered.
    """
    actor_here(request).must("assess")
    try:
        laws = chosen(laws_here(), request.GET.getlist("law"))
        on = _day(request.GET.get("on", ""))
        cases = _cases(request.body)
    except (NoSuchLaw, BadFacts, _Refused) as wrong:
        return _refused([str(wrong)])
    bad = [str(case) for case in cases if isinstance(case, BadFacts)]
    if bad:
        return _refused(bad)
    facts = [case for case in cases if isinstance(case, Facts)]
    return JsonResponse([answer(found) for found in assess_all(facts, laws, on)], safe=False)


class _Refused(Exception):
    """What was sent cannot be answered; the text says what to do."""


def _cases(body: bytes) -> list[Facts | BadFacts]:
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise _Refused("Send the facts as JSON in UTF-8.") from None
    found: list[Facts | BadFacts] = []
    for case in cases_in(StringIO(text), laws_here()):
        if len(found) == MOST_CASES:
            raise _Refused(
                f"Send at most {MOST_CASES} cases at once; for more there is throughcare define."
            )
        found.append(case)
    return found


def _day(text: str) -> date | None:
    try:
        if not text or DAY.fullmatch(text):
            return date.fromisoformat(text) if text else None
    except ValueError:
        pass
    raise _Refused("Give the day as year-month-day: 2019-05-01.")


def _refused(reasons: list[str]) -> JsonResponse:
    return JsonResponse({"refused": reasons}, status=422)
