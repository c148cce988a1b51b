"""Vectors -> the passages nearest to them: a collection of Chroma in a folder, or on a server."""
