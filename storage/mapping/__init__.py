"""The one place where rows and the domain meet."""

from storage.mapping.changes import write
from storage.mapping.loading import find_statement, load_review, load_statements, statements_by_id
from storage.mapping.several import load_reviews

__all__ = ["find_statement", "load_review", "load_reviews", "load_statements", "statements_by_id", "write"]
