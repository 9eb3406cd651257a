"""Asking back: a question about a thing, with the day by which its unit answers."""
