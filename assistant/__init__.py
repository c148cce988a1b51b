"""Hits -> Answer -> person: what is said, how it is checked, and the edges where people meet it."""
