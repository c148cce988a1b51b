"""Batches -> what the reader makes of them, and what it gets wrong: the model as PyTorch has it."""
