"""Outcomes -> figures: what each question counts, their means, and how sure those are."""
