"""Question sets -> a run: every case asked, measured, kept, held to its bounds, and compared."""
