from django.apps import AppConfig


class HouseConfig(AppConfig):
    """The house as a whole: wires events to those who listen."""

    name = "throughcare.config"
    label = "house"
    verbose_name = "House"

    def ready(self) -> None:
        from throughcare.config import wiring

        wiring.wire()
