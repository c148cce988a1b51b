"""File -> Source texts: one module a format."""
