"""Drills of a wall that records what the agent saw: a run that arrived is one."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Drills from before were run by somebody."""
    op.add_column("drill", sa.Column("captured", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(op.f("ix_wall_family_status"), "wall", ["family", "status"], unique=False)
