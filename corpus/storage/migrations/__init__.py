"""The steps from older databases to today's, as Alembic takes them."""
