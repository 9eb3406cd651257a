"""The shape of what is stored: its version, and the steps from an older one to the present."""
