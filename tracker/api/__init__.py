"""The JSON API: what the pages show, for programs that hold a token of a person's.

It has no rules of its own: rights, lookups and writes are those of the pages' services.
"""
