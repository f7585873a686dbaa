"""Peer challenge: rounds in which authorities in triads, pairs and teams challenge one another, the letters and
actions that follow, and the pool of trained reviewers.
"""
