"""The access record: of one person for her case manager, and the ledger for the ombudsperson."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from throughcare.audit.adapters.heads import kept_heads, public_key
from throughcare.audit.queries import exported_lines
from throughcare.audit.services import act, look, sign_head_now
from throughcare.cases.doors import case_of
from throughcare.cases.queries import number_of
from throughcare.kernel.views import actor_here
from throughcare.web import queries
from throughcare_core.ledger import verify_lines, write_head

PAGE = 50


@require_GET
def access_record(request: HttpRequest, key: str) -> HttpResponse:
    """Who looked at a person's record, and what was done. 15 queries."""
    by, at = actor_here(request), timezone.now()
    by.must("see_access_record")
    case = case_of(by, key, at)
    rows = queries.access_record_of(case.person_id, by.agency, _before(request))
    look("access_record.looked_at", by=by, at=at, subjects=[case.person_id, case.pk])
    context = {
        "case": case,
        "number": number_of(by, case),
        "page": _page(rows),
    }
    return render(request, "web/access_record.html", context)


@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    """The whole ledger, for the ombudsperson: who, when, how; never about whom. 10 queries."""
    by, at = actor_here(request), timezone.now()
    by.must("read_ledger")
    rows = queries.ledger_rows(_before(request))
    look("ledger.looked_at", by=by, at=at, rows_shown=len(rows))
    return render(request, "web/ledger.html", {"page": _page(rows)})


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Verify the whole chain, here and now, against the heads that were kept."""
    by, at = actor_here(request), timezone.now()
    by.must("read_ledger")
    with act("ledger.verified", by=by, at=at):
        pass  # verifying takes long, and others must not wait for it
    verdict = verify_lines(exported_lines(), kept_heads(), [public_key()])
    return render(request, "web/verdict.html", {"verdict": verdict, "now": at})


@require_POST
def head(request: HttpRequest) -> HttpResponse:
    """A signed head to take away: with it, a cut tail can be proven later."""
    by, at = actor_here(request), timezone.now()
    by.must("read_ledger")
    with act("ledger.head_given", by=by, at=at):
        pass
    response = HttpResponse(write_head(sign_head_now(at)), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="ledger-head.json"'
    return response


@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """The ledger as a file that anybody can verify: commitments alone, nobody's key or name."""
    by, at = actor_here(request), timezone.now()
    by.must("read_ledger")
    with act("ledger.exported", by=by, at=at):
        pass
    response = StreamingHttpResponse(exported_lines(), content_type="application/jsonl")
    response["Content-Disposition"] = 'attachment; filename="ledger.jsonl"'
    return response


def _before(request: HttpRequest) -> int | None:
    asked = request.GET.get("before", "")
    return int(asked) if asked.isdecimal() and len(asked) < 16 else None


def _page(rows: list[queries.LedgerRow]) -> dict[str, object]:
    more = f"?before={rows[-1].seq}" if len(rows) >= PAGE else ""
    return {"rows": rows, "next_url": more}
