"""What both indexes find -> one list of passages on one scale, each told once."""
