"""What of a number may be shown: few people are never counted out loud, and no sum tells them."""

from throughcare_core.publication.few import FEWEST, at_least
from throughcare_core.publication.suppression import (
    Published,
    published,
    published_together,
    range_of,
)

__all__ = ["FEWEST", "Published", "at_least", "published", "published_together", "range_of"]
