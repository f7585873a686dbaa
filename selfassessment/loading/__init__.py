"""Loading what the portal ships for self-evaluations."""
