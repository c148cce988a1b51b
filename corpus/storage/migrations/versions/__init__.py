"""One module a step. A step that has been published is never changed; the next one is added."""
