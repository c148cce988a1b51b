"""SourceText -> Transcript: header, speakers, turns, what answers what."""
