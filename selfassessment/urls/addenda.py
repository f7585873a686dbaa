"""Addresses of addenda, pauses and the annual conversation."""

from django.urls import path

from selfassessment.views import addenda

ADDENDUM = "self-evaluations/addenda/<int:pk>/"
CONVERSATION = "self-evaluations/conversations/<int:pk>/"

urlpatterns = [
    path("self-evaluations/<int:pk>/addenda/add/", addenda.addendum_write, name="addendum_write"),
    path(ADDENDUM, addenda.addendum_detail, name="addendum_detail"),
    path(f"{ADDENDUM}change/", addenda.addendum_change, name="addendum_change"),
    path(f"{ADDENDUM}submit/", addenda.addendum_submit, name="addendum_submit"),
    path(f"{ADDENDUM}approve/", addenda.addendum_approve, name="addendum_approve"),
    path(f"{ADDENDUM}return/", addenda.addendum_return, name="addendum_return"),
    path(f"{ADDENDUM}withdraw/", addenda.addendum_withdraw, name="addendum_withdraw"),
    path("self-evaluations/<int:pk>/pause/", addenda.evaluation_pause, name="evaluation_pause"),
    path("self-evaluations/pauses/<int:pk>/end/", addenda.pause_end, name="pause_end"),
    path("self-evaluations/<int:pk>/conversation/plan/", addenda.conversation_plan, name="conversation_plan"),
    path(f"{CONVERSATION}change/", addenda.conversation_change, name="conversation_change"),
    path(f"{CONVERSATION}again/", addenda.conversation_again, name="conversation_again"),
    path(f"{CONVERSATION}held/", addenda.conversation_held, name="conversation_held"),
    path(f"{CONVERSATION}call-off/", addenda.conversation_call_off, name="conversation_call_off"),
]
