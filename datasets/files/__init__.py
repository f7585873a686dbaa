"""Files of figures: templates that go out, and what comes back filled in."""
