"""The pages that are read: transcripts, documents, speakers, answers."""
