"""Every named write of the dataset. Split by noun; importing this declares them all."""
