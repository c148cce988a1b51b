"""Blocks -> the labels of speakers: candidates by their form, weighed over the whole document."""
