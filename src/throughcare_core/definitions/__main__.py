"""Who is trafficked in the words of which law, with nothing but Python.

    python -m throughcare_core.definitions FACTS.json [--law CODE …] [--on DATE] [--json]
    python -m throughcare_core.definitions --explain CODE [--on DATE]
    python -m throughcare_core.definitions --schema

Exit status: 0 done, 2 wrong usage or something that cannot be read.
"""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Sequence

from .command import Refusal, add_options, run

DONE, UNUSABLE, CUT = 0, 2, 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = ArgumentParser(
        prog="python -m throughcare_core.definitions",
        description="Hold facts against the legal definitions of trafficking in persons.",
    )
    add_options(parser)
    options = parser.parse_args(arguments)
    try:
        run(options, lambda line: sys.stdout.write(line + "\n"))
        sys.stdout.flush()
    except Refusal as refused:
        print(refused, file=sys.stderr)
        return UNUSABLE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CUT
    return DONE


if __name__ == "__main__":
    sys.exit(main())
