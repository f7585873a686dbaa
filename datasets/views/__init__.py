"""Pages of the dataset, by noun."""
