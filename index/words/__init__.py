"""Records and vectors -> passages by word: terms, BM25, and the index on disk."""
