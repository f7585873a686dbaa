"""Addresses of what self-evaluations say across a region."""

from django.urls import path

from selfassessment.views import across, summary

PRIORITY = "self-evaluations/priorities/<int:pk>/"

urlpatterns = [
    path("self-evaluations/findings/", across.finding_list, name="finding_list"),
    path("self-evaluations/requests-and-offers/", across.exchange_board, name="exchange_board"),
    path("self-evaluations/cycles/<int:pk>/summary/", summary.cycle_summary, name="cycle_summary"),
    path("self-evaluations/cycles/<int:pk>/priorities/add/", summary.priority_propose, name="priority_propose"),
    path(f"{PRIORITY}change/", summary.priority_change, name="priority_change"),
    path(f"{PRIORITY}agree/", summary.priority_agree, name="priority_agree"),
    path(f"{PRIORITY}set-aside/", summary.priority_set_aside, name="priority_set_aside"),
]
