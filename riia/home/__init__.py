"""The front door: the landing page, search, help and statements, health checks, and the commands that load,
simulate and run clocks: whatever draws on every app.
"""
