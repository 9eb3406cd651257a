"""Keeping what was given: archives of everything, and the check that all of it is whole."""
