"""Ages as bands, where the birth date is not needed."""

from throughcare_core.vocab.lists import codes


def age_band(years: int, bands: str = "age_band") -> str | None:
    """The band of a whole number of years; None where no band of the list holds it.

    `bands` is `age_band`, `child_age_band` or `ctdc_age_band`.

    >>> age_band(17), age_band(19, "ctdc_age_band"), age_band(30, "child_age_band")
    ('16-17', '18--20', None)
    """
    for band in codes(bands):
        if "from" in band.traits and band.traits["from"] <= years <= band.traits["to"]:
            return band.code
    return None
