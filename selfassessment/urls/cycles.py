"""Addresses of cycles and of who else reads them."""

from django.urls import path

from selfassessment.views import cycles

urlpatterns = [
    path("self-evaluations/cycles/", cycles.cycle_list, name="cycle_list"),
    path("self-evaluations/cycles/add/<int:pk>/", cycles.cycle_add, name="cycle_add"),
    path("self-evaluations/cycles/<int:pk>/", cycles.cycle_detail, name="cycle_detail"),
    path("self-evaluations/cycles/<int:pk>/change/", cycles.cycle_change, name="cycle_change"),
    path("self-evaluations/cycles/<int:pk>/dates/", cycles.cycle_dates, name="cycle_dates"),
    path("self-evaluations/cycles/<int:pk>/open/", cycles.cycle_open, name="cycle_open"),
    path("self-evaluations/cycles/<int:pk>/ask/", cycles.cycle_ask, name="cycle_ask"),
    path("self-evaluations/cycles/<int:pk>/close/", cycles.cycle_close, name="cycle_close"),
    path("self-evaluations/cycles/<int:pk>/readers/", cycles.reader_agree, name="reader_agree"),
    path("self-evaluations/readers/<int:pk>/end/", cycles.reader_end, name="reader_end"),
]
