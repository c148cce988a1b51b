"""Files of plain text -> text: bytes decoded, marks of Markdown and of JSON lines taken off."""
