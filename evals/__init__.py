"""Question sets, metrics, runs and comparisons."""
