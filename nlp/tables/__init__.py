"""Tables in plain text: their lines, heads and cells."""
