"""Accounts: who can sign in, how they were invited, and their second factor. What they may do is not decided here
but by their appointments.
"""
