"""One Playwright for each process of tests: a second one does not start beside the first."""

import atexit
import os
import shutil
from functools import cache

from playwright.sync_api import Playwright, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@cache
def playwright() -> Playwright:
    """The one of this process, started when it is first asked for."""
    started = sync_playwright().start()
    atexit.register(started.stop)
    # Playwright leaves its loop running in this thread, in which Django would refuse the data base.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    return started
