"""Texts -> unit vectors, comparable across languages."""
