"""Links that show a frozen state read-only to whoever holds them, for a while."""
