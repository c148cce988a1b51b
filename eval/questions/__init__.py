"""A name or a folder -> Cases, their documents indexed, and where their right words stand."""
