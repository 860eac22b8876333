"""What waits for a person is found by indexes."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SENT = "kind = 'sent_for_review'"
HANDED = "asked_of IS NOT NULL"


def upgrade() -> None:
    """What waits for a person is found by indexes."""
    op.create_index(op.f("ix_review_owner_status"), "review", ["owner", "status"], unique=False)
    op.create_index(op.f("ix_unknown_owner_settled_at"), "unknown", ["owner", "settled_at"], unique=False)
    op.create_index(op.f("ix_wall_owner_status"), "wall", ["owner", "status"], unique=False)
    op.create_index(
        op.f("ix_cold_read_reader_answered_at"), "cold_read", ["reader", "answered_at"], unique=False
    )
    op.create_index(op.f("ix_participant_person"), "participant", ["person"], unique=False)
    op.create_index(
        "ix_progress_asked_of",
        "progress",
        ["asked_of"],
        unique=False,
        sqlite_where=sa.text(HANDED),
        postgresql_where=sa.text(HANDED),
    )
    op.create_index(
        "ix_act_sent_for_review",
        "act",
        ["review"],
        unique=False,
        sqlite_where=sa.text(SENT),
        postgresql_where=sa.text(SENT),
    )
