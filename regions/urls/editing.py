"""Addresses at which facts are corrected, and seats added, vacated and retired."""

from django.urls import path

from regions.views import editing

urlpatterns = [
    path("facts/<slug:kind>/<int:pk>/correct/", editing.fact_correct, name="fact_correct"),
    path("people/<int:pk>/publish-contact/", editing.person_publish, name="person_publish"),
    path("people/<int:pk>/withhold-contact/", editing.person_withhold, name="person_withhold"),
    path("seats/add/<slug:kind>/<int:pk>/", editing.seat_add, name="seat_add"),
    path("seats/<int:pk>/vacate/", editing.seat_vacate, name="seat_vacate"),
    path("seats/<int:pk>/retire/", editing.seat_retire, name="seat_retire"),
]
