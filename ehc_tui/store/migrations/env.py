"""Run by Alembic: migrates over the connection it is handed, inside that connection's transaction."""

from alembic import context

from ehc_tui.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
