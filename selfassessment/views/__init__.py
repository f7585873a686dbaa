"""Pages of self-evaluations and moderation. Split by noun."""
