"""Dates, spans of time and limits, and the day of publication."""
