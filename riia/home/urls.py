"""Addresses of the front door."""

from django.urls import path

from riia.home import views

urlpatterns = [
    path("", views.home, name="home"),
]
