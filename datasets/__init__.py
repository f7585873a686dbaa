"""The quarterly core dataset: every authority submits agreed figures each quarter, the region checks them, and all
compare themselves with one another, with similar authorities and with their own past.
"""
