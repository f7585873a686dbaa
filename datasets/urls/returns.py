"""Addresses of returns."""

from django.urls import path

from datasets.views import filling_in, returns

urlpatterns = [
    path("returns/<int:pk>/", returns.return_detail, name="return_detail"),
    path("returns/<int:pk>/editions/<int:number>/", returns.edition_detail, name="edition_detail"),
    path("returns/<int:pk>/template/<slug:kind>/", filling_in.return_template, name="return_template"),
    path("returns/<int:pk>/figures/", filling_in.return_figures, name="return_figures"),
    path("returns/<int:pk>/upload/", filling_in.return_upload, name="return_upload"),
    path("returns/<int:pk>/warnings/", filling_in.return_warnings, name="return_warnings"),
    path("returns/<int:pk>/submit/", returns.return_submit, name="return_submit"),
    path("returns/<int:pk>/sign-off/", returns.return_sign_off, name="return_sign_off"),
    path("returns/<int:pk>/query/", returns.return_query, name="return_query"),
    path("returns/<int:pk>/answer/", returns.return_answer, name="return_answer"),
    path("returns/<int:pk>/accept/", returns.return_accept, name="return_accept"),
    path("returns/<int:pk>/take-back/", returns.return_withdraw, name="return_withdraw"),
    path("returns/<int:pk>/give-up/", returns.return_drop, name="return_drop"),
    path("returns/<int:pk>/comment/", returns.return_comment, name="return_comment"),
]
