"""A case and a system -> its Outcome: our own assistant, or what people would use instead."""
