"""Who may do what on the staff desk, and what they did: accounts, sessions, lock-out, audit log,
trusted headers.
"""
