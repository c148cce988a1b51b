"""Files of rows -> batches in tokens: what a training step reads, and what it should find."""
