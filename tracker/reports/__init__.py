"""Papers of the inspectorate: the three recaps by unit, and the note of what a unit has to mend."""
