"""The staff desk: pages on which documents are added, checked, published, corrected and withdrawn."""
