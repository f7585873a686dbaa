"""Who may do what in the directory, and what stands in the way. Sentences are shown to people as they stand."""
