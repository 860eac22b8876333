"""What people were told, who is owed a word when, and what is known of people's time."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Three tables; reviews from before have told nobody anything, and are planned at the first tick."""
    op.create_table(
        "told",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("review", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("to", sa.String(), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("for_day", sa.Date(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("later", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_told")),
    )
    op.create_index(op.f("ix_told_review_at"), "told", ["review", "at"], unique=False)
    op.create_index(op.f("ix_told_to_at"), "told", ["to", "at"], unique=False)
    op.create_table(
        "owing",
        sa.Column("review", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("review", "person", name=op.f("pk_owing")),
    )
    op.create_index(op.f("ix_owing_due_at_person"), "owing", ["due_at", "person"], unique=False)
    op.create_index(
        op.f("ix_owing_person_due_at_review"), "owing", ["person", "due_at", "review"], unique=False
    )
    op.create_table(
        "diary",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("away_until", sa.Date(), nullable=True),
        sa.Column("undisturbed_until", Moment(), nullable=True),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_diary")),
    )
    op.execute(
        "INSERT INTO timer (review, name, due_at) SELECT number, 'plan', opened_at FROM review"
        " WHERE status NOT IN ('withdrawn', 'merged')"
    )
