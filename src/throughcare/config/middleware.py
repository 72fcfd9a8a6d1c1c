"""Around everything: how many answers, of which kind, after how long."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import connection
from django.http import HttpRequest, HttpResponse

from throughcare.config.adapters.measuring import count_answer

Answer = Callable[[HttpRequest], HttpResponse]


class Measured:
    """Counts answers where figures are asked for (`THROUGHCARE_METRICS_TOKEN_FILE`)."""

    def __init__(self, answer: Answer) -> None:
        if settings.THROUGHCARE_METRICS_TOKEN_FILE is None:
            raise MiddlewareNotUsed
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began, queries = time.monotonic(), _Queries()
        with connection.execute_wrapper(queries):
            response = self.answer(request)
        match = request.resolver_match
        count_answer(
            match.view_name if match else "",
            response.status_code,
            seconds=time.monotonic() - began,
            queries=queries.count,
        )
        return response


class _Queries:
    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], *asked: Any) -> Any:
        self.count += 1
        return execute(*asked)
