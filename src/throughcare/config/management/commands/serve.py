"""`throughcare serve`: the web process and the worker, started and watched together."""

import logging
import resource
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from throughcare.config.adapters.measuring import count_together_in
from throughcare.config.services.fitness import what_production_lacks
from throughcare.vault.services import destroy_promised_keys

log = logging.getLogger(__name__)

WATCH_EVERY = 0.5
LONGEST_PAUSE = 30.0
GRACE = 20


class Command(BaseCommand):
    help = "Serve the pages and do what time brings, until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1:8000", help="address and port")
        parser.add_argument("--threads", type=int, default=8)
        parser.add_argument("--workers", type=int, default=1, help="web processes")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION and (lacks := what_production_lacks()):
            each = "\n".join(f"- {lack}" for lack in lacks)
            raise CommandError(f"This house is not ready for production:\n{each}")
        _refuse_taken(options["bind"])
        destroy_promised_keys()
        # A process that crashes would leave its memory, names and keys in it, as a file.
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if settings.THROUGHCARE_METRICS_TOKEN_FILE:
            count_together_in(Path(settings.THROUGHCARE_HOME) / "figures")
        self._stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        watched = [Watched(_web(options)), Watched(_worker())]
        self.stdout.write(f"Throughcare serves on http://{options['bind']} (Ctrl-C stops it).")
        self.stdout.flush()
        while not self._stopping.wait(WATCH_EVERY):
            if any(process.started_again() for process in watched):
                log.warning("a process ended and is started again")
        for process in watched:
            process.terminate()
        for process in watched:
            process.wait_for_end()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping.set()


class Watched:
    """A process that is started again when it ends, each time after a longer pause."""

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self._pause = 0.0
        self._process = subprocess.Popen(command)
        self._ended_for = 0.0

    def started_again(self) -> bool:
        """Start the process again if it has ended and its pause is over; whether it was."""
        if self._process.poll() is None:
            return False
        self._ended_for += WATCH_EVERY
        if self._ended_for < self._pause:
            return False
        self._pause = min(max(2 * self._pause, 2 * WATCH_EVERY), LONGEST_PAUSE)
        self._ended_for = 0.0
        self._process = subprocess.Popen(self._command)
        return True

    def terminate(self) -> None:
        """Ask the process to end what it is doing."""
        self._process.terminate()

    def wait_for_end(self) -> None:
        """Wait for the end; a process that does not come to it is killed."""
        try:
            self._process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _refuse_taken(bind: str) -> None:
    host, _, port = bind.rpartition(":")
    if not port.isdecimal():
        raise CommandError(f"{bind} is not an address and a port, such as 127.0.0.1:8000.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host.strip("[]"), int(port)))
        except OSError as error:
            raise CommandError(
                f"{bind} cannot be served on: {error.strerror}. Try --bind."
            ) from None


def _web(options: dict[str, Any]) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", "throughcare.config.wsgi"),
        *("--bind", options["bind"], "--workers", str(options["workers"])),
        *("--threads", str(options["threads"]), "--log-level", "warning"),
        *("--logger-class", "throughcare.config.adapters.web_server.PlainLog"),
        *("--worker-tmp-dir", str(settings.THROUGHCARE_HOME), "--timeout", "60"),
        *("--graceful-timeout", str(GRACE - 5)),  # ends by itself before it is killed
        "--no-control-socket",
    ]


def _worker() -> list[str]:
    return [sys.executable, "-m", "throughcare.config.cli", "worker"]
