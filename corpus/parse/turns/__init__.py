"""Labels and the words behind them -> kinds of turns: who asks, who leads, what answers what."""
