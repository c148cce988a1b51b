"""The chat: a question in its conversation -> what the page shows as it comes."""
