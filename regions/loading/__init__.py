"""What fills the directory by command: the reference files, the demonstration, and a simulation for measuring."""
