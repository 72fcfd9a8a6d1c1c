"""`throughcare demo`: the demonstration country, and how to sign in to it."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from throughcare.agencies.rules import DUTIES
from throughcare.config.management.demonstration.agencies import AGENCIES
from throughcare.config.management.demonstration.begun import (
    Stands,
    begin_and_tell,
    what_stands_here,
)
from throughcare.config.management.demonstration.sign_ins import PASSWORD, code_now
from throughcare.config.management.demonstration.staff import STAFF, THE_SIX, MemberSheet

DOMAIN = {agency.code: agency.domain for agency in AGENCIES}
MEMBERS = {f"{member.local}@{DOMAIN[member.agency]}": member for member in STAFF}
ANEW = (
    "To begin anew, stop the server and name other folders, or remove these two:"
    " THROUGHCARE_HOME ({home}) and THROUGHCARE_KEYS ({keys});"
    " with PostgreSQL, name an empty data base in DATABASE_URL."
)
WHY_NOT = {
    Stands.HALF: "The demonstration country is half here: loading it was cut short.",
    Stands.COUNTRY: "The demonstration country is here already: throughcare demo --sign-ins.",
    Stands.REAL_WORK: "This data base is not empty, and the country goes into an empty one only.",
}


class Command(BaseCommand):
    help = "Load the demonstration country into an empty house; print its sign-ins."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("ask", nargs="*", metavar="code ADDRESS", help="the code of now")
        parser.add_argument("--size", type=int, default=400, help="how many people (400)")
        parser.add_argument("--seed", type=int, default=1, help="another seed, other people")
        parser.add_argument("--now", help="the moment at which the year ends, ISO 8601")
        parser.add_argument("--sign-ins", action="store_true", help="print how to sign in")
        parser.add_argument("--code", metavar="ADDRESS", help="as: code ADDRESS")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("This is production: the demonstration country is not for it.")
        address = _asked_for(options["ask"], options["code"])
        if address:
            self.stdout.write(self._code(address))
        elif options["sign_ins"]:
            self._print_sign_ins()
        else:
            self._load(options["size"], options["seed"], _moment(options["now"]))

    def _load(self, size: int, seed: int, now: datetime) -> None:
        if size < 1:
            raise CommandError("The country needs at least one person: --size 1 or more.")
        stands = what_stands_here()
        if stands is not Stands.NOTHING:
            raise CommandError(_why_not(stands))
        with Progress(console=Console(stderr=True), transient=True) as progress:
            year = progress.add_task("A year of the demonstration country", total=1.0)
            begin_and_tell(size, seed, now, lambda over: progress.update(year, completed=over))
        self.stdout.write(f"The demonstration country is here: {size} people, a year.")

    def _code(self, address: str) -> str:
        self._must_be_here()
        if address.lower() not in MEMBERS or MEMBERS[address.lower()].left is not None:
            raise CommandError("Nobody of the demonstration country signs in with this address.")
        return code_now(address, timezone.now())

    def _print_sign_ins(self) -> None:
        if what_stands_here() is Stands.REAL_WORK:
            self.stdout.write("No demonstration here: sign in as your agency appointed you.")
            return
        self._must_be_here()
        console = Console(file=self.stdout, width=110, highlight=False)  # type: ignore[arg-type]
        console.print(_sign_ins(timezone.now()))
        console.print(f"Password of everybody: {PASSWORD}")
        console.print("The code of this moment: throughcare demo code ADDRESS")

    def _must_be_here(self) -> None:
        stands = what_stands_here()
        if stands is Stands.HALF:
            raise CommandError(_why_not(stands))
        if stands is not Stands.COUNTRY:
            raise CommandError("The demonstration country is not here: throughcare demo loads it.")


def _why_not(stands: Stands) -> str:
    anew = ANEW.format(home=settings.THROUGHCARE_HOME, keys=settings.THROUGHCARE_KEYS)
    return f"{WHY_NOT[stands]} {anew}"


def _sign_ins(at: datetime) -> Table:
    """The six of the main job, with the code of this moment."""
    table = Table(box=None, pad_edge=False)
    for heading in ("Address", "Duties", "Code now"):
        table.add_column(heading)
    for address in THE_SIX:
        table.add_row(address, _duties(MEMBERS[address]), code_now(address, at))
    return table


def _duties(member: MemberSheet) -> str:
    return ", ".join(DUTIES[code].label for code in member.duties)


def _asked_for(words: list[str], code: str | None) -> str:
    if code:
        return code
    if not words:
        return ""
    if len(words) != 2 or words[0] != "code":
        raise CommandError("Ask for one thing: throughcare demo code ADDRESS")
    return words[1]


def _moment(text: str | None) -> datetime:
    if not text:
        return timezone.now()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError("Write the moment as 2026-03-02T12:00.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
