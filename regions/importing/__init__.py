"""Files of people, seats and appointments: reading them, saying what they would change, and writing that (DIR-10)."""
