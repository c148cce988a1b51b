"""Files of office programs other than Word's own -> text."""
