"""A citizen's words and conversation -> a screened, stand-alone Question, and what it means."""
