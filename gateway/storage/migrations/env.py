"""What Alembic runs: the revisions, on the connection and in the transaction that `gateway.storage.upgrade` has opened."""

from alembic import context

from gateway.storage.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # SQLite too: BEGIN was said by us, not by the driver
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
