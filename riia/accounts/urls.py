"""Addresses of accounts that the sign-in library doesn't have."""

urlpatterns: list = []
