"""Lists of self-evaluations and moderation. Split by noun."""
