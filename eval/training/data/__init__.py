"""Files of rows -> batches in tokens: what a step of training reads, and what it should find there."""
