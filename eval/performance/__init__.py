"""A number of passages -> seconds and bytes: libraries of that size, made, searched and served."""
