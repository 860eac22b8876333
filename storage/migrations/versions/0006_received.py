"""Spans that agents send are kept, and the runs that reviews cite are pinned."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two tables."""
    op.create_table(
        "received",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("trace_id", sa.String(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("agent_key", sa.Text(), nullable=False),
        sa.Column("began", Moment(), nullable=False),
        sa.Column("ended", Moment(), nullable=False),
        sa.Column("spans", sa.Integer(), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("redactions", sa.Text(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_received")),
        sa.UniqueConstraint("id", name=op.f("uq_received_id")),
    )
    for columns in (
        ["trace_id", "seq"],
        ["began", "ended", "trace_id"],
        ["agent_key", "began", "ended", "trace_id"],
        ["pinned", "received_at", "seq"],
    ):
        op.create_index(op.f(f"ix_received_{'_'.join(columns)}"), "received", columns, unique=False)
    op.create_table(
        "pin",
        sa.Column("trace_id", sa.String(), nullable=False),
        sa.Column("review", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("trace_id", "review", name=op.f("pk_pin")),
    )
