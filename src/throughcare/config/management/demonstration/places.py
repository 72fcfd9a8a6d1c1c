"""Where the invented country is: its regions, their towns, and how its telephones are numbered."""

import random

COUNTRY = "XA"

TOWNS = {
    "North": "Varnholt",
    "Coast": "Saltmere",
    "Hills": "Brackenmoor",
    "Plain": "Lowmarket",
}
"""Region → its main town."""


def telephone(chance: random.Random) -> str:
    """A number that nobody has: +999 is not given to any country."""
    return f"+999 {chance.randrange(20, 90)} {chance.randrange(10**6):06d}"
