"""Help: a guide for each role, a first tour of the pages, and what the words mean."""
