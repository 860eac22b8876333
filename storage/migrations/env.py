"""Run by Alembic: the connection is given, its transaction belongs to who gave it."""

from alembic import context

from storage.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,  # SQLite cannot alter a column in place
    transactional_ddl=True,  # all revisions, or none
)
with context.begin_transaction():
    context.run_migrations()
