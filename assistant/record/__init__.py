"""Answers -> what is kept of them: records, opinions, work for staff, counts, for as long as
allowed.
"""
