"""Sentences in Indonesian that whoever shows them may look up a translation for."""


def N_(text: str) -> str:
    """The text itself, marked for the catalog."""
    return text
