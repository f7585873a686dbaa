"""Lists of the dataset. Split by noun."""
