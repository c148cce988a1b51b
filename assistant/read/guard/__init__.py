"""A reader's Verdict -> the same without words that answer nothing, however sure the reader is."""
