"""What the pages of an authority and of a region lead on to in self-evaluations (see `regions.leading_on`)."""
