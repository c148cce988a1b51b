"""The desk: accounts, sign-in, tokens, questions without answer, insight."""
