"""Loading what the portal ships: definitions, and what the demonstration shows."""
