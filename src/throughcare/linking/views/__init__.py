"""Pages of linked records and of questions between agencies."""

from throughcare.linking.views.linked import compare, same
from throughcare.linking.views.others import others, permissions, question, withdraw

__all__ = ["compare", "others", "permissions", "question", "same", "withdraw"]
