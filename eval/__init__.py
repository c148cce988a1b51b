"""Assistant -> scores: cases about the samples, measures, thresholds. Beside its rooms lie
programs, each run by its name: `python -m pressroom.eval.NAME`.
"""
