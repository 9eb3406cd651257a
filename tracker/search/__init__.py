"""Search over plans, the text of evidence and what was found in it, by an index of its own."""
