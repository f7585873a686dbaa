"""The lists of the directory, by noun: what their columns say, and by what they sort."""
