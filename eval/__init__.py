"""Assistant -> scores: cases about the samples, measures, thresholds."""
