"""The desk: pages and forms of drafts, from upload to publishing."""
