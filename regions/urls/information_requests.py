"""Addresses of the register of requests for information."""

from django.urls import path

from regions.views import information_requests as views

urlpatterns = [
    path("information-requests/", views.information_request_list, name="information_request_list"),
    path(
        "information-requests/register/<int:pk>/",
        views.information_request_register,
        name="information_request_register",
    ),
    path("information-requests/<int:pk>/", views.information_request_detail, name="information_request_detail"),
    path("information-requests/<int:pk>/close/", views.information_request_close, name="information_request_close"),
]
