"""The trail: who did what, when, under which appointment and why. Rows are only ever added, and a chain of digests
shows if one is altered, removed or slipped in.
"""
