"""The one place where rows and the domain meet."""

from storage.mapping.changes import write
from storage.mapping.loading import find_statement, load_review, load_statements, statements_by_id

__all__ = ["find_statement", "load_review", "load_statements", "statements_by_id", "write"]
