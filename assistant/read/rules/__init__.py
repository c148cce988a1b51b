"""The reader that was written: words, forms and figures weighed by rules."""
