"""Looking back and ahead: what moved, what is missing, what would move most, and what a deadline will see."""
