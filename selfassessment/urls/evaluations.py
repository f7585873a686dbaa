"""The address of the list of self-evaluations."""

from django.urls import path

from selfassessment.views import evaluations

urlpatterns = [path("self-evaluations/", evaluations.evaluation_list, name="evaluation_list")]
