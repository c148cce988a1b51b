"""Embedding models and their indexes -> the one pair of both by which citizens are answered now."""
