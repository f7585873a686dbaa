"""Addresses of groups of authorities."""

from django.urls import path

from regions.views import groups

urlpatterns = [
    path("groups/", groups.group_list, name="group_list"),
    path("groups/add/", groups.group_add, name="group_add"),
    path("groups/<slug:slug>/", groups.group_detail, name="group_detail"),
    path("groups/<int:pk>/add-authority/", groups.group_member_add, name="group_member_add"),
    path("groups/members/<int:pk>/end/", groups.group_member_end, name="group_member_end"),
]
