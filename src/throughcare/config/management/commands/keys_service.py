"""`throughcare keys service`: an agency's key goes into its own key service, or comes back."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from throughcare.agencies.doors import agency_by_code
from throughcare.vault.adapters.keyservices import checked_service, read_services, write_services
from throughcare.vault.adapters.wrapping import Service
from throughcare.vault.services import KeyAway, key_ring, key_store, rotate

NAMED = ("url", "key", "token_file")


class Command(BaseCommand):
    help = (
        "Wrap an agency's data keys with a key of its own transit engine (HashiCorp Vault, OpenBao)"
        " and destroy the key file here. A run that is killed is finished by running it again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--agency", required=True, help="code of the agency")
        parser.add_argument("--url", default="", help="https://… of the key service")
        parser.add_argument("--key", default="", help="name of the key")
        parser.add_argument("--token-file", type=Path, help="file that holds the token")
        parser.add_argument("--mount", default="transit", help="where the engine is mounted")
        parser.add_argument("--ca-file", type=Path, help="certificate authority of the service")
        parser.add_argument("--none", action="store_true", help="back into a key file here")

    def handle(self, *args: Any, **options: Any) -> None:
        key_store()
        code = options["agency"]
        agency = agency_by_code(code).pk
        root = key_ring().folder.root
        others = [each for each in read_services(root) if each.agency != agency]
        now = next((each for each in read_services(root) if each.agency == agency), None)
        if options["none"]:
            if now is None:
                raise CommandError(f"{code} keeps its key here already. Nothing was changed.")
            write_services(root, [*others, replace(now, leaving=True)])
            count = rotate(agency)
            write_services(root, others)
            self.stdout.write(f"{count} data keys of {code} are wrapped by a key file here.")
            return
        if missing := [name for name in NAMED if not options[name]]:
            raise CommandError(f"Say also --{' --'.join(missing).replace('_', '-')}.")
        self._move(others, self._service(code, agency, options))

    def _service(self, code: str, agency: Any, options: dict[str, Any]) -> Service:
        files = {name: options[name] and options[name].resolve() for name in FILES}
        for file in filter(None, files.values()):
            if not file.is_file():
                raise CommandError(f"{file} is no file. Nothing was changed.")
        return Service(
            code, agency, options["url"], options["key"], mount=options["mount"], **files
        )

    def _move(self, others: list[Service], service: Service) -> None:
        try:
            checked_service(service)
            write_services(key_ring().folder.root, [*others, service])
            count = rotate(service.agency, with_new_key=False)
        except KeyAway as error:
            raise CommandError(f"Not done: {error}.") from None
        self.stdout.write(f"{count} data keys of {service.code} are wrapped by its key service.")
        self.stdout.write("Backups of keys that were made before still open them: delete those.")


FILES = ("token_file", "ca_file")
