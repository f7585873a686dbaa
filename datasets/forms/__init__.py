"""What is asked for on pages of the dataset. Split by noun."""
