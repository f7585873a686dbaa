"""Addresses of somebody's own account that the sign-in library doesn't have."""

from django.urls import path

from regions.views import accounts, approvals

urlpatterns = [
    path("accounts/details/", accounts.account_details, name="account_details"),
    path("accounts/seats/", accounts.account_seats, name="account_seats"),
    path("accounts/invitation/<str:secret>/", accounts.invitation_accept, name="invitation_accept"),
    path("approve/<str:token>/", approvals.approval, name="approval"),
]
