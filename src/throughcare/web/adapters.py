"""Where the shell meets a library."""

import segno
from django.utils.safestring import SafeString


def drawn_square(address: str) -> SafeString:
    """An address as a QR code: SVG markup with its own light ground and no title."""
    drawn = segno.make(address, error="m", micro=False)
    return SafeString(
        drawn.svg_inline(scale=5, border=4, light="#fff", svgclass=None, lineclass=None)
    )
