"""The percentages as of a day: a time series, and the frozen ones of a deadline."""
