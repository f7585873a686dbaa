"""Every named write to self-evaluations and their moderation. Split by noun; import from here."""
