"""An institution's own indicators: names of measures that its documents use besides the common table."""
