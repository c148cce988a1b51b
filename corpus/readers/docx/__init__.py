"""Word file -> text with its numbering."""
