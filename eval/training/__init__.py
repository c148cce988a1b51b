"""Rows of questions and passages in; the weights of a trained reader, its curves and its figures
out.
"""
