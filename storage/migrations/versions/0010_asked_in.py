"""Where a review was asked for, which a channel of its own or a move does not change."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of reviews from before it is known where they are held, and no more."""
    op.add_column("review", sa.Column("asked_in", sa.String(), nullable=False, server_default=""))
    op.execute("UPDATE review SET asked_in = channel")
