"""Question and hits -> how likely each answers, which of its sentences, which shortest words."""
