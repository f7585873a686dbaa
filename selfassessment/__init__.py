"""Self-evaluations and their moderation: each year an authority judges itself, its chief executive and lead member
approve the text, the region's authorities read it, and volunteers from other authorities raise points to
discuss.
"""
