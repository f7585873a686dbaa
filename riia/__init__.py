"""The project package: settings, addresses, and the platform underneath the business (accounts, trail, outbox,
workflow, pages).
"""
