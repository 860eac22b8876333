"""What a trace holds for facets, until a person takes it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NONE = "[]"


def upgrade() -> None:
    """Decisions from before were offered nothing."""
    op.add_column("finding", sa.Column("place", sa.Text(), nullable=False, server_default=""))
    op.add_column("decision", sa.Column("recorded", sa.Text(), nullable=False, server_default=NONE))
