"""Addresses of interests and conflicts."""

from django.urls import path

from regions.views import interests

urlpatterns = [
    path("people/<int:pk>/interests/", interests.person_interests, name="person_interests"),
    path("people/<int:pk>/interests/declare/", interests.interest_declare, name="interest_declare"),
    path("people/<int:pk>/interests/waive/", interests.conflict_waive, name="conflict_waive"),
    path("interests/<int:pk>/end/", interests.interest_end, name="interest_end"),
    path("waivers/<int:pk>/withdraw/", interests.waiver_withdraw, name="waiver_withdraw"),
]
