"""Transcripts <-> SQL: every version of every document, and what can be browsed."""
