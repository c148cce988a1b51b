"""The `pressroom` command: arguments -> calls -> printed lines."""
