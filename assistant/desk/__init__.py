"""Staff's work on documents: bytes -> drafts -> public, and the threads that do it."""
