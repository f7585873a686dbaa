"""What may be done with the dataset, and what stands in the way, in sentences (DAT). Split by noun."""
