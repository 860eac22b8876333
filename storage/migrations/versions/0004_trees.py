"""What an author made of a text is kept beside it: lists, code, links."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NONE = "[]"


def upgrade() -> None:
    """Texts from before have no tree."""
    for table in ("statement", "revision"):
        op.add_column(table, sa.Column("tree", sa.Text(), nullable=False, server_default=NONE))
