"""A run -> what is read of it: lines, a page with plots, JUnit's XML, the figures in the docs."""
