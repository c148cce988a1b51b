"""Words that are claimed -> the words that stand in a document, and why others do not pass."""
