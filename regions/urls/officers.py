"""Addresses of an authority's officers, for its local administrators."""

from django.urls import path

from regions.views import officers

urlpatterns = [
    path("authorities/<slug:slug>/officers/", officers.authority_officers, name="authority_officers"),
    path("authorities/<int:pk>/officers/add/", officers.officer_add, name="officer_add"),
    path("appointments/<int:pk>/invite/", officers.officer_invite, name="officer_invite"),
]
