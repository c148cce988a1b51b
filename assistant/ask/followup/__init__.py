"""A question and those before it -> the ways in which it may stand alone."""
