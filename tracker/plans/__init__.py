"""Action plans (RB General and RB Tematik): their values, sheets, reference data and pages."""
