"""File -> Transcript -> Passages: reading, parsing, splitting and keeping documents. No models, no
network.
"""
