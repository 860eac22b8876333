"""Absences said and shown, do-not-disturb that is to come, and channels people left."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

NONE = "[]"


def upgrade() -> None:
    """Of people from before, nothing of this is known."""
    moments = ("away_said_at", "shown_away_since", "shown_away_until", "undisturbed_from")
    for name in moments:
        op.add_column("diary", sa.Column(name, Moment(), nullable=True))
    op.add_column("diary", sa.Column("left_channels", sa.Text(), nullable=False, server_default=NONE))
