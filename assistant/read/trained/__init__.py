"""The reader that was trained: sentences by their vectors, words by layers that read both."""
