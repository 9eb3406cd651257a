"""Figures, grades and ranks with role, indicator and period, in running text and in tables."""
