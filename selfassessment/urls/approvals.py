"""Addresses of approvals, release, and of approvers' offices."""

from django.urls import path

from selfassessment.views import approvals

EVALUATION = "self-evaluations/<int:pk>/"

urlpatterns = [
    path(f"{EVALUATION}submit/", approvals.evaluation_submit, name="evaluation_submit"),
    path(f"{EVALUATION}approve/", approvals.evaluation_approve, name="evaluation_approve"),
    path(f"{EVALUATION}return/", approvals.evaluation_send_back, name="evaluation_send_back"),
    path(f"{EVALUATION}record/", approvals.evaluation_record, name="evaluation_record"),
    path(f"{EVALUATION}ask-again/", approvals.evaluation_ask_again, name="evaluation_ask_again"),
    path(f"{EVALUATION}reopen/", approvals.evaluation_reopen, name="evaluation_reopen"),
    path(f"{EVALUATION}release/", approvals.evaluation_release, name="evaluation_release"),
    path(f"{EVALUATION}withdraw/", approvals.evaluation_withdraw, name="evaluation_withdraw"),
    path(f"{EVALUATION}readers/", approvals.evaluation_readers, name="evaluation_readers"),
    path(f"{EVALUATION}officers/add/", approvals.evaluation_officer, name="evaluation_officer"),
    path(f"{EVALUATION}comment/", approvals.evaluation_comment, name="evaluation_comment"),
    path("self-evaluations/officers/<int:pk>/end/", approvals.officer_end, name="officer_end"),
    path("self-evaluations/approvals/<int:pk>/repudiate/", approvals.approval_repudiate, name="approval_repudiate"),
]
