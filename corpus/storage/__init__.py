"""Rows <-> one SQL database: every table that Pressroom keeps, the engine, and how an older
database becomes today's. SQLite in the data folder, or a PostgreSQL server.
"""
