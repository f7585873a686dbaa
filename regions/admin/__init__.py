"""The administrators' workplace: look up, set up, repair. Every save is one of the portal's own commands."""

from regions.admin import (
    accounts,
    delegations,
    groups,
    imports,
    information_requests,
    interests,
    memoranda,
    people,
    places,
)

__all__ = [
    "accounts",
    "delegations",
    "groups",
    "imports",
    "information_requests",
    "interests",
    "memoranda",
    "people",
    "places",
]
