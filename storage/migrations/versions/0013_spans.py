"""Words of a trace beside walls that existed, and beside fixes that were parked, say that they are cut or derived."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of those from before nothing of the kind is known."""
    for table in ("existing_wall", "parked"):
        left_out = sa.Column("span_left_out", sa.Integer(), nullable=False, server_default="0")
        op.add_column(table, left_out)
        op.add_column(table, sa.Column("span_provenance", sa.String(), nullable=True))
