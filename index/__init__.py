"""Passages -> Hits: by meaning, by word, and both together."""
