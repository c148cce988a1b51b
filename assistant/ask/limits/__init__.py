"""A question -> what it limits the documents to, and what has to be asked back."""
