"""How large what a browser sends may be, where nothing else says so."""

MOST_NUMBER = 2**31 - 1
"""Of a whole number in an address or a form: a version, a revision, a number of an event."""
