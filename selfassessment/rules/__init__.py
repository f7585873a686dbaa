"""Who may do what to self-evaluations, and what stands in the way. Split by noun."""
