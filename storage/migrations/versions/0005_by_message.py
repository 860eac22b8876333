"""A statement is found by its message alone, whichever review it is of."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The index that begins with the message serves what the one that begins with the review did."""
    op.create_index(
        op.f("ix_statement_message_review_id"), "statement", ["message", "review", "id"], unique=False
    )
    op.drop_index(op.f("ix_statement_review_message"), table_name="statement")
