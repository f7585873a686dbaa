"""Addresses of people, seats and appointments, and of the work of those who keep the directory."""

from django.urls import path

from regions.views import appointments, delegations, people, seats, upkeep

urlpatterns = [
    path("people/", people.person_list, name="person_list"),
    path("people/<int:pk>/", people.person_detail, name="person_detail"),
    path("seats/<int:pk>/", seats.seat_detail, name="seat_detail"),
    path("seats/<int:pk>/appoint/", seats.seat_appoint, name="seat_appoint"),
    path("appointments/<int:pk>/", appointments.appointment_detail, name="appointment_detail"),
    path("appointments/<int:pk>/confirm/", appointments.appointment_confirm, name="appointment_confirm"),
    path("appointments/<int:pk>/refuse/", appointments.appointment_refuse, name="appointment_refuse"),
    path("appointments/<int:pk>/withdraw/", appointments.appointment_withdraw, name="appointment_withdraw"),
    path("appointments/<int:pk>/vouch/", appointments.appointment_vouch, name="appointment_vouch"),
    path("appointments/<int:pk>/end/", appointments.appointment_end, name="appointment_end"),
    path("appointments/<int:pk>/delegate/", delegations.appointment_delegate, name="appointment_delegate"),
    path("delegations/<int:pk>/end/", delegations.delegation_end, name="delegation_end"),
    path("facts/<slug:kind>/<int:pk>/confirm/", upkeep.fact_confirm, name="fact_confirm"),
    path("directory/", upkeep.directory_work, name="directory_work"),
]
