"""Pages as PDF."""


def pdf_from(html: str, style: str) -> bytes | None:
    """A PDF of a page that needs nothing from outside; None where Pango is not installed."""
    try:
        from weasyprint import CSS, HTML
    except OSError:
        return None
    page = HTML(string=html, url_fetcher=_nothing)
    made: bytes | None = page.write_pdf(stylesheets=[CSS(string=style)])
    return made


def _nothing(url: str) -> dict[str, object]:
    """Paper fetches nothing, from here or from the network."""
    raise ValueError("paper stands by itself")
